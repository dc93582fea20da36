//! `matrix setup`: signs the bot in once, makes its device and its encryption identity, and keeps the secrets in files.
//! Each step looks first whether it was done: after a failure half-way, the same command goes on.

use super::client;
use super::error::{MatrixError, Setting};
use super::folder::{Device, Folder};
use crate::config::MatrixSettings;
use matrix_sdk::Client;
use matrix_sdk::authentication::AuthSession;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::recovery::RecoveryState;
use matrix_sdk::ruma::api::client::uiaa;
use matrix_sdk::ruma::api::error::ErrorKind;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use tracing::info;

/// Does it.
pub async fn setup(settings: MatrixSettings) -> Result<(), MatrixError> {
    let folder = Folder::open(&settings.state)?;
    let client = sign_in(&settings, &folder).await?;
    // The account's data and the device's keys are known after one exchange.
    client.sync_once(SyncSettings::new().timeout(Duration::ZERO)).await?;
    client.encryption().wait_for_e2ee_initialization_tasks().await;
    identity(&settings, &folder, &client).await?;
    recovery(&folder, &client).await?;
    // As the homeserver shows it to everybody: the library's own copy may be older than the signature.
    let user = client.user_id().ok_or(MatrixError::SignedOut)?.to_owned();
    client.encryption().request_user_identity(&user).await?;
    let own = client.encryption().get_own_device().await.map_err(|error| MatrixError::Refused(error.to_string()))?;
    if !own.is_some_and(|device| device.is_cross_signed_by_owner()) {
        return Err(MatrixError::Refused("the device is not signed by the account's identity".into()));
    }
    // For the operator to publish: with it people make sure that it is this bot.
    let session_key = client.encryption().ed25519_key().await.unwrap_or_default();
    info!(%user, session_key, "the Matrix bot is set up");
    Ok(())
}

async fn sign_in(settings: &MatrixSettings, folder: &Folder) -> Result<Client, MatrixError> {
    if let Some(device) = folder.device()? {
        let homeserver = settings.homeserver.as_ref().unwrap_or(&device.homeserver);
        let client = client::build(homeserver, folder).await?;
        client.restore_session(device.session).await?;
        client.whoami().await?;
        return Ok(client);
    }
    let homeserver = settings.homeserver.clone().ok_or(MatrixError::Missing(Setting::Homeserver))?;
    let user = settings.user.clone().ok_or(MatrixError::Missing(Setting::User))?;
    let password = password(settings)?;
    let client = client::build(&homeserver, folder).await?;
    let login = client.matrix_auth().login_username(&user, password.expose_secret());
    let signed_in = login.initial_device_display_name("Isoloir").send().await;
    signed_in.map_err(|error| match error.client_api_error_kind() {
        Some(ErrorKind::Forbidden | ErrorKind::UserDeactivated | ErrorKind::InvalidUsername) => MatrixError::Denied,
        _ => error.into(),
    })?;
    let Some(AuthSession::Matrix(session)) = client.session() else {
        return Err(MatrixError::Refused("the homeserver gave no session".into()));
    };
    folder.keep_device(&Device { homeserver, session })?;
    Ok(client)
}

fn password(settings: &MatrixSettings) -> Result<SecretString, MatrixError> {
    settings.read_password()?.ok_or(MatrixError::Missing(Setting::Password))
}

/// The account's encryption identity (cross-signing): made here, or fetched with its recovery key.
async fn identity(settings: &MatrixSettings, folder: &Folder, client: &Client) -> Result<(), MatrixError> {
    let encryption = client.encryption();
    if encryption.cross_signing_status().await.is_some_and(|it| it.is_complete()) {
        return Ok(());
    }
    let user = client.user_id().ok_or(MatrixError::SignedOut)?.to_owned();
    let known = encryption.request_user_identity(&user).await?;
    if known.is_some() {
        let key = folder.recovery_key()?.ok_or_else(|| MatrixError::OtherIdentity(folder.recovery_path()))?;
        let recovered = encryption.recovery().recover(key.expose_secret()).await;
        return recovered.map_err(|error| MatrixError::Refused(error.to_string()));
    }
    let Err(error) = encryption.bootstrap_cross_signing(None).await else { return Ok(()) };
    let Some(asked) = error.as_uiaa_response() else { return Err(error.into()) };
    // The server wants to know once more that it is us.
    let mut proof = uiaa::Password::new(
        uiaa::UserIdentifier::Matrix(uiaa::MatrixUserIdentifier::new(user.to_string())),
        password(settings)?.expose_secret().to_owned(),
    );
    proof.session = asked.session.clone();
    encryption.bootstrap_cross_signing(Some(uiaa::AuthData::Password(proof))).await?;
    Ok(())
}

/// Key backup and secret storage, whose key is kept in a file: with it a lost folder is made again.
async fn recovery(folder: &Folder, client: &Client) -> Result<(), MatrixError> {
    let recovery = client.encryption().recovery();
    if folder.recovery_key()?.is_some() && recovery.state() == RecoveryState::Enabled {
        return Ok(());
    }
    let refused = |error: matrix_sdk::encryption::recovery::RecoveryError| MatrixError::Refused(error.to_string());
    // Secret storage whose key was not kept is of no use to anybody: its key is made anew.
    let key = if recovery.state() == RecoveryState::Enabled {
        recovery.reset_key().await.map_err(refused)?
    } else {
        recovery.enable().await.map_err(refused)?
    };
    folder.keep_recovery_key(&SecretString::from(key))
}
