//! What a voter keeps after casting: where the ballot stands, and the board's signed word that it does.

use super::{Checkpoint, Kind, LogError, Tree, ViewFault, check_inclusion, leaf_hash};
use crate::ballot::Tracker;
use crate::bytes::{Bytes32, Fixed};
use serde::{Deserialize, Serialize};

/// A ballot is on the board. Shows no grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// SHA-256 of the ballot.
    pub ballot: Bytes32,
    /// Its leaf.
    pub leaf: u64,
    /// The roots beside its way up to the checkpoint's root.
    pub path: Vec<Bytes32>,
    /// What the board signed.
    pub checkpoint: Checkpoint,
}

/// Why a receipt is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// It is for another ballot than the one that was cast.
    #[error("a receipt for another ballot")]
    Ballot,
    /// The checkpoint is not the board's word about this election.
    #[error(transparent)]
    View(#[from] ViewFault),
    /// The ballot is not where the receipt says.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl Receipt {
    /// For a ballot at that leaf, under a checkpoint of this log.
    pub fn new(tree: &Tree, ballot: Bytes32, leaf: u64, checkpoint: Checkpoint) -> Result<Self, LogError> {
        let path = tree.inclusion(leaf, checkpoint.size)?.into_iter().map(Fixed).collect();
        Ok(Self { ballot, leaf, path, checkpoint })
    }

    /// Checks that the ballot that was cast, by its hash, is on the board that this election's manifest names.
    pub fn check(&self, cast: &Bytes32, board: &Bytes32, election: &Bytes32) -> Result<(), ReceiptFault> {
        if self.ballot != *cast {
            return Err(ReceiptFault::Ballot);
        }
        self.checkpoint.check(board, election)?;
        let path: Vec<_> = self.path.iter().map(|node| node.0).collect();
        let leaf = leaf_hash(Kind::Ballot, &self.ballot.0);
        Ok(check_inclusion(&leaf, self.leaf, self.checkpoint.size, &path, &self.checkpoint.root.0)?)
    }

    /// What the voter reads and keeps.
    pub fn tracker(&self) -> Tracker {
        Tracker::of(&self.ballot)
    }
}
