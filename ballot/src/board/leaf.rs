//! What a leaf says: what kind of body, and its SHA-256. So a leaf's hash can be made without the body.

use super::Node;
use crate::hash::sha256;
use serde::{Deserialize, Serialize};

/// What stands on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    /// Leaf 0: what is voted on and how.
    Manifest = 0,
    /// A ballot that was cast.
    Ballot = 1,
    /// The hash of a ballot that was opened, and can't be cast.
    Spoiled = 2,
    /// A credential that was admitted after the opening.
    Admitted = 3,
    /// No ballot comes after it.
    Close = 4,
    /// A trustee's shares of the tally's decryption.
    Decryption = 5,
    /// The counts.
    Result = 6,
}

/// The hash of a leaf: SHA-256 of a byte 0, the kind's byte and the SHA-256 of the body.
pub fn leaf_hash(kind: Kind, body_hash: &[u8; 32]) -> Node {
    sha256(&[&[0], &[kind as u8], body_hash])
}
