//! One draw: who is in the lot, in which order, and why; and a lot that goes back.

use super::places::best_order;
use super::state::{DrawState, StateError};
use super::stream::{Choices, DrawStream};
use crate::api::ids::CandidateId;
use crate::api::types::LotReason;

/// A lot as drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// In the order drawn.
    pub candidates: Vec<DrawnCandidate>,
}

/// One place of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnCandidate {
    /// Who.
    pub candidate: CandidateId,
    /// Lots that showed this candidate before this one (expired ones given back).
    pub shown_before: u64,
    /// Why they are in this lot.
    pub reason: LotReason,
}

impl Lot {
    /// Who, in the order drawn.
    pub fn ids(&self) -> Vec<CandidateId> {
        self.candidates.iter().map(|drawn| drawn.candidate).collect()
    }
}

/// Draws a lot and counts it.
///
/// 1. Candidates are sorted by lots shown (issued − expired). Let `v` be the value at the last place of a lot: all below
///    `v` are in, and after this draw the counts of all who were level differ by at most 1.
/// 2. The other places are filled from those at `v`, each time by the one who has met those already in the least (the
///    sum of the pair counts); of `n` such, in the order of the state, the stream's number below `n` chooses.
/// 3. The order is, of all orders of the lot, one with the smallest sum of place counts; of `n` such, in dictionary order,
///    the stream's number below `n` chooses.
///
/// Every choice is uniform among candidates that differ in nothing but their name, so exchanging two names exchanges
/// their chances: all chances are equal, and each of `C` candidates is in any given lot of `L` with probability `L/C`.
pub fn draw(state: &mut DrawState, stream: &mut DrawStream) -> Lot {
    draw_by(state, stream)
}

pub(super) fn draw_by(state: &mut DrawState, stream: &mut impl Choices) -> Lot {
    let n = state.candidates.len();
    let size = state.lot_size;
    let mut shown: Vec<u64> = (0..n).map(|candidate| state.shown(candidate)).collect();
    shown.sort_unstable();
    let level = shown[size - 1];

    let (mut chosen, mut open) = (Vec::with_capacity(size), Vec::with_capacity(n));
    for candidate in 0..n {
        match state.shown(candidate).cmp(&level) {
            std::cmp::Ordering::Less => chosen.push(candidate),
            std::cmp::Ordering::Equal => open.push((candidate, 0)),
            std::cmp::Ordering::Greater => {}
        }
    }
    for (candidate, met) in &mut open {
        *met = chosen.iter().map(|other| state.pairs[*candidate * n + other]).sum::<u64>();
    }
    while chosen.len() < size {
        let least = open.iter().map(|(_, met)| *met).min().unwrap_or_default();
        let level_ones = open.iter().filter(|(_, met)| *met == least).count();
        let number = stream.below(u32::try_from(level_ones).unwrap_or(u32::MAX)) as usize;
        let nth = open.iter().enumerate().filter(|(_, (_, met))| *met == least).nth(number);
        let Some((place, (candidate, _))) = nth.map(|(place, row)| (place, *row)) else { break };
        open.remove(place);
        chosen.push(candidate);
        for (other, met) in &mut open {
            *met += state.pairs[*other * n + candidate];
        }
    }
    // The order of the search below must not depend on how the lot came about.
    chosen.sort_unstable();
    let order = best_order(&chosen, &state.places, size, stream);
    let candidates = order
        .iter()
        .map(|candidate| DrawnCandidate {
            candidate: state.candidates[*candidate],
            shown_before: state.shown(*candidate),
            reason: if state.shown(*candidate) < level { LotReason::LeastShown } else { LotReason::Drawn },
        })
        .collect();
    count(state, &order);
    Lot { candidates }
}

fn count(state: &mut DrawState, order: &[usize]) {
    let n = state.candidates.len();
    state.draws += 1;
    for (place, candidate) in order.iter().enumerate() {
        state.issued[*candidate] += 1;
        state.places[candidate * state.lot_size + place] += 1;
        for other in order.iter().filter(|other| *other != candidate) {
            state.pairs[candidate * n + other] += 1;
        }
    }
}

/// Takes back a lot that nobody cast in time: `expired` counts it, and who met whom at which place is forgotten, so
/// that the bounds go on holding for the lots that count. `candidates` is the lot in the order drawn.
pub fn expire(state: &mut DrawState, candidates: &[CandidateId]) -> Result<(), StateError> {
    let n = state.candidates.len();
    let find = |id: &CandidateId| state.candidates.iter().position(|candidate| candidate == id);
    let order: Option<Vec<usize>> = candidates.iter().map(find).collect();
    let order = order.filter(|order| order.len() == state.lot_size).ok_or(StateError::NotIssued)?;
    // Everything is checked before anything is taken back: a refused expiry changes nothing.
    for (place, candidate) in order.iter().enumerate() {
        let met_all = order.iter().filter(|other| *other != candidate).all(|other| state.met(*candidate, *other) > 0);
        let twice = order.iter().filter(|other| *other == candidate).count() > 1;
        if twice || !met_all || state.shown(*candidate) == 0 || state.placed(*candidate, place) == 0 {
            return Err(StateError::NotIssued);
        }
    }
    for (place, candidate) in order.iter().enumerate() {
        state.expired[*candidate] += 1;
        state.places[candidate * state.lot_size + place] -= 1;
        for other in order.iter().filter(|other| *other != candidate) {
            state.pairs[candidate * n + other] -= 1;
        }
    }
    Ok(())
}
