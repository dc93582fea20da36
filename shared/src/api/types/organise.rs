//! What organisers, moderators and observers work with: `/v1/organise`.

use super::{Audience, AuditHead, CandidateState, Localized, PhaseView, Role, Round};
use crate::api::ids::{CandidateId, ProposalId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /v1/organise/me`: who asks, for the log and for what they may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffView {
    /// The number that stands for this person in the log.
    pub number: u32,
    /// What they may do.
    pub roles: Vec<Role>,
    /// They have a second factor.
    pub enrolled: bool,
    /// Until when this session need not show it again.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proven_until: Option<Timestamp>,
    /// Where the log ends.
    pub head: AuditHead,
}

/// `POST /v1/organise/factor`: the seed of a second factor, shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactorView {
    /// In base 32, to type.
    pub secret: String,
    /// For an app that shows codes: `otpauth://totp/…`.
    pub uri: String,
}

/// `POST /v1/organise/proof`: a code of the second factor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProofRequest {
    /// Six digits, as the app shows them now.
    pub code: String,
}

secret_debug!(FactorView, ProofRequest);

/// What two organisers decide together, for it cannot be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Decision {
    /// Put a candidate out.
    Disqualify {
        /// Whom.
        candidate: CandidateId,
        /// Why; published on their page, beside their reply.
        reason: String,
    },
    /// Take a disqualification back.
    Reinstate {
        /// Whom.
        candidate: CandidateId,
        /// Why; published.
        reason: String,
    },
    /// Say something to everyone.
    Announce {
        /// What about: one line, at most 140 characters.
        title: Localized,
        /// Plain text, at most 4,000 characters.
        body: Localized,
        /// To whom: everyone, or who has a vote that waits.
        #[serde(default)]
        audience: Audience,
        /// Nobody's quiet hours hold it back.
        #[serde(default)]
        urgent: bool,
        /// Not before; none: as soon as a second organiser approves.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        #[serde(skip_serializing_if = "Option::is_none", default)]
        send_at: Option<Timestamp>,
        /// Who speaks, in at most 80 characters; none: the organisers.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        sender: Option<String>,
    },
    /// Leave the pre-selection out before its day, where the rule will: no answer is awaited, and too few confirmed.
    Skip,
    /// Open the pre-selection ahead of its day, once everybody who qualified has answered and enough confirmed. Its last
    /// day stays, and its rules are frozen.
    Open {
        /// Why; published in the log of changes to the calendar.
        reason: String,
    },
    /// Ask those who qualified and were not asked yet (a disqualification was taken back) to confirm: from now on they
    /// have the primary's days to answer.
    Ask,
    /// Publish a list of candidates, as it is at the approval, for good.
    Publish {
        /// Which.
        list: ListKind,
    },
    /// Proclaim a result that was published at the close: its hash stands in the log of two organisers, for good.
    Proclaim {
        /// Of which round.
        round: Round,
    },
}

/// A list of candidates that is published for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Who qualified, and who is invited to declare.
    Provisional,
    /// Who confirmed.
    Confirmed,
    /// Who is in the final.
    Finalists,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Waits for a second organiser.
    Open,
    /// Approved, and done.
    Approved,
    /// Taken back, or turned down by another organiser.
    Withdrawn,
    /// Nobody approved it in time.
    Expired,
}

/// A proposal, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalView {
    /// Which.
    pub id: ProposalId,
    /// What is proposed.
    pub decision: Decision,
    /// Where it stands.
    pub state: ProposalState,
    /// The number of who proposed it.
    pub proposed_by: u32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub proposed_at: Timestamp,
    /// Until when it can be approved.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// The number of who approved it, or turned it down.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_by: Option<u32>,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_at: Option<Timestamp>,
    /// Whoever asks proposed it: another organiser must approve.
    #[serde(default)]
    pub own: bool,
}

/// `GET /v1/lists/{list}`: a list of candidates as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListView {
    /// Which.
    pub list: ListKind,
    /// When it was published.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who was on it, in the order of their numbers.
    pub candidates: Vec<ListedView>,
}

/// One candidate of a published list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedView {
    /// Whom.
    pub id: CandidateId,
    /// Their name.
    pub name: String,
    /// Where they stood.
    pub state: CandidateState,
    /// Supports and nominations.
    pub supports: u64,
}

/// `GET /v1/organise/status`: where the primary stands, and what each phase still needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusView {
    /// By the platform's clock.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub now: Timestamp,
    /// All phases in order.
    pub phases: Vec<PhaseNeedsView>,
    /// Candidates whose answer is awaited.
    pub awaited: Vec<AwaitedView>,
    /// Proposals that wait for a second organiser.
    pub proposals: u32,
    /// Where the log ends.
    pub head: AuditHead,
}

/// A phase, with what its opening or its close depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseNeedsView {
    /// The phase.
    #[serde(flatten)]
    pub phase: PhaseView,
    /// What organisers should know of it.
    pub needs: Vec<Need>,
}

/// What a phase depends on, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// So many would qualify, or have.
    Qualified {
        /// Candidates.
        count: u64,
        /// Supports that it takes.
        threshold: u64,
    },
    /// Enough supports, but no charter signed: at the deadline they are out.
    ChartersMissing {
        /// Candidates.
        count: u64,
    },
    /// Nominees with enough who have not declared: at the end of the provisional list they are out.
    Invited {
        /// Nominees.
        count: u64,
    },
    /// Answers that are awaited; silence is a refusal.
    Unconfirmed {
        /// Candidates.
        count: u64,
        /// Of the last of them.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        until: Option<Timestamp>,
    },
    /// The pre-selection takes place, or will be left out.
    Preselection {
        /// Who confirmed.
        confirmed: u64,
        /// It takes place with more than so many.
        above: u64,
        /// It takes place as things stand.
        held: bool,
    },
    /// Who is in the final as things stand; without any there is none.
    Finalists {
        /// Candidates.
        count: u64,
    },
}

/// A candidate whose answer is awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwaitedView {
    /// Whom.
    pub id: CandidateId,
    /// Their name.
    pub name: String,
    /// Where they stand.
    pub state: CandidateState,
    /// Until when.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub confirm_by: Timestamp,
    /// The letter that asks them went out; a nominee has no address to write to.
    pub told: bool,
}
