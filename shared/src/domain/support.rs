//! Supports and nominations. Seed: up to 5 of each, moved "at any time"; one of the two per citizen and candidate.
//! A store must keep these limits as constraints too: this says what they are and why one is met.

use super::candidate::{can_be_nominated, can_be_supported};
use crate::api::ids::CandidateId;
use crate::api::types::CandidateState;

/// What one citizen has given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Declared candidates supported.
    pub supports: Vec<CandidateId>,
    /// Citizens nominated. Ours: they stay here, and go on counting, when the nominee declares.
    pub nominations: Vec<CandidateId>,
}

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is there already: nothing.
    Nothing,
    /// Add it.
    Add,
    /// Withdraw that one and add this, in one step.
    Replace(CandidateId),
}

/// Why a support or a nomination cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupportError {
    /// At the limit: which one should it replace?
    #[error("at the limit of {limit}")]
    LimitReached {
        /// How many there may be.
        limit: u32,
        /// Those given now.
        current: Vec<CandidateId>,
    },
    /// The one to replace is not given.
    #[error("candidate {0} to replace is not among those given")]
    NotGiven(CandidateId),
    /// This citizen has nominated this candidate (or supports them): it counts once.
    #[error("given already in the other form")]
    OtherForm,
    /// The candidate's state does not allow it.
    #[error("not possible for a candidate who is {0:?}")]
    WrongState(CandidateState),
}

/// Supporting a candidate.
pub fn support(
    given: &Given,
    candidate: CandidateId,
    state: CandidateState,
    replaces: Option<CandidateId>,
    limit: u32,
) -> Result<Step, SupportError> {
    if given.supports.contains(&candidate) {
        return Ok(Step::Nothing);
    }
    if !can_be_supported(state) {
        return Err(SupportError::WrongState(state));
    }
    if given.nominations.contains(&candidate) {
        return Err(SupportError::OtherForm);
    }
    step(&given.supports, replaces, limit)
}

/// Nominating a citizen: one who is on the list already, or somebody new (`state` is none).
pub fn nominate(
    given: &Given,
    candidate: Option<CandidateId>,
    state: Option<CandidateState>,
    replaces: Option<CandidateId>,
    limit: u32,
) -> Result<Step, SupportError> {
    if let Some(candidate) = candidate {
        if given.nominations.contains(&candidate) {
            return Ok(Step::Nothing);
        }
        if given.supports.contains(&candidate) {
            return Err(SupportError::OtherForm);
        }
    }
    match state {
        Some(state) if !can_be_nominated(state) => Err(SupportError::WrongState(state)),
        _ => step(&given.nominations, replaces, limit),
    }
}

fn step(given: &[CandidateId], replaces: Option<CandidateId>, limit: u32) -> Result<Step, SupportError> {
    match replaces {
        Some(old) if given.contains(&old) => Ok(Step::Replace(old)),
        Some(old) => Err(SupportError::NotGiven(old)),
        None if given.len() >= usize::try_from(limit).unwrap_or(usize::MAX) => {
            Err(SupportError::LimitReached { limit, current: given.to_vec() })
        }
        None => Ok(Step::Add),
    }
}
