//! What the outbox keeps, behind one narrow seam: each operation is one transaction.

use super::{Announcement, Progress, Quiet, Rule, Slot};
use crate::engine::{ChatKey, Network};
use crate::store::{PersonId, Run, StoreError};
use async_trait::async_trait;
use isoloir_shared::api::types::Lang;
use jiff::Timestamp;

/// What somebody asked for in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// In which language.
    pub lang: Lang,
    /// Not in these hours; none: at any.
    pub quiet: Option<Quiet>,
}

/// An announcement that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Which.
    pub announcement: Announcement,
    /// Every subscriber has their row.
    pub filled: bool,
}

/// What organisers say about one that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Nothing goes out until it is resumed; what is being sent is.
    Pause,
    /// Goes on.
    Resume,
    /// Nothing goes out any more.
    Cancel,
}

/// Who takes rows up, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// For which network.
    pub network: Network,
    /// By whom.
    pub run: Run,
    /// When.
    pub now: Timestamp,
    /// After that another may take them.
    pub until: Timestamp,
    /// At most.
    pub most: u32,
}

/// A row that is taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Of which announcement.
    pub announcement: i64,
    /// For whom.
    pub person: PersonId,
    /// Where to write.
    pub room: String,
    /// In which language.
    pub lang: Lang,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// Who took it up.
    pub run: Run,
    /// An account is linked with the chat: its own hours hold.
    pub linked: bool,
    /// Not in these hours, if none is.
    pub quiet: Option<Quiet>,
    /// In which network.
    pub network: Network,
    /// What becomes of it is not kept with the person.
    pub apart: bool,
}

impl Parcel {
    /// The same for the same message, whoever sends it and however often: a transaction id.
    pub fn key(&self) -> String {
        format!("isoloir-announcement-{}-{}", self.announcement, self.person.0)
    }
}

/// What becomes of a row that was taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The network took it.
    Delivered,
    /// They cannot be written to.
    Unreachable,
    /// The network refused the message itself.
    Refused,
    /// It was certainly not sent: again from then on.
    Back(Timestamp),
    /// It may have been: again from then on, or not any more.
    Unknown(Option<Timestamp>),
    /// It was said to some, and they are not among them, or have read it.
    Apart,
}

/// What the outbox keeps.
#[async_trait]
pub trait Shelf: Send + Sync + 'static {
    /// Somebody asks to be told. False: nobody is known in that chat.
    async fn subscribe(&self, chat: &ChatKey, what: Subscription, at: Timestamp) -> Result<bool, StoreError>;
    /// Somebody asks not to be told any more. False: they were not.
    async fn unsubscribe(&self, chat: &ChatKey) -> Result<bool, StoreError>;
    /// What they asked for.
    async fn subscription(&self, chat: &ChatKey) -> Result<Option<Subscription>, StoreError>;

    /// How many asked, in one network, of whom it is not known that they cannot be reached.
    async fn subscribers(&self, network: Network) -> Result<u64, StoreError>;

    /// Takes an announcement in; the same again changes nothing. False: it was there.
    async fn post(&self, announcement: &Announcement) -> Result<bool, StoreError>;
    /// Makes rows for the next so many subscribers. False: there are no more.
    async fn fill(&self, announcement: i64, now: Timestamp, most: u32) -> Result<bool, StoreError>;
    /// What organisers say.
    async fn order(&self, announcement: i64, order: Order) -> Result<(), StoreError>;
    /// Those whose time has come, urgent ones first, then the oldest.
    async fn running(&self, now: Timestamp) -> Result<Vec<Running>, StoreError>;
    /// Those whose time came after that, and whether something may still change of each.
    async fn recent(&self, since: Timestamp) -> Result<Vec<(i64, bool)>, StoreError>;
    /// Takes rows up whose time has come. What must not be sent is crossed out or put off on the way.
    async fn claim(&self, announcement: &Announcement, claim: Claim) -> Result<Vec<Parcel>, StoreError>;
    /// What became of a row.
    async fn finish(&self, parcel: &Parcel, outcome: Outcome) -> Result<(), StoreError>;
    /// Done, if nothing is left to do of it.
    async fn settle(&self, announcement: i64) -> Result<bool, StoreError>;
    /// How far it is, in one network.
    async fn progress(&self, announcement: i64, network: Network, now: Timestamp) -> Result<Progress, StoreError>;

    /// What was announced since, and is not in that room yet; the oldest first.
    async fn unposted(&self, room: &str, now: Timestamp, since: Timestamp) -> Result<Vec<Announcement>, StoreError>;
    /// It is there, as this event.
    async fn posted(&self, announcement: i64, room: &str, event: &str) -> Result<(), StoreError>;

    /// Takes the next slots of a network, at most so many.
    async fn slots(&self, network: Network, rule: Rule, now: Timestamp, most: u32) -> Result<Vec<Slot>, StoreError>;
    /// The message of a slot was answered, so many microseconds later than others.
    async fn answered(&self, network: Network, rule: Rule, slot: Slot, excess: i64) -> Result<(), StoreError>;
    /// A network asked to wait: nobody sends before then.
    async fn shut(&self, network: Network, until: Timestamp) -> Result<(), StoreError>;
}
