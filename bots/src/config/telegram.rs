//! Settings of the Telegram bot.

use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// Settings of the Telegram bot.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TelegramSettings {
    /// Where the Bot API is; none: Telegram's own.
    pub api_url: Option<Url>,
    /// The bot's token, from the environment (`ISOLOIR_TELEGRAM_TOKEN`).
    pub token: Option<SecretString>,
    /// Or a file that holds it.
    pub token_file: Option<PathBuf>,
    /// Public channels and groups in which checkpoints are written: `@name`, or a number (`-100…`).
    pub checkpoint_chats: Vec<String>,
    /// Updates come by webhook; without it they are polled.
    pub webhook: Option<WebhookSettings>,
}

/// Updates that Telegram brings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Where this instance listens, behind a proxy that speaks TLS.
    pub listen: SocketAddr,
    /// Where Telegram finds it.
    pub public_url: Url,
    /// What Telegram shows to prove who it is, from the environment (`ISOLOIR_TELEGRAM_WEBHOOK_SECRET`).
    pub secret: Option<SecretString>,
    /// Or a file that holds it.
    pub secret_file: Option<PathBuf>,
}
