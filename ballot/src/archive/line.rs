//! What the lines say.

use crate::board::{Checkpoint, Kind};
use crate::bytes::{Blob, Bytes32};
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A leaf of the board. The manifest is the first line.
    Leaf(Leaf),
    /// Credentials of the opening, sorted over all lines.
    Credentials(Vec<Bytes32>),
    /// What lots were drawn with; only after the close.
    Draws(Draws),
    /// A lot that was drawn.
    Lot(Lot),
    /// A lot that went back, by its number.
    LotExpired(u64),
    /// What the board signed after the leaves above.
    Checkpoint(Checkpoint),
}

/// A leaf of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Its place on the board, from 0.
    pub index: u64,
    /// What it is.
    pub kind: Kind,
    /// Its body, or the body's hash.
    pub body: Body,
}

/// What an archive has of a leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// All of it.
    Whole(Blob),
    /// Its SHA-256: not public yet, or erased.
    Hash(Bytes32),
}

/// What lots were drawn with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draws {
    /// The operator's secret that the manifest commits to.
    pub secret: Bytes32,
    /// What was drawn in public after the commitment.
    pub randomness: Bytes32,
    /// Where it comes from.
    pub source: String,
}

/// A lot that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// Its number, greater than 0.
    pub number: u64,
    /// Whose.
    pub credential: Bytes32,
    /// The voter's how-many-th, from 1.
    pub draw: u32,
    /// The candidates' numbers, in the order drawn.
    pub candidates: Vec<u32>,
    /// What was public of it before the close.
    pub commitment: Bytes32,
}

/// The body of the close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// The platform's clock, seconds since 1970.
    pub time: u64,
    /// Ballots on the board.
    pub ballots: u64,
    /// The lots' log, where there are lots.
    pub lots: Option<LotsRoot>,
}

/// The lots' log, as a tree over its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotsRoot {
    /// Lines, the first of which says what lots were drawn with.
    pub count: u64,
    /// The root over the lines' bytes.
    pub root: Bytes32,
}

/// The body of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Ballots that count: the last of each credential, or of each credential and lot.
    pub ballots: u64,
    /// Credentials among them.
    pub voters: u64,
    /// Those of them that a voter's own program filled in.
    pub own: u64,
    /// Those that a bot filled in and saw.
    pub assisted: u64,
    /// For each candidate in the manifest's order: judgments for each grade, worst first, then "no opinion".
    pub counts: Vec<Vec<u64>>,
}
