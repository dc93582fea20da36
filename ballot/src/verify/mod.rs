//! Verifies a whole archive: everything from the archive alone, streamed twice in bounded memory, on all cores. The first
//! walk checks how things hang together (board, credentials, lots, order); the second checks the ballots' signatures and
//! proofs, batch by batch, and adds up those that count.
//!
//! Memory: a fixed number of batches, and per ballot some 200 bytes (who voted last, which hashes were seen), per
//! credential of the opening 32 bytes.

mod blame;
mod crunch;
mod fault;
mod lots;
mod report;
mod voters;
mod walk;

use crate::ballot::Ballot;
use crate::board::Checkpoint;
use std::io::{self, BufRead};
use std::num::NonZeroUsize;

pub use fault::{Fault, Wrong};
pub use report::{Report, Seen, Stage, Watch};

/// What to demand of an archive, and how to check it.
#[derive(Clone, Debug)]
pub struct Options {
    /// How far the archive must go. A result by default: an archive that was cut short is refused.
    pub stage: Stage,
    /// Checkpoints that were seen elsewhere: the archive's board must pass through each.
    pub pinned: Vec<Checkpoint>,
    /// Threads that check ballots.
    pub threads: NonZeroUsize,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { stage: Stage::Counted, pinned: Vec::new(), threads }
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The archive cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The first thing that is wrong.
    #[error(transparent)]
    Wrong(#[from] Wrong),
}

/// Verifies an archive. `open` gives it from its start, each time it is called.
pub fn verify<R: BufRead>(
    open: impl Fn() -> io::Result<R>,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Report, VerifyError> {
    let skeleton = match walk::walk(open()?, options, watch) {
        Err(VerifyError::Wrong(wrong)) => return Err(blame::blame(open()?, wrong).into()),
        walked => walked?,
    };
    let sums = crunch::crunch(open()?, options, &skeleton, watch)?;
    skeleton.report(sums).map_err(VerifyError::Wrong)
}

/// Checks one ballot as a platform does before it takes it in: place, signature, proof. Whether the credential may vote
/// here, whose lot it is, and copies, are for the caller's own records (`Ballot::place`, `Ballot::fingerprint`).
pub fn check_one(
    ballot: &Ballot,
    election: &crate::manifest::Election,
    candidates: &[u32],
) -> Result<(), crate::ballot::BallotFault> {
    ballot.fits(election.hash(), candidates, election.columns())?;
    ballot.check_signature()?;
    ballot.check_proof(election.key(), election.generators())
}
