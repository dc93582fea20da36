//! The document of a spoiled ballot: what a program claims to have encrypted, for another program to check.

use crate::api::ids::CandidateId;
use crate::api::types::GradeAnswer;
use isoloir_ballot::ballot::{Ballot, Opening};
use isoloir_ballot::bytes::{Blob, Bytes32};
use isoloir_ballot::manifest::Election;
use serde::{Deserialize, Serialize};

/// The word that such a document begins with.
pub const SPOILED: &str = "isoloir/1 spoiled";

/// A spoiled ballot and what opens it, as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpoiledDocument {
    /// [`SPOILED`].
    pub format: String,
    /// SHA-256 of the manifest.
    pub election: Bytes32,
    /// The manifest in its one spelling: with it the document can be checked away from any platform.
    pub manifest: Blob,
    /// The ballot.
    pub ballot: Blob,
    /// 32 bytes of seed, and one byte a row for the choice: `docs/ballot-format.md`, "Opening".
    pub opening: OpeningBytes,
}

/// An opening that is to be shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpeningBytes(pub Opening);

impl PartialEq for OpeningBytes {
    fn eq(&self, other: &Self) -> bool {
        *self.0.to_bytes() == *other.0.to_bytes()
    }
}

impl std::fmt::Debug for OpeningBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpeningBytes(…)")
    }
}

/// Why such a document shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSpoiled {
    /// No such document.
    #[error("not the document of a spoiled ballot")]
    Shape,
    /// The manifest does not hold, or is another election's.
    #[error("the manifest in it is not the election's")]
    Manifest,
    /// The ballot does not hold: its bytes, its place, its signature or its proof.
    #[error("the ballot in it does not hold")]
    Ballot,
    /// The ballot holds something else than the program said: the program that made it lies.
    #[error("the ballot does not hold what the document says")]
    Opening,
}

impl SpoiledDocument {
    /// Reads one.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NotSpoiled> {
        let document: Self = serde_json::from_slice(bytes).map_err(|_| NotSpoiled::Shape)?;
        if document.format == SPOILED { Ok(document) } else { Err(NotSpoiled::Shape) }
    }

    /// As bytes.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Encrypts again what it says, and compares: the election, the ballot, and what the ballot holds.
    ///
    /// # Errors
    /// What does not hold.
    pub fn check(&self) -> Result<(Election, Ballot, Vec<GradeAnswer>), NotSpoiled> {
        let election = Election::read(&self.manifest.0).map_err(|_| NotSpoiled::Manifest)?;
        if *election.hash() != self.election {
            return Err(NotSpoiled::Manifest);
        }
        let ballot = Ballot::decode(self.ballot.0.clone()).map_err(|_| NotSpoiled::Ballot)?;
        let candidates = ballot.place().candidates.clone();
        let known = candidates.iter().all(|it| election.row(*it).is_some());
        let fits = ballot.fits(election.hash(), &candidates, election.columns());
        if !known || fits.is_err() || ballot.check_signature().is_err() {
            return Err(NotSpoiled::Ballot);
        }
        ballot.check_proof(election.key(), election.generators()).map_err(|_| NotSpoiled::Ballot)?;
        self.opening.0.opens(&ballot, election.key()).map_err(|_| NotSpoiled::Opening)?;
        let answers = answers(&election, &candidates, self.opening.0.choices());
        Ok((election, ballot, answers))
    }
}

/// What rows hold, as answers.
pub(super) fn answers(election: &Election, candidates: &[u32], choices: &[u8]) -> Vec<GradeAnswer> {
    let grades = election.manifest().scale.len();
    let answer = |(candidate, choice): (&u32, &u8)| GradeAnswer {
        candidate: CandidateId(*candidate),
        grade: (usize::from(*choice) < grades).then_some(*choice),
    };
    candidates.iter().zip(choices).map(answer).collect()
}
