//! What happens between a network and the core, the same for every network.
//!
//! A network hands in what it hears ([`Engine::hear`], an [`Update`]) and implements [`Hands`]; it holds no rule, no
//! text and nothing about a person. Each update, each reply of the platform and each timer is one transaction on that
//! person's session (`turn`): load, `Session::resume`, handle, keep, store if nobody was quicker. Calls go out only
//! after that (`call`), and what the person sees follows (`display`).
//!
//! ```text
//! update ─┐
//! answer ─┼▶ desk ─▶ worker: turn ─▶ commit ─▶ effects ─┬▶ calls ─▶ answers ─▶ desk
//! timer  ─┘                              │              └▶ page, files, lines ─▶ hands
//!                                        └▶ noted: the network may tell its server
//! ```
//!
//! Any number of processes may do this with one store. A call that went out twice carries the same key; a page that was
//! painted over is painted again; a timer is taken by one turn; tokens are renewed by one process at a time.

mod call;
mod chat;
mod clock;
mod crier;
mod desks;
mod display;
mod hands;
mod inner;
mod notes;
mod notice;
mod own;
mod pace;
mod payload;
mod sweep;
mod taking;
mod turn;
mod update;
mod wake;
mod worker;

pub use chat::{ChatKey, Network, NoNetwork};
pub use clock::{Clock, SystemClock};
pub use hands::{Hands, HandsError, Look, Meaning, Shown, Word};
pub use pace::Pace;
pub use payload::Payload;
pub use update::{Doing, Unreadable, Update};

use crate::observe::Measures;
use crate::outbox::{Shelf, hear};
use crate::store::{Run, Store, StoreError, Vault};
use desks::Heard;
use inner::Inner;
use isoloir_shared::api::client::Client;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The way in for networks. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

/// Resolves once an update is on disk (or was there already): only then may a network tell its server so.
pub type Noted = Pin<Box<dyn Future<Output = Result<(), HearError>> + Send + Sync>>;

/// Why an update is not taken. It is to be handed in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HearError {
    /// The program ends.
    #[error("the bot is stopping")]
    Stopping,
    /// The store cannot take it now.
    #[error("the store is unavailable")]
    Store,
}

impl From<StoreError> for HearError {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

impl Engine {
    /// Begins: takes up what an earlier run left, listens to the platform.
    pub fn start(vault: Vault, platform: Client, clock: Arc<dyn Clock>, pace: Pace, measures: Arc<Measures>) -> Self {
        let inner = Arc::new(Inner::new(vault, platform, clock, pace, measures));
        inner.tasks.spawn(sweep::sweep(inner.clone()));
        inner.tasks.spawn(crier::cry(inner.clone()));
        let (hearing, stop) = (inner.clone(), inner.stopping.clone());
        inner.tasks.spawn(async move {
            let heard = hear(&hearing.platform, hearing.vault.store().as_ref(), hearing.clock.as_ref());
            stop.run_until_cancelled(heard).await;
        });
        Self(inner)
    }

    /// Gives it a network's hands; before the first update of that network.
    pub fn attach(&self, hands: Arc<dyn Hands>) {
        self.0.attach(hands);
    }

    /// Takes in what somebody did. Waits while too much is waiting; then one person's updates are handled in the order
    /// of these calls, different people's in parallel. Of somebody who sends faster than anyone can read, what has waited
    /// longest is let go: what they said last is answered.
    ///
    /// # Errors
    /// If it cannot be taken now.
    pub async fn hear(&self, update: Update) -> Result<Noted, HearError> {
        let (inner, at) = (&self.0, Instant::now());
        inner.measures.update(update.chat.network, &update.doing);
        let room = tokio::select! {
            biased;
            () = inner.stopping.cancelled() => return Err(HearError::Stopping),
            room = inner.room.clone().acquire_owned() => room.map_err(|_| HearError::Stopping)?,
        };
        let (noted, told) = oneshot::channel();
        let chat = update.chat.clone();
        inner.put_update(&chat, Heard { update, noted, at, room });
        let inner = inner.clone();
        Ok(Box::pin(async move {
            told.await.unwrap_or_else(|_| match inner.stopping.is_cancelled() || inner.ended.is_cancelled() {
                true => Err(HearError::Stopping),
                // Whoever had it ended through a fault of ours.
                false => Err(HearError::Store),
            })
        }))
    }

    /// Where a network had got to (Telegram: the offset), by a name of its own (`telegram.offset`).
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn position(&self, name: &str) -> Result<Option<String>, HearError> {
        Ok(self.0.vault.store().position(name).await?)
    }

    /// Keeps where a network has got to.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn set_position(&self, name: &str, position: String) -> Result<(), HearError> {
        Ok(self.0.vault.store().set_position(name, &position).await?)
    }

    /// The platform as somebody without an account sees it, for what is nobody's session (Telegram's inline mode).
    pub fn platform(&self) -> Client {
        self.0.platform.clone()
    }

    /// What is announced, and to whom: in the same store.
    pub fn shelf(&self) -> Arc<dyn Shelf> {
        self.0.vault.store().clone()
    }

    /// Everything that is kept, as it is kept: what is somebody's is sealed.
    pub fn store(&self) -> Arc<dyn Store> {
        self.0.vault.store().clone()
    }

    /// Whether this process serves a network.
    pub fn serves(&self, network: Network) -> bool {
        self.0.hands(network).is_some()
    }

    /// The clock of this engine.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.0.clock.clone()
    }

    /// This run of the program.
    pub fn this_run(&self) -> Run {
        self.0.run
    }

    /// The platform answered the last call.
    pub fn reaches_platform(&self) -> bool {
        self.0.is_reached()
    }

    /// The store can be written.
    pub async fn reaches_store(&self) -> bool {
        self.0.vault.store().ping().await.is_ok()
    }

    /// How many people something is being done for now.
    pub fn busy(&self) -> usize {
        self.0.desks.count()
    }

    /// Takes no update any more, finishes what was taken for at most that long, and closes the store. What is not
    /// finished by then the next run takes up.
    pub async fn stop(&self, most: Duration) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        if tokio::time::timeout(most, self.0.tasks.wait()).await.is_err() {
            tracing::warn!(people = self.busy(), "stopped before everything was finished");
        }
        self.abandon();
        self.0.tasks.wait().await;
        self.0.vault.store().close().await;
    }

    /// Ends at once, as a kill would: what was not committed is lost, and comes again.
    pub fn abandon(&self) {
        self.0.stopping.cancel();
        self.0.ended.cancel();
    }
}
