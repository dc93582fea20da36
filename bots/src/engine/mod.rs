//! What happens between a network and the core, the same for every network.
//!
//! A network hands in what it hears ([`Engine::hear`], an [`Update`]) and implements [`Hands`]; it holds no rule, no
//! text and nothing about a person. Each update, each reply of the platform and each timer is one transaction on that
//! person's session: load, `Session::resume`, handle, keep, store if nobody was quicker. Calls go out only after that,
//! and what the person sees follows.

mod chat;
mod hands;
mod update;

pub use chat::{ChatKey, Network, NoNetwork};
pub use hands::{Hands, HandsError, Look, Meaning, Shown, Word};
pub use update::{Doing, Unreadable, Update};

use futures::future::BoxFuture;
use isoloir_shared::api::client::Client;
use std::sync::Arc;

/// The way in for networks. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<dyn Ears>);

/// Resolves once an update is on disk (or was there already): only then may a network tell its server so.
pub type Noted = BoxFuture<'static, Result<(), HearError>>;

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

/// What an engine is, for networks.
#[async_trait::async_trait]
trait Ears: Send + Sync {
    fn attach(&self, hands: Arc<dyn Hands>);
    async fn hear(&self, update: Update) -> Result<Noted, HearError>;
    async fn position(&self, name: &str) -> Result<Option<String>, HearError>;
    async fn set_position(&self, name: &str, position: String) -> Result<(), HearError>;
    /// The platform as somebody without an account sees it.
    fn platform(&self) -> Option<Client> {
        None
    }
}

impl Engine {
    /// Gives it a network's hands; before the first update of that network.
    pub fn attach(&self, hands: Arc<dyn Hands>) {
        self.0.attach(hands);
    }

    /// Takes in what somebody did. Waits while too much is waiting; then one person's updates are handled in the order
    /// of these calls, different people's in parallel.
    ///
    /// # Errors
    /// If it cannot be taken now.
    pub async fn hear(&self, update: Update) -> Result<Noted, HearError> {
        self.0.hear(update).await
    }

    /// Where a network had got to (Telegram: the offset), by a name of its own (`telegram.offset`).
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn position(&self, name: &str) -> Result<Option<String>, HearError> {
        self.0.position(name).await
    }

    /// The platform as somebody without an account sees it, for what is nobody's session (Telegram's inline mode).
    pub fn platform(&self) -> Option<Client> {
        self.0.platform()
    }

    /// Keeps where a network has got to.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn set_position(&self, name: &str, position: String) -> Result<(), HearError> {
        self.0.set_position(name, position).await
    }
}
