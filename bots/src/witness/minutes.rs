//! What is said of boards, and where, as it is kept.

use crate::store::StoreError;
use async_trait::async_trait;
use isoloir_ballot::board::Checkpoint;
use isoloir_shared::api::types::{Localized, Round};
use isoloir_shared::booth::BoothFault;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The vote is open: the first one.
    Opened,
    /// While it is.
    Grown,
    /// No ballot is taken any more.
    Closed,
    /// The result is on the board.
    Counted,
    /// What the platform shows does not hold.
    Broken,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Opened, Self::Grown, Self::Closed, Self::Counted, Self::Broken];

    /// As it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Grown => "grown",
            Self::Closed => "closed",
            Self::Counted => "counted",
            Self::Broken => "broken",
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It was shown, and does not hold.
    Shown(BoothFault),
    /// For long, the platform answers, but does not show that its board grew from what it said before.
    Withheld,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Of which vote.
    pub round: Round,
    /// The primary's name.
    pub primary: Localized,
    /// The IANA zone in which instants are told.
    pub zone: String,
    /// Where the platform is.
    pub platform: String,
    /// The newest checkpoint that holds; none: there never was one.
    pub checkpoint: Option<Checkpoint>,
    /// What does not hold. With two checkpoints it proves itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
}

/// Something that is said once in each place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its number; 0 as long as it has none.
    pub id: i64,
    /// SHA-256 of the manifest; of a vote that was never seen in order, its round.
    pub election: String,
    /// What it is about.
    pub kind: Kind,
    /// Which one of its kind: the same again is not said again.
    pub slot: String,
    /// What is said.
    pub told: Told,
    /// Since when.
    pub at: Timestamp,
}

/// What is kept of it.
#[async_trait]
pub trait Minutes: Send + Sync + 'static {
    /// Takes a statement in. False: it was there.
    async fn state(&self, statement: &Statement) -> Result<bool, StoreError>;
    /// The newest statement about an election that tells a checkpoint which holds.
    async fn newest(&self, election: &str) -> Result<Option<Statement>, StoreError>;
    /// The newest such statement about any vote of that round.
    async fn newest_of(&self, round: Round) -> Result<Option<Statement>, StoreError>;
    /// What does not hold, the newest first: proofs, kept for good.
    async fn troubles(&self) -> Result<Vec<Statement>, StoreError>;
    /// What was stated since and is not in that place yet, the oldest first. Of an open vote the newest alone.
    async fn unsaid(&self, place: &str, now: Timestamp, since: Timestamp) -> Result<Vec<Statement>, StoreError>;
    /// Takes it up for that place. False: somebody else does, or it is there.
    async fn take_up(&self, id: i64, place: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError>;
    /// It is there, as this message.
    async fn written(&self, id: i64, place: &str, message: &str) -> Result<(), StoreError>;
    /// The newest message in that place about an open vote, stated since then: it may be written over.
    async fn standing(&self, place: &str, election: &str, since: Timestamp) -> Result<Option<String>, StoreError>;
}
