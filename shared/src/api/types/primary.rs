//! The primary, its phases and the log of changes to its calendar.

use super::{BotsView, Localized};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /v1/primary`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrimaryView {
    /// Short name, as in its file: `laprimaire-2016`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// IANA zone of its dates: `Europe/Paris`.
    pub zone: String,
    /// The platform's clock, which decides.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub now: Timestamp,
    /// Grades, best first.
    pub scale: Vec<GradeView>,
    /// The numbers of the rules.
    pub rules: RulesView,
    /// All phases in order.
    pub phases: Vec<PhaseView>,
    /// The one that is open now; none before the first, between two, after the last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub current: Option<PhaseKind>,
    /// This is a demonstration: nothing here is a real vote.
    #[serde(default)]
    pub demo: bool,
    /// Bots that one can talk to instead of this program.
    #[serde(default)]
    pub bots: BotsView,
}

impl PrimaryView {
    /// The phase of that kind, if the primary has one.
    pub fn phase(&self, kind: PhaseKind) -> Option<&PhaseView> {
        self.phases.iter().find(|phase| phase.kind == kind)
    }
}

/// One grade of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GradeView {
    /// Rank on the scale: 0 is the worst. This number stands for the grade in ballots and counts.
    pub value: u8,
    /// Stable key: `tres-bien`.
    pub key: String,
    /// One letter, for places without colour: `A` is the best.
    pub letter: String,
    /// What people read.
    pub name: Localized,
}

/// The rules' numbers that clients show or check before they ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RulesView {
    /// How many candidates one citizen may support.
    pub supports: u32,
    /// How many citizens one citizen may nominate.
    pub nominations: u32,
    /// Supports (nominations included) that qualify.
    pub threshold: u64,
    /// Candidates in a lot.
    pub lot_size: u32,
    /// Minutes after which a lot that was not cast goes back.
    pub lot_minutes: u32,
    /// Lots that one voter may cast.
    pub max_lots: u32,
    /// Places in the final.
    pub finalists: u32,
    /// Days to confirm, from being asked.
    pub confirmation_days: u32,
    /// A cast ballot may be changed while the vote is open.
    pub change_ballot: bool,
    /// "No opinion" is an answer.
    pub no_opinion: bool,
    /// Age required.
    pub minimum_age: u32,
    /// The day on which the age counts: the eve of the vote.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub age_on: jiff::civil::Date,
}

/// What can be done when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhaseKind {
    /// Support, nominate, declare oneself.
    Identification,
    /// Nominees with enough nominations are invited to declare.
    ProvisionalList,
    /// Qualified candidates confirm, the final list is published.
    Preparation,
    /// Random lots are graded.
    Preselection,
    /// Finalists are published and confirm.
    Finalists,
    /// Every finalist is graded.
    FinalVote,
    /// One winner, everything open to inspection.
    Result,
}

/// A phase with its dates and the instants computed from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseView {
    /// Which.
    pub kind: PhaseKind,
    /// First day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: jiff::civil::Date,
    /// Last day, inclusive; none for a phase without an end.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub to: Option<jiff::civil::Date>,
    /// The instant it opens: midnight of `from` in the primary's zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub opens_at: Timestamp,
    /// The instant from which nothing is taken any more: midnight after `to`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub closes_at: Option<Timestamp>,
    /// Where it stands.
    pub status: PhaseStatus,
}

/// Where a phase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhaseStatus {
    /// Not yet.
    Upcoming,
    /// Now; its rules are frozen.
    Open,
    /// Over.
    Closed,
    /// Left out by the rule (no pre-selection with five candidates or fewer).
    Skipped,
}

/// One row of the public log of calendar changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarChangeView {
    /// When it was decided.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Which phase.
    pub phase: PhaseKind,
    /// The days before, `from/to`.
    pub before: String,
    /// The days after, `from/to`.
    pub after: String,
    /// Why, in the organisers' words.
    pub reason: String,
}

/// `PATCH /v1/phases/{kind}`, by organisers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeCalendarRequest {
    /// New first day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: jiff::civil::Date,
    /// New last day, inclusive.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub to: Option<jiff::civil::Date>,
    /// Why; published.
    pub reason: String,
}
