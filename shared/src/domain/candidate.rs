//! A candidate's states and how one leads to another. Each change has a date and a cause, kept for ever.

use crate::api::types::{CandidateState, ChangeCause};

/// A change that the rules do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a candidate does not go from {from:?} to {to:?} by {cause:?}")]
pub struct NotAllowed {
    /// Where the candidate stands; none: not there yet.
    pub from: Option<CandidateState>,
    /// Where they should go.
    pub to: CandidateState,
    /// Why.
    pub cause: ChangeCause,
}

/// Whether a candidate may go from one state to another for a cause. `from` is none for somebody new.
pub fn change(
    from: Option<CandidateState>,
    to: CandidateState,
    cause: ChangeCause,
) -> Result<CandidateState, NotAllowed> {
    if allowed(from, to, cause) { Ok(to) } else { Err(NotAllowed { from, to, cause }) }
}

fn allowed(from: Option<CandidateState>, to: CandidateState, cause: ChangeCause) -> bool {
    use CandidateState as S;
    use ChangeCause as C;
    let Some(from) = from else {
        return matches!((to, cause), (S::Nominated, C::Nomination) | (S::Declared, C::Declaration) | (_, C::Import));
    };
    match (from, to, cause) {
        // An earlier record is copied as it was.
        (_, _, C::Import) => from != to,
        // Somebody put forward answers, or does not.
        (S::Nominated, S::Declared, C::Declaration) => true,
        (S::Nominated, S::Refused, C::Refusal) => true,
        (S::Nominated, S::Lapsed, C::Silence | C::Deadline) => true,
        // The deadline: 500 supports and the charter, or not.
        (S::Declared, S::Qualified, C::Threshold) => true,
        (S::Declared, S::Lapsed, C::Deadline) => true,
        // "Each qualified candidate confirms within 8 days of being asked, silence is a refusal."
        (S::Qualified, S::Confirmed, C::Confirmation) => true,
        (S::Qualified, S::Refused, C::Refusal) => true,
        (S::Qualified, S::Lapsed, C::Silence) => true,
        // The pre-selection chooses; where it is left out, all who confirmed go through.
        (S::Confirmed, S::Finalist, C::Vote | C::Confirmation) => true,
        // Finalists confirm once more, and stay what they are.
        (S::Finalist, S::Finalist, C::Confirmation) => true,
        (S::Finalist, S::Refused, C::Refusal) => true,
        (S::Finalist, S::Lapsed, C::Silence) => true,
        (S::Finalist, S::Winner, C::Vote) => true,
        // Who left may come back while candidates are still being looked for (the calendar says when).
        (S::Withdrawn, S::Declared, C::Declaration) => true,
        // A disqualification can be taken back after the candidate's reply.
        (S::Disqualified, S::Nominated | S::Declared | S::Qualified | S::Confirmed | S::Finalist, C::Organisers) => {
            true
        }
        (_, S::Withdrawn, C::Withdrawal) => is_running(from) && from != S::Nominated,
        (_, S::Disqualified, C::Organisers) => is_running(from),
        _ => false,
    }
}

/// Still in the primary.
pub fn is_running(state: CandidateState) -> bool {
    use CandidateState as S;
    match state {
        S::Nominated | S::Declared | S::Qualified | S::Confirmed | S::Finalist | S::Winner => true,
        S::Withdrawn | S::Refused | S::Lapsed | S::Disqualified => false,
    }
}

/// Whether citizens may put a support there: on a declared candidate who is still in.
pub fn can_be_supported(state: CandidateState) -> bool {
    is_running(state) && state != CandidateState::Nominated
}

/// Whether citizens may nominate them: only who has not declared; the others are supported.
pub fn can_be_nominated(state: CandidateState) -> bool {
    state == CandidateState::Nominated
}

/// Whether a change must be published with its reason in words.
pub fn needs_reason(to: CandidateState) -> bool {
    to == CandidateState::Disqualified
}
