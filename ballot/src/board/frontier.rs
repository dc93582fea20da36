//! The root of a growing log in logarithmic memory: the roots of its whole subtrees.

use super::{Node, empty_root, node};

/// A log whose leaves are not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of complete subtrees, largest first: one for each bit of the size.
    peaks: Vec<Node>,
}

impl Frontier {
    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// One more leaf, by its hash.
    pub fn push(&mut self, leaf: Node) {
        let mut new = leaf;
        // Each trailing one of the size is a complete subtree that the new one completes to a larger one.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                new = node(&left, &new);
            }
        }
        self.peaks.push(new);
        self.size += 1;
    }

    /// The root as of now.
    pub fn root(&self) -> Node {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(*last, |right, left| node(left, &right))
    }
}
