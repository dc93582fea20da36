//! The ceremony for t of n, in three rounds: everyone says hello with a commitment, everyone reveals, everyone checks.
//! Who breaks it is named, and the ceremony starts again without them.

use super::check::{check_deal, check_hello};
use super::key::{TrusteeKey, TrusteeSecret};
use super::set::Dealing;
use super::share::{Complaint, SealedShare, Way, receive, seal};
use crate::ballot::Tracker;
use crate::bytes::{Bytes32, Bytes64, Fixed, to_json};
use crate::group::{Element, GroupError, Scalar, decode_scalar, random_scalar, times_g};
use crate::hash;
use crate::proofs::possession::{self, Role, Seat};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Round 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// Who, from 1.
    pub trustee: u16,
    /// The key that shares are sent to.
    pub transport: Element,
    /// Proof that its secret is known.
    pub possession: Bytes64,
    /// The hash of what round 2 reveals.
    pub commitment: Bytes32,
}

/// Round 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// Who, from 1.
    pub trustee: u16,
    /// The polynomial's coefficients times the base point; as many as the threshold.
    pub coefficients: Vec<Element>,
    /// Proof that the constant term is known.
    pub possession: Bytes64,
    /// One for each trustee, in their order.
    pub shares: Vec<SealedShare>,
}

/// Who broke a ceremony, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyFault {
    /// Some message is missing, double or out of order.
    #[error("the messages are not one from each trustee, in their order")]
    Messages,
    /// A message has not the right number of parts.
    #[error("trustee {0} sent a message of the wrong shape")]
    Shape(u16),
    /// A proof of possession does not hold.
    #[error("trustee {0} does not show that they know the secret of their key")]
    Possession(u16),
    /// What was revealed is not what was committed to.
    #[error("trustee {0} revealed something else than they had committed to")]
    Commitment(u16),
    /// A share does not fit; the complaint goes to all.
    #[error("trustee {} dealt a share that does not fit", .0.dealer)]
    Share(Box<Complaint>),
    /// The sum of everything dealt is no key.
    #[error("the dealings sum up to no key")]
    Key,
}

/// A trustee in the ceremony. Wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Dealer {
    #[zeroize(skip)]
    ceremony: Bytes32,
    #[zeroize(skip)]
    trustee: u16,
    polynomial: Vec<Scalar>,
    transport: Scalar,
    #[zeroize(skip)]
    revealed: Dealing,
}

pub(super) fn commitment(ceremony: &Bytes32, trustee: u16, dealing: &Dealing) -> Bytes32 {
    let coefficients: Vec<u8> = dealing.coefficients.iter().flat_map(|point| *point.bytes()).collect();
    let parts: [&[u8]; 4] = [&ceremony.0, &trustee.to_be_bytes(), &coefficients, &dealing.possession.0];
    let wide = hash::wide(hash::DEALING, &parts);
    Fixed(std::array::from_fn(|n| wide[n]))
}

/// A dealing's polynomial at a trustee's number, in the exponent.
pub(super) fn value_at(coefficients: &[Element], trustee: u16) -> RistrettoPoint {
    let at = Scalar::from(trustee);
    coefficients.iter().rev().fold(RistrettoPoint::identity(), |sum, point| sum * at + point.point())
}

/// What all trustees compare aloud, or on paper, before they reveal anything: whoever could show each of them other
/// transport keys would read every share. The messages themselves do not tell who sent them.
pub fn fingerprint(hellos: &[Hello]) -> Tracker {
    Tracker::of(&Fixed(hash::sha256(&[&to_json(&hellos)])))
}

impl Dealer {
    /// Begins: trustee `trustee` (from 1) of a ceremony where `threshold` suffice.
    pub fn start(ceremony: Bytes32, trustee: u16, threshold: u16, rng: &mut impl CryptoRng) -> (Self, Hello) {
        let polynomial: Vec<Scalar> = (0..threshold.max(1)).map(|_| random_scalar(rng)).collect();
        let coefficients: Vec<Element> = polynomial.iter().map(|scalar| Element::new(times_g(scalar))).collect();
        let mut seat = Seat { ceremony: &ceremony, trustee, role: Role::Dealing };
        let possession = possession::prove(&seat, &polynomial[0], &coefficients[0], rng);
        let revealed = Dealing { coefficients, possession };
        let transport = random_scalar(rng);
        let key = Element::new(times_g(&transport));
        seat.role = Role::Transport;
        let hello = Hello {
            trustee,
            transport: key,
            possession: possession::prove(&seat, &transport, &key, rng),
            commitment: commitment(&ceremony, trustee, &revealed),
        };
        (Self { ceremony, trustee, polynomial, transport, revealed }, hello)
    }

    /// Reveals, once everyone's hello is there and all have compared its `fingerprint`.
    pub fn reveal(&self, hellos: &[Hello], rng: &mut impl CryptoRng) -> Result<Deal, CeremonyFault> {
        self.check_hellos(hellos)?;
        let shares = hellos.iter().map(|hello| {
            let at = Scalar::from(hello.trustee);
            let share = self.polynomial.iter().rev().fold(Scalar::ZERO, |sum, coefficient| sum * at + coefficient);
            let way = Way { ceremony: &self.ceremony, dealer: self.trustee, receiver: hello.trustee };
            seal(&way, &hello.transport, &Zeroizing::new(share), rng)
        });
        let shares = shares.collect();
        let Dealing { coefficients, possession } = self.revealed.clone();
        Ok(Deal { trustee: self.trustee, coefficients, possession, shares })
    }

    /// Checks what everyone revealed. Gives this trustee's part of the key, and what to publish.
    pub fn finish(
        &self,
        hellos: &[Hello],
        deals: &[Deal],
        rng: &mut impl CryptoRng,
    ) -> Result<(TrusteeSecret, TrusteeKey), CeremonyFault> {
        self.check_hellos(hellos)?;
        if !deals.iter().map(|deal| deal.trustee).eq(hellos.iter().map(|hello| hello.trustee)) {
            return Err(CeremonyFault::Messages);
        }
        let mut secret = TrusteeSecret(Scalar::ZERO);
        for (hello, deal) in hellos.iter().zip(deals) {
            let from = deal.trustee;
            check_deal(&self.ceremony, (self.polynomial.len(), hellos.len()), hello, deal)?;
            let way = Way { ceremony: &self.ceremony, dealer: from, receiver: self.trustee };
            let sealed = &deal.shares[usize::from(self.trustee) - 1];
            let share = receive(&way, deal, sealed, &self.transport, rng).map_err(CeremonyFault::Share)?;
            secret.0 += share;
        }
        if secret.0 == Scalar::ZERO {
            return Err(CeremonyFault::Key);
        }
        let key = secret.publish(&self.ceremony, self.trustee, rng);
        Ok((secret, key))
    }

    fn check_hellos(&self, hellos: &[Hello]) -> Result<(), CeremonyFault> {
        let own = Element::new(times_g(&self.transport));
        let numbers = hellos.iter().map(|hello| hello.trustee);
        let mine = hellos.iter().find(|hello| hello.trustee == self.trustee);
        let own_there = mine.is_some_and(|hello| {
            hello.transport == own && hello.commitment == commitment(&self.ceremony, self.trustee, &self.revealed)
        });
        if !numbers.eq((1..).take(hellos.len())) || !own_there || hellos.len() < self.polynomial.len() {
            return Err(CeremonyFault::Messages);
        }
        hellos.iter().try_for_each(|hello| check_hello(&self.ceremony, hello))
    }

    /// Its bytes: to keep on the trustee's own machine between the rounds, never to send.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(96 + 32 * self.polynomial.len()));
        bytes.extend_from_slice(self.transport.as_bytes());
        bytes.extend_from_slice(&self.revealed.possession.0);
        self.polynomial.iter().for_each(|coefficient| bytes.extend_from_slice(coefficient.as_bytes()));
        bytes
    }

    /// From its bytes, for the ceremony and the number (from 1) that it was started for.
    pub fn from_bytes(ceremony: Bytes32, trustee: u16, bytes: &[u8]) -> Result<Self, GroupError> {
        let (transport, rest) = bytes.split_first_chunk::<32>().ok_or(GroupError::Scalar)?;
        let (possession, rest) = rest.split_first_chunk::<64>().ok_or(GroupError::Scalar)?;
        let (coefficients, left) = rest.as_chunks::<32>();
        if coefficients.is_empty() || !left.is_empty() {
            return Err(GroupError::Scalar);
        }
        let polynomial = coefficients.iter().map(decode_scalar).collect::<Result<Vec<Scalar>, _>>()?;
        let coefficients = polynomial.iter().map(|scalar| Element::new(times_g(scalar))).collect();
        let revealed = Dealing { coefficients, possession: Fixed(*possession) };
        Ok(Self { ceremony, trustee, polynomial, transport: decode_scalar(transport)?, revealed })
    }
}

impl std::fmt::Debug for Dealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dealer({})", self.trustee)
    }
}
