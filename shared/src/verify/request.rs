//! What to check beside an archive.

use crate::api::types::{AuditEntry, AuditHead, PrimaryView, ResultView};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::board::{Checkpoint, Receipt};
use isoloir_ballot::bytes::Bytes32;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What to check beside the archive itself. By default nothing.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Checkpoints that were seen elsewhere: in a public room, at another voter's.
    pub elsewhere: Vec<Checkpoint>,
    /// Checkpoints that this device has seen, of whatever election. They must fit, and count as nobody else's word.
    pub device: Vec<Checkpoint>,
    /// The election that this device follows at the round whose archive this is, if it has seen one.
    pub followed: Option<Bytes32>,
    /// Receipts of this device, of whatever election.
    pub receipts: Vec<Receipt>,
    /// Ballots that somebody asks about.
    pub trackers: Vec<Tracker>,
    /// Ballots that were opened: are they on the board as such?
    pub spoiled: Vec<Bytes32>,
    /// What a platform says of itself.
    pub live: Option<Live>,
    /// The organisers' log.
    pub audit: Option<AuditLog>,
    /// Threads; all cores if none is said.
    pub threads: Option<NonZeroUsize>,
    /// Ends it early.
    pub stop: Stop,
}

/// What a platform says of the election whose archive it gave.
#[derive(Clone, Debug)]
pub struct Live {
    /// SHA-256 of the manifest that it names.
    pub election: Bytes32,
    /// It holds the trustees' keys itself.
    pub local: bool,
    /// Its newest checkpoint when the archive was asked for.
    pub checkpoint: Checkpoint,
    /// The primary: names of grades, places in the final.
    pub primary: PrimaryView,
    /// The result that it shows, if any.
    pub result: Option<ResultView>,
}

/// The log of what organisers did.
#[derive(Clone, Debug, Default)]
pub struct AuditLog {
    /// Its entries.
    pub entries: Vec<AuditEntry>,
    /// Where it says that it ends.
    pub head: Option<AuditHead>,
}

/// How far a verification is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Done.
    pub done: u64,
    /// Of so much, in the same unit; 0 while it is not known.
    pub total: u64,
}

/// Ends a verification from another thread. Clones are the same switch.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ends it: reading fails from now on.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// It was ended.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A reader that can be stopped.
    pub(super) fn guard<R>(&self, input: R) -> Guarded<R> {
        Guarded { input, stop: self.clone() }
    }
}

/// Reads until it is stopped.
pub(super) struct Guarded<R> {
    input: R,
    stop: Stop,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer)
    }
}

impl<R: BufRead> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stop.is_stopped() {
            return Err(io::Error::other("stopped"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
    }
}
