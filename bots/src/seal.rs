//! Sealing what must not be read in a copy of the database: tokens that act for a person, drafts that hold grades,
//! pages that were shown.
//!
//! AES-256-GCM-SIV with random nonces: sealing the same thing twice, or very often, gives nothing away. A key is named
//! by its fingerprint, so an operator changes keys by putting a new one above the old one in the key's file: what is
//! written from then on is sealed with the first, the others still open what is there.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// Bytes of a key.
pub const KEY: usize = 32;
const NONCE: usize = 12;

/// A key's fingerprint.
pub type KeyId = [u8; 8];

/// Something sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// With which key.
    pub key: KeyId,
    /// Nonce and sealed bytes.
    pub bytes: Vec<u8>,
}

/// Why a key or something sealed is not good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The file or the variable holds no key.
    #[error("a key is {KEY} bytes in base64, one a line; line {0} is none")]
    NotAKey(usize),
    /// There is no key at all.
    #[error("there is no key")]
    NoKey,
    /// Sealed with a key that is not here.
    #[error("sealed with a key that is not here (fingerprint {0})")]
    Unknown(String),
    /// It was changed, or belongs somewhere else.
    #[error("what was sealed is damaged")]
    Damaged,
}

/// The keys of a store, the one that seals first.
pub struct Keyring(Vec<Key>);

struct Key {
    id: KeyId,
    aead: LessSafeKey,
    hash: [u8; 32],
}

/// Fingerprints only.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| fingerprint(&key.id))).finish()
    }
}

impl Keyring {
    /// Reads keys: one a line, in base64; empty lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// If there is none, or a line is none.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let keys: Result<Vec<_>, _> = lines.map(|(n, line)| Key::read(line).ok_or(SealError::NotAKey(n))).collect();
        match keys? {
            keys if keys.is_empty() => Err(SealError::NoKey),
            keys => Ok(Self(keys)),
        }
    }

    /// A new key, in a file that only its owner reads. It is whole and on disk, or not there.
    ///
    /// # Errors
    /// If it cannot be written, or there is such a file.
    pub fn make(path: &Path) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{}", STANDARD.encode(rand::random::<[u8; KEY]>()))?;
        file.sync_all()?;
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()
    }

    /// A key that nobody else has.
    pub fn random() -> Self {
        let text = STANDARD.encode(rand::random::<[u8; KEY]>());
        Self(Key::read(&text).into_iter().collect())
    }

    /// Whether this key is here.
    pub fn has(&self, id: &KeyId) -> bool {
        self.0.iter().any(|key| key.id == *id)
    }

    /// The key that seals from now on.
    pub fn current(&self) -> Option<KeyId> {
        self.0.first().map(|key| key.id)
    }

    /// Seals bytes for one purpose and one person: elsewhere they do not open.
    ///
    /// # Errors
    /// If there is no key.
    pub fn seal(&self, purpose: &str, whose: &str, bytes: &[u8]) -> Result<Sealed, SealError> {
        let key = self.0.first().ok_or(SealError::NoKey)?;
        let nonce: [u8; NONCE] = rand::random();
        let mut sealed = Vec::with_capacity(NONCE + bytes.len() + 16);
        sealed.extend_from_slice(bytes);
        let aad = Aad::from(context(purpose, whose));
        key.aead
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)
            .map_err(|_| SealError::Damaged)?;
        sealed.splice(0..0, nonce);
        Ok(Sealed { key: key.id, bytes: sealed })
    }

    /// Opens what was sealed for this purpose and person.
    ///
    /// # Errors
    /// If the key is not here, or the bytes are not what was sealed.
    pub fn open(&self, purpose: &str, whose: &str, sealed: &Sealed) -> Result<Vec<u8>, SealError> {
        let key = self.0.iter().find(|key| key.id == sealed.key);
        let key = key.ok_or_else(|| SealError::Unknown(fingerprint(&sealed.key)))?;
        let (nonce, bytes) = sealed.bytes.split_at_checked(NONCE).ok_or(SealError::Damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Damaged)?;
        let mut bytes = bytes.to_vec();
        let aad = Aad::from(context(purpose, whose));
        let length = key.aead.open_in_place(nonce, aad, &mut bytes).map_err(|_| SealError::Damaged)?.len();
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Keyed hashes of the same bytes, one for each key, the current one's first: for what is looked up and not read.
    pub fn hashes(&self, purpose: &str, bytes: &[u8]) -> Vec<[u8; 32]> {
        let hash = |key: &Key| {
            let mac = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key.hash);
            let tag = aws_lc_rs::hmac::sign(&mac, &context(purpose, &STANDARD.encode(bytes)));
            let mut hash = [0; 32];
            hash.copy_from_slice(tag.as_ref());
            hash
        };
        self.0.iter().map(hash).collect()
    }
}

impl Key {
    fn read(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok().filter(|bytes| bytes.len() == KEY)?;
        let derive = |purpose: &str| Sha256::new().chain_update(purpose).chain_update(&bytes).finalize();
        let mut id = KeyId::default();
        id.copy_from_slice(&derive("isoloir bots: the name of this key: ")[..8]);
        let aead = LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, &bytes).ok()?);
        Some(Self { id, aead, hash: derive("isoloir bots: keyed hashes: ").into() })
    }
}

/// Parts are length-prefixed: no two read the same.
fn context(purpose: &str, whose: &str) -> Vec<u8> {
    let mut all = Vec::with_capacity(purpose.len() + whose.len() + 16);
    for part in [purpose, whose] {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part.as_bytes());
    }
    all
}

/// A key's name in words for operators.
pub fn fingerprint(id: &KeyId) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> String {
        STANDARD.encode(rand::random::<[u8; KEY]>())
    }

    #[test]
    fn what_is_sealed_opens_for_whom_and_what_it_was_sealed() {
        let keys = Keyring::random();
        let sealed = keys.seal("session", "ada", b"grades").unwrap();
        assert_eq!(keys.open("session", "ada", &sealed).unwrap(), b"grades");
        assert_eq!(keys.open("session", "bob", &sealed), Err(SealError::Damaged));
        assert_eq!(keys.open("tokens", "ada", &sealed), Err(SealError::Damaged));
        assert!(!sealed.bytes.windows(6).any(|it| it == b"grades"));
        for at in 0..sealed.bytes.len() {
            let mut changed = sealed.clone();
            changed.bytes[at] ^= 1;
            assert_eq!(keys.open("session", "ada", &changed), Err(SealError::Damaged));
        }
    }

    #[test]
    fn a_new_key_above_the_old_one_opens_what_is_there() {
        let (old, new) = (line(), line());
        let before = Keyring::parse(&old).unwrap();
        let sealed = before.seal("session", "ada", b"grades").unwrap();
        let both = Keyring::parse(&format!("# new\n{new}\n\n{old}\n")).unwrap();
        assert_eq!(both.open("session", "ada", &sealed).unwrap(), b"grades");
        assert_ne!(both.seal("session", "ada", b"x").unwrap().key, sealed.key);
        assert_eq!(both.hashes("account", b"a")[1], before.hashes("account", b"a")[0]);
        let other = Keyring::parse(&new).unwrap();
        assert!(matches!(other.open("session", "ada", &sealed), Err(SealError::Unknown(_))));
    }

    #[test]
    fn what_is_no_key_is_refused_and_not_repeated() {
        assert_eq!(Keyring::parse("\n# nothing\n").unwrap_err(), SealError::NoKey);
        let error = Keyring::parse(&format!("{}\nhunter2", line())).unwrap_err();
        assert_eq!(error, SealError::NotAKey(2));
        assert!(!error.to_string().contains("hunter2"));
    }
}
