//! The bases of the commitments in a ballot's proof: points whose logarithms nobody knows.

use crate::group::Element;
use crate::hash;

/// `H` and one `G_i` for each cell of the largest ballot.
#[derive(Clone, Debug)]
pub struct Generators {
    /// Hides.
    pub h: Element,
    /// One for each cell, in the order of the ballot.
    pub cells: Vec<Element>,
}

impl Generators {
    /// For ballots of up to `cells` cells. The first ones are the same whatever the number.
    pub fn new(cells: usize) -> Self {
        let point = |n: usize| hash::point(hash::GENERATOR, &[&u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes()]);
        Self { h: point(0), cells: (1..=cells).map(point).collect() }
    }
}
