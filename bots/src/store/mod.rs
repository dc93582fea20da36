//! What the bots keep, behind one narrow seam: coarse operations, each one transaction. SQLite implements it; a second
//! implementation runs the same tests (`tests/store.rs`).
//!
//! A store sees sealed bytes only ([`Sealed`]): what is in a session, a token or a shown page is opened by the [`Vault`].

mod kept;
mod purse;
pub mod sqlite;
mod turn;
mod vault;

pub use kept::Kept;
pub use purse::PersonsPurse;
pub use sqlite::SqliteStore;
pub use turn::{Change, Committed, Noticed, Seals, Standing, Swapped, TurnRow, Who};
pub use vault::{Person, Turn, Vault, VaultError};

use crate::engine::{ChatKey, Network};
use crate::outbox::Shelf;
use crate::seal::{KeyId, Sealed};
use crate::witness::Minutes;
use isoloir_shared::core::TimerId;
use jiff::Timestamp;

/// A person's row. Never given to another person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub i64);

/// One run of the program: another number at each start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run(pub i64);

/// A keyed hash of an account's address.
pub type AccountHash = [u8; 32];

/// Why an operation came to nothing. Nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Passes by itself: busy, a full disk, a lost connection.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// Does not pass.
    #[error("the store is broken: {0}")]
    Broken(String),
}

/// A person as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Which row.
    pub id: PersonId,
    /// Who.
    pub chat: ChatKey,
    /// Where to write.
    pub room: String,
    /// Turns so far.
    pub version: i64,
    /// Their conversation.
    pub session: Sealed,
    /// It waits for answers of the platform.
    pub waits: bool,
    /// Who took the last turn.
    pub run: Run,
    /// When.
    pub turned_at: Timestamp,
    /// The platform's tokens.
    pub tokens: Option<Sealed>,
    /// Of which account.
    pub account: Option<AccountHash>,
    /// What was last shown.
    pub shown: Option<Sealed>,
    /// The turn that was shown.
    pub shown_version: i64,
    /// They can be written to.
    pub reachable: bool,
}

/// Everything that is kept.
#[async_trait::async_trait]
pub trait Store: Shelf + Minutes {
    /// Somebody, by who they are.
    async fn person(&self, chat: &ChatKey) -> Result<Option<PersonRow>, StoreError>;
    /// Somebody, by their row.
    async fn person_by_id(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError>;
    /// One turn: all of it, or nothing if somebody was quicker.
    async fn commit(&self, turn: TurnRow) -> Result<Committed, StoreError>;
    /// Notes an update that changes nothing. False if it was noted before.
    async fn note(&self, network: Network, id: &str, at: Timestamp) -> Result<bool, StoreError>;
    /// What was shown of a turn, and how things stand after it. What was shown of a later one stays, if not told to go.
    async fn show(&self, id: PersonId, version: i64, shown: Option<Sealed>, over: bool)
    -> Result<Standing, StoreError>;
    /// Whether somebody can be written to.
    async fn reach(&self, id: PersonId, reachable: bool) -> Result<(), StoreError>;

    /// Timers that are due, the oldest first.
    async fn due(&self, now: Timestamp, most: u32) -> Result<Vec<(ChatKey, TimerId)>, StoreError>;
    /// People who wait for the platform since before then: nobody carries their calls any more.
    async fn waiting(&self, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError>;
    /// People who have not been shown their last turn, which was before then.
    async fn behind(&self, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError>;
    /// People of a network whose screen follows the phases, and who had their last turn between these instants: the
    /// newest first.
    async fn following(
        &self,
        network: Network,
        from: Timestamp,
        before: Timestamp,
        most: u32,
    ) -> Result<Vec<ChatKey>, StoreError>;
    /// Notices that wait, for one process: to others they wait again only then.
    async fn notices(&self, now: Timestamp, again: Timestamp, most: u32) -> Result<Vec<Noticed>, StoreError>;
    /// A notice was given, or cannot be.
    async fn noticed(&self, id: i64) -> Result<(), StoreError>;

    /// Takes the turn to renew somebody's tokens until then; what is kept of them now. None: another has the turn.
    async fn begin_renewal(
        &self,
        id: PersonId,
        run: Run,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Option<Sealed>>, StoreError>;
    /// Keeps renewed tokens and ends the turn, if it is still that run's.
    async fn end_renewal(&self, id: PersonId, run: Run, tokens: Option<Sealed>) -> Result<(), StoreError>;

    /// What is kept of somebody's voting keys.
    async fn purse(&self, id: PersonId) -> Result<Option<Sealed>, StoreError>;
    /// Puts that in the place of the very bytes that were read, durable when this returns.
    async fn swap_purse(&self, id: PersonId, before: Option<Sealed>, after: Sealed) -> Result<Swapped, StoreError>;

    /// How far a network was read.
    async fn position(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Keeps how far.
    async fn set_position(&self, name: &str, value: &str) -> Result<(), StoreError>;
    /// Keeps how far, if it is still what it was. False: it is not.
    async fn move_position(&self, name: &str, before: Option<&str>, after: &str) -> Result<bool, StoreError>;

    /// The keys that something is sealed with; keys that nothing is sealed with any more are forgotten first.
    async fn seals(&self) -> Result<Vec<KeyId>, StoreError>;
    /// People of whom something is sealed with another key, in the order of their rows, from the one after `after`.
    async fn sealed_otherwise(&self, key: KeyId, after: PersonId, most: u32) -> Result<Vec<PersonRow>, StoreError>;
    /// Puts what was sealed anew in the place of what it was; what has changed meanwhile stays as it is.
    async fn reseal(&self, before: Seals, after: Seals) -> Result<(), StoreError>;
    /// Forgets updates that were handled before then.
    async fn prune(&self, before: Timestamp) -> Result<(), StoreError>;
    /// How many people are known.
    async fn people(&self) -> Result<u64, StoreError>;
    /// Answers once the store can be written.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Finishes the writes under way.
    async fn close(&self);
}
