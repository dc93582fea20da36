//! What an operator decides.

use isoloir_config::primary::Primary;
use std::path::PathBuf;
use std::sync::Arc;

/// Settings of one platform.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of the database and of the server's key.
    pub data: PathBuf,
    /// The primary that this platform holds.
    pub primary: Arc<Primary>,
    /// A demonstration: codes are shown instead of sent, and the primary says that it is none.
    pub demo: bool,
}

impl Settings {
    /// The defaults for a primary whose data are kept in a folder.
    pub fn new(data: impl Into<PathBuf>, primary: Arc<Primary>) -> Self {
        Self { data: data.into(), primary, demo: false }
    }
}
