//! Secrets: in the environment, or in a file.

use secrecy::SecretString;
use std::path::Path;

/// Why a secret is not to be had. Holds nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Nobody can tell which is meant.
    #[error("{0} is given twice: as a value and as a file")]
    Twice(&'static str),
    /// The file.
    #[error("the file of {what} cannot be read ({path}): {why}")]
    File {
        /// Which secret.
        what: &'static str,
        /// Which file.
        path: String,
        /// Why.
        why: String,
    },
    /// A file without a word in it.
    #[error("the file of {what} is empty ({path})")]
    Empty {
        /// Which secret.
        what: &'static str,
        /// Which file.
        path: String,
    },
}

/// A secret that was given as a value or as a file; none if it was given in neither way.
///
/// # Errors
/// If it was given in both ways, or its file cannot be read.
pub fn read_secret(
    what: &'static str,
    value: Option<&SecretString>,
    file: Option<&Path>,
) -> Result<Option<SecretString>, SecretError> {
    let path = match (value, file) {
        (Some(_), Some(_)) => return Err(SecretError::Twice(what)),
        (Some(value), None) => return Ok(Some(value.clone())),
        (None, None) => return Ok(None),
        (None, Some(path)) => path,
    };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| SecretError::File { what, path: name.clone(), why: error.to_string() })?;
    match text.trim() {
        "" => Err(SecretError::Empty { what, path: name }),
        secret => Ok(Some(SecretString::from(secret))),
    }
}
