//! The server's key and what is derived from it: a copy of the database alone tells no address, code or token.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// 32 bytes.
pub type Hash = [u8; 32];

/// The server's secret key; a key of its own for each purpose is derived from it.
#[derive(Clone)]
pub struct ServerKey(Hash);

impl ServerKey {
    /// The key in this file; none if there is no such file.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(path) {
            Ok(bytes) => Hash::try_from(bytes.as_slice())
                .map(|key| Some(Self(key)))
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the server's key must be 32 bytes")),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// A new key in this file, readable by its owner only. It is whole and on disk, or not there: everything sealed
    /// with half a key would be lost.
    pub fn make(path: &Path) -> io::Result<Self> {
        let key: Hash = random();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix("server.key.").tempfile_in(folder)?;
        file.write_all(&key)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path)?;
        sync_folder(folder)?;
        Ok(Self(key))
    }

    /// What tells this key from another, and nothing else of it.
    pub fn check_value(&self) -> Hash {
        self.mac("the key of this database", &[])
    }

    /// A key that nobody else has, for a test or a platform that forgets.
    pub fn random() -> Self {
        Self(random())
    }

    /// A keyed hash of `parts` for one purpose. Parts are length-prefixed: no two lists read the same.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        let mut mac = new_hmac(&self.0);
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A name in a folder is on disk once the folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// HMAC takes a key of any length, so there is no failure to report.
fn new_hmac(key: &Hash) -> Hmac<Sha256> {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => Hmac::<Sha256>::new(&Default::default()),
    }
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey { … }")
    }
}

/// Random bytes from the system's generator.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::RngExt::fill(&mut rand::rng(), &mut bytes[..]);
    bytes
}

/// A token's hash: what is kept of it. A token is 256 random bits, so nothing slower is needed.
pub fn token_hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}
