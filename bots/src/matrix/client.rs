//! The library's client, as this bot uses it.

use super::error::MatrixError;
use super::folder::{Device, Folder};
use matrix_sdk::Client;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use secrecy::ExposeSecret;
use std::time::Duration;
use url::Url;

/// A client with the folder's store, signed in nowhere yet.
pub async fn build(homeserver: &Url, folder: &Folder) -> Result<Client, MatrixError> {
    let encryption = EncryptionSettings {
        // `setup` makes the identity, and says so; `run` never makes another one in silence.
        auto_enable_cross_signing: false,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
        auto_enable_backups: false,
    };
    // No tries of the library's own: the engine knows who waits, and for how long.
    let requests = RequestConfig::new().disable_retry().timeout(Duration::from_secs(30));
    let key = folder.store_key()?;
    let client = Client::builder()
        .homeserver_url(homeserver)
        .respect_login_well_known(false)
        .sqlite_store(folder.store(), Some(key.expose_secret()))
        .with_encryption_settings(encryption)
        .request_config(requests)
        .user_agent("isoloir-bots")
        .build()
        .await?;
    Ok(client)
}

/// The client of the device that `setup` made.
pub async fn open(homeserver: Option<&Url>, folder: &Folder) -> Result<Client, MatrixError> {
    let device = folder.device()?.filter(|_| Folder::is_set_up(folder.path()));
    let device: Device = device.ok_or_else(|| MatrixError::NotSetUp(folder.path().to_owned()))?;
    let client = build(homeserver.unwrap_or(&device.homeserver), folder).await?;
    client.restore_session(device.session).await?;
    Ok(client)
}
