//! Who goes on: qualified candidates at the deadline, those who did not answer, finalists, the winner.

use super::grade::Grade;
use super::ranking::Standing;
use crate::api::types::{CandidateState, ChangeCause};
use isoloir_config::primary::{FinalVote, Preselection, Qualification};
use jiff::Timestamp;

/// What becomes of a candidate, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The new state.
    pub state: CandidateState,
    /// Its cause.
    pub cause: ChangeCause,
}

/// Whether that many supports (nominations included: seed, "que le citoyen soit candidat volontaire ou plébiscité") and
/// the charter qualify.
pub fn qualifies(rules: &Qualification, supports: u64, charter_signed: bool) -> bool {
    supports >= rules.threshold && (charter_signed || !rules.charter)
}

/// What the deadline of the identification does to a candidate. A nominee with enough stays one: they are invited to
/// declare during the provisional list (see [`at_end_of_invitation`]).
pub fn at_deadline(
    rules: &Qualification,
    state: CandidateState,
    supports: u64,
    charter_signed: bool,
) -> Option<Outcome> {
    let missed = Outcome { state: CandidateState::Lapsed, cause: ChangeCause::Deadline };
    match state {
        CandidateState::Declared if qualifies(rules, supports, charter_signed) => {
            Some(Outcome { state: CandidateState::Qualified, cause: ChangeCause::Threshold })
        }
        CandidateState::Declared => Some(missed),
        CandidateState::Nominated if supports < rules.threshold => Some(missed),
        _ => None,
    }
}

/// What the end of the provisional list does: a nominee who declared and signed in time qualifies; "silence is a
/// refusal".
pub fn at_end_of_invitation(
    rules: &Qualification,
    state: CandidateState,
    supports: u64,
    charter_signed: bool,
) -> Option<Outcome> {
    match state {
        CandidateState::Nominated => Some(Outcome { state: CandidateState::Lapsed, cause: ChangeCause::Silence }),
        _ => at_deadline(rules, state, supports, charter_signed),
    }
}

/// What silence does to somebody who was asked to confirm: qualified candidates and finalists lapse at the deadline
/// (see `Calendar::answer_by`). `confirmed`: a finalist who has said yes stays.
pub fn at_silence(state: CandidateState, confirmed: bool, answer_by: Timestamp, now: Timestamp) -> Option<Outcome> {
    let awaited = match state {
        CandidateState::Qualified => true,
        CandidateState::Finalist => !confirmed,
        _ => false,
    };
    let lapsed = Outcome { state: CandidateState::Lapsed, cause: ChangeCause::Silence };
    (awaited && now >= answer_by).then_some(lapsed)
}

/// Whether there is a pre-selection: "only with more than 5 confirmed".
pub fn has_preselection(rules: &Preselection, confirmed: usize) -> bool {
    confirmed > usize::try_from(rules.only_above).unwrap_or(usize::MAX)
}

/// Who goes to the final, of standings in rank order: the first of the order whose majority grade is not the worst of
/// the scale (where the primary refuses it). Fewer may qualify. Ours: all tied across the last place go through.
pub fn finalists<'a>(rules: &FinalVote, standings: &'a [Standing]) -> impl Iterator<Item = &'a Standing> {
    let refuse_worst = rules.refuse_worst;
    let accepted = move |standing: &&Standing| !(refuse_worst && standing.majority_grade == Grade::WORST);
    // With a rank shared (1, 1, 3), everyone of a rank within the places is in, tied ones past the last place too.
    // Refused ones stand behind all others, so they take no place from anybody.
    let places = rules.finalists;
    standings.iter().filter(accepted).filter(move |standing| standing.rank <= places)
}

/// Who won: the first of the order; several when they are tied, which is shown as a tie. Nobody without candidates.
pub fn winners(standings: &[Standing]) -> impl Iterator<Item = &Standing> {
    standings.iter().take_while(|standing| standing.rank == 1)
}
