//! Results: merit profiles, ranks, and why.

use super::Round;
use crate::api::ids::CandidateId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /v1/results/{round}`. Published at the close; before it a `not_yet` problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResultView {
    /// Which round.
    pub round: Round,
    /// In rank order; those who share a rank stand together.
    pub candidates: Vec<StandingView>,
    /// Why each candidate stands before the next: one for each neighbouring pair.
    pub explanations: Vec<ExplanationView>,
    /// Participation.
    pub turnout: TurnoutView,
    /// Computed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub published_at: Timestamp,
}

/// One candidate's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandingView {
    /// Who.
    pub id: CandidateId,
    /// As they write it.
    pub name: String,
    /// From 1; a tie shares it (1, 1, 3).
    pub rank: u32,
    /// Judgments per grade, worst first: `counts[g]` for the grade of value `g`.
    pub counts: Vec<u64>,
    /// "No opinion", counted in no total.
    #[serde(default)]
    pub no_opinion: u64,
    /// Value of the majority grade (the lower median).
    pub majority_grade: u8,
    /// Goes to the final, or has won it.
    pub elected: bool,
}

/// Why one candidate stands before another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExplanationView {
    /// The one that stands before (or level).
    pub before: CandidateId,
    /// The one that stands after (or level).
    pub after: CandidateId,
    /// Which rule decided.
    pub decided_by: DecidedBy,
}

/// Which rule ordered two candidates. Shares are exact fractions `[part, total]` of a candidate's own judgments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum DecidedBy {
    /// Their majority grades differ.
    MajorityGrade {
        /// Of the one before.
        better: u8,
        /// Of the one after.
        worse: u8,
    },
    /// Same majority grade: the largest of the four groups decides.
    LargestGroup {
        /// Which group.
        group: Group,
        /// Whose group it is.
        of: CandidateId,
        /// Its share, `[part, total]`.
        share: [u64; 2],
    },
    /// The groups were silent: removing the majority grade judgment by judgment, the grades first differed here.
    NextMajorityGrade {
        /// Grade that the one before then had.
        better: u8,
        /// Grade that the one after then had.
        worse: u8,
        /// Share removed from both until then, `[part, total]`, as decimal text (it can pass 64 bits).
        removed: [String; 2],
    },
    /// The same fractions: a tie, shown as a tie.
    Tie,
}

/// Which side of the majority grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Judgments above the majority grade: its candidate wins.
    Above,
    /// Judgments below it: its candidate loses.
    Below,
}

/// How many took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurnoutView {
    /// Citizens on the roll.
    pub registered: u64,
    /// Citizens with at least one ballot.
    pub voters: u64,
    /// Ballots that count.
    pub ballots: u64,
    /// Of these, filled in by the voter's own program.
    #[serde(default)]
    pub own: u64,
    /// Of these, filled in by a bot, which saw the grades.
    #[serde(default)]
    pub assisted: u64,
    /// Lots issued, cast, expired (pre-selection only), per candidate.
    #[serde(default)]
    pub lots: Vec<LotCountView>,
}

/// Lots that held a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LotCountView {
    /// Who.
    pub candidate: CandidateId,
    /// Drawn.
    pub issued: u64,
    /// Gone back.
    pub expired: u64,
    /// Cast.
    pub cast: u64,
}
