//! Bytes as JSON carries them: base64url without padding, one spelling for each value.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// N bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fixed<const N: usize>(pub [u8; N]);

/// 32 bytes: a hash, a point, a scalar or a key.
pub type Bytes32 = Fixed<32>;
/// 64 bytes: a signature, or a proof of two scalars.
pub type Bytes64 = Fixed<64>;

/// Any number of bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Blob(pub Vec<u8>);

impl<const N: usize> fmt::Display for Fixed<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<const N: usize> fmt::Debug for Fixed<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl<const N: usize> std::str::FromStr for Fixed<N> {
    type Err = NotBase64;

    fn from_str(text: &str) -> Result<Self, NotBase64> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotBase64)?;
        Ok(Self(bytes.try_into().map_err(|_| NotBase64)?))
    }
}

/// Not base64url without padding, or of another length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not base64url of the right length")]
pub struct NotBase64;

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        URL_SAFE_NO_PAD.decode(text.as_bytes()).map(Self).map_err(|_| D::Error::custom(NotBase64))
    }
}

/// Why a text is refused although it may mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON in the one spelling of its kind")]
pub struct NotCanonical;

/// The one spelling of a value: JSON with its fields in their order and no space.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our types have string keys and no floating point: nothing in them can fail to be written.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Reads a value, and refuses every other spelling of it: what is hashed has one form.
pub fn from_json<'a, T: Serialize + Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, NotCanonical> {
    let value: T = serde_json::from_slice(bytes).map_err(|_| NotCanonical)?;
    if to_json(&value) == bytes { Ok(value) } else { Err(NotCanonical) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_as_they_travel_and_long_ones_by_their_number() {
        assert_eq!(format!("{0} {0:?}", Fixed([1, 2, 3])), "AQID AQID");
        assert_eq!(format!("{:?}", Blob(vec![1, 2, 3])), "Blob(3 bytes)");
    }

    #[test]
    fn one_spelling_each() {
        assert_eq!("AAA".parse::<Fixed<2>>(), Ok(Fixed([0, 0])));
        for other in ["AAA=", "AAB", "AA", "AAAA", "A A", "//8"] {
            assert_eq!(other.parse::<Fixed<2>>(), Err(NotBase64), "{other}");
        }
        assert_eq!(from_json::<Vec<u8>>(b"[1,2]"), Ok(vec![1, 2]));
        for other in ["[1, 2]", "[1,2]\n", "[01,2]", "[1,2] ", "[1.0,2]", "[256]", "[", ""] {
            assert_eq!(from_json::<Vec<u8>>(other.as_bytes()), Err(NotCanonical), "{other}");
        }
    }
}
