//! The folder of the bot's device: its session, the key of its encrypted store, its recovery key. For the bot alone.

use super::error::MatrixError;
use isoloir_config::files;
use matrix_sdk::authentication::matrix::MatrixSession;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use url::Url;

/// A state folder, locked for one process.
pub struct Folder {
    path: PathBuf,
    // The lock ends with the process, however it ends.
    _lock: File,
}

/// The device, as `setup` made it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Device {
    /// The homeserver that it was made at.
    pub homeserver: Url,
    /// Its user, its name, its token.
    pub session: MatrixSession,
}

impl Folder {
    /// Takes the folder; made if it is not there.
    pub fn open(path: &Path) -> Result<Self, MatrixError> {
        let problem = |problem| MatrixError::File { path: path.to_owned(), problem };
        files::private_folder(path).map_err(problem)?;
        let lock = File::create(path.join("lock")).map_err(problem)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(MatrixError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(problem(error)),
        }
    }

    /// Whether a folder holds a device, without taking it.
    pub fn is_set_up(path: &Path) -> bool {
        path.join(DEVICE).is_file() && path.join(STORE_KEY).is_file() && path.join(RECOVERY_KEY).is_file()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the library keeps its databases.
    pub fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// The device, if there is one.
    pub fn device(&self) -> Result<Option<Device>, MatrixError> {
        device_in(&self.path)
    }

    /// Keeps the device.
    pub fn keep_device(&self, device: &Device) -> Result<(), MatrixError> {
        let text = serde_json::to_string(device).map_err(|_| MatrixError::Damaged(self.path.join(DEVICE)))?;
        self.write(DEVICE, &text.into())
    }

    /// The key that the library's databases are encrypted with; made at the first call.
    pub fn store_key(&self) -> Result<SecretString, MatrixError> {
        if let Some(key) = self.read(STORE_KEY)? {
            return Ok(key);
        }
        let key = SecretString::from(format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple()));
        self.write(STORE_KEY, &key)?;
        Ok(key)
    }

    /// The account's recovery key: with it another device reads the secrets that the homeserver keeps encrypted.
    pub fn recovery_key(&self) -> Result<Option<SecretString>, MatrixError> {
        self.read(RECOVERY_KEY)
    }

    /// Keeps it.
    pub fn keep_recovery_key(&self, key: &SecretString) -> Result<(), MatrixError> {
        self.write(RECOVERY_KEY, key)
    }

    /// Where an operator puts a recovery key.
    pub fn recovery_path(&self) -> PathBuf {
        self.path.join(RECOVERY_KEY)
    }

    fn read(&self, name: &str) -> Result<Option<SecretString>, MatrixError> {
        read(self.path.join(name))
    }

    /// Whole or not at all, and for its owner alone from its first byte.
    fn write(&self, name: &str, secret: &SecretString) -> Result<(), MatrixError> {
        let path = self.path.join(name);
        let new = self.path.join(format!("{name}.new"));
        let written = (|| {
            let _ = fs::remove_file(&new);
            let mut file = secret_file().open(&new)?;
            file.write_all(secret.expose_secret().as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            // The name is durable too.
            File::open(&self.path)?.sync_all()
        })();
        written.map_err(|problem| MatrixError::File { path, problem })
    }
}

/// The device of a folder, without taking it.
pub fn device_in(folder: &Path) -> Result<Option<Device>, MatrixError> {
    let path = folder.join(DEVICE);
    let Some(text) = read(path.clone())? else { return Ok(None) };
    serde_json::from_str(text.expose_secret()).map(Some).map_err(|_| MatrixError::Damaged(path))
}

fn read(path: PathBuf) -> Result<Option<SecretString>, MatrixError> {
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(SecretString::from(text.trim().to_owned()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(problem) => Err(MatrixError::File { path, problem }),
    }
}

const DEVICE: &str = "device.json";
const STORE_KEY: &str = "store.key";
const RECOVERY_KEY: &str = "recovery.key";

#[cfg(unix)]
fn secret_file() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn secret_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn secrets_are_for_their_owner_and_stay() {
        let folder = tempfile::tempdir().unwrap();
        let state = Folder::open(folder.path()).unwrap();
        let key = state.store_key().unwrap();
        assert_eq!(state.store_key().unwrap().expose_secret(), key.expose_secret());
        assert!(key.expose_secret().len() >= 64);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(folder.path().join(STORE_KEY)), 0o600);
            assert_eq!(mode(folder.path().to_owned()), 0o700);
        }
    }

    #[test]
    fn one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let state = Folder::open(folder.path()).unwrap();
        assert!(matches!(Folder::open(folder.path()), Err(MatrixError::InUse(_))));
        drop(state);
        assert!(Folder::open(folder.path()).is_ok());
    }

    #[test]
    fn a_damaged_device_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let state = Folder::open(folder.path()).unwrap();
        assert!(state.device().unwrap().is_none());
        fs::write(folder.path().join(DEVICE), "{").unwrap();
        assert!(matches!(state.device(), Err(MatrixError::Damaged(_))));
    }
}
