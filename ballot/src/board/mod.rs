//! The board: a log that only grows (RFC 6962), of hashes. Bodies stand beside it and can be erased; the log still holds.
//!
//! Written here because a verifier needs the roots of a stream that it does not keep, and a platform proofs from cached
//! levels; both are the few lines of the RFC.

mod checkpoint;
mod frontier;
mod leaf;
mod proof;
mod receipt;
mod tree;

pub use checkpoint::{BoardKey, Checkpoint, NotCheckpoint, Pin, ViewFault};
pub use frontier::Frontier;
pub use leaf::{Kind, leaf_hash};
pub use proof::{LogError, check_consistency, check_inclusion};
pub use receipt::{Receipt, ReceiptFault};
pub use tree::Tree;

use crate::hash::sha256;

/// A hash of the log.
pub type Node = [u8; 32];

/// The hash of two subtrees: SHA-256 of a byte 1 and both.
pub fn node(left: &Node, right: &Node) -> Node {
    sha256(&[&[1], left, right])
}

/// The root of a log with nothing in it: SHA-256 of nothing.
pub fn empty_root() -> Node {
    sha256(&[])
}
