//! What a voter keeps: the start of the ballot's hash, to read aloud and compare. It shows no grade.

use crate::bytes::Bytes32;
use std::fmt;
use std::str::FromStr;

/// Digits and letters without I, L, O and U, which are misread (Crockford).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first 15 bytes of a ballot's hash: 24 letters in six groups.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tracker([u8; 15]);

/// No tracker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a tracker has 24 letters and digits")]
pub struct NotTracker;

impl Tracker {
    /// Of a ballot's hash.
    pub fn of(hash: &Bytes32) -> Self {
        let mut start = [0; 15];
        start.copy_from_slice(&hash.0[..15]);
        Self(start)
    }

    /// Is that ballot's hash meant?
    pub fn is(&self, hash: &Bytes32) -> bool {
        hash.0.starts_with(&self.0)
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, group) in self.0.chunks(5).enumerate() {
            let bits = group.iter().fold(0_u64, |bits, byte| (bits << 8) + u64::from(*byte));
            for place in 0..8 {
                if place % 4 == 0 && (n, place) != (0, 0) {
                    f.write_str("-")?;
                }
                let digit = usize::try_from(bits >> (35 - 5 * place) & 31).unwrap_or(0);
                write!(f, "{}", char::from(ALPHABET[digit]))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Tracker {
    type Err = NotTracker;

    fn from_str(text: &str) -> Result<Self, NotTracker> {
        let mut bits = Vec::with_capacity(24);
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|known| char::from(*known) == letter).ok_or(NotTracker)?;
            bits.push(u64::try_from(digit).unwrap_or(0));
        }
        if bits.len() != 24 {
            return Err(NotTracker);
        }
        let mut bytes = [0; 15];
        for (group, out) in bits.chunks(8).zip(bytes.chunks_mut(5)) {
            let value = group.iter().fold(0_u64, |value, digit| (value << 5) + digit);
            out.copy_from_slice(&value.to_be_bytes()[3..]);
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Fixed;

    #[test]
    fn reads_as_it_writes_and_forgives_what_is_misread() {
        let hash = Fixed(std::array::from_fn(|n| u8::try_from(n * 37 % 256).unwrap()));
        let tracker = Tracker::of(&hash);
        let text = tracker.to_string();
        assert_eq!(text, "00JM-MVWM-Q7F0-6A2D-EABV-SR86");
        assert_eq!(text.parse(), Ok(tracker));
        assert_eq!(text.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ").parse(), Ok(tracker));
        assert!(tracker.is(&hash) && !tracker.is(&Fixed([0; 32])));
        assert_eq!("00JM".parse::<Tracker>(), Err(NotTracker));
        assert_eq!(text.replace('M', "U").parse::<Tracker>(), Err(NotTracker));
    }
}
