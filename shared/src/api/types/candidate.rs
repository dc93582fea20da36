//! Candidates and candidacies.

use super::{HiddenView, ModerationView};
use crate::api::ids::CandidateId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a candidate stands. Each change has a date and a cause, kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CandidateState {
    /// Put forward by citizens, has not answered.
    Nominated,
    /// Declared.
    Declared,
    /// Enough supports at the deadline, charter signed by it.
    Qualified,
    /// Confirmed when asked.
    Confirmed,
    /// In the final.
    Finalist,
    /// Won.
    Winner,
    /// Left by choice.
    Withdrawn,
    /// Said no.
    Refused,
    /// Did not answer in time: silence is a refusal.
    Lapsed,
    /// Put out, with a published reason and a right of reply.
    Disqualified,
}

/// One row of a list of candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateSummary {
    /// Which.
    pub id: CandidateId,
    /// As they write it.
    pub name: String,
    /// Where they stand.
    pub state: CandidateState,
    /// Supports and nominations.
    pub supports: u64,
    /// Signed the charter.
    pub charter: bool,
    /// One line of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slogan: Option<String>,
    /// Has a photo.
    #[serde(default)]
    pub photo: bool,
}

/// `GET /v1/candidates/{id}`: the same fields for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateView {
    /// The row of the list.
    #[serde(flatten)]
    pub summary: CandidateSummary,
    /// Of these, nominations.
    pub nominations: u64,
    /// What they say of themselves; a nominee has none until they declare.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub presentation: Option<String>,
    /// Link to their personal space.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub link: Option<String>,
    /// A link to this candidate, to share.
    pub share_url: String,
    /// What moderation hides of this page, and why.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub hidden: Vec<HiddenView>,
    /// Every change of state, oldest first.
    pub history: Vec<CandidateChangeView>,
}

/// One change of a candidate's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateChangeView {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// To which state.
    pub state: CandidateState,
    /// Why.
    pub cause: ChangeCause,
    /// The published reason, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What the candidate answers to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reply: Option<String>,
}

/// Why a candidate's state changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeCause {
    /// A citizen put them forward.
    Nomination,
    /// They declared themselves.
    Declaration,
    /// The threshold was reached at the deadline.
    Threshold,
    /// The threshold was missed, or the charter not signed, at the deadline.
    Deadline,
    /// They said yes.
    Confirmation,
    /// They said no.
    Refusal,
    /// They said nothing.
    Silence,
    /// The vote.
    Vote,
    /// They left.
    Withdrawal,
    /// The organisers' decision.
    Organisers,
    /// Copied from an earlier record.
    Import,
}

/// How a list of candidates is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CandidateOrder {
    /// Drawn at random from `seed`: stable for one viewer while they read.
    #[default]
    Random,
    /// By name.
    Name,
    /// By supports, because the viewer asked.
    Supports,
}

/// Query of `GET /v1/candidates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateQuery {
    /// Words to find; accents, case and small typos are forgiven.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub q: Option<String>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<CandidateState>,
    /// Order of the rows.
    #[serde(default)]
    pub order: CandidateOrder,
    /// Seed of the random order.
    #[serde(default)]
    pub seed: u64,
    /// From an earlier page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 200.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// `PUT /v1/me/candidacy`: declare oneself, or change what one's page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidacyRequest {
    /// Name on the list.
    pub name: String,
    /// One line, at most 140 characters.
    pub slogan: String,
    /// At most 4,000 characters of plain text.
    pub presentation: String,
    /// Link to a personal space (https), or empty.
    pub link: String,
    /// Signs the charter.
    pub charter: bool,
    /// The nominee that this is, to take over their nominations.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nominee: Option<CandidateId>,
}

/// `GET /v1/me/candidacy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidacyView {
    /// As the public sees it.
    pub candidate: CandidateView,
    /// Until when a confirmation is awaited.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confirm_by: Option<Timestamp>,
    /// What moderation says of what is on the page; what it hides is shown here, and here only.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub moderation: Vec<ModerationView>,
}

/// `PUT /v1/me/candidacy/confirmation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmationRequest {
    /// Yes or no; silence is a no.
    pub accept: bool,
}

/// `PUT /v1/me/candidacy/reply`, by a candidate who was disqualified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyRequest {
    /// What they answer to the reason, at most 4,000 characters; published beside it.
    pub reply: String,
}
