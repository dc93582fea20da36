//! Matrix.

use crate::check::Finding;
use crate::cli::NetworkError;
use crate::config::MatrixSettings;
use crate::engine::Engine;
use tokio_util::sync::CancellationToken;

/// Serves Matrix until `stop`.
///
/// # Errors
/// If it cannot begin or go on: without `setup`, among others.
pub async fn run(_settings: MatrixSettings, _engine: Engine, _stop: CancellationToken) -> Result<(), NetworkError> {
    Err(NetworkError("Matrix is not built into this program yet".into()))
}

/// Signs the bot in once, and makes its encryption state. Again: nothing new.
///
/// # Errors
/// If it cannot.
pub async fn setup(_settings: MatrixSettings) -> Result<(), NetworkError> {
    Err(NetworkError("Matrix is not built into this program yet".into()))
}

/// What is missing.
pub async fn check(_settings: &MatrixSettings) -> Vec<Finding> {
    Vec::new()
}
