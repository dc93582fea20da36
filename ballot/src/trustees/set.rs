//! The trustees as the manifest names them, and the election's key that follows.

use super::dealing::value_at;
use super::key::TrusteeKey;
use crate::bytes::{Bytes32, Bytes64};
use crate::elgamal::PublicKey;
use crate::group::{Element, Scalar};
use crate::proofs::possession::{self, Role, Seat};
use curve25519_dalek::ristretto::RistrettoPoint;
use serde::{Deserialize, Serialize};

/// Most trustees.
pub const MAX_TRUSTEES: usize = 50;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trustee {
    /// Who: a person or body that citizens know.
    pub name: String,
    /// Decrypts this trustee's share.
    pub key: Element,
    /// Proof that its secret is known.
    pub possession: Bytes64,
}

/// What a trustee revealed in a ceremony with a threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dealing {
    /// The polynomial's coefficients times the base point.
    pub coefficients: Vec<Element>,
    /// Proof that the constant term is known.
    pub possession: Bytes64,
}

/// All of them, in their order, which numbers them from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trustees {
    /// 32 bytes that name the ceremony; no other has the same.
    pub ceremony: Bytes32,
    /// How many are needed.
    pub threshold: u16,
    /// Who.
    pub members: Vec<Trustee>,
    /// One for each where a threshold below all suffices; none where each made a key alone.
    pub dealings: Vec<Dealing>,
}

/// What is wrong with the trustees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrusteeFault {
    /// None, too many, or a threshold that cannot be.
    #[error("the number of trustees, dealings or needed ones cannot be")]
    Number,
    /// A proof of possession does not hold.
    #[error("trustee {0} does not show that they know the secret of their key")]
    Possession(u16),
    /// A key is not the one that the dealings give.
    #[error("the key of trustee {0} is not what the dealings give")]
    Key(u16),
    /// The keys sum up to nothing.
    #[error("the trustees' keys sum up to no key")]
    NoKey,
}

impl Trustees {
    /// From keys that each made alone; all are needed.
    pub fn all(ceremony: Bytes32, members: Vec<(String, TrusteeKey)>) -> Self {
        let threshold = u16::try_from(members.len()).unwrap_or(u16::MAX);
        Self { ceremony, threshold, members: trustees(members), dealings: Vec::new() }
    }

    /// From a ceremony with a threshold.
    pub fn dealt(ceremony: Bytes32, members: Vec<(String, TrusteeKey)>, deals: &[super::Deal]) -> Self {
        let dealing =
            |deal: &super::Deal| Dealing { coefficients: deal.coefficients.clone(), possession: deal.possession };
        let dealings: Vec<Dealing> = deals.iter().map(dealing).collect();
        let threshold = dealings.first().map_or(0, |dealing| dealing.coefficients.len());
        let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
        Self { ceremony, threshold, members: trustees(members), dealings }
    }

    /// Checks every proof, and gives the election's key.
    pub fn check(&self) -> Result<PublicKey, TrusteeFault> {
        let (count, needed) = (self.members.len(), usize::from(self.threshold));
        let dealt = !self.dealings.is_empty();
        let numbers_fit = (1..=MAX_TRUSTEES).contains(&count) && (1..=count).contains(&needed);
        let shapes_fit = if dealt {
            self.dealings.len() == count && self.dealings.iter().all(|dealing| dealing.coefficients.len() == needed)
        } else {
            needed == count
        };
        if !numbers_fit || !shapes_fit {
            return Err(TrusteeFault::Number);
        }
        for (number, member) in (1_u16..).zip(&self.members) {
            self.check_possession(number, Role::Decryption, &member.key, &member.possession)?;
            let given = self.dealings.iter().map(|dealing| value_at(&dealing.coefficients, number));
            if dealt && given.sum::<RistrettoPoint>() != member.key.point() {
                return Err(TrusteeFault::Key(number));
            }
        }
        for (number, dealing) in (1_u16..).zip(&self.dealings) {
            self.check_possession(number, Role::Dealing, &dealing.coefficients[0], &dealing.possession)?;
        }
        let parts = self.dealings.iter().map(|dealing| dealing.coefficients[0].point());
        let sum: RistrettoPoint =
            if dealt { parts.sum() } else { self.members.iter().map(|member| member.key.point()).sum() };
        PublicKey::new(Element::new(sum)).map_err(|_| TrusteeFault::NoKey)
    }

    fn check_possession(&self, trustee: u16, role: Role, key: &Element, proof: &Bytes64) -> Result<(), TrusteeFault> {
        let seat = Seat { ceremony: &self.ceremony, trustee, role };
        possession::check(&seat, key, proof).map_err(|_| TrusteeFault::Possession(trustee))
    }

    /// What each of these trustees' shares counts in the sum that decrypts: 1 where all are needed, Lagrange's factor at
    /// zero with a threshold.
    pub(crate) fn factors(&self, present: &[u16]) -> Vec<Scalar> {
        if self.dealings.is_empty() {
            return vec![Scalar::ONE; present.len()];
        }
        let factor = |own: &u16| {
            let others = present.iter().filter(|other| *other != own);
            let (top, bottom) = others.fold((Scalar::ONE, Scalar::ONE), |(top, bottom), other| {
                let other = Scalar::from(*other);
                (top * other, bottom * (other - Scalar::from(*own)))
            });
            top * bottom.invert()
        };
        present.iter().map(factor).collect()
    }
}

fn trustees(members: Vec<(String, TrusteeKey)>) -> Vec<Trustee> {
    let one = |(name, key): (String, TrusteeKey)| Trustee { name, key: key.key, possession: key.possession };
    members.into_iter().map(one).collect()
}
