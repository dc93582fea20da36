//! The receipt's number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a voter keeps of a ballot: says nothing of its grades; anyone who has it
/// can ask whether the ballot is counted. Twenty characters of Crockford's base 32
/// (100 random bits) in groups of four: `7KQM-2XVT-…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tracker(pub String);

/// No I, L, O, U: nothing that is misread, or reads as a word.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 20;

impl Tracker {
    /// From random bits, of which the lowest 100 are used.
    pub fn from_bits(bits: u128) -> Self {
        let mut out = String::with_capacity(CHARACTERS + 4);
        for i in 0..CHARACTERS {
            if i > 0 && i % 4 == 0 {
                out.push('-');
            }
            let digit = (bits >> (5 * (CHARACTERS - 1 - i))) & 31;
            out.push(char::from(ALPHABET[usize::try_from(digit).unwrap_or_default()]));
        }
        Self(out)
    }

    /// As somebody typed it: case, spaces and hyphens are free, O reads 0, I and L read 1.
    /// None if it can be no tracker.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut bits = 0_u128;
        let mut length = 0;
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|a| char::from(*a) == c)?;
            bits = (bits << 5) | digit as u128;
            length += 1;
            if length > CHARACTERS {
                return None;
            }
        }
        (length == CHARACTERS).then(|| Self::from_bits(bits))
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Tracker;

    #[test]
    fn typed_carelessly_reads_the_same() {
        let tracker = Tracker::from_bits(0x123_4567_89ab_cdef_0123_4567);
        assert_eq!(tracker.0.len(), 24);
        let careless = tracker.0.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(Tracker::parse(&careless), Some(tracker));
    }

    #[test]
    fn all_bits_count_and_no_more() {
        assert_eq!(Tracker::from_bits(0).0, "0000-0000-0000-0000-0000");
        assert_eq!(Tracker::from_bits(u128::MAX).0, "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(Tracker::from_bits(1 << 100), Tracker::from_bits(0));
    }

    #[test]
    fn what_is_no_tracker_is_refused() {
        for typed in ["", "7KQM", "7KQM-2XVT-7KQM-2XVT-7KQU", "7KQM-2XVT-7KQM-2XVT-7KQM-2", "é"] {
            assert_eq!(Tracker::parse(typed), None, "{typed}");
        }
    }
}
