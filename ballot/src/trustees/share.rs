//! A share on its way to one trustee, and who is wrong when it does not fit.

use super::dealing::{Deal, value_at};
use crate::bytes::{Bytes32, Bytes64, Fixed};
use crate::group::{Element, Scalar, decode_scalar, random_scalar, times_g};
use crate::hash;
use crate::proofs::equality;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A share, readable by its receiver only. What it holds is checked against the dealing's public commitments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedShare {
    /// A fresh point for this share.
    pub ephemeral: Element,
    /// The share, under a pad from the secret that both have.
    pub sealed: Bytes32,
}

/// Whose share for whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'a> {
    pub ceremony: &'a Bytes32,
    pub dealer: u16,
    pub receiver: u16,
}

fn mask(way: &Way<'_>, ephemeral: &Element, shared: &Element, bytes: &[u8; 32]) -> [u8; 32] {
    let (dealer, receiver) = (way.dealer.to_be_bytes(), way.receiver.to_be_bytes());
    let parts: [&[u8]; 5] = [&way.ceremony.0, &dealer, &receiver, ephemeral.bytes(), shared.bytes()];
    let pad = Zeroizing::new(hash::wide(hash::SHARE, &parts));
    std::array::from_fn(|n| bytes[n] ^ pad[n])
}

pub(super) fn seal(way: &Way<'_>, transport: &Element, share: &Scalar, rng: &mut impl CryptoRng) -> SealedShare {
    let secret = Zeroizing::new(random_scalar(rng));
    let ephemeral = Element::new(times_g(&secret));
    let shared = Element::new(transport.point() * *secret);
    SealedShare { ephemeral, sealed: Fixed(mask(way, &ephemeral, &shared, share.as_bytes())) }
}

/// The share, if it is one that fits the dealing.
fn open(way: &Way<'_>, deal: &Deal, sealed: &SealedShare, shared: &Element) -> Option<Scalar> {
    let share = decode_scalar(&mask(way, &sealed.ephemeral, shared, &sealed.sealed.0)).ok()?;
    (times_g(&share) == value_at(&deal.coefficients, way.receiver)).then_some(share)
}

/// A receiver's word that a dealer's share does not fit, with the secret that both have so that anyone can look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// Who dealt.
    pub dealer: u16,
    /// Who complains.
    pub receiver: u16,
    /// The receiver's transport secret times the ephemeral point.
    pub shared: Element,
    /// Proof of that.
    pub proof: Bytes64,
}

/// Who broke the ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culprit {
    /// The dealer sent a wrong share.
    Dealer(u16),
    /// The receiver complains about a right one, or cannot show anything.
    Receiver(u16),
}

/// Opens what was dealt to a receiver, or complains.
pub(super) fn receive(
    way: &Way<'_>,
    deal: &Deal,
    sealed: &SealedShare,
    transport: &Scalar,
    rng: &mut impl CryptoRng,
) -> Result<Scalar, Box<Complaint>> {
    let shared = Element::new(sealed.ephemeral.point() * transport);
    open(way, deal, sealed, &shared).ok_or_else(|| {
        let key = Element::new(times_g(transport));
        let statement = statement(way, &key, sealed, &shared);
        let proof = equality::prove(&statement, transport, rng);
        Box::new(Complaint { dealer: way.dealer, receiver: way.receiver, shared, proof })
    })
}

fn statement<'a>(
    way: &Way<'a>,
    key: &'a Element,
    sealed: &'a SealedShare,
    shared: &'a Element,
) -> equality::Statement<'a> {
    let place = u32::from(way.dealer);
    equality::Statement {
        context: way.ceremony,
        trustee: way.receiver,
        place,
        key,
        base: &sealed.ephemeral,
        product: shared,
    }
}

/// Says who is wrong. `transport` is the receiver's transport key, `deal` what the dealer revealed.
pub fn judge(ceremony: &Bytes32, transport: &Element, deal: &Deal, complaint: &Complaint) -> Culprit {
    let (dealer, receiver) = (complaint.dealer, complaint.receiver);
    let way = Way { ceremony, dealer, receiver };
    let sealed = usize::from(receiver).checked_sub(1).and_then(|place| deal.shares.get(place));
    let Some(sealed) = sealed else { return Culprit::Dealer(dealer) };
    let shown = equality::check(&statement(&way, transport, sealed, &complaint.shared), &complaint.proof).is_ok();
    let fits = open(&way, deal, sealed, &complaint.shared).is_some();
    if shown && !fits { Culprit::Dealer(dealer) } else { Culprit::Receiver(receiver) }
}
