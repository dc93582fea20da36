//! The group: ristretto255 (RFC 9496), of prime order, each element with one encoding. Decoding is strict.

use crate::bytes::Bytes32;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

pub use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
pub use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE as G_TABLE;
pub use curve25519_dalek::scalar::Scalar;

/// Why bytes are no element or no scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// Not the one encoding of an element.
    #[error("not a canonical group element")]
    Point,
    /// The neutral element, where it would hide nothing.
    #[error("the neutral element of the group")]
    Identity,
    /// Not below the group's order.
    #[error("not a canonical scalar")]
    Scalar,
}

/// An element with its encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Element {
    point: RistrettoPoint,
    bytes: [u8; 32],
}

impl Element {
    /// Encodes a point.
    pub fn new(point: RistrettoPoint) -> Self {
        Self { bytes: point.compress().to_bytes(), point }
    }

    /// From its one encoding; the neutral element is refused.
    pub fn decode(bytes: &[u8; 32]) -> Result<Self, GroupError> {
        let element = Self::decode_any(bytes)?;
        if element.is_identity() { Err(GroupError::Identity) } else { Ok(element) }
    }

    /// From its one encoding; may be neutral, as the sum of no ballot is.
    pub fn decode_any(bytes: &[u8; 32]) -> Result<Self, GroupError> {
        let point = CompressedRistretto(*bytes).decompress().ok_or(GroupError::Point)?;
        Ok(Self { point, bytes: *bytes })
    }

    /// The point.
    pub fn point(&self) -> RistrettoPoint {
        self.point
    }

    /// Its one encoding.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Is it the neutral element?
    pub fn is_identity(&self) -> bool {
        self.point == RistrettoPoint::identity()
    }
}

impl std::fmt::Debug for Element {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Bytes32::from(*self))
    }
}

impl From<Element> for Bytes32 {
    fn from(element: Element) -> Self {
        Self(element.bytes)
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Bytes32::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Bytes32::deserialize(deserializer)?;
        Self::decode(&bytes.0).map_err(serde::de::Error::custom)
    }
}

/// A scalar from its one encoding: 32 bytes, least significant first, below the group's order.
pub fn decode_scalar(bytes: &[u8; 32]) -> Result<Scalar, GroupError> {
    Option::from(Scalar::from_canonical_bytes(*bytes)).ok_or(GroupError::Scalar)
}

/// A scalar that nobody can guess.
pub fn random_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut wide = Zeroizing::new([0; 64]);
    rng.fill_bytes(&mut *wide);
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// Multiplies the base point, in constant time.
pub fn times_g(scalar: &Scalar) -> RistrettoPoint {
    G_TABLE * scalar
}

/// The next N bytes of a reader over a slice; nothing if there are fewer.
pub(crate) fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of the group, least significant byte first.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    #[test]
    fn the_neutral_element_is_refused_unless_it_may_be() {
        assert_eq!(Element::decode(&[0; 32]), Err(GroupError::Identity));
        assert!(Element::decode_any(&[0; 32]).is_ok_and(|element| element.is_identity()));
    }

    #[test]
    fn an_element_is_shown_as_it_travels() {
        assert_eq!(format!("{:?}", Element::new(G)), Bytes32::from(Element::new(G)).to_string());
    }

    #[test]
    fn other_spellings_are_refused() {
        let mut negative = Element::new(G).bytes;
        negative[0] ^= 1;
        assert_eq!(Element::decode(&negative), Err(GroupError::Point));
        // The neutral element plus the field's prime.
        let mut prime = [0xff; 32];
        (prime[0], prime[31]) = (0xed, 0x7f);
        assert_eq!(Element::decode_any(&prime), Err(GroupError::Point));
        let mut high_bit = Element::new(G).bytes;
        high_bit[31] |= 0x80;
        assert_eq!(Element::decode(&high_bit), Err(GroupError::Point));
        assert_eq!(decode_scalar(&ORDER), Err(GroupError::Scalar));
        assert_eq!(decode_scalar(&[0xff; 32]), Err(GroupError::Scalar));
        assert_eq!(decode_scalar(&[0; 32]), Ok(Scalar::ZERO));
    }
}
