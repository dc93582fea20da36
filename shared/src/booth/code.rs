//! A voting key as a code that a person moves from one device of theirs to another: 32 bytes and three to check them, in
//! letters and digits that are not misread, after three that name the round.

use crate::api::types::Round;
use crate::text::{Msg, key};
use isoloir_ballot::hash::sha256;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// No I, L, O, U: nothing that is misread, or reads as a word.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of the key and of its checksum: 56 characters.
const BYTES: usize = 35;
/// Characters after the prefix.
const CHARACTERS: usize = BYTES * 8 / 5;

/// The code of a voting key. Whoever has it can vote in its owner's place: never logged, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyCode(Zeroizing<String>);

/// Why a typed code is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotKeyCode {
    /// Of another round.
    #[error("the code of another round's key")]
    Round,
    /// Too short or too long, or a character that no code has.
    #[error("not the code of a voting key")]
    Shape,
    /// A character is mistyped.
    #[error("mistyped")]
    Mistyped,
}

impl NotKeyCode {
    /// For the person who typed it.
    pub fn text(self) -> Msg {
        match self {
            Self::Round => key::KEY_CODE_ROUND,
            Self::Shape => key::KEY_CODE_SHAPE,
            Self::Mistyped => key::KEY_CODE_MISTYPED,
        }
        .into()
    }
}

fn prefix(round: Round) -> &'static str {
    match round {
        Round::Preselection => "PRE",
        Round::Final => "FIN",
    }
}

fn checksum(round: Round, secret: &[u8; 32]) -> [u8; 3] {
    let hash = sha256(&[b"isoloir/1 voting key", prefix(round).as_bytes(), secret]);
    [hash[0], hash[1], hash[2]]
}

impl KeyCode {
    /// Of a secret key.
    pub fn of(round: Round, secret: &[u8; 32]) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes[..32].copy_from_slice(secret);
        bytes[32..].copy_from_slice(&checksum(round, secret));
        // Its whole length at once: a text that grows leaves copies of itself in memory.
        let mut text = Zeroizing::new(String::with_capacity(3 + CHARACTERS / 4 * 5));
        text.push_str(prefix(round));
        for place in 0..CHARACTERS {
            if place % 4 == 0 {
                text.push('-');
            }
            let mut digit = 0;
            for bit in 5 * place..5 * place + 5 {
                digit = digit << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
            }
            text.push(char::from(ALPHABET[usize::from(digit)]));
        }
        Self(text)
    }

    /// The secret key of a round, from a code as somebody typed it: case, spaces and hyphens are free, O reads 0, I and L
    /// read 1.
    ///
    /// # Errors
    /// If it is no code, or of another round.
    pub fn read(typed: &str, round: Round) -> Result<Zeroizing<[u8; 32]>, NotKeyCode> {
        let mut digits = Zeroizing::new(Vec::with_capacity(3 + CHARACTERS));
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‑' | '–')) {
            let c = plain(c).ok_or(NotKeyCode::Shape)?;
            if digits.len() == 3 + CHARACTERS {
                return Err(NotKeyCode::Shape);
            }
            digits.push(c);
        }
        let named = |round| prefix(round).chars().map(plain).eq(digits.iter().take(3).map(|it| Some(*it)));
        if digits.len() != 3 + CHARACTERS {
            return Err(NotKeyCode::Shape);
        }
        if !named(round) {
            let other = [Round::Preselection, Round::Final].into_iter().any(named);
            return Err(if other { NotKeyCode::Round } else { NotKeyCode::Shape });
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        for (place, digit) in digits[3..].iter().enumerate() {
            for n in 0..5 {
                let bit = 5 * place + n;
                bytes[bit / 8] |= (digit >> (4 - n) & 1) << (7 - bit % 8);
            }
        }
        let mut secret = Zeroizing::new([0; 32]);
        secret.copy_from_slice(&bytes[..32]);
        if bytes[32..] == checksum(round, &secret) { Ok(secret) } else { Err(NotKeyCode::Mistyped) }
    }

    /// To be shown to its owner.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The number that a typed character stands for.
fn plain(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == c).and_then(|digit| u8::try_from(digit).ok())
}

impl fmt::Debug for KeyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCode(…)")
    }
}

impl Serialize for KeyCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for KeyCode {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Ok(Self(Zeroizing::new(String::deserialize(reader)?)))
    }
}

impl From<String> for KeyCode {
    /// As somebody typed it: [`KeyCode::read`] says whether it is one.
    fn from(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> [u8; 32] {
        std::array::from_fn(|n| u8::try_from(n * 73 % 256).unwrap())
    }

    #[test]
    fn reads_as_it_is_written_however_carelessly_it_is_typed() {
        for round in [Round::Preselection, Round::Final] {
            let code = KeyCode::of(round, &secret());
            assert_eq!(code.expose().len(), 3 + 14 * 5);
            assert_eq!(KeyCode::read(code.expose(), round).as_deref(), Ok(&secret()));
            let careless = code.expose().to_lowercase().replace('-', " \n").replace('0', "o").replace('1', "l");
            assert_eq!(KeyCode::read(&careless, round).as_deref(), Ok(&secret()));
            assert!(!format!("{code:?}").contains(&code.expose()[4..8]));
        }
    }

    #[test]
    fn another_rounds_a_mistyped_and_a_cut_one_are_told_apart() {
        let code = KeyCode::of(Round::Final, &secret());
        let text = code.expose();
        assert_eq!(KeyCode::read(text, Round::Preselection), Err(NotKeyCode::Round));
        assert_eq!(KeyCode::read(&text[..text.len() - 1], Round::Final), Err(NotKeyCode::Shape));
        assert_eq!(KeyCode::read(&format!("{text}7"), Round::Final), Err(NotKeyCode::Shape));
        assert_eq!(KeyCode::read("", Round::Final), Err(NotKeyCode::Shape));
        assert_eq!(KeyCode::read(&text.replacen("FIN", "XYZ", 1), Round::Final), Err(NotKeyCode::Shape));
        let at = text.len() - 6;
        let other = if text.as_bytes()[at] == b'7' { "8" } else { "7" };
        let mistyped = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        assert_eq!(KeyCode::read(&mistyped, Round::Final), Err(NotKeyCode::Mistyped));
    }
}
