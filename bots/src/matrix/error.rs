//! What goes wrong with Matrix, for an operator: no secret, nothing that people wrote.

use crate::cli::NetworkError;
use crate::config::SecretError;
use crate::engine::{HandsError, HearError};
use isoloir_shared::text::{Msg, key};
use matrix_sdk::encryption::OlmError;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{ClientBuildError, Error as SdkError, HttpError};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Why the Matrix bot cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// A setting is missing.
    #[error("the setting {0:?} is missing")]
    Missing(Setting),
    /// The room of the announcements is none.
    #[error("{0:?} is no room's id")]
    Room(String),
    /// A secret cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// `run` without `setup`.
    #[error("{0} holds no device of the bot")]
    NotSetUp(PathBuf),
    /// Another program works with this folder.
    #[error("another process uses {0}")]
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
    #[error("{0} is damaged")]
    Damaged(PathBuf),
    /// The device was removed on the server.
    #[error("the homeserver no longer knows the bot's device")]
    SignedOut,
    /// No such account, or another password.
    #[error("the homeserver refuses the account or its password")]
    Denied,
    /// The account has an encryption identity whose recovery key belongs into this file.
    #[error("the account has an encryption identity made elsewhere; no recovery key in {0}")]
    OtherIdentity(PathBuf),
    /// The homeserver does not answer.
    #[error("the homeserver does not answer")]
    Unreachable,
    /// What the homeserver or the library says.
    #[error("{0}")]
    Refused(String),
    /// The store of the engine.
    #[error(transparent)]
    Hear(#[from] HearError),
}

/// A setting that Matrix needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Where the homeserver is.
    Homeserver,
    /// The bot's account.
    User,
    /// Its password.
    Password,
}

/// What an operator reads: what is wrong, and what to do about it.
impl From<MatrixError> for NetworkError {
    fn from(error: MatrixError) -> Self {
        let at = |key, path: &Path| Msg::new(key).with("path", path.display().to_string().as_str());
        let why = |key| Msg::new(key).with("why", error.to_string().as_str());
        match &error {
            MatrixError::Missing(Setting::Homeserver) => {
                Self::new(key::MATRIX_NO_HOMESERVER, key::MATRIX_NO_HOMESERVER_HOW)
            }
            MatrixError::Missing(Setting::User) => Self::new(key::MATRIX_NO_USER, key::MATRIX_NO_USER_HOW),
            MatrixError::Missing(Setting::Password) => Self::new(key::MATRIX_NO_PASSWORD, key::MATRIX_NO_PASSWORD_HOW),
            MatrixError::Room(_) => Self::new(why(key::MATRIX_BAD_ROOM), key::MATRIX_BAD_ROOM_HOW),
            MatrixError::Secret(error) => Self::said(error, key::BOTS_SECRET_HOW),
            MatrixError::NotSetUp(_) => Self::new(key::MATRIX_CHECK_NOT_SET_UP, key::MATRIX_CHECK_NOT_SET_UP_HOW),
            MatrixError::InUse(folder) => Self::new(at(key::MATRIX_IN_USE, folder), key::MATRIX_IN_USE_HOW),
            MatrixError::File { .. } => Self::new(why(key::MATRIX_FILE), key::MATRIX_FILE_HOW),
            MatrixError::Damaged(file) => Self::new(at(key::MATRIX_CHECK_DAMAGED, file), key::MATRIX_CHECK_DAMAGED_HOW),
            MatrixError::SignedOut => Self::new(key::MATRIX_CHECK_SIGNED_OUT, key::MATRIX_CHECK_SIGNED_OUT_HOW),
            MatrixError::Denied => Self::new(key::MATRIX_DENIED, key::MATRIX_DENIED_HOW),
            MatrixError::OtherIdentity(file) => {
                Self::new(key::MATRIX_OTHER_IDENTITY, at(key::MATRIX_OTHER_IDENTITY_HOW, file))
            }
            MatrixError::Unreachable => Self::new(key::MATRIX_CHECK_NO_HOMESERVER, key::MATRIX_CHECK_NO_HOMESERVER_HOW),
            MatrixError::Refused(_) => Self::new(why(key::MATRIX_REFUSED), key::MATRIX_REFUSED_HOW),
            MatrixError::Hear(_) => Self::new(why(key::BOTS_CHECK_STORE_BAD), key::BOTS_CHECK_STORE_BAD_HOW),
        }
    }
}

impl From<SdkError> for MatrixError {
    fn from(error: SdkError) -> Self {
        match error {
            SdkError::Http(http) => Self::from(*http),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<HttpError> for MatrixError {
    fn from(error: HttpError) -> Self {
        match &error {
            _ if is_signed_out(&error) => Self::SignedOut,
            HttpError::Reqwest(_) => Self::Unreachable,
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<ClientBuildError> for MatrixError {
    fn from(error: ClientBuildError) -> Self {
        match error {
            ClientBuildError::Http(http) => Self::from(http),
            other => Self::Refused(other.to_string()),
        }
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
        // The library's own files are busy, or its disk is full: what it could not do now it can later.
        SdkError::Io(_)
        | SdkError::Timeout
        | SdkError::StateStore(_)
        | SdkError::CryptoStoreError(_)
        | SdkError::CrossProcessLockError(_)
        | SdkError::EventCacheStore(_)
        | SdkError::MediaStore(_)
        | SdkError::ConcurrentRequestFailed => HandsError::Unreachable,
        SdkError::OlmError(error) if matches!(**error, OlmError::Store(_)) => HandsError::Unreachable,
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
