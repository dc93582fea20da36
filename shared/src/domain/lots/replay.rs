//! Anyone can repeat the whole sequence after the close and must get the same lots, bit for bit.

use super::draw::{draw, expire};
use super::state::{DrawState, StateError};
use super::stream::{ElectionSeed, OperatorSecret};
use crate::api::ids::{CandidateId, LotId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// One line of the log of an election's lots, in the order in which they were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum LogEntry {
    /// A lot was drawn.
    Issued {
        /// Which.
        lot: LotId,
        /// The voter's credential as hexadecimal: stands for a voter, says nothing of who it is.
        credential: String,
        /// The voter's how-many-th draw, from 1.
        draw: u32,
        /// In the order drawn.
        candidates: Vec<CandidateId>,
        /// The commitment that was public from then on, as hexadecimal.
        commitment: String,
    },
    /// A lot went back.
    Expired {
        /// Which.
        lot: LotId,
    },
}

/// Where a log differs from what its secret gives. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The secret is not the one that was committed to.
    #[error("the secret is not the one whose SHA-256 was published")]
    Secret,
    /// The draw gives another lot.
    #[error("line {line}: the draw gives {expected:?}, the log says {found:?}")]
    Lot {
        /// Which line.
        line: usize,
        /// What the draw gives.
        expected: Vec<CandidateId>,
        /// What the log says.
        found: Vec<CandidateId>,
    },
    /// The commitment is not that of the lot.
    #[error("line {line}: the commitment is not that of this lot")]
    Commitment {
        /// Which line.
        line: usize,
    },
    /// The credential is no hexadecimal text.
    #[error("line {line}: the credential is not hexadecimal")]
    Credential {
        /// Which line.
        line: usize,
    },
    /// One lot or one draw twice, or one that goes back without having been issued.
    #[error("line {line}: {reason}")]
    Sequence {
        /// Which line.
        line: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// The state cannot be.
    #[error(transparent)]
    State(#[from] StateError),
}

/// Draws lots again, one line of a log after another, and compares. What is kept of a lot is its candidates.
#[derive(Debug)]
pub struct Replay {
    seed: ElectionSeed,
    state: DrawState,
    open: HashMap<LotId, Vec<CandidateId>>,
    drawn: HashSet<(Vec<u8>, u32)>,
    line: usize,
}

impl Replay {
    /// Before the first draw.
    pub fn new(
        start: DrawState,
        secret: &OperatorSecret,
        published_commitment: &[u8; 32],
        public_randomness: &[u8; 32],
    ) -> Result<Self, ReplayError> {
        if secret.commitment() != *published_commitment {
            return Err(ReplayError::Secret);
        }
        start.check()?;
        let seed = ElectionSeed::new(secret, public_randomness);
        Ok(Self { seed, state: start, open: HashMap::new(), drawn: HashSet::new(), line: 0 })
    }

    /// A lot was drawn: the voter's credential, their how-many-th draw, and what the log says came of it.
    pub fn issued(
        &mut self,
        lot: LotId,
        credential: &[u8],
        number: u32,
        candidates: Vec<CandidateId>,
        commitment: &[u8],
    ) -> Result<(), ReplayError> {
        self.line += 1;
        let line = self.line;
        let mut stream = self.seed.stream(credential, number);
        if !self.drawn.insert((credential.to_vec(), number)) {
            return Err(ReplayError::Sequence { line, reason: "this voter has had this draw before" });
        }
        let expected = draw(&mut self.state, &mut stream).ids();
        if expected != candidates {
            return Err(ReplayError::Lot { line, expected, found: candidates });
        }
        if commitment != &stream.commitment(lot, &candidates)[..] {
            return Err(ReplayError::Commitment { line });
        }
        if self.open.insert(lot, candidates).is_some() {
            return Err(ReplayError::Sequence { line, reason: "a lot of this number was issued before" });
        }
        Ok(())
    }

    /// A lot went back.
    pub fn expired(&mut self, lot: LotId) -> Result<(), ReplayError> {
        self.line += 1;
        let line = self.line;
        let candidates = self.open.get_mut(&lot).map(std::mem::take).filter(|lot| !lot.is_empty());
        let reason = "goes back without having been issued, or twice";
        let candidates = candidates.ok_or(ReplayError::Sequence { line, reason })?;
        Ok(expire(&mut self.state, &candidates)?)
    }

    /// The state after the lines so far.
    pub fn state(&self) -> &DrawState {
        &self.state
    }
}

/// Draws every lot of a log again from `start` and compares. Gives the state after it.
///
/// Proves composition, order and counts, given the order of the arrivals. It does not prove that the operator did not
/// reorder arrivals, or which of them are people.
pub fn replay(
    start: DrawState,
    secret: &OperatorSecret,
    published_commitment: &[u8; 32],
    public_randomness: &[u8; 32],
    log: impl IntoIterator<Item = LogEntry>,
) -> Result<DrawState, ReplayError> {
    let mut replay = Replay::new(start, secret, published_commitment, public_randomness)?;
    for entry in log {
        let line = replay.line + 1;
        match entry {
            LogEntry::Issued { lot, credential, draw, candidates, commitment } => {
                let credential = unhex(&credential).ok_or(ReplayError::Credential { line })?;
                let commitment = unhex(&commitment).unwrap_or_default();
                replay.issued(lot, &credential, draw, candidates, &commitment)?;
            }
            LogEntry::Expired { lot } => replay.expired(lot)?,
        }
    }
    Ok(replay.state)
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|d| char::from_digit(d.into(), 16)).collect()
}

/// Bytes from hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|two| two[0] << 4 | two[1]).collect())
}
