//! Ballots and their receipts. What a ballot says goes in and is never given out: only counted at the close.

use super::{AccountId, StoreError, Window, WriteKey};
use isoloir_shared::api::ids::{CandidateId, LotId, Tracker};
use isoloir_shared::api::types::{BallotRequest, ProblemCode, ReceiptView, TrackerView};
use isoloir_shared::domain::ballot::{self, BallotError};
use isoloir_shared::domain::grade::Scale;
use std::sync::Arc;

/// For what a ballot is cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booth {
    /// A lot of the pre-selection.
    Lot(LotId),
    /// The final.
    Final,
}

/// Who casts what, and the rules of it.
#[derive(Clone, Debug)]
pub struct CastOrder {
    /// Who.
    pub voter: AccountId,
    /// For what.
    pub booth: Booth,
    /// What they answer. Its `Debug` says nothing of it.
    pub ballot: BallotRequest,
    /// When it can be cast.
    pub window: Window,
    /// A cast ballot may be changed.
    pub change: bool,
    /// "No opinion" is an answer.
    pub no_opinion: bool,
    /// The scale.
    pub scale: Arc<Scale>,
}

impl CastOrder {
    /// Whether the ballot answers for each candidate asked and for nobody else; what to answer if not.
    pub fn check(&self, asked: &[CandidateId]) -> Result<(), StoreError> {
        let field = |id: &CandidateId| format!("answers[candidate={id}]");
        let refused = |code, id: &CandidateId| Err(StoreError::RefusedField(code, field(id)));
        match ballot::check(asked, &self.ballot.answers, &self.scale, self.no_opinion) {
            Ok(_) => Ok(()),
            Err(BallotError::Incomplete { missing }) => {
                let missing: Vec<_> = missing.iter().map(field).collect();
                Err(StoreError::RefusedField(ProblemCode::IncompleteBallot, missing.join(" ")))
            }
            Err(BallotError::NoOpinion(id)) => refused(ProblemCode::IncompleteBallot, &id),
            Err(BallotError::Foreign(id) | BallotError::Twice(id) | BallotError::UnknownGrade(id)) => {
                refused(ProblemCode::Invalid, &id)
            }
        }
    }
}

/// What is kept of ballots.
#[async_trait::async_trait]
pub trait Ballots {
    /// Casts, or changes: the last one counts, the one before is marked replaced.
    async fn cast(&self, key: WriteKey, order: CastOrder) -> Result<ReceiptView, StoreError>;
    /// Who is graded in the final; none before it opens.
    async fn finalists(&self) -> Result<Option<Vec<CandidateId>>, StoreError>;
    /// The receipt of the ballot that this voter has in the final.
    async fn final_receipt(&self, voter: AccountId) -> Result<Option<ReceiptView>, StoreError>;
    /// A voter's receipts, newest first, older than the one numbered `before`; each with its number.
    async fn receipts_of(
        &self,
        voter: AccountId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, ReceiptView)>, StoreError>;
    /// Whether a tracker is counted.
    async fn tracker(&self, tracker: &Tracker) -> Result<Option<TrackerView>, StoreError>;
}
