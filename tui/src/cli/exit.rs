//! How a command ends: documented codes, and the reason in words on stderr.

use isoloir_shared::api::types::{Lang, Problem, ProblemCode};
use isoloir_shared::api::{AddressError, ApiError};
use isoloir_shared::booth::BoothFault;
use isoloir_shared::text::{Msg, clean_line, key};
use std::io;
use std::path::PathBuf;

/// Why a command came to nothing. `docs/cli.md` lists the codes.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The platform said no (1).
    #[error("{} ({:?})", .0.title, .0.code)]
    Refused(Box<Problem>),
    /// The command was given something it cannot take (2).
    #[error("{}", .0.resolve(Lang::En))]
    Usage(Msg),
    /// The platform cannot be reached (3).
    #[error("the platform cannot be reached")]
    Unreachable,
    /// Nobody is signed in (4).
    #[error("not signed in")]
    SignedOut,
    /// The platform answered in a way this program does not understand, or failed (5).
    #[error("the platform answered in a way this program does not understand")]
    Garbled,
    /// What the platform, or a trustee, shows of a ceremony or a vote does not hold (8).
    #[error("{}", .0.resolve(Lang::En))]
    Deceived(Msg),
    /// A settings file says something that cannot be (2).
    #[error("{path}:{line}: {}", .reason.resolve(Lang::En))]
    Settings {
        /// Which.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// Why.
        reason: Msg,
    },
    /// What the platform shows of the vote does not hold (8).
    #[error("{0}")]
    Alarm(BoothFault),
    /// A file of this device could not be read or written (6).
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl CliError {
    /// No platform can be at an address that was given.
    pub fn address(error: &AddressError) -> Self {
        let reason = match error {
            AddressError::NotAnAddress => key::CONNECT_NOT_AN_ADDRESS,
            AddressError::Insecure => key::CONNECT_INSECURE,
        };
        Self::Usage(Msg::new(key::CLI_ERROR_ADDRESS).with("reason", Msg::from(reason)))
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Usage(_) | Self::Settings { .. } => 2,
            Self::Unreachable => 3,
            Self::SignedOut => 4,
            Self::Garbled => 5,
            Self::File { .. } => 6,
            Self::Alarm(_) | Self::Deceived(_) => 8,
        }
    }

    /// A stable word for programs.
    pub fn name(&self) -> String {
        match self {
            Self::Refused(problem) => serde_json::to_value(problem.code)
                .ok()
                .and_then(|code| code.as_str().map(str::to_owned))
                .unwrap_or_else(|| "unknown".to_owned()),
            Self::Usage(_) => "usage".to_owned(),
            Self::Settings { .. } => "settings".to_owned(),
            Self::Unreachable => "unreachable".to_owned(),
            Self::SignedOut => "signed_out".to_owned(),
            Self::Garbled => "garbled".to_owned(),
            Self::File { .. } => "file".to_owned(),
            Self::Alarm(_) | Self::Deceived(_) => "alarm".to_owned(),
        }
    }

    /// The reason, for a person.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Refused(problem) => {
                let words = match &problem.detail {
                    Some(detail) => format!("{} — {detail}", problem.title),
                    None => problem.title.clone(),
                };
                clean_line(&words)
            }
            Self::Usage(msg) | Self::Deceived(msg) => msg.resolve(lang),
            Self::Settings { path, line, reason } => format!("{}:{line}: {}", path.display(), reason.resolve(lang)),
            Self::Unreachable => Msg::new(key::CLI_ERROR_UNREACHABLE).resolve(lang),
            Self::SignedOut => Msg::new(key::CLI_ERROR_SIGNED_OUT).resolve(lang),
            Self::Garbled => Msg::new(key::CLI_ERROR_GARBLED).resolve(lang),
            Self::Alarm(fault) => Msg::new(key::ALARM).with("why", fault.text()).resolve(lang),
            Self::File { path, source } => Msg::new(key::CLI_ERROR_FILE)
                .with("path", path.display().to_string().as_str())
                .with("reason", system_reason(source, lang).as_str())
                .resolve(lang),
        }
    }
}

impl CliError {
    /// The same, where nothing was found: which thing there is not, instead of an address.
    #[must_use]
    pub fn not_found(self, what: Msg, lang: Lang) -> Self {
        match self {
            Self::Refused(mut problem) if problem.code == ProblemCode::NotFound => {
                (problem.title, problem.detail) = (what.resolve(lang), None);
                Self::Refused(problem)
            }
            other => other,
        }
    }
}

/// Why the system did not do something with a file, in words where there are some.
pub fn system_reason(error: &io::Error, lang: Lang) -> String {
    let key = match error.kind() {
        io::ErrorKind::NotFound => key::CLI_REASON_NOT_FOUND,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => key::CLI_REASON_DENIED,
        io::ErrorKind::IsADirectory => key::CLI_REASON_FOLDER,
        io::ErrorKind::NotADirectory => key::CLI_REASON_NO_FOLDER,
        io::ErrorKind::AlreadyExists => key::CLI_REASON_EXISTS,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => key::CLI_REASON_FULL,
        io::ErrorKind::InvalidData => key::CLI_REASON_DATA,
        _ => return error.to_string(),
    };
    Msg::new(key).resolve(lang)
}

impl From<ApiError> for CliError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Problem(problem) if problem.code == ProblemCode::Unauthenticated => Self::SignedOut,
            ApiError::Problem(problem) => Self::Refused(problem),
            ApiError::Unreachable => Self::Unreachable,
            ApiError::Garbled => Self::Garbled,
            ApiError::Alarm(fault) => Self::Alarm(fault),
            ApiError::NotKept => {
                Self::File { path: "purse.json".into(), source: io::Error::from(io::ErrorKind::InvalidData) }
            }
            ApiError::Incomplete(_) => Self::Usage(key::ERROR_INCOMPLETE.into()),
            ApiError::NoSeal => Self::Usage(key::ERROR_NO_SEAL.into()),
            ApiError::KeyCode(why) => Self::Usage(why.text()),
        }
    }
}
