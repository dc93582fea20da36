//! Problem details (RFC 9457): what went wrong, in the citizen's language, with a code that programs can match.

use super::{CandidateSummary, PhaseKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The body of every answer that is not a success (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/v1/problems/CODE`: a page that explains it.
    #[serde(rename = "type")]
    pub kind: String,
    /// In a few words, in the language asked.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do next, in the language asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// Stable code.
    pub code: ProblemCode,
    /// The deadline that passed, or the instant something opens.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub deadline: Option<Timestamp>,
    /// The phase in which it can be done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phase: Option<PhaseKind>,
    /// The candidates between whom to choose, at a limit.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub current: Vec<CandidateSummary>,
    /// Which field of the request is at fault.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// Which rule said no, as a stable word, where a code has several: `past`, `overlap`, `notice`, …
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<String>,
    /// Seconds to wait before asking again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u32>,
}

impl Problem {
    /// One that a client found by itself, before it asked the platform.
    pub fn here(code: ProblemCode, title: String) -> Self {
        let (kind, status) = ("about:blank".into(), 422);
        let (detail, deadline, phase, current, field) = (None, None, None, Vec::new(), None);
        Self { kind, title, status, detail, code, deadline, phase, current, field, rule: None, retry_after: None }
    }
}

/// Stable codes; new ones may come, none changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request cannot be read.
    Malformed,
    /// A field breaks a rule (see `field`).
    Invalid,
    /// No token, or one that is no longer good.
    Unauthenticated,
    /// Not for this account.
    Forbidden,
    /// Not on the roll yet.
    NotRegistered,
    /// No such thing.
    NotFound,
    /// Before the phase in which it can be done (see `deadline`).
    TooEarly,
    /// After the deadline (see `deadline`).
    TooLate,
    /// At the limit of supports or nominations (see `current`).
    LimitReached,
    /// Already there.
    Duplicate,
    /// The state of the candidate, or of the link (see `field`), does not allow it.
    WrongState,
    /// Somebody else's lot.
    ForeignLot,
    /// The lot went back: ask for another.
    LotExpired,
    /// Every candidate needs an answer (see `field`).
    IncompleteBallot,
    /// The ballot was cast and this primary forbids changes.
    AlreadyCast,
    /// This address voted, and its account was erased: its ballots count, and it casts no others in this primary.
    AlreadyVoted,
    /// No key for this round yet: `PUT /v1/me/credentials/{round}` first.
    NoCredential,
    /// Signed with another key than the one this voter has in this round: it is on another of their devices.
    OtherCredential,
    /// The ballot's bytes, proof or signature do not hold, or it is for another election (see `rule`).
    InvalidBallot,
    /// Ballots with these ciphertexts are on the board already, or it was opened (see `rule`).
    CopiedBallot,
    /// A later ballot of the same voter is on the board: its sequence must rise.
    OldBallot,
    /// Nothing left to draw for this voter.
    NoMoreLots,
    /// The code is wrong.
    WrongCode,
    /// The code is too old, or was tried too often: ask for a new one.
    CodeExpired,
    /// The code or secret of a link is unknown, used up or too old: offer another.
    LinkCode,
    /// The second factor must be shown first: `POST /v1/organise/proof`.
    SecondFactor,
    /// Whoever runs the primary is no candidate of it, and the other way round.
    Neutrality,
    /// Another organiser must approve.
    OwnProposal,
    /// The key was used for another request.
    KeyReused,
    /// The write needs an `Idempotency-Key`.
    KeyMissing,
    /// Too many requests (see `retry_after`).
    TooManyRequests,
    /// The body is too large.
    TooLarge,
    /// Rules of an open phase are frozen; or the notice is too short.
    Frozen,
    /// The result is published at the close.
    NotYet,
    /// The method or media type does not fit.
    Unsupported,
    /// The disk is full or the store busy: nothing was written, try again.
    Unavailable,
    /// Our fault; nothing was written.
    Internal,
    /// A code this client does not know yet.
    #[serde(other)]
    Unknown,
}
