//! What came of a verification.

use super::draws::Verified;
use super::{Found, Recount};
use crate::api::types::AuditHead;
use crate::text::Msg;
use serde::{Deserialize, Serialize};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The result follows from the ballots cast.
    Holds,
    /// Nothing is wrong as far as one can see, but there is no result yet, ballots' bodies are missing, or the announced
    /// winner is the ballots' only if those who stood before have left.
    Partial,
    /// Something is wrong.
    Fault,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The first thing that is wrong.
    pub fault: Option<Found>,
    /// What was found right; none where the archive itself does not hold.
    pub facts: Option<Box<Facts>>,
    /// The result, counted again; none without one.
    pub recount: Option<Box<Recount>>,
}

impl Verdict {
    /// Only what is wrong.
    pub(super) fn wrong(fault: Found) -> Self {
        Self { fault: Some(fault), facts: None, recount: None }
    }

    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        match (&self.fault, &self.recount) {
            (Some(_), _) => Outcome::Fault,
            (None, Some(_)) if self.who_won_after().is_empty() => Outcome::Holds,
            (None, _) => Outcome::Partial,
        }
    }

    /// Who won by the ballots and was not announced. That they left is the platform's word alone, which nobody takes for
    /// a winner.
    pub(super) fn who_won_after(&self) -> &[String] {
        match &self.facts {
            Some(facts) if facts.round == "final" => &facts.left,
            _ => &[],
        }
    }
}

/// A verdict in words: for a screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// How it ended.
    pub outcome: Outcome,
    /// The one sentence that matters.
    pub headline: Msg,
    /// What is wrong, and where.
    pub fault: Vec<Msg>,
    /// Who stands where.
    pub result: Vec<Msg>,
    /// What was checked, and holds.
    pub checked: Vec<Msg>,
    /// What was not, or cannot be.
    pub unchecked: Vec<Msg>,
    /// The last state of the ballot box, in one line: to compare with what others have.
    pub checkpoint: Option<String>,
}

impl Verdict {
    /// In words.
    pub fn told(&self) -> Told {
        Told {
            outcome: self.outcome(),
            headline: self.headline(),
            fault: self.fault.iter().flat_map(super::Found::lines).collect(),
            result: self.result(),
            checked: self.checked(),
            unchecked: self.unchecked(),
            checkpoint: self.facts.as_ref().map(|facts| facts.checkpoint.clone()),
        }
    }
}

/// What an archive holds, and it holds together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// Names the election: SHA-256 of its manifest, as base64url.
    pub election: String,
    /// Of which primary.
    pub primary: String,
    /// `preselection` or `final`.
    pub round: String,
    /// `open`, `closed` or `counted`.
    pub stage: &'static str,
    /// The board's last checkpoint, as it is posted in rooms: to compare with what others have.
    pub checkpoint: String,
    /// Its time, in seconds since 1970: the platform's word.
    pub time: u64,
    /// Leaves on the board.
    pub leaves: u64,
    /// Checkpoints in the archive.
    pub checkpoints: u64,
    /// Voting keys at the opening.
    pub credentials: u64,
    /// Voting keys admitted later.
    pub admitted: u64,
    /// Ballots on the board.
    pub ballots: u64,
    /// Of these, ballots that the archive does not hold.
    pub missing: u64,
    /// Ballots that were opened, and not cast.
    pub spoiled: u64,
    /// What counts; none if ballots are missing.
    pub counted: Option<Ballots>,
    /// The lots, where there are any.
    pub lots: Option<LotFacts>,
    /// Who decrypts.
    pub trustees: TrusteeFacts,
    /// Checkpoints beside the archive's own.
    pub seen: Seen,
    /// Receipts that this device has of other votes: not looked for in this archive.
    pub others: u64,
    /// The result that the platform shows is the one counted again; none: not compared.
    pub live: Option<bool>,
    /// Candidates whose counts would let them go on and who did not: they left, or were put out.
    pub left: Vec<String>,
    /// Where the organisers' log ends; none: not checked.
    pub audit: Option<AuditHead>,
    /// Ballots that were asked about.
    pub mine: Vec<Mine>,
}

/// Ballots that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ballots {
    /// How many.
    pub ballots: u64,
    /// Of how many voters.
    pub voters: u64,
    /// Filled in by the voter's own program.
    pub own: u64,
    /// Filled in by a bot, which saw the grades.
    pub assisted: u64,
}

/// The lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LotFacts {
    /// The draws, made again; none before the close.
    pub replayed: Option<Verified>,
    /// Where the public randomness comes from.
    pub source: Option<String>,
}

/// Who decrypts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrusteeFacts {
    /// Their names.
    pub names: Vec<String>,
    /// How many are needed.
    pub threshold: u16,
    /// Numbers, from 1, of those who did.
    pub decrypted: Vec<u16>,
    /// The platform itself holds their keys; none: an archive alone does not say.
    pub local: Option<bool>,
}

/// Checkpoints beside the archive's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Seen elsewhere, and the board passes through them.
    pub elsewhere: u64,
    /// The same of those that this device has seen.
    pub device: u64,
    /// This device has seen more leaves than the archive has: it is an older copy.
    pub older: bool,
}

/// A ballot that was asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mine {
    /// Its tracker.
    pub tracker: String,
    /// Its leaf.
    pub leaf: Option<u64>,
    /// What became of it.
    pub status: MineStatus,
    /// There is a receipt of it here.
    pub receipt: bool,
}

/// What became of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MineStatus {
    /// It counts.
    Counts,
    /// A later one of the same voter counts in its place.
    Replaced,
    /// It is on the board; whether it counts cannot be told from this archive.
    Recorded,
    /// It was opened to check a program, and does not count.
    Spoiled,
    /// The archive is older than the receipt.
    Later,
    /// It is not on the board.
    Missing,
}
