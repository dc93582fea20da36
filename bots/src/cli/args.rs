//! What can be typed.

use clap::{Args, Parser, Subcommand};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// A citizens' primary in a chat: Telegram and Matrix.
///
/// Each setting can come from a file (--config), from the environment (ISOLOIR_PLATFORM, ISOLOIR_BOTS_DATA,
/// ISOLOIR_TELEGRAM_API_URL, …) or from a flag; the later in this list wins. Secrets come by file or environment only.
/// ISOLOIR_LOG sets what is logged (`info`, `warn`, `isoloir_bots=debug`).
#[derive(Debug, Parser)]
#[command(name = "isoloir-bots", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve Telegram until told to stop (SIGTERM, Ctrl-C).
    Telegram(TelegramArgs),
    /// Matrix.
    Matrix {
        /// What to do there.
        #[command(subcommand)]
        command: MatrixCommand,
    },
    /// Serve every network that is set up, in one process.
    Run {
        /// Telegram.
        #[command(flatten)]
        telegram: TelegramArgs,
        /// Matrix.
        #[command(flatten)]
        matrix: MatrixArgs,
    },
    /// Say what is missing before the bots can run.
    Check {
        /// For programs: a list of findings.
        #[arg(long)]
        json: bool,
        /// Telegram.
        #[command(flatten)]
        telegram: TelegramArgs,
        /// Matrix.
        #[command(flatten)]
        matrix: MatrixArgs,
    },
}

/// What to do on Matrix.
#[derive(Debug, Subcommand)]
pub enum MatrixCommand {
    /// Sign the bot in, once, and make its encryption state.
    Setup(MatrixArgs),
    /// Serve Matrix until told to stop (SIGTERM, Ctrl-C).
    Run(MatrixArgs),
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// Settings file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the platform is.
    #[arg(long, global = true, value_name = "URL")]
    pub platform: Option<String>,
    /// Folder of the conversations and the key; made if there is none [default: isoloir-bots].
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// File of the key that seals what is kept [default: bots.key in the data folder, made at the first start].
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Tell health and measures on this address: /healthz, /readyz, /metrics.
    #[arg(long, global = true, value_name = "ADDR")]
    pub listen_ops: Option<SocketAddr>,
    /// Seconds that what was taken may still take once told to stop [default: 10].
    #[arg(long, global = true, value_name = "SECONDS")]
    pub drain_seconds: Option<u32>,
    /// Minutes between two checkpoints of an open vote that are written in public, 1 to 60 [default: 60].
    #[arg(long, global = true, value_name = "MINUTES")]
    pub checkpoint_minutes: Option<u8>,
    /// Language of what this program says: fr, en [default: the system's].
    #[arg(long, global = true, value_name = "LANG", value_parser = ["fr", "en"])]
    pub lang: Option<String>,
}

/// Telegram. The token comes from a file or from ISOLOIR_TELEGRAM_TOKEN, never from a flag.
#[derive(Debug, Default, Args)]
pub struct TelegramArgs {
    /// Where the Bot API is [default: Telegram's own].
    #[arg(long, value_name = "URL")]
    pub api_url: Option<Url>,
    /// File that holds the bot's token.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// A public channel or group in which checkpoints are written (@name, or its number); may be given several times.
    #[arg(long = "checkpoint-chat", value_name = "CHAT", allow_hyphen_values = true)]
    pub checkpoint_chats: Vec<String>,
    /// Take updates by webhook on this address, behind a proxy that speaks TLS. Without it they are polled.
    #[arg(long, value_name = "ADDR", requires = "webhook_url")]
    pub webhook_listen: Option<SocketAddr>,
    /// Where Telegram finds that webhook.
    #[arg(long, value_name = "URL", requires = "webhook_listen")]
    pub webhook_url: Option<Url>,
    /// File of the secret that Telegram shows there (or ISOLOIR_TELEGRAM_WEBHOOK_SECRET).
    #[arg(long, value_name = "FILE", requires = "webhook_listen")]
    pub webhook_secret_file: Option<PathBuf>,
}

/// Matrix. The password comes from a file or from ISOLOIR_MATRIX_PASSWORD, never from a flag.
#[derive(Debug, Default, Args)]
pub struct MatrixArgs {
    /// Where the homeserver is.
    #[arg(long, value_name = "URL")]
    pub homeserver: Option<Url>,
    /// The bot's user, for setup.
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// File that holds its password, for setup.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Folder of its device and encryption state [default: matrix in the data folder].
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Room in which what is announced to everyone is written, too, by its id.
    #[arg(long, value_name = "ROOM")]
    pub announcement_room: Option<String>,
    /// One more room in which checkpoints are written, by its id; may be given several times.
    #[arg(long = "checkpoint-room", value_name = "ROOM")]
    pub checkpoint_rooms: Vec<String>,
}

impl Cli {
    /// The flags that were given, by the names of the settings.
    pub fn flags(&self) -> Value {
        let common = &self.common;
        let mut flags = given(json!({
            "platform": common.platform,
            "data": common.data,
            "key_file": common.key_file,
            "listen_ops": common.listen_ops,
            "drain_seconds": common.drain_seconds,
            "checkpoint_minutes": common.checkpoint_minutes,
        }));
        let (telegram, matrix) = match &self.command {
            Command::Telegram(telegram) => (Some(telegram), None),
            Command::Matrix { command: MatrixCommand::Setup(matrix) | MatrixCommand::Run(matrix) } => {
                (None, Some(matrix))
            }
            Command::Run { telegram, matrix } | Command::Check { telegram, matrix, .. } => {
                (Some(telegram), Some(matrix))
            }
        };
        if let Some(args) = telegram {
            let mut telegram = given(json!({
                "api_url": args.api_url,
                "token_file": args.token_file,
                "checkpoint_chats": several(&args.checkpoint_chats),
            }));
            let webhook = given(json!({
                "listen": args.webhook_listen,
                "public_url": args.webhook_url,
                "secret_file": args.webhook_secret_file,
            }));
            if !webhook.is_empty() {
                telegram.insert("webhook".into(), webhook.into());
            }
            flags.insert("telegram".into(), telegram.into());
        }
        if let Some(args) = matrix {
            let matrix = given(json!({
                "homeserver": args.homeserver,
                "user": args.user,
                "password_file": args.password_file,
                "state": args.state,
                "announcement_room": args.announcement_room,
                "checkpoint_rooms": several(&args.checkpoint_rooms),
            }));
            flags.insert("matrix".into(), matrix.into());
        }
        flags.into()
    }
}

/// None: not given.
fn several(values: &[String]) -> Option<&[String]> {
    Some(values).filter(|it| !it.is_empty())
}

/// Without what was not given.
fn given(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn flags_are_settings_and_no_secret_is_one() {
        Cli::command().debug_assert();
        let words = ["isoloir-bots", "telegram", "--api-url", "http://127.0.0.1:1", "--platform", "http://localhost:2"];
        let flags = Cli::parse_from(words).flags();
        assert_eq!(flags, json!({"platform": "http://localhost:2", "telegram": {"api_url": "http://127.0.0.1:1/"}}));
        let run = ["isoloir-bots", "--data", "/d", "matrix", "run", "--homeserver", "http://localhost:3"];
        let flags = Cli::parse_from(run).flags();
        assert_eq!(flags, json!({"data": "/d", "matrix": {"homeserver": "http://localhost:3/"}}));
        for word in ["--token", "--password", "--key", "--webhook-secret"] {
            assert!(Cli::try_parse_from(["isoloir-bots", "run", word, "x"]).is_err(), "{word}");
        }
    }
}
