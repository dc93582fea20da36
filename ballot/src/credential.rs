//! A voter's key for one election: Ed25519, checked strictly. It says nothing of who the voter is.

use crate::bytes::{Bytes32, Bytes64, Fixed};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Why a key or a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not the one encoding of a key, or a key for which signatures are worth nothing.
    #[error("not a usable Ed25519 key")]
    Key,
    /// Not a signature of this message by this key.
    #[error("not this key's signature")]
    Signature,
}

/// The secret half; wiped when dropped (by `SigningKey`).
#[derive(Clone)]
pub struct Credential(SigningKey);

impl Credential {
    /// A new one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *secret);
        Self::from_secret(&secret)
    }

    /// From its 32 secret bytes.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// Its 32 secret bytes: to keep, never to send but to the voter's own devices.
    pub fn secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn public(&self) -> Bytes32 {
        Fixed(self.0.verifying_key().to_bytes())
    }

    /// Signs under a label of `hash`.
    pub fn sign(&self, label: &str, message: &[u8]) -> Bytes64 {
        Fixed(self.0.sign(&crate::hash::signed(label, message)).to_bytes())
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential({})", self.public())
    }
}

/// A public key in its one encoding that is not of small order.
pub fn check_key(key: &Bytes32) -> Result<VerifyingKey, SignatureError> {
    let point = VerifyingKey::from_bytes(&key.0).map_err(|_| SignatureError::Key)?;
    if point.is_weak() || point.to_edwards().compress().to_bytes() != key.0 {
        return Err(SignatureError::Key);
    }
    Ok(point)
}

/// Checks a signature strictly: canonical, no point of small order, the equation without cofactor.
pub fn check_signature(key: &Bytes32, label: &str, message: &[u8], signature: &Bytes64) -> Result<(), SignatureError> {
    check_key(key)?
        .verify_strict(&crate::hash::signed(label, message), &Signature::from_bytes(&signature.0))
        .map_err(|_| SignatureError::Signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_kept_by_its_secret_and_shown_by_its_public_half() {
        let credential = Credential::from_secret(&[7; 32]);
        assert_eq!(*credential.secret(), [7; 32]);
        assert_eq!(format!("{credential:?}"), format!("Credential({})", credential.public()));
    }

    #[test]
    fn strict() {
        let credential = Credential::from_secret(&[7; 32]);
        let signature = credential.sign("a", b"message");
        assert_eq!(check_signature(&credential.public(), "a", b"message", &signature), Ok(()));
        let wrong = Err(SignatureError::Signature);
        assert_eq!(check_signature(&credential.public(), "b", b"message", &signature), wrong);
        assert_eq!(check_signature(&credential.public(), "a", b"messagf", &signature), wrong);
        // The same s plus the group's order is another spelling.
        let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
        let mut other = signature;
        let mut carry = 0_u16;
        for (i, byte) in other.0[32..].iter_mut().enumerate() {
            let add = u16::from_str_radix(&order[2 * i..2 * i + 2], 16).unwrap();
            carry += u16::from(*byte) + add;
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        assert_eq!(check_signature(&credential.public(), "a", b"message", &other), wrong);
    }

    #[test]
    fn keys_that_verify_anything_or_have_two_spellings_are_refused() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        // y = p + 1 is the neutral element once more; the other has order 4.
        let mut again = [0xff; 32];
        (again[0], again[31]) = (0xee, 0x7f);
        for key in [neutral, again, [0; 32]] {
            assert_eq!(check_key(&Fixed(key)), Err(SignatureError::Key));
        }
        // y = p + 3 (or the next that is on the curve) is a second spelling of y = 3.
        let spellings = (0_u8..19).filter_map(|y| {
            let mut key = [0xff; 32];
            (key[0], key[31]) = (0xed + y.min(18), 0x7f);
            VerifyingKey::from_bytes(&key).is_ok().then_some(key)
        });
        let mut seen = 0;
        for key in spellings {
            assert_eq!(check_key(&Fixed(key)), Err(SignatureError::Key));
            seen += 1;
        }
        assert!(seen > 2, "{seen} other spellings exist");
    }
}
