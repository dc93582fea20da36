//! Ballots and their receipts. What a ballot says is encrypted when it comes: nothing here can tell it.

use super::{AccountId, StoreError, Window, WriteKey};
use isoloir_ballot::ballot::Ballot;
use isoloir_shared::api::ids::{CandidateId, LotId, SessionId, Tracker};
use isoloir_shared::api::types::{ProblemCode, ReceiptView, Round, TrackerView};
use std::sync::Arc;

/// For what a ballot is cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booth {
    /// A lot of the pre-selection.
    Lot(LotId),
    /// The final.
    Final,
}

impl Booth {
    /// The round.
    pub fn round(self) -> Round {
        match self {
            Self::Lot(_) => Round::Preselection,
            Self::Final => Round::Final,
        }
    }
}

/// Who casts what, and the rules of it.
#[derive(Clone, Debug)]
pub struct CastOrder {
    /// Who.
    pub voter: AccountId,
    /// In which session, where it is one's.
    pub session: Option<SessionId>,
    /// For what.
    pub booth: Booth,
    /// A ballot of this election whose signature and proof hold.
    pub ballot: Arc<Ballot>,
    /// When it can be cast.
    pub window: Window,
    /// A cast ballot may be changed.
    pub change: bool,
}

/// Why a ballot is refused, as a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotRule {
    /// Its bytes are no ballot.
    Encoding,
    /// Made for another election.
    Election,
    /// Not as many answers as this election has.
    Shape,
    /// Not the candidates asked, in their order.
    Candidates,
    /// Made for another lot.
    Lot,
    /// Its sequence leaps so far that none would be left for later ballots.
    Sequence,
    /// Not signed by the credential that it names.
    Signature,
    /// The proof does not hold.
    Proof,
    /// From a chat, and says that nobody helped.
    Channel,
    /// It is on the board already.
    Same,
    /// A ballot with the same ciphertexts is.
    Ciphertexts,
    /// It was opened.
    Spoiled,
    /// It was cast, and cannot be spoiled any more.
    Cast,
}

impl BallotRule {
    /// As the API spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Election => "election",
            Self::Shape => "shape",
            Self::Candidates => "candidates",
            Self::Lot => "lot",
            Self::Sequence => "sequence",
            Self::Signature => "signature",
            Self::Proof => "proof",
            Self::Channel => "channel",
            Self::Same => "same",
            Self::Ciphertexts => "ciphertexts",
            Self::Spoiled => "spoiled",
            Self::Cast => "cast",
        }
    }

    /// The problem it is.
    pub fn code(self) -> ProblemCode {
        match self {
            Self::Same | Self::Ciphertexts | Self::Spoiled | Self::Cast => ProblemCode::CopiedBallot,
            _ => ProblemCode::InvalidBallot,
        }
    }
}

impl From<BallotRule> for StoreError {
    fn from(rule: BallotRule) -> Self {
        Self::RefusedBallot(rule)
    }
}

/// What is kept of ballots.
#[async_trait::async_trait]
pub trait Ballots {
    /// Casts, or changes: the last one counts, the one before is marked replaced.
    async fn cast(&self, key: WriteKey, order: CastOrder) -> Result<ReceiptView, StoreError>;
    /// Who is graded in the final; none before it opens.
    async fn finalists(&self) -> Result<Option<Vec<CandidateId>>, StoreError>;
    /// The receipt of the ballot that this voter has in the final.
    async fn final_receipt(&self, voter: AccountId) -> Result<Option<ReceiptView>, StoreError>;
    /// The sequence that this voter's next ballot in the final must reach.
    async fn final_sequence(&self, voter: AccountId) -> Result<u32, StoreError>;
    /// A voter's receipts, newest first, older than the one numbered `before`; each with its number.
    async fn receipts_of(
        &self,
        voter: AccountId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, ReceiptView)>, StoreError>;
    /// Whether a tracker is counted.
    async fn tracker(&self, tracker: &Tracker) -> Result<Option<TrackerView>, StoreError>;
}
