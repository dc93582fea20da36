//! Whether a log is whole.

use super::{GENESIS, hash};
use crate::api::types::{AuditEntry, AuditHead};

/// Where a log is broken: the first entry that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {defect}")]
pub struct Broken {
    /// The entry's place.
    pub seq: u64,
    /// What is wrong with it.
    pub defect: Defect,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Another entry stands in this place: some are missing, twice, or in another order.
    #[error("another place was due")]
    Place,
    /// It does not follow the entry before it.
    #[error("it does not follow the entry before it")]
    Previous,
    /// Its hash is not that of what it says.
    #[error("its hash is not that of what it says")]
    Hash,
    /// It is not the one that was known before.
    #[error("it is not the one that was known")]
    Known,
    /// It is missing: the log ends before what was known, or before where it says that it ends.
    #[error("the log ends before it")]
    Missing,
}

/// Reads a log entry by entry, however many pages it comes in.
#[derive(Clone, Debug)]
pub struct Verifier {
    head: AuditHead,
    known: Option<AuditHead>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { head: AuditHead { seq: 0, hash: GENESIS.to_owned() }, known: None }
    }
}

impl Verifier {
    /// One that also asks for a head that somebody kept.
    pub fn knowing(known: AuditHead) -> Self {
        Self { known: Some(known), ..Self::default() }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// If it is not as it must be.
    pub fn take(&mut self, entry: &AuditEntry) -> Result<(), Broken> {
        let due = self.head.seq.saturating_add(1);
        let broken = |seq, defect| Err(Broken { seq, defect });
        if entry.seq != due {
            return broken(due, Defect::Place);
        }
        if entry.previous != self.head.hash {
            return broken(due, Defect::Previous);
        }
        if entry.hash != hash(&self.head.hash, entry) {
            return broken(due, Defect::Hash);
        }
        if self.known.as_ref().is_some_and(|known| known.seq == due && known.hash != entry.hash) {
            return broken(due, Defect::Known);
        }
        self.head = AuditHead { seq: due, hash: entry.hash.clone() };
        Ok(())
    }

    /// Where the log ends, once all of it was taken. `says` is where it says so itself.
    ///
    /// # Errors
    /// If it ends too early.
    pub fn end(self, says: Option<&AuditHead>) -> Result<AuditHead, Broken> {
        let missing = self.known.as_ref().into_iter().chain(says).find(|head| head.seq > self.head.seq);
        if missing.is_some() {
            return Err(Broken { seq: self.head.seq.saturating_add(1), defect: Defect::Missing });
        }
        match says {
            Some(says) if says.seq == self.head.seq && says.hash != self.head.hash => {
                Err(Broken { seq: self.head.seq, defect: Defect::Known })
            }
            _ => Ok(self.head),
        }
    }
}

/// Checks a whole log.
///
/// # Errors
/// The first entry that is not as it must be.
pub fn verify(entries: &[AuditEntry]) -> Result<AuditHead, Broken> {
    let mut verifier = Verifier::default();
    entries.iter().try_for_each(|entry| verifier.take(entry))?;
    verifier.end(None)
}
