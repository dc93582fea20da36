//! A log with proofs: every complete subtree's root is kept, so that a proof takes logarithmic time.

use super::{LogError, Node, empty_root, node};

/// All leaves and complete subtrees.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `levels[k][i]` is the root of the i-th run of 2^k leaves.
    levels: Vec<Vec<Node>>,
}

impl Tree {
    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// One more leaf, by its hash.
    pub fn push(&mut self, leaf: Node) {
        let mut new = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else { return };
            nodes.push(new);
            match nodes.as_slice() {
                [.., left, right] if nodes.len().is_multiple_of(2) => new = node(left, right),
                _ => return,
            }
        }
    }

    /// The root of the first `size` leaves.
    pub fn root(&self, size: u64) -> Result<Node, LogError> {
        if size == 0 { Ok(empty_root()) } else { self.range(0, size) }
    }

    /// Shows that a leaf is in the log of that size: the roots beside its way up.
    pub fn inclusion(&self, leaf: u64, size: u64) -> Result<Vec<Node>, LogError> {
        if leaf >= size || size > self.size() {
            return Err(LogError::Size);
        }
        let mut path = Vec::new();
        let (mut low, mut high) = (0, size);
        while high - low > 1 {
            let middle = low + split(high - low);
            if leaf < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// Shows that the log of `old` leaves is the start of that of `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Node>, LogError> {
        if old > new || new > self.size() {
            return Err(LogError::Size);
        }
        let mut path = Vec::new();
        if old == 0 || old == new {
            return Ok(path);
        }
        let (mut low, mut high) = (0, new);
        // Down to the subtree that ends where the old log ended.
        while high != old {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        // Who has the old root knows that subtree already if it is the whole old log.
        if low != 0 {
            path.push(self.range(low, high)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The root over some leaves: from the cache where it is one subtree.
    fn range(&self, low: u64, high: u64) -> Result<Node, LogError> {
        let length = high - low;
        if length.is_power_of_two() && low.is_multiple_of(length) {
            let level = usize::try_from(length.trailing_zeros()).map_err(|_| LogError::Size)?;
            let place = usize::try_from(low / length).map_err(|_| LogError::Size)?;
            return self.levels.get(level).and_then(|nodes| nodes.get(place)).copied().ok_or(LogError::Size);
        }
        let middle = low + split(length);
        Ok(node(&self.range(low, middle)?, &self.range(middle, high)?))
    }
}

/// The largest power of two below a length of two or more.
fn split(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}
