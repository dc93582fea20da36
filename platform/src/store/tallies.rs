//! What everybody may know: totals, rows of candidates, and what the open data are made of. Nothing personal.

use super::StoreError;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CalendarChangeView, CandidateChangeView, CandidateSummary, CountsView, LotCountView, Round,
};
use isoloir_shared::domain::lots::LogEntry;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Supports of a candidate that came on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportsOfDay {
    /// Whose.
    pub candidate: CandidateId,
    /// The day, in UTC; none for those copied from an earlier record.
    pub day: Option<Date>,
    /// Supports still held that were given then.
    pub supports: u64,
    /// Nominations still held that were given then.
    pub nominations: u64,
}

/// A candidate with every change of state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CandidateHistory {
    /// The row of the list.
    #[serde(flatten)]
    pub summary: CandidateSummary,
    /// Of the supports, nominations.
    pub nominations: u64,
    /// Oldest first.
    pub history: Vec<CandidateChangeView>,
}

/// A round as the open data tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Which.
    pub round: Round,
    /// The operator's secret: not to be published before `closed_at`.
    pub secret: [u8; 32],
    /// Committed to since.
    pub committed_at: Timestamp,
    /// Public randomness, and where it was taken from.
    pub randomness: Option<([u8; 32], String)>,
    /// Who is graded.
    pub candidates: Option<Vec<CandidateId>>,
    /// Closed, and counted.
    pub closed_at: Option<Timestamp>,
}

/// What is read of totals.
#[async_trait::async_trait]
pub trait Tallies {
    /// Totals that everyone may see.
    async fn counts(&self) -> Result<CountsView, StoreError>;
    /// Rows of these candidates, in this order.
    async fn summaries(&self, ids: &[CandidateId]) -> Result<Vec<CandidateSummary>, StoreError>;
    /// All candidates with their history, by number.
    async fn candidate_histories(&self) -> Result<Vec<CandidateHistory>, StoreError>;
    /// The log of changes to the calendar, oldest first.
    async fn calendar_log(&self) -> Result<Vec<CalendarChangeView>, StoreError>;
    /// Lots issued, gone back and cast per candidate, as it was at an instant of the past: what happened later is left out.
    async fn lot_counts_at(&self, at: Timestamp) -> Result<Vec<LotCountView>, StoreError>;
    /// Lots issued, gone back and cast per candidate.
    async fn lot_counts(&self) -> Result<Vec<LotCountView>, StoreError>;
    /// The log of the draws, whole: what it says of an open vote is not to be published (see [`RoundRow::closed_at`]).
    async fn draw_log(&self) -> Result<Vec<LogEntry>, StoreError>;
    /// A round.
    async fn round(&self, round: Round) -> Result<Option<RoundRow>, StoreError>;
    /// Supports still held, by candidate and day.
    async fn supports_by_day(&self) -> Result<Vec<SupportsOfDay>, StoreError>;
}
