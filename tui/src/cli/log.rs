//! A log, only where one is asked for: the terminal is the interface's own. It never holds a secret or a grade.

use super::CliError;
use std::fs::OpenOptions;
use std::path::PathBuf;
use std::sync::Mutex;

/// Names the file to which a log is added.
const FILE: &str = "ISOLOIR_LOG";

/// Begins the log where the environment names a file.
pub(super) fn begin() -> Result<(), CliError> {
    let Some(path) = std::env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from) else { return Ok(()) };
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let file = file.map_err(|source| CliError::File { path, source })?;
    // A second start in the same process (a test) keeps the first log.
    let _ = tracing_subscriber::fmt().with_ansi(false).with_writer(Mutex::new(file)).try_init();
    Ok(())
}
