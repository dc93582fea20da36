//! Candidates as whoever runs the primary follows them: what they still need, and whose answer is awaited.

use super::{AccountId, Email, StoreError, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, Lang};
use isoloir_shared::domain::needs::Contender;
use jiff::Timestamp;

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContenderRow {
    /// Whom.
    pub id: CandidateId,
    /// Their name.
    pub name: String,
    /// As the rules look at them.
    pub contender: Contender,
    /// They were told by mail that their answer is awaited.
    pub told: bool,
}

/// Somebody who is to be told that their answer is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntoldAsk {
    /// Whom.
    pub id: CandidateId,
    /// Where to.
    pub email: Email,
    /// In which language.
    pub lang: Lang,
    /// Where they stand: qualified, or a finalist.
    pub state: CandidateState,
    /// Until when.
    pub confirm_by: Timestamp,
    /// It is a reminder; else the letter that asks them.
    pub reminder: bool,
    /// How many reminders are done with once it went out.
    pub due: u32,
}

/// What is kept of them.
#[async_trait::async_trait]
pub trait Contenders {
    /// Every candidate.
    async fn contenders(&self) -> Result<Vec<ContenderRow>, StoreError>;
    /// Whom to tell, of those who can still answer, or to remind so many days before the end.
    async fn untold_asks(&self, now: Timestamp, remind_days: Vec<u32>) -> Result<Vec<UntoldAsk>, StoreError>;
    /// They were told of this deadline, or reminded for the so-many-th time.
    async fn ask_told(&self, id: CandidateId, confirm_by: Timestamp, reminded: u32) -> Result<(), StoreError>;
    /// A disqualified candidate's answer to the reason, once.
    async fn reply(&self, key: WriteKey, account: AccountId, reply: String) -> Result<CandidateId, StoreError>;
}
