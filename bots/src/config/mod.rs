//! What an operator decides: defaults, then a file, then the environment, then flags. Secrets come by file or
//! environment only, and have no `Debug`.

mod matrix;
mod secret;
mod settings;
mod telegram;

pub use matrix::MatrixSettings;
pub use secret::{SecretError, read_secret};
pub use settings::{CheckpointMinutes, Settings, SettingsError};
pub use telegram::{TelegramSettings, WebhookSettings};
