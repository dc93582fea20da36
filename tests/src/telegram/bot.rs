//! The bots themselves, in this process: the real engine, store and Telegram front end, between the emulator and a platform.

use super::{TOKEN, Telegram};
use isoloir_bots::cli::NetworkError;
use isoloir_bots::config::{TelegramSettings, WebhookSettings};
use isoloir_bots::engine::{Clock, Engine, Pace, SystemClock};
use isoloir_bots::observe::Measures;
use isoloir_bots::seal::Keyring;
use isoloir_bots::store::{SqliteStore, Vault};
use isoloir_shared::api::client::Client;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The secret that Telegram shows at the bots' webhooks.
pub const SECRET: &str = "a-secret-of-the-webhook_0";
/// The key that seals what the bots keep.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// An instance of the bots.
pub struct Bot {
    /// Its engine.
    pub engine: Engine,
    /// What its operator sees.
    pub measures: Arc<Measures>,
    stop: CancellationToken,
    task: JoinHandle<Result<(), NetworkError>>,
}

/// How an instance is to run.
pub struct Setup<'a> {
    /// Where its Telegram is.
    pub telegram: String,
    /// Where it reaches it, if not directly.
    pub api: Option<String>,
    /// The platform's address.
    pub platform: &'a str,
    /// Where it keeps what it keeps.
    pub folder: &'a Path,
    /// How it gets updates: polled, or brought to this address.
    pub webhook: Option<SocketAddr>,
    /// How much at once.
    pub pace: Pace,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
}

impl<'a> Setup<'a> {
    /// Polls; waits long for the platform before it shows that it waits, so that a page is one message and not two.
    pub fn new(telegram: &Telegram, platform: &'a str, folder: &'a Path) -> Self {
        Self::at(telegram.url(), platform, folder)
    }

    /// The same, with a Telegram of another process.
    pub fn at(telegram: String, platform: &'a str, folder: &'a Path) -> Self {
        let pace = Pace { settle: Duration::from_secs(5), ..Pace::default() };
        Self { telegram, api: None, platform, folder, webhook: None, pace, clock: Arc::new(SystemClock) }
    }

    /// Starts it.
    ///
    /// # Panics
    /// If it cannot.
    pub async fn start(self) -> Bot {
        let store = Arc::new(SqliteStore::open(&self.folder.join("bots.db")).await.expect("the bots' store opens"));
        let vault = Vault::open(store, Keyring::parse(KEY).expect("a key")).await.expect("the right key");
        let platform = Client::new(self.platform.parse().expect("a URL")).expect("a client");
        let measures = Arc::new(Measures::default());
        let engine = Engine::start(vault, platform, self.clock, self.pace, measures.clone());
        let webhook = self.webhook.map(|listen| WebhookSettings {
            listen,
            public_url: "https://bot.example/telegram/updates".parse().expect("a URL"),
            secret: Some(SECRET.to_owned().into()),
            secret_file: None,
        });
        let settings = TelegramSettings {
            api_url: Some(self.api.unwrap_or(self.telegram).parse().expect("a URL")),
            token: Some(TOKEN.to_owned().into()),
            webhook,
            ..TelegramSettings::default()
        };
        let stop = CancellationToken::new();
        let task = tokio::spawn(isoloir_bots::telegram::run(settings, engine.clone(), stop.clone()));
        Bot { engine, measures, stop, task }
    }
}

impl Bot {
    /// Stops it as an operator would.
    ///
    /// # Panics
    /// If it does not end well.
    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("it does not panic").expect("it ends well");
        self.engine.stop(Duration::from_secs(20)).await;
    }

    /// Ends it as a crash would: nothing is finished.
    pub fn kill(self) {
        self.task.abort();
        self.engine.abandon();
    }

    /// Still running?
    pub fn runs(&self) -> bool {
        !self.task.is_finished()
    }
}

/// A free address for a webhook.
///
/// # Panics
/// If there is none.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port")
}
