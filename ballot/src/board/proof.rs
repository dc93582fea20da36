//! Checking a log's proofs (RFC 9162, 2.1.3.2 and 2.1.4.2).

use super::{Node, node};

/// Why a proof about the log is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// No such leaf, or no log of that size.
    #[error("not within the log")]
    Size,
    /// Too short or too long for these sizes.
    #[error("the proof has not the right length")]
    Length,
    /// It leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Is this leaf's hash at that place in the log with that root?
pub fn check_inclusion(leaf: &Node, place: u64, size: u64, path: &[Node], root: &Node) -> Result<(), LogError> {
    if place >= size {
        return Err(LogError::Size);
    }
    let (mut first, mut last) = (place, size - 1);
    let mut here = *leaf;
    for beside in path {
        if last == 0 {
            return Err(LogError::Length);
        }
        if first & 1 == 1 || first == last {
            here = node(beside, &here);
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            here = node(&here, beside);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    if last != 0 {
        return Err(LogError::Length);
    }
    if here == *root { Ok(()) } else { Err(LogError::Root) }
}

/// Is the log of `old` leaves the start of that of `new`?
pub fn check_consistency(old: (u64, &Node), new: (u64, &Node), path: &[Node]) -> Result<(), LogError> {
    let ((old, old_root), (new, new_root)) = (old, new);
    if old == 0 || old > new {
        return Err(LogError::Size);
    }
    if old == new {
        return match path {
            [] if old_root == new_root => Ok(()),
            [] => Err(LogError::Root),
            _ => Err(LogError::Length),
        };
    }
    let (mut first, mut last) = (old - 1, new - 1);
    while first & 1 == 1 {
        (first, last) = (first >> 1, last >> 1);
    }
    // A complete old log is itself the first subtree of the proof.
    let (start, rest) =
        if old.is_power_of_two() { (old_root, path) } else { path.split_first().ok_or(LogError::Length)? };
    let (mut from_old, mut from_new) = (*start, *start);
    for beside in rest {
        if last == 0 {
            return Err(LogError::Length);
        }
        if first & 1 == 1 || first == last {
            from_old = node(beside, &from_old);
            from_new = node(beside, &from_new);
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            from_new = node(&from_new, beside);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    if last != 0 {
        return Err(LogError::Length);
    }
    if from_old == *old_root && from_new == *new_root { Ok(()) } else { Err(LogError::Root) }
}
