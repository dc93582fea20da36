//! Opening what the bots work with, as `serve` and `check` do.

use crate::config::{SecretError, Settings};
use crate::seal::Keyring;
use crate::store::{SqliteStore, Store, StoreError, Vault, VaultError};
use isoloir_config::files;
use isoloir_shared::api::client::Client;
use isoloir_shared::api::{AddressError, parse_address};
use secrecy::ExposeSecret;
use std::io;
use std::sync::Arc;

/// Why something cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No address.
    #[error("no platform: give --platform URL")]
    NoPlatform,
    /// No address of a platform.
    #[error("the platform: {0}")]
    Platform(#[from] AddressError),
    /// The data folder, or the key's file.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Conversations are kept, and the key that sealed them is not there.
    #[error("the key is missing, and conversations are kept: put the key's file back")]
    KeyLost,
    /// The store, or a wrong key.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Vault(error.into())
    }
}

/// A client of the platform.
///
/// # Errors
/// If the address is none.
pub fn platform(address: Option<&str>) -> Result<Client, OpenError> {
    let url = parse_address(address.ok_or(OpenError::NoPlatform)?)?;
    Ok(Client::new(url)?)
}

/// The store with its keys; both are made where there is neither.
///
/// # Errors
/// If one of them cannot be had, or they do not belong together.
pub async fn vault(settings: &Settings) -> Result<Vault, OpenError> {
    let store = store(settings).await?;
    match keys(settings, &store, true).await? {
        Some(keys) => Ok(Vault::open(store, keys).await?),
        None => Err(OpenError::KeyLost),
    }
}

/// The store; its folder and its files are their owner's alone.
pub(super) async fn store(settings: &Settings) -> Result<Arc<dyn Store>, OpenError> {
    let path = settings.store();
    let closed = files::private_folder(&settings.data).and_then(|()| files::private_database(&path));
    closed.map_err(|error| OpenError::File { path: settings.data.display().to_string(), error })?;
    Ok(Arc::new(SqliteStore::open(&path).await?))
}

/// The keys. None: there is none yet, and nothing is sealed either; with `make` there is one then.
pub(super) async fn keys(
    settings: &Settings,
    store: &Arc<dyn Store>,
    make: bool,
) -> Result<Option<Keyring>, OpenError> {
    let path = settings.key_path();
    let there = settings.key.is_some() || path.exists();
    if !there {
        if !store.seals().await?.is_empty() {
            return Err(OpenError::KeyLost);
        }
        if !make {
            return Ok(None);
        }
        Keyring::make(&path).map_err(|error| OpenError::File { path: path.display().to_string(), error })?;
        tracing::info!(path = %path.display(), "made a key: keep a copy of it, apart from the database");
    }
    let text = match &settings.key {
        Some(key) => key.expose_secret().to_owned(),
        None => std::fs::read_to_string(&path)
            .map_err(|error| OpenError::File { path: path.display().to_string(), error })?,
    };
    let keys = Keyring::parse(&text)?;
    let missing: Vec<_> =
        store.seals().await?.iter().filter(|id| !keys.has(id)).map(crate::seal::fingerprint).collect();
    if missing.is_empty() { Ok(Some(keys)) } else { Err(VaultError::WrongKey(missing).into()) }
}
