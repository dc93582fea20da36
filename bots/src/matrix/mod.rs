//! Matrix: encrypted direct rooms.
//!
//! `setup` makes the bot's device and encryption identity, once; `run` serves with them. `listen` hears, `happen`
//! does what follows and hands to the engine, `hands` shows what the engine says; `heard` is the pure part: what an event
//! means.

mod budget;
mod check;
mod client;
mod error;
mod folder;
mod hands;
mod happen;
mod heard;
mod invitations;
mod listen;
mod pictures;
mod rooms;
mod send;
mod setup;
mod verify;

pub use error::MatrixError;

use crate::check::Finding;
use crate::cli::NetworkError;
use crate::config::MatrixSettings;
use crate::engine::Engine;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Whether Matrix is to be served: a homeserver is named, or `setup` has made a device.
pub fn is_meant(settings: &MatrixSettings) -> bool {
    settings.homeserver.is_some() || folder::Folder::is_set_up(&settings.state)
}

/// Serves Matrix until `stop`.
///
/// # Errors
/// If it cannot begin or go on: without `setup`, among others.
pub async fn run(settings: MatrixSettings, engine: Engine, stop: CancellationToken) -> Result<(), NetworkError> {
    serve(settings, engine, stop).await.map_err(NetworkError::from)
}

async fn serve(settings: MatrixSettings, engine: Engine, stop: CancellationToken) -> Result<(), MatrixError> {
    // Held as long as the bot runs.
    let folder = folder::Folder::open(&settings.state)?;
    let client = client::open(settings.homeserver.as_ref(), &folder).await?;
    engine.attach(Arc::new(hands::MatrixHands::new(client.clone())));
    verify::listen(&client);
    tracing::info!("the Matrix bot listens");
    listen::Listener::new(client, engine, stop)?.listen().await
}

/// Signs the bot in once, and makes its encryption state. Again: nothing new.
///
/// # Errors
/// If it cannot.
pub async fn setup(settings: MatrixSettings) -> Result<(), NetworkError> {
    setup::setup(settings).await.map_err(NetworkError::from)
}

/// What is missing.
pub async fn check(settings: &MatrixSettings) -> Vec<Finding> {
    check::check(settings).await
}
