//! What can be wrong with an archive. The words for people come from who shows them.

use crate::archive::LineFault;
use crate::ballot::{BallotFault, Tracker};
use crate::board::ViewFault;
use crate::bytes::Bytes32;
use crate::manifest::ManifestFault;
use crate::tally::TallyFault;
use crate::trustees::TrusteeFault;
use std::fmt;

/// The first thing that is wrong, and where.
#[derive(Debug, thiserror::Error)]
pub struct Wrong {
    /// What.
    pub fault: Fault,
    /// The archive's line, from 1.
    pub line: Option<u64>,
    /// The board's leaf, from 0.
    pub leaf: Option<u64>,
    /// Which ballot.
    pub ballot: Option<Bytes32>,
}

impl Wrong {
    pub(super) fn of(fault: impl Into<Fault>) -> Self {
        Self { fault: fault.into(), line: None, leaf: None, ballot: None }
    }

    pub(super) fn at(fault: impl Into<Fault>, line: u64) -> Self {
        Self { line: Some(line), ..Self::of(fault) }
    }

    /// The tracker of the ballot.
    pub fn tracker(&self) -> Option<Tracker> {
        self.ballot.as_ref().map(Tracker::of)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(leaf) = self.leaf {
            write!(f, "leaf {leaf}: ")?;
        }
        if let Some(tracker) = self.tracker() {
            write!(f, "ballot {tracker}: ")?;
        }
        write!(f, "{}", self.fault)
    }
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A line.
    #[error(transparent)]
    Line(#[from] LineFault),
    /// The manifest.
    #[error("the manifest: {0}")]
    Manifest(#[from] ManifestFault),
    /// The trustees.
    #[error("the trustees: {0}")]
    Trustees(#[from] TrusteeFault),
    /// A ballot.
    #[error("the ballot: {0}")]
    Ballot(#[from] BallotFault),
    /// The decryption.
    #[error("the decryption: {0}")]
    Tally(#[from] TallyFault),
    /// A checkpoint.
    #[error(transparent)]
    View(#[from] ViewFault),
    /// The first line is no manifest, or a line stands where none of its kind may stand.
    #[error("a line of this kind cannot stand here")]
    Order,
    /// A leaf's number is not the next one.
    #[error("leaf {0} was expected")]
    Index(u64),
    /// The body of a leaf that must be public is not there.
    #[error("the body of this leaf is missing")]
    Body,
    /// Not the body that such a leaf has.
    #[error("the body of this leaf is not in its one spelling")]
    Spelling,
    /// A checkpoint's root or length is not the board's: a leaf was altered, added or dropped.
    #[error("the board has another root than the checkpoint says")]
    Root,
    /// A checkpoint is earlier than the one before it.
    #[error("the checkpoint's time goes back")]
    Time,
    /// The archive does not end with a checkpoint of the whole board.
    #[error("the archive does not end with a checkpoint of its whole board")]
    End,
    /// The archive does not go as far as demanded.
    #[error("the archive stops before the stage that was asked for")]
    Unfinished,
    /// The board does not pass through a checkpoint that was seen elsewhere: a split view or a dropped leaf.
    #[error("the board does not pass through a checkpoint of {0} leaves that was seen elsewhere")]
    Pinned(u64),
    /// Credentials are not sorted, not as many, or not those of the manifest's root.
    #[error("the list of credentials is not the manifest's")]
    Credentials,
    /// Nobody may be admitted after the opening, or this one is in already.
    #[error("this credential cannot be admitted")]
    Admitted,
    /// Not in the list of those who may vote.
    #[error("the credential is not on the list")]
    Unknown,
    /// The lots' secret is not the one committed to.
    #[error("the lots' secret is not the one that the manifest commits to")]
    LotSecret,
    /// A lot that cannot be: its number twice, not its size, unknown or double candidates.
    #[error("this lot cannot be")]
    Lot,
    /// The lots' lines are not those of the close.
    #[error("the lots are not those of the close")]
    LotLog,
    /// A ballot for a lot that was never drawn, went back, or is somebody else's.
    #[error("not a lot of this credential")]
    LotOwner,
    /// More lots than one credential may cast.
    #[error("more lots than one credential may cast")]
    LotCount,
    /// An older ballot after a newer one, or the same again.
    #[error("an older ballot stands after a newer one of the same voter")]
    Sequence,
    /// A second ballot where none may be changed.
    #[error("a second ballot where none may be changed")]
    Change,
    /// The ciphertexts of another ballot.
    #[error("a copy of another ballot")]
    Copy,
    /// It was opened.
    #[error("this ballot was opened, so it cannot be cast")]
    Spoiled,
    /// The close is before its time, or counts other ballots.
    #[error("the close is too early or counts other ballots")]
    Close,
    /// The announced result is not what the ballots give.
    #[error("the announced counts are not what the ballots give")]
    Result,
    /// The two walks did not see the same archive.
    #[error("the archive changed while it was read")]
    Changed,
}
