//! A chat network in memory, and people in it: the bots' engine over a real platform, with nothing of Telegram or Matrix.

mod crash;
mod person;
mod room;
pub mod wishes;

pub use crash::{Doomed, Fuse};
pub use person::{Person, ballot, verbatim};
pub use room::{Phone, Rooms, Seen};

use isoloir_bots::engine::{ChatKey, Clock, Engine, Pace};
use isoloir_bots::observe::Measures;
use isoloir_bots::seal::Keyring;
use isoloir_bots::store::{Change, Kept, Run, SqliteStore, Store, Turn, Vault, Who};
use isoloir_shared::api::client::Client;
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The key of every bot here.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// This machine's clock, or one that is so much ahead.
struct Now(SignedDuration);

impl Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::now() + self.0
    }
}

/// Another process with the same store.
///
/// # Panics
/// If the store does not open.
pub async fn store(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(&folder.join("bots.db")).await.expect("the bots' store opens"))
}

/// An instance of the bots on a store, whose hands are in these rooms.
pub async fn instance(store: Arc<dyn Store>, platform: &str, phone: Phone) -> Engine {
    instance_of(store, Client::new(platform.parse().expect("a URL")).expect("a client"), phone).await
}

/// The same with a client that others share (making one takes longer than a vote).
pub async fn instance_of(store: Arc<dyn Store>, platform: Client, phone: Phone) -> Engine {
    instance_ahead(store, platform, phone, SignedDuration::ZERO).await
}

/// The same, whose clock is so much ahead.
///
/// # Panics
/// If the key is not the store's.
pub async fn instance_ahead(store: Arc<dyn Store>, platform: Client, phone: Phone, ahead: SignedDuration) -> Engine {
    let vault = Vault::open(store, Keyring::parse(KEY).expect("a key")).await.expect("the right key");
    let pace = Pace { settle: Duration::from_secs(5), ..Pace::default() };
    let engine = Engine::start(vault, platform, Arc::new(Now(ahead)), pace, Arc::new(Measures::default()));
    engine.attach(Arc::new(phone));
    engine
}

/// A store in which somebody's conversation is sealed with this key.
///
/// # Panics
/// If it cannot be made.
pub async fn seal_something(path: &Path, key: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path).await.expect("a store"));
    let vault = Vault::open(store.clone(), Keyring::parse(key).expect("a key")).await.expect("an empty store");
    let chat = ChatKey::telegram(1);
    let turn = Turn {
        who: Who::New(chat.clone()),
        kept: Kept::default(),
        waits: false,
        follows: false,
        rests: false,
        run: Run(1),
        at: Timestamp::now(),
        update: None,
        fired: Vec::new(),
        timers: Vec::new(),
        room: None,
        tokens: Change::Same,
        account: Change::Same,
        tell: None,
        here: true,
        forget: false,
    };
    vault.commit(&chat, turn).await.expect("it is kept");
    store.close().await;
}
