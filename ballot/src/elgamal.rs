//! Exponential ElGamal: the number is in the exponent, so that ciphertexts add up.

use crate::group::{Element, G, GroupError, Scalar, times_g};
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::traits::Identity;
use subtle::{Choice, ConditionallySelectable};

/// The election's public key, with a table that makes encrypting quick.
#[derive(Clone)]
pub struct PublicKey {
    element: Element,
    table: Box<RistrettoBasepointTable>,
}

impl PublicKey {
    /// From the point; the neutral element is no key.
    pub fn new(element: Element) -> Result<Self, GroupError> {
        if element.is_identity() {
            return Err(GroupError::Identity);
        }
        Ok(Self { table: Box::new(RistrettoBasepointTable::create(&element.point())), element })
    }

    /// The point.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// The key times a secret scalar, in constant time.
    pub fn times(&self, scalar: &Scalar) -> RistrettoPoint {
        &*self.table * scalar
    }

    /// `(rG, bG + rY)` for a bit, in constant time.
    pub fn encrypt_bit(&self, bit: Choice, r: &Scalar) -> (RistrettoPoint, RistrettoPoint) {
        let message = RistrettoPoint::conditional_select(&RistrettoPoint::identity(), &G, bit);
        (times_g(r), message + self.times(r))
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.element)
    }
}

/// An encrypted number: `(rG, mG + rY)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ciphertext {
    /// `rG`.
    pub a: Element,
    /// `mG + rY`.
    pub b: Element,
}

impl Ciphertext {
    /// From 64 bytes; neither point may be neutral.
    pub fn decode(a: &[u8; 32], b: &[u8; 32]) -> Result<Self, GroupError> {
        Ok(Self { a: Element::decode(a)?, b: Element::decode(b)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_as_it_travels() {
        let key = PublicKey::new(Element::new(G)).unwrap();
        assert_eq!(format!("{key:?}"), format!("PublicKey({:?})", Element::new(G)));
    }
}
