//! Records of an earlier platform, or of a past that is only played: written by whoever opens the data folder, never
//! over the network.

use super::{AccountId, Email, StoreError};
use crate::secrets::{Hash, ServerKey};
use isoloir_ballot::credential::Credential;
use isoloir_shared::api::ids::{CandidateId, SessionId};
use isoloir_shared::api::types::{Lang, Round};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

/// A candidate of an earlier record, declared with the charter signed.
#[derive(Clone, Debug)]
pub struct ImportedCandidate {
    /// As they write it.
    pub name: String,
    /// What is said of them.
    pub presentation: String,
    /// Declared.
    pub at: Timestamp,
}

/// A citizen of an earlier record, on the roll.
#[derive(Clone, Debug)]
pub struct ImportedCitizen {
    /// The address, as it is kept.
    pub email: Email,
    /// Language.
    pub lang: Lang,
    /// Where they live.
    pub place: String,
    /// A session that is open already, for one who takes part at once.
    pub session: Option<ImportedSession>,
}

/// An open session: hashes of its tokens and until when they are good.
#[derive(Clone, Debug)]
pub struct ImportedSession {
    /// Which.
    pub id: SessionId,
    /// What the device calls itself.
    pub device: String,
    /// Access token.
    pub access: (Hash, Timestamp),
    /// Refresh token.
    pub refresh: (Hash, Timestamp),
}

/// A lot drawn in an earlier time, and its ballot if there was one.
#[derive(Clone, Debug)]
pub struct ImportedDraw {
    /// Who drew.
    pub voter: AccountId,
    /// When.
    pub at: Timestamp,
    /// Left without a ballot.
    pub abandoned: bool,
}

/// The key of a citizen who is played: made of the server's key, so that nothing of it is kept.
pub fn played_key(server: &ServerKey, round: Round, voter: AccountId) -> Credential {
    let round: &[u8] = if round == Round::Final { b"final" } else { b"preselection" };
    Credential::from_secret(&server.mac("key of a played citizen", &[round, &voter.0.to_be_bytes()]))
}

/// Gives a grade of a candidate in an imported ballot.
pub type Grader = Box<dyn FnMut(CandidateId) -> u8 + Send>;

/// Writes earlier records, each call in one transaction.
#[async_trait::async_trait]
pub trait Import {
    /// Adds candidates.
    async fn import_candidates(&self, candidates: Vec<ImportedCandidate>) -> Result<Vec<CandidateId>, StoreError>;
    /// Adds citizens.
    async fn import_citizens(
        &self,
        citizens: Vec<ImportedCitizen>,
        at: Timestamp,
    ) -> Result<Vec<AccountId>, StoreError>;
    /// Adds supports: each with the citizen's place for it, from 1.
    async fn import_supports(
        &self,
        supports: Vec<(AccountId, u32, CandidateId)>,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Answers for candidates who were asked to confirm and whose answer is known.
    async fn import_answers(&self, answers: Vec<(CandidateId, bool)>, at: Timestamp) -> Result<(), StoreError>;
    /// Draws lots as the platform does, with their ballots; the round must be open. Those left without a ballot stay
    /// open until their time is over; a voter who has cast all they may draws no more.
    async fn import_lots(
        &self,
        draws: Vec<ImportedDraw>,
        lifetime: SignedDuration,
        grade: Grader,
    ) -> Result<(), StoreError>;
    /// Adds ballots of the final.
    async fn import_final(&self, voters: Vec<AccountId>, at: Timestamp, grade: Grader) -> Result<(), StoreError>;
    /// Candidates who were asked to confirm and have not answered yet.
    async fn awaited_answers(&self) -> Result<Vec<CandidateId>, StoreError>;
    /// Who has a ballot in the final.
    async fn final_voters(&self) -> Result<HashSet<AccountId>, StoreError>;
    /// The candidates of a round.
    async fn round_candidates(&self, round: Round) -> Result<Vec<CandidateId>, StoreError>;
}
