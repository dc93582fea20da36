//! What the core asks of the booth beside casting, and what it gets: no ballot, no key, but for the one that is shown.

use super::KeyCode;
use crate::api::ids::{CandidateId, IdempotencyKey, LotId, Tracker};
use crate::api::types::{BallotRequest, ElectionState, GradeAnswer, ReceiptView, Round};
use serde::{Deserialize, Serialize};

/// A call that the booth carries out, in several requests or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BoothCall {
    /// Who holds the keys of a round's ballots, and where its count stands. The board is checked to have grown.
    Election(Round),
    /// Makes a ballot of a lot (none: of the final) and shows its tracker. To be cast with the same key, or spoiled.
    Seal(IdempotencyKey, Option<LotId>, BallotRequest),
    /// Opens the ballot that was sealed with this key; it can't be cast any more.
    Spoil(IdempotencyKey),
    /// The code of my key for a round, as it is here.
    ShowKey(Round),
    /// My key for a round, from another device of mine.
    EnterKey(Round, KeyCode),
    /// Another key for a round, in the place of one that is lost: only where nothing was cast with that.
    NewKey(Round),
    /// The receipts that are kept here, newest first.
    Receipts,
}

impl BoothCall {
    /// The key of a write; none for a read.
    pub fn key(&self) -> Option<IdempotencyKey> {
        match self {
            Self::Spoil(key) => Some(*key),
            _ => None,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum BoothReply {
    /// Of `Election`.
    Election(Box<ElectionFacts>),
    /// Of `Seal`.
    Sealed(Sealed),
    /// Of `Spoil`.
    Spoiled(Box<Spoiled>),
    /// Of `ShowKey`; none: this device has no key for that round.
    Key(Round, Option<KeyCode>),
    /// Of `EnterKey`, `NewKey`: the key is here, and the platform knows it.
    KeyKept(Round),
    /// Of `Receipts`.
    Receipts(Vec<ReceiptView>),
}

/// What a voter is told of an election.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionFacts {
    /// Which round.
    pub round: Round,
    /// SHA-256 of its manifest, as base64url: names the election.
    pub election: String,
    /// Who holds a part of the key: one name for each trustee, in their order.
    pub trustees: Vec<String>,
    /// How many of them it takes to decrypt.
    pub threshold: u16,
    /// The platform itself holds all parts: nobody else is needed to read ballots.
    pub local: bool,
    /// Where it stands.
    pub state: ElectionState,
    /// Trustees (numbers from 1) whose decryption is on the board.
    pub decrypted: Vec<u16>,
    /// Leaves of the board.
    pub size: u64,
}

/// A ballot that was made and not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// What it is to be known by, cast or spoiled.
    pub tracker: Tracker,
}

/// A ballot that was opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoiled {
    /// Its tracker.
    pub tracker: Tracker,
    /// What it holds, in the order of its rows.
    pub answers: Vec<GradeAnswer>,
    /// The document that shows it, to be checked with another program (see `SpoiledDocument`).
    pub document: Vec<u8>,
}

impl Spoiled {
    /// What it holds for a candidate.
    pub fn answer(&self, candidate: CandidateId) -> Option<Option<u8>> {
        self.answers.iter().find(|it| it.candidate == candidate).map(|it| it.grade)
    }
}

impl std::fmt::Debug for Spoiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spoiled {{ tracker: {}, … }}", self.tracker)
    }
}
