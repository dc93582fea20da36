//! Settings of the Matrix bot.

use secrecy::SecretString;
use serde::Deserialize;
use std::path::PathBuf;
use url::Url;

/// Settings of the Matrix bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MatrixSettings {
    /// Where the homeserver is.
    pub homeserver: Option<Url>,
    /// The bot's user: `isoloir` or `@isoloir:example.org`. Needed by `setup` only.
    pub user: Option<String>,
    /// Its password, for `setup` only, from the environment (`ISOLOIR_MATRIX_PASSWORD`).
    pub password: Option<SecretString>,
    /// Or a file that holds it.
    pub password_file: Option<PathBuf>,
    /// Folder of the device and its encryption state, readable by the bot alone.
    pub state: PathBuf,
    /// The room of the announcements, by its id (`!…`): what is announced to everyone is written there, too.
    pub announcement_room: Option<String>,
    /// More rooms, by their ids, in which checkpoints are written: they are in the room of the announcements, too.
    pub checkpoint_rooms: Vec<String>,
}

impl Default for MatrixSettings {
    fn default() -> Self {
        Self {
            homeserver: None,
            user: None,
            password: None,
            password_file: None,
            state: "matrix".into(),
            announcement_room: None,
            checkpoint_rooms: Vec::new(),
        }
    }
}
