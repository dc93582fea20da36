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

    /// The roots of its whole subtrees, largest first: with the size all that there is of it.
    pub fn peaks(&self) -> &[Node] {
        &self.peaks
    }

    /// From its size and the roots of its whole subtrees; none if they are not as many as the size says.
    pub fn from_parts(size: u64, peaks: Vec<Node>) -> Option<Self> {
        (usize::try_from(size.count_ones()).ok()? == peaks.len()).then_some(Self { size, peaks })
    }

    /// The inclusion proof of the next leaf, in the log that ends with it: to be asked before it is pushed.
    pub fn path_of_next(&self) -> Vec<Node> {
        self.peaks.iter().rev().copied().collect()
    }

    /// The root as of now.
    pub fn root(&self) -> Node {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(*last, |right, left| node(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::super::check_inclusion;
    use super::*;

    #[test]
    fn each_leaf_is_included_in_the_log_that_ends_with_it() {
        let mut log = Frontier::default();
        for place in 0..70 {
            let leaf = [place; 32];
            let path = log.path_of_next();
            // Kept as columns are, and read back.
            log = Frontier::from_parts(log.size(), log.peaks().to_vec()).unwrap();
            log.push(leaf);
            check_inclusion(&leaf, place.into(), log.size(), &path, &log.root()).unwrap();
        }
        assert_eq!(Frontier::from_parts(5, log.peaks()[..1].to_vec()), None);
    }
}
