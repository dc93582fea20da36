//! What a verification found right, and what can be watched while it runs.

use crate::archive::{Counts, Draws, Lot};
use crate::board::Checkpoint;
use crate::bytes::Bytes32;
use crate::manifest::Election;
use crate::tally::Encrypted;

/// How far an election has come, by what stands on its board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Ballots may still come.
    Open,
    /// Closed, not counted.
    Closed,
    /// The counts are on the board.
    Counted,
}

/// All of this holds.
#[derive(Debug)]
pub struct Report {
    /// The manifest, checked.
    pub election: Election,
    /// How far it has come.
    pub stage: Stage,
    /// Leaves on the board.
    pub leaves: u64,
    /// What the board signed last.
    pub checkpoint: Checkpoint,
    /// Checkpoints checked, the last among them.
    pub checkpoints: u64,
    /// Pinned checkpoints that the board passes through.
    pub pinned: u64,
    /// Credentials of the opening.
    pub credentials: u64,
    /// Credentials admitted after it.
    pub admitted: u64,
    /// Lots drawn; lots that went back. Whether the draws were fair is for `Watch::lot` to replay.
    pub lots: (u64, u64),
    /// Ballots on the board.
    pub ballots: u64,
    /// Ballots whose bodies are not in the archive: not public yet, or erased. If there is one, **no ballot count and no
    /// result was checked**, only the board.
    pub missing: u64,
    /// Ballots that were opened to check a program, and not cast.
    pub spoiled: u64,
    /// What the ballots give, from the ballots themselves; nothing if bodies are missing. The judgments stand in it once
    /// the trustees' decryptions were checked.
    pub counts: Option<Counts>,
    /// Trustees who decrypted.
    pub decrypted: Vec<u16>,
    /// The sums to decrypt; nothing before the close or if bodies are missing.
    pub tally: Option<Encrypted>,
}

impl Report {
    /// Does the announced result follow from the ballots cast? Only then may one say so.
    pub fn result_checked(&self) -> bool {
        self.stage == Stage::Counted && self.missing == 0
    }
}

/// What was found of one ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its leaf.
    pub leaf: u64,
    /// Its hash.
    pub hash: Bytes32,
    /// Does it count, or did the same voter cast a later one? Not known if bodies are missing.
    pub counts: Option<bool>,
}

/// Watches a verification: progress, one's own ballot, the lots for a replay. Called in one thread, in the archive's order.
pub trait Watch {
    /// So many bytes of so many were read, both walks together; the total is known from the second on.
    fn progress(&mut self, _done: u64, _total: Option<u64>) {}
    /// What lots were drawn with.
    fn draws(&mut self, _draws: &Draws) {}
    /// A lot was drawn.
    fn lot(&mut self, _lot: &Lot) {}
    /// A lot went back.
    fn lot_expired(&mut self, _number: u64) {}
    /// A ballot on the board.
    fn ballot(&mut self, _seen: &Seen) {}
}

/// Watches nothing.
impl Watch for () {}
