//! A chat network in memory, and people in it: the bots' engine over a real platform, with nothing of Telegram or Matrix.

mod crash;
mod person;
mod room;

pub use crash::{Doomed, Fuse};
pub use person::{Person, ballot};
pub use room::{Phone, Rooms, Seen};

use isoloir_bots::engine::{Clock, Engine, Pace};
use isoloir_bots::observe::Measures;
use isoloir_bots::seal::Keyring;
use isoloir_bots::store::{SqliteStore, Store, Vault};
use isoloir_shared::api::client::Client;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The key of every bot here.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// This machine's clock.
struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::now()
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
    let vault = Vault::open(store, Keyring::parse(KEY).expect("a key")).await.expect("the right key");
    let pace = Pace { settle: Duration::from_secs(5), ..Pace::default() };
    let engine = Engine::start(vault, platform, Arc::new(Now), pace, Arc::new(Measures::default()));
    engine.attach(Arc::new(phone));
    engine
}
