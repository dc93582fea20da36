//! Settings put together: default < file < environment < flag.

use super::{MatrixSettings, SecretError, TelegramSettings, read_secret};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use jiff::SignedDuration;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Settings of the bots.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the platform is.
    pub platform: Option<String>,
    /// The token by which the platform is told how far announcements are, from the environment
    /// (`ISOLOIR_BOTS_PLATFORM_TOKEN`); without one it is not told.
    pub platform_token: Option<SecretString>,
    /// Or a file that holds it.
    pub platform_token_file: Option<PathBuf>,
    /// Folder of the conversations, the key and Matrix's state; made if there is none.
    pub data: PathBuf,
    /// The key that seals what is kept, from the environment (`ISOLOIR_BOTS_KEY`).
    pub key: Option<SecretString>,
    /// Or its file; without both it is `bots.key` in the data folder.
    pub key_file: Option<PathBuf>,
    /// Where health and measures are told; nowhere by default.
    pub listen_ops: Option<SocketAddr>,
    /// Seconds that what was taken may still take once told to stop.
    pub drain_seconds: u32,
    /// Minutes between two checkpoints of an open vote that are written in public, from 1 to 60.
    pub checkpoint_minutes: CheckpointMinutes,
    /// Telegram.
    pub telegram: TelegramSettings,
    /// Matrix.
    pub matrix: MatrixSettings,
}

/// From 1 to 60: what is said to be shown every hour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8")]
pub struct CheckpointMinutes(u8);

impl CheckpointMinutes {
    /// As a span.
    pub fn span(self) -> SignedDuration {
        SignedDuration::from_mins(self.0.into())
    }
}

impl Default for CheckpointMinutes {
    fn default() -> Self {
        Self(60)
    }
}

impl TryFrom<u8> for CheckpointMinutes {
    type Error = &'static str;

    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        if (1..=60).contains(&minutes) { Ok(Self(minutes)) } else { Err("checkpoint_minutes is from 1 to 60") }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            platform: None,
            platform_token: None,
            platform_token_file: None,
            data: "isoloir-bots".into(),
            key: None,
            key_file: None,
            listen_ops: None,
            drain_seconds: 10,
            checkpoint_minutes: CheckpointMinutes::default(),
            telegram: TelegramSettings::default(),
            matrix: MatrixSettings::default(),
        }
    }
}

/// Why settings cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A file, a variable or a flag.
    #[error("{0}")]
    Unreadable(String),
    /// A secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

const NAMES: [&str; 6] =
    ["data", "key_file", "listen_ops", "drain_seconds", "platform_token_file", "checkpoint_minutes"];

impl Settings {
    /// Puts settings together. `flags` are those that were given, by the names of the settings.
    ///
    /// # Errors
    /// If one of them is not what it should be.
    pub fn read(file: Option<&Path>, flags: &impl Serialize) -> Result<Self, SettingsError> {
        let mut figment = Figment::new();
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let env = |prefix: &'static str, under: &'static str| {
            // Secrets are read below: here they would be taken for numbers, and told in errors.
            let secret = |name: &str| matches!(name, "token" | "password" | "webhook_secret" | "key");
            Env::prefixed(prefix).filter(move |name| !secret(name.as_str())).map(move |name| {
                let name = name.as_str().to_lowercase();
                match name.strip_prefix("webhook_") {
                    Some(name) => format!("{under}.webhook.{name}").into(),
                    None => format!("{under}.{name}").into(),
                }
            })
        };
        figment = figment
            .merge(Env::prefixed("ISOLOIR_").only(&["platform"]))
            .merge(Env::prefixed("ISOLOIR_BOTS_").only(&NAMES))
            .merge(env("ISOLOIR_TELEGRAM_", "telegram"))
            .merge(env("ISOLOIR_MATRIX_", "matrix"))
            .merge(Serialized::defaults(flags));
        let mut settings: Self = figment.extract().map_err(|error| SettingsError::Unreadable(error.to_string()))?;
        let secret = |name| std::env::var(name).ok().filter(|it| !it.is_empty()).map(SecretString::from);
        let over = |kept: &mut Option<SecretString>, name| *kept = secret(name).or(kept.take());
        over(&mut settings.key, "ISOLOIR_BOTS_KEY");
        over(&mut settings.platform_token, "ISOLOIR_BOTS_PLATFORM_TOKEN");
        over(&mut settings.telegram.token, "ISOLOIR_TELEGRAM_TOKEN");
        over(&mut settings.matrix.password, "ISOLOIR_MATRIX_PASSWORD");
        if let Some(webhook) = &mut settings.telegram.webhook {
            over(&mut webhook.secret, "ISOLOIR_TELEGRAM_WEBHOOK_SECRET");
        }
        if settings.matrix.state.is_relative() {
            settings.matrix.state = settings.data.join(&settings.matrix.state);
        }
        Ok(settings)
    }

    /// The file of the conversations.
    pub fn store(&self) -> PathBuf {
        self.data.join("bots.db")
    }

    /// The file of the key.
    pub fn key_path(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data.join("bots.key"))
    }

    /// The token for the platform, from wherever it was given.
    ///
    /// # Errors
    /// If it was given twice, or its file cannot be read.
    pub fn read_platform_token(&self) -> Result<Option<SecretString>, SecretError> {
        read_secret("the platform's token", self.platform_token.as_ref(), self.platform_token_file.as_deref())
    }

    /// How long what was taken may still take.
    pub fn drain(&self) -> Duration {
        Duration::from_secs(self.drain_seconds.into())
    }
}

impl TelegramSettings {
    /// The token, from wherever it was given.
    ///
    /// # Errors
    /// If it was given twice, or its file cannot be read.
    pub fn read_token(&self) -> Result<Option<SecretString>, SecretError> {
        read_secret("the Telegram token", self.token.as_ref(), self.token_file.as_deref())
    }
}

impl MatrixSettings {
    /// The password, from wherever it was given.
    ///
    /// # Errors
    /// If it was given twice, or its file cannot be read.
    pub fn read_password(&self) -> Result<Option<SecretString>, SecretError> {
        read_secret("the Matrix password", self.password.as_ref(), self.password_file.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_flag_wins_over_a_file_and_a_file_over_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bots.toml");
        let text = "platform = \"https://one.example\"\ndata = \"/srv/bots\"\n[telegram]\ntoken_file = \"token\"\n[matrix]\nhomeserver = \"https://hs.example\"";
        std::fs::write(&file, text).unwrap();
        let flags = json!({"platform": "https://two.example", "telegram": {"api_url": "http://127.0.0.1:1"}});
        let settings = Settings::read(Some(&file), &flags).unwrap();
        assert_eq!(settings.platform.as_deref(), Some("https://two.example"));
        assert_eq!(settings.store(), Path::new("/srv/bots/bots.db"));
        assert_eq!(settings.matrix.state, Path::new("/srv/bots/matrix"));
        assert_eq!(settings.telegram.token_file.as_deref(), Some(Path::new("token")));
        assert_eq!(settings.telegram.api_url.unwrap().as_str(), "http://127.0.0.1:1/");
        assert_eq!(settings.drain_seconds, 10);
        assert_eq!(settings.checkpoint_minutes.span(), SignedDuration::from_hours(1));
        assert!(Settings::read(None, &json!({"checkpoint_minutes": 61})).is_err());
    }

    #[test]
    fn what_is_misspelt_is_told_and_a_secret_is_not() {
        let error = Settings::read(None, &json!({"platfrom": "x"})).unwrap_err();
        assert!(error.to_string().contains("platfrom"), "{error}");
        let folder = tempfile::tempdir().unwrap();
        let settings = |token: Option<&str>, file: &str| TelegramSettings {
            token: token.map(SecretString::from),
            token_file: Some(folder.path().join(file)),
            ..TelegramSettings::default()
        };
        std::fs::write(folder.path().join("token"), " 1:hunter2\n").unwrap();
        std::fs::write(folder.path().join("empty"), "\n").unwrap();
        let read = settings(None, "token").read_token().unwrap().unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&read), "1:hunter2");
        for (token, file) in [(Some("1:hunter2"), "token"), (None, "empty"), (None, "gone")] {
            let error = settings(token, file).read_token().unwrap_err();
            assert!(!format!("{error} {error:?} {:?}", settings(token, file)).contains("hunter2"));
        }
    }
}
