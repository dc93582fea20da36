//! The names of phases, for every screen, draft and letter.

use super::{Key, key};
use crate::api::types::PhaseKind;

/// The name of a phase.
pub fn phase_name(kind: PhaseKind) -> Key {
    match kind {
        PhaseKind::Identification => key::PHASE_IDENTIFICATION,
        PhaseKind::ProvisionalList => key::PHASE_PROVISIONAL_LIST,
        PhaseKind::Preparation => key::PHASE_PREPARATION,
        PhaseKind::Preselection => key::PHASE_PRESELECTION,
        PhaseKind::Finalists => key::PHASE_FINALISTS,
        PhaseKind::FinalVote => key::PHASE_FINAL_VOTE,
        PhaseKind::Result => key::PHASE_RESULT,
    }
}
