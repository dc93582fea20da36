//! A signed statement of how long the log is and what its root is. Whoever keeps one can show a split view.

use super::{LogError, Node, check_consistency};
use crate::bytes::{Bytes32, Bytes64};
use crate::credential::{Credential, SignatureError, check_signature};
use crate::hash;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The key that signs checkpoints: Ed25519, the platform's, named in the manifest.
pub type BoardKey = Credential;

/// "The log has this many leaves and this root."
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// SHA-256 of the manifest: which election.
    pub election: Bytes32,
    /// Leaves.
    pub size: u64,
    /// The platform's clock, seconds since 1970; its word only.
    pub time: u64,
    /// The root.
    pub root: Bytes32,
    /// By the board's key.
    pub signature: Bytes64,
}

fn message(election: &Bytes32, size: u64, time: u64, root: &Bytes32) -> Vec<u8> {
    [&election.0[..], &size.to_be_bytes(), &time.to_be_bytes(), &root.0].concat()
}

impl Checkpoint {
    /// Signs one.
    pub fn sign(key: &BoardKey, election: Bytes32, size: u64, time: u64, root: Node) -> Self {
        let root = crate::bytes::Fixed(root);
        let signature = key.sign(hash::CHECKPOINT, &message(&election, size, time, &root));
        Self { election, size, time, root, signature }
    }

    /// Is it the board's word about this election?
    pub fn check(&self, board: &Bytes32, election: &Bytes32) -> Result<(), ViewFault> {
        if self.election != *election {
            return Err(ViewFault::Election);
        }
        let message = message(&self.election, self.size, self.time, &self.root);
        check_signature(board, hash::CHECKPOINT, &message, &self.signature).map_err(ViewFault::Signature)
    }
}

/// As it is posted in public rooms: one line.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { election, size, time, root, signature } = self;
        write!(f, "isoloir/1 {election} {size} {time} {root} {signature}")
    }
}

/// No checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint")]
pub struct NotCheckpoint;

impl FromStr for Checkpoint {
    type Err = NotCheckpoint;

    fn from_str(text: &str) -> Result<Self, NotCheckpoint> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let ["isoloir/1", election, size, time, root, signature] = parts[..] else { return Err(NotCheckpoint) };
        let number = |text: &str| text.parse::<u64>().ok().filter(|n| n.to_string() == text).ok_or(NotCheckpoint);
        Ok(Self {
            election: election.parse().map_err(|_| NotCheckpoint)?,
            size: number(size)?,
            time: number(time)?,
            root: root.parse().map_err(|_| NotCheckpoint)?,
            signature: signature.parse().map_err(|_| NotCheckpoint)?,
        })
    }
}

/// What is wrong with what a board shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewFault {
    /// Of another election.
    #[error("a checkpoint of another election")]
    Election,
    /// Not signed by the board.
    #[error("the checkpoint: {0}")]
    Signature(SignatureError),
    /// Two signed statements that cannot both be true: a proof of misconduct.
    #[error("two checkpoints of the same length have different roots")]
    Split,
    /// The longer log does not start with the shorter one, or this was not shown.
    #[error("the log was not shown to grow from the known checkpoint: {0}")]
    Growth(LogError),
}

/// The latest checkpoint that a client has seen, kept from one run to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The board's key.
    pub board: Bytes32,
    /// What it said last.
    pub latest: Checkpoint,
}

impl Pin {
    /// The first one that a client sees.
    pub fn new(board: Bytes32, first: Checkpoint, election: &Bytes32) -> Result<Self, ViewFault> {
        first.check(&board, election)?;
        Ok(Self { board, latest: first })
    }

    /// Takes in another checkpoint, older or newer, with the proof between the two (shorter log first).
    pub fn see(&mut self, other: &Checkpoint, proof: &[Node]) -> Result<(), ViewFault> {
        other.check(&self.board, &self.latest.election)?;
        let known = &self.latest;
        let grows = |old: &Checkpoint, new: &Checkpoint| {
            check_consistency((old.size, &old.root.0), (new.size, &new.root.0), proof).map_err(ViewFault::Growth)
        };
        match other.size.cmp(&known.size) {
            Ordering::Less => grows(other, known),
            Ordering::Equal if other.root == known.root => Ok(()),
            Ordering::Equal => Err(ViewFault::Split),
            Ordering::Greater => {
                grows(known, other)?;
                self.latest = other.clone();
                Ok(())
            }
        }
    }
}
