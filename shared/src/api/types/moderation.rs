//! Moderation and signals of fraud: what is looked at, decided, appealed against, and published in numbers.

use crate::api::ids::{CandidateId, FlagId, ModerationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModeratedKind {
    /// Slogan, presentation and link of a candidate.
    Page,
    /// The photo of a candidate.
    Photo,
    /// The name of somebody whom citizens put forward.
    Nomination,
}

/// Where a version of a text, photo or name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModerationState {
    /// Nobody has looked at it. Whether it is shown meanwhile is a setting of the primary.
    Waiting,
    /// It is shown.
    Accepted,
    /// It is hidden, with a reason.
    Rejected,
    /// It is hidden, and somebody else is to look at it.
    Appealed,
    /// It stays hidden after an appeal.
    Upheld,
    /// Another version took its place.
    Superseded,
}

/// Why something is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModerationReason {
    /// Insult or threat.
    Insult,
    /// Hatred.
    Hate,
    /// Somebody else's name or face.
    Identity,
    /// Personal data of somebody else.
    PersonalData,
    /// Advertising, or nothing to do with the primary.
    OffTopic,
    /// Against the law otherwise.
    Illegal,
}

/// One version in the queue, or decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModerationView {
    /// Which.
    pub id: ModerationId,
    /// What it is.
    pub kind: ModeratedKind,
    /// Whose.
    pub candidate: CandidateId,
    /// Their name.
    pub name: String,
    /// Where it stands.
    pub state: ModerationState,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Slogan, presentation and link of a page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body: Option<String>,
    /// Why it was hidden.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<ModerationReason>,
    /// The same in words, for everybody to read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// The number of who decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_by: Option<u32>,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_at: Option<Timestamp>,
    /// What was said against it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appeal: Option<String>,
    /// The number of who heard the appeal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub heard_by: Option<u32>,
}

/// `PUT /v1/organise/moderation/{id}`: a decision, or the one on an appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerdictRequest {
    /// Shown, or hidden.
    pub accept: bool,
    /// Why it is hidden: needed where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<ModerationReason>,
    /// The same in words, at most 500 characters; published beside the reason, and in the log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// `PUT /v1/me/appeals/{id}`: against a decision on a text, photo or name of mine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppealRequest {
    /// Why it should be shown, at most 2,000 characters.
    pub appeal: String,
}

/// What may point to false accounts. It refuses nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// Many got on the roll from one network address in a day. Which address is not kept.
    Network,
    /// Somebody got on the roll with an address of a domain that gives addresses away for an hour.
    Disposable,
    /// One candidate got many supports in an hour.
    Burst,
}

/// What somebody made of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlagState {
    /// Nobody has looked at it.
    Open,
    /// It has an honest cause.
    Harmless,
    /// It points to false accounts.
    Suspect,
}

/// A signal that passed its threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlagView {
    /// Which.
    pub id: FlagId,
    /// What kind.
    pub kind: SignalKind,
    /// A mail domain, or the number of a candidate; empty for a network address.
    pub about: String,
    /// How many.
    pub count: u64,
    /// When it was raised.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What was made of it.
    pub state: FlagState,
    /// The number of who decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_by: Option<u32>,
}

/// `PUT /v1/organise/flags/{id}`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlagRequest {
    /// What it is: harmless or suspect.
    pub state: FlagState,
}

/// What is hidden on a candidate's page, and why: for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HiddenView {
    /// What.
    pub kind: ModeratedKind,
    /// Why.
    pub because: ModerationReason,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// `GET /v1/moderation`: in numbers, for everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModerationCountsView {
    /// Texts, photos and names, by what they are and where they stand.
    pub moderated: Vec<ModeratedCountView>,
    /// Of those hidden now or once, why.
    pub because: Vec<BecauseCountView>,
    /// Appeals in all.
    pub appeals: u64,
    /// Appeals after which it was shown.
    pub granted: u64,
    /// Signals, by what they are and what was made of them.
    pub flags: Vec<FlagCountView>,
}

/// So many of a kind stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModeratedCountView {
    /// What.
    pub kind: ModeratedKind,
    /// Where.
    pub state: ModerationState,
    /// How many.
    pub count: u64,
}

/// So many were hidden for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BecauseCountView {
    /// Why.
    pub because: ModerationReason,
    /// How many.
    pub count: u64,
}

/// So many signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlagCountView {
    /// What kind.
    pub kind: SignalKind,
    /// What was made of them.
    pub state: FlagState,
    /// How many.
    pub count: u64,
}
