//! The exact probability that a candidate is in a lot: every way in which the random choices can fall is followed.

use super::draw::draw_by;
use super::state::DrawState;
use super::stream::Choices;
use crate::api::ids::CandidateId;

/// Gives the choices of one path, and remembers how many there were at each point.
struct Path<'a> {
    choices: &'a mut Vec<(u32, u32)>,
    at: usize,
}

impl Choices for Path<'_> {
    fn below(&mut self, bound: u32) -> u32 {
        let bound = bound.max(1);
        if self.at == self.choices.len() {
            self.choices.push((0, bound));
        }
        let (choice, seen) = self.choices[self.at];
        assert_eq!(seen, bound, "the same choices lead to the same point");
        self.at += 1;
        choice
    }
}

/// The next path in the order of a counter, if there is one.
fn advance(choices: &mut Vec<(u32, u32)>) -> bool {
    while let Some((choice, bound)) = choices.pop() {
        if choice + 1 < bound {
            choices.push((choice + 1, bound));
            return true;
        }
    }
    false
}

/// The denominator of all probabilities: a common multiple of every product of bounds that comes up here.
const WHOLE: u128 = 1 << 40;
const ALL: u128 = WHOLE * 3u128.pow(24) * 25 * 7;

/// How likely each candidate is in lot number `draws`, and at its first place, in parts of [`ALL`].
fn chances(candidates: u32, size: usize, draws: usize) -> (Vec<u128>, Vec<u128>) {
    let ids: Vec<CandidateId> = (0..candidates).map(CandidateId).collect();
    let (mut inside, mut first) = (vec![0; ids.len()], vec![0; ids.len()]);
    let mut choices = Vec::new();
    loop {
        let mut state = DrawState::new(ids.clone(), size).unwrap();
        let mut path = Path { choices: &mut choices, at: 0 };
        let mut lot = Vec::new();
        for _ in 0..draws {
            lot = draw_by(&mut state, &mut path).ids();
        }
        let ways: u128 = choices.iter().map(|(_, bound)| u128::from(*bound)).product();
        assert_eq!(ALL % ways, 0, "{choices:?}");
        lot.iter().for_each(|candidate| inside[candidate.0 as usize] += ALL / ways);
        first[lot[0].0 as usize] += ALL / ways;
        if !advance(&mut choices) {
            return (inside, first);
        }
    }
}

#[test]
fn every_candidate_is_in_a_lot_with_probability_exactly_l_over_c() {
    for (candidates, size, draws) in
        [(3, 2, 1), (3, 2, 2), (3, 2, 3), (4, 2, 1), (4, 2, 2), (4, 2, 3), (5, 3, 1), (4, 3, 2)]
    {
        let (inside, first) = chances(candidates, size, draws);
        for candidate in 0..candidates as usize {
            let context = format!("{candidate} of {candidates}, lot {draws} of {size}");
            assert_eq!(inside[candidate] * u128::from(candidates), ALL * size as u128, "{context}");
            assert_eq!(first[candidate] * u128::from(candidates), ALL, "at the first place: {context}");
        }
    }
}
