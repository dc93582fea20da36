//! Anyone can repeat the whole sequence after the close and must get the same lots, bit for bit.

use super::draw::{draw, expire};
use super::state::{DrawState, StateError};
use super::stream::{ElectionSeed, OperatorSecret};
use crate::api::ids::{CandidateId, LotId};
use serde::{Deserialize, Serialize};

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
    if secret.commitment() != *published_commitment {
        return Err(ReplayError::Secret);
    }
    start.check()?;
    let seed = ElectionSeed::new(secret, public_randomness);
    let mut state = start;
    let (mut open, mut drawn) = (std::collections::HashMap::new(), std::collections::HashSet::new());
    for (line, entry) in log.into_iter().enumerate().map(|(i, entry)| (i + 1, entry)) {
        match entry {
            LogEntry::Issued { lot, credential, draw: number, candidates, commitment } => {
                let bytes = unhex(&credential).ok_or(ReplayError::Credential { line })?;
                let mut stream = seed.stream(&bytes, number);
                if !drawn.insert((bytes, number)) {
                    return Err(ReplayError::Sequence { line, reason: "this voter has had this draw before" });
                }
                let expected = draw(&mut state, &mut stream).ids();
                if expected != candidates {
                    return Err(ReplayError::Lot { line, expected, found: candidates });
                }
                if unhex(&commitment).as_deref() != Some(&stream.commitment(lot, &candidates)[..]) {
                    return Err(ReplayError::Commitment { line });
                }
                if open.insert(lot, candidates).is_some() {
                    return Err(ReplayError::Sequence { line, reason: "a lot of this number was issued before" });
                }
            }
            LogEntry::Expired { lot } => {
                let candidates = open.get_mut(&lot).map(std::mem::take).filter(|lot| !lot.is_empty());
                let candidates = candidates
                    .ok_or(ReplayError::Sequence { line, reason: "goes back without having been issued, or twice" })?;
                expire(&mut state, &candidates)?;
            }
        }
    }
    Ok(state)
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
