//! What an operator decides: defaults, then a file, then the environment, then flags. Secrets come by file or
//! environment only, and have no `Debug`.

mod matrix;
mod telegram;

pub use matrix::MatrixSettings;
pub use telegram::{TelegramSettings, WebhookSettings};
