//! `isoloir verify --draws`: draws the lots of a finished pre-selection again, from the file that a platform publishes at
//! the close (`/v1/open-data/draws.json`), and compares.

use crate::api::ids::CandidateId;
use crate::api::types::Lang;
use crate::domain::lots::{DrawState, LogEntry, OperatorSecret, ReplayError, StateError, replay, unhex};
use crate::text::{Msg, key};
use serde::{Deserialize, Serialize};

/// What a platform publishes, once the vote is closed. Bytes are hexadecimal.
#[derive(Deserialize)]
struct Published {
    lot_size: usize,
    candidates: Vec<CandidateId>,
    /// SHA-256 of the secret, published before the vote.
    commitment: String,
    randomness: String,
    secret: String,
    log: Vec<LogEntry>,
}

/// Enough to tell that it is not closed yet: the log has no credentials then.
#[derive(Deserialize)]
struct Head {
    secret: Option<String>,
}

/// Every draw came out as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Lots drawn.
    pub issued: u64,
    /// Lots that went back.
    pub expired: u64,
    /// Fewest and most lots that held a candidate, those that went back not counted.
    pub shown: [u64; 2],
}

/// Why a file does not prove its draws.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.msg().resolve(Lang::En))]
pub enum VerifyError {
    /// Not such a file; the parser's words.
    File(String),
    /// The secret is published at the close.
    StillOpen,
    /// A setting that is not 32 bytes in hexadecimal.
    Bytes(&'static str),
    /// A draw, a commitment or the sequence is not what the secret gives.
    Replay(ReplayError),
}

impl VerifyError {
    /// In words.
    pub fn msg(&self) -> Msg {
        match self {
            Self::File(reason) => Msg::new(key::VERIFY_ERROR_FILE).with("reason", reason.as_str()),
            Self::StillOpen => key::VERIFY_ERROR_OPEN.into(),
            Self::Bytes(field) => Msg::new(key::VERIFY_ERROR_BYTES).with("field", *field),
            Self::Replay(error) => replay_msg(error),
        }
    }
}

/// Where a replay differs, in words.
pub(super) fn replay_msg(error: &ReplayError) -> Msg {
    let list = |ids: &[CandidateId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let at = |key, line: usize| Msg::new(key).with("line", line);
    match error {
        ReplayError::Secret => key::VERIFY_ERROR_SECRET.into(),
        ReplayError::Lot { line, expected, found } => at(key::VERIFY_ERROR_LOT, *line)
            .with("expected", list(expected).as_str())
            .with("found", list(found).as_str()),
        ReplayError::Commitment { line } => at(key::VERIFY_ERROR_COMMITMENT, *line),
        ReplayError::Credential { line } => at(key::VERIFY_ERROR_CREDENTIAL, *line),
        ReplayError::Sequence { line, .. } => at(key::VERIFY_ERROR_SEQUENCE, *line),
        ReplayError::State(_) => key::VERIFY_ERROR_STATE.into(),
    }
}

/// Draws everything again.
pub fn verify(json: &[u8]) -> Result<Verified, VerifyError> {
    let file = |e: serde_json::Error| VerifyError::File(e.to_string());
    let head: Head = serde_json::from_slice(json).map_err(file)?;
    if head.secret.is_none() {
        return Err(VerifyError::StillOpen);
    }
    let published: Published = serde_json::from_slice(json).map_err(file)?;
    let secret = OperatorSecret::new(bytes("secret", &published.secret)?);
    let commitment = bytes("commitment", &published.commitment)?;
    let randomness = bytes("randomness", &published.randomness)?;
    let state = |e: StateError| VerifyError::Replay(ReplayError::State(e));
    let start = DrawState::new(published.candidates, published.lot_size).map_err(state)?;
    let expired = published.log.iter().filter(|entry| matches!(entry, LogEntry::Expired { .. })).count() as u64;
    let end = replay(start, &secret, &commitment, &randomness, published.log).map_err(VerifyError::Replay)?;
    let shown = || end.issued().iter().zip(end.expired()).map(|(issued, expired)| issued - expired);
    let shown = [shown().min().unwrap_or_default(), shown().max().unwrap_or_default()];
    Ok(Verified { issued: end.draws(), expired, shown })
}

fn bytes(field: &'static str, text: &str) -> Result<[u8; 32], VerifyError> {
    unhex(text).and_then(|bytes| bytes.try_into().ok()).ok_or(VerifyError::Bytes(field))
}
