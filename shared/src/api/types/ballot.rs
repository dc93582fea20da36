//! Lots, ballots and receipts.

use super::{BoardReceipt, CandidateSummary};
use crate::api::ids::{CandidateId, LotId, Tracker};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A round of voting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// Random lots.
    Preselection,
    /// All finalists.
    Final,
}

/// A lot drawn for one voter (`POST /v1/me/lots`: the open one if there is one, else a new draw).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LotView {
    /// Which.
    pub id: LotId,
    /// The voter's how-many-th, from 1.
    pub draw: u32,
    /// The candidates, in the order drawn.
    pub candidates: Vec<LotCandidateView>,
    /// Drawn.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// Goes back if not cast by then.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// Where it stands.
    pub status: LotStatus,
    /// What the next ballot's sequence must reach, from 1.
    #[serde(default)]
    pub sequence: u32,
    /// The receipt of the ballot that counts, when cast.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub receipt: Option<ReceiptView>,
}

/// One place of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LotCandidateView {
    /// Who.
    pub candidate: CandidateSummary,
    /// Lots that showed this candidate before this one (expired ones given back).
    pub shown_before: u64,
    /// Why this candidate is in this lot.
    pub reason: LotReason,
}

/// Why a candidate is in a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LotReason {
    /// Was shown less than the others so far.
    LeastShown,
    /// Drawn among those shown equally often (preferring who met the others least).
    Drawn,
}

/// Where a lot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LotStatus {
    /// Waits for its ballot.
    Open,
    /// Its ballot is in.
    Cast,
    /// Went back.
    Expired,
}

/// An answer for one candidate.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeAnswer {
    /// Who.
    pub candidate: CandidateId,
    /// Value on the scale, 0 the worst; none is "no opinion", where the primary allows it.
    pub grade: Option<u8>,
}

/// What a ballot is to hold: encrypted on the voter's side (`booth`), never sent as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotRequest {
    /// One answer for each candidate asked, in any order.
    pub answers: Vec<GradeAnswer>,
}

impl fmt::Debug for BallotRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BallotRequest {{ {} answers }}", self.answers.len())
    }
}

impl fmt::Debug for GradeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GradeAnswer {{ candidate: {}, … }}", self.candidate)
    }
}

/// What the voter keeps: never a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptView {
    /// To find the ballot again.
    pub tracker: Tracker,
    /// Of which round.
    pub round: Round,
    /// Of which lot; none in the final.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lot: Option<LotId>,
    /// Taken by the platform.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub cast_at: Timestamp,
    /// Whether it is counted.
    pub status: ReceiptStatus,
    /// The board's word for it: in the answer to a cast.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub board: Option<Box<BoardReceipt>>,
}

/// Whether a ballot is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// Recorded, and the one that will count if nothing changes before the close.
    Recorded,
    /// In the published result.
    Counted,
    /// A later ballot of the same voter took its place.
    Replaced,
}

/// `GET /v1/receipts/{tracker}`: for anyone who has the tracker; nothing about the voter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackerView {
    /// The one asked.
    pub tracker: Tracker,
    /// Of which round.
    pub round: Round,
    /// Whether it is counted.
    pub status: ReceiptStatus,
    /// The board's word for it, up to its newest checkpoint.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub board: Box<BoardReceipt>,
}

/// `GET /v1/me/final`: the final as this voter sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FinalView {
    /// The finalists, in an order drawn for this voter.
    pub candidates: Vec<CandidateSummary>,
    /// What the next ballot's sequence must reach, from 1.
    #[serde(default)]
    pub sequence: u32,
    /// The receipt of the ballot that counts, when cast.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub receipt: Option<ReceiptView>,
}
