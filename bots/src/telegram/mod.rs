//! Telegram.

use crate::check::Finding;
use crate::cli::NetworkError;
use crate::config::TelegramSettings;
use crate::engine::Engine;
use tokio_util::sync::CancellationToken;

/// Serves Telegram until `stop`: then no new update is taken, and what was noted is acknowledged.
///
/// # Errors
/// If it cannot begin or go on.
pub async fn run(_settings: TelegramSettings, _engine: Engine, _stop: CancellationToken) -> Result<(), NetworkError> {
    Err(NetworkError("Telegram is not built into this program yet".into()))
}

/// What is missing.
pub async fn check(_settings: &TelegramSettings) -> Vec<Finding> {
    Vec::new()
}
