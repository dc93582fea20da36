//! Addresses: what one is, and how it is kept. The database holds a keyed hash, which finds the account, and the
//! address encrypted, to show it to its owner and to write to them; neither says anything without the server's key.

use crate::secrets::{Hash, ServerKey};
use crate::store::Email;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

/// An address as a person typed it, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

/// Longest address that SMTP carries.
const LONGEST: usize = 254;

impl Address {
    /// Checks the form; case and white space around it do not matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim().to_lowercase();
        let plain = text.len() <= LONGEST && text.is_ascii() && !text.contains(['"', '(', '[']);
        (plain && text.parse::<lettre::Address>().is_ok()).then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The keyed hash that finds its account.
    pub fn mac(&self, key: &ServerKey) -> Hash {
        key.mac("address", &[self.0.as_bytes()])
    }

    /// As it is kept; none if the system's cryptography fails.
    pub fn keep(&self, key: &ServerKey) -> Option<Email> {
        let mac = self.mac(key);
        let mut text = self.0.clone().into_bytes();
        let nonce = sealer(key)?.seal_in_place_append_tag(Aad::from(mac), &mut text).ok()?;
        let sealed = nonce.as_ref().iter().copied().chain(text).collect();
        Some(Email { mac, sealed })
    }
}

/// The address that was kept; none if the key is not the one it was sealed with.
pub fn reveal(email: &Email, key: &ServerKey) -> Option<String> {
    let (nonce, sealed) = email.sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = sealed.to_vec();
    let opened = sealer(key)?.open_in_place(nonce, Aad::from(email.mac), &mut text).ok()?;
    String::from_utf8(opened.to_vec()).ok()
}

fn sealer(key: &ServerKey) -> Option<RandomizedNonceKey> {
    RandomizedNonceKey::new(&AES_256_GCM, &key.mac("address seal", &[])).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_sealed_and_comes_back() {
        let (key, other) = (ServerKey::random(), ServerKey::random());
        let address = Address::parse("  Ada@Example.ORG ").unwrap();
        let kept = address.keep(&key).unwrap();
        assert!(!kept.sealed.windows(3).any(|w| w == b"ada"));
        assert_eq!(reveal(&kept, &key).as_deref(), Some("ada@example.org"));
        assert_eq!(reveal(&kept, &other), None);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "ada", "@example.org", "ada@", "ada@example.org\r\nBcc: x@y.z", "a b@example.org"] {
            assert!(Address::parse(text).is_none(), "{text:?}");
        }
        assert!(Address::parse(&format!("{}@example.org", "a".repeat(300))).is_none());
    }
}
