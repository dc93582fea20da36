//! What goes wrong with Matrix, for an operator: no secret, nothing that people wrote.

use crate::cli::NetworkError;
use crate::engine::{HandsError, HearError};
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error as SdkError, HttpError};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// Why the Matrix bot cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// A setting is missing.
    #[error("the setting `{0}` is missing")]
    Setting(&'static str),
    /// `run` without `setup`.
    #[error("{0} holds no device of the bot: run `isoloir-bots matrix setup` first")]
    NotSetUp(PathBuf),
    /// Another program works with this folder.
    #[error("another process uses {0}: one bot account runs in one process at a time")]
    InUse(PathBuf),
    /// A file of the state.
    #[error("{path}: {problem}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        problem: std::io::Error,
    },
    /// A file of the state that is not what it was.
    #[error("{0} is damaged; put it back from a backup, or remove the folder and run `matrix setup` again")]
    Damaged(PathBuf),
    /// The device was removed on the server.
    #[error("the homeserver no longer knows the bot's device: move the state folder away and run `matrix setup` again")]
    SignedOut,
    /// The account has an encryption identity that this folder does not hold.
    #[error(
        "the account has an encryption identity made elsewhere: put its recovery key into `{0}` and run `matrix setup` again"
    )]
    OtherIdentity(PathBuf),
    /// What the homeserver or the library says.
    #[error("{0}")]
    Refused(String),
    /// The store of the engine.
    #[error(transparent)]
    Hear(#[from] HearError),
}

impl From<MatrixError> for NetworkError {
    fn from(error: MatrixError) -> Self {
        Self::words(error)
    }
}

impl From<SdkError> for MatrixError {
    fn from(error: SdkError) -> Self {
        match &error {
            SdkError::Http(http) if is_signed_out(http) => Self::SignedOut,
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<HttpError> for MatrixError {
    fn from(error: HttpError) -> Self {
        if is_signed_out(&error) { Self::SignedOut } else { Self::Refused(error.to_string()) }
    }
}

fn is_signed_out(error: &HttpError) -> bool {
    matches!(error.client_api_error_kind(), Some(ErrorKind::UnknownToken(_)))
}

/// What to do after a send that failed.
pub fn of_send(error: &SdkError) -> HandsError {
    match error {
        SdkError::Http(http) => of_http(http),
        SdkError::WrongRoomState(_) => HandsError::Gone,
        other => HandsError::Failed(name(other)),
    }
}

/// The same for a plain request.
pub fn of_http(error: &HttpError) -> HandsError {
    if let Some(wait) = asks_to_wait(error) {
        return HandsError::Later(wait);
    }
    let Some(answer) = error.as_client_api_error() else { return HandsError::Unreachable };
    match answer.error_kind() {
        Some(ErrorKind::Forbidden) => HandsError::Gone,
        Some(kind) if answer.status_code.is_client_error() => HandsError::Failed(kind.errcode().to_string()),
        _ => HandsError::Unreachable,
    }
}

/// How long a homeserver asks to wait (`M_LIMIT_EXCEEDED`).
pub fn asks_to_wait(error: &HttpError) -> Option<Duration> {
    let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind() else { return None };
    let wait = match limit.retry_after {
        Some(RetryAfter::Delay(wait)) => wait,
        Some(RetryAfter::DateTime(at)) => at.duration_since(SystemTime::now()).unwrap_or_default(),
        None => Duration::from_secs(5),
    };
    // Not at once, however the answer is worded; and no server silences a bot for a day.
    Some(wait.clamp(Duration::from_millis(100), Duration::from_secs(600)))
}

/// The kind of an error of the library: its text may hold ids of people.
fn name(error: &SdkError) -> String {
    let debug = format!("{error:?}");
    debug.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
}
