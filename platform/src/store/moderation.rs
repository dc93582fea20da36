//! What is kept of moderation and of signals of fraud.

use super::{AccountId, CandidateRow, Photo, StoreError, WriteKey};
use isoloir_shared::api::ids::{CandidateId, FlagId, ModerationId};
use isoloir_shared::api::types::{
    FlagState, FlagView, ModerationCountsView, ModerationView, SignalKind, VerdictRequest,
};
use jiff::Timestamp;

/// Something that may point to a false account, to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What.
    pub kind: SignalKind,
    /// The day it counts for.
    pub day: jiff::civil::Date,
    /// What it is counted by: a keyed hash, or a word.
    pub bucket: Vec<u8>,
    /// What a flag may tell of it; empty where it tells nothing.
    pub about: String,
    /// A flag is raised at so many.
    pub threshold: u64,
}

/// What is kept of them.
#[async_trait::async_trait]
pub trait Moderation {
    /// Whether something new is hidden until somebody looked at it.
    async fn set_moderation(&self, before: bool) -> Result<(), StoreError>;
    /// A candidate's page as its owner sees it, hidden or not.
    async fn own_candidate(&self, id: CandidateId) -> Result<Option<CandidateRow>, StoreError>;
    /// The current versions of what is on a candidate's page.
    async fn moderation_of(&self, candidate: CandidateId) -> Result<Vec<ModerationView>, StoreError>;
    /// What waits for somebody to look at it, oldest first: after one.
    async fn moderation_queue(&self, after: i64, limit: u32) -> Result<Vec<ModerationView>, StoreError>;
    /// One version.
    async fn moderation_item(&self, id: ModerationId) -> Result<Option<ModerationView>, StoreError>;
    /// The photo of a version in the queue.
    async fn moderation_photo(&self, id: ModerationId) -> Result<Option<Photo>, StoreError>;
    /// Decides on a version, or on the appeal against a decision: by somebody else then. Moderators and organisers.
    async fn judge(&self, key: WriteKey, id: ModerationId, verdict: VerdictRequest) -> Result<(), StoreError>;
    /// Speaks against a decision, once: the candidate, or whoever put the name forward.
    async fn appeal(
        &self,
        key: WriteKey,
        account: AccountId,
        id: ModerationId,
        words: String,
    ) -> Result<(), StoreError>;
    /// What an account said against decisions.
    async fn appeals_of(&self, account: AccountId) -> Result<Vec<String>, StoreError>;
    /// Counts a signal; a flag is raised, or grows.
    async fn signal(&self, signal: Signal, at: Timestamp) -> Result<(), StoreError>;
    /// Raises a flag for each candidate with more supports in the last hour than the threshold, and ten times what is
    /// usual for them.
    async fn flag_bursts(&self, now: Timestamp, threshold: u64) -> Result<(), StoreError>;
    /// Forgets the counts of days before one, and the hashes of networks that raised flags on them.
    async fn forget_signals(&self, before: jiff::civil::Date) -> Result<(), StoreError>;
    /// Flags, newest first: those before one.
    async fn flags(&self, before: Option<i64>, limit: u32) -> Result<Vec<FlagView>, StoreError>;
    /// One flag.
    async fn flag(&self, id: FlagId) -> Result<Option<FlagView>, StoreError>;
    /// What somebody makes of a flag. Moderators and organisers.
    async fn decide_flag(&self, key: WriteKey, id: FlagId, state: FlagState) -> Result<(), StoreError>;
    /// All of it in numbers.
    async fn moderation_counts(&self) -> Result<ModerationCountsView, StoreError>;
}
