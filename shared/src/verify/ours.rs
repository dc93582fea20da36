//! A ballot that was opened: does it hold what the voter's program said?

use super::result::scale;
use crate::api::types::GradeAnswer;
use crate::booth::{NotSpoiled, SpoiledDocument};
use crate::text::{Msg, clean_line, key};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_ballot::hash::sha256;
use serde::Serialize;

/// An opened ballot that holds what it was said to hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opened {
    /// Its hash.
    pub hash: Bytes32,
    /// What it is to be known by: the voter noted it before it was opened.
    pub tracker: String,
    /// SHA-256 of the manifest.
    pub election: Bytes32,
    /// Which vote.
    pub round: String,
    /// What it holds, in the order of its rows.
    pub rows: Vec<OpenedRow>,
}

/// What an opened ballot holds for one candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenedRow {
    /// The candidate's number.
    pub candidate: u32,
    /// Their name.
    pub name: String,
    /// The grade's key; none for no opinion.
    pub grade: Option<String>,
    #[serde(skip)]
    words: Msg,
}

impl OpenedRow {
    /// In a sentence.
    pub fn msg(&self) -> Msg {
        Msg::new(key::VERIFY_SPOILED_ROW).with("name", Msg::words(&self.name)).with("grade", self.words.clone())
    }
}

/// Encrypts again what the document of a spoiled ballot says, and compares.
///
/// # Errors
/// What does not hold, in words.
pub fn open_spoiled(bytes: &[u8]) -> Result<Opened, Msg> {
    let words = |error| {
        Msg::new(match error {
            NotSpoiled::Shape => key::VERIFY_SPOILED_SHAPE,
            NotSpoiled::Manifest => key::VERIFY_SPOILED_MANIFEST,
            NotSpoiled::Ballot => key::VERIFY_SPOILED_BALLOT,
            NotSpoiled::Opening => key::VERIFY_SPOILED_OPENING,
        })
    };
    let document = SpoiledDocument::read(bytes).map_err(words)?;
    let (election, _, answers) = document.check().map_err(words)?;
    let manifest = election.manifest();
    let scale = scale(&manifest.scale, None);
    let row = |answer: &GradeAnswer| {
        let candidate = manifest.candidates.iter().find(|it| it.id == answer.candidate.0);
        let grade = answer.grade.and_then(|value| scale.grade(value));
        let named = grade.and_then(|grade| scale.name(grade)).cloned();
        OpenedRow {
            candidate: answer.candidate.0,
            name: candidate.map(|it| clean_line(&it.name)).unwrap_or_default(),
            grade: grade.and_then(|grade| scale.key(grade)).map(str::to_owned),
            words: named.map_or_else(|| key::BALLOT_NO_OPINION.into(), Msg::Both),
        }
    };
    let hash: Bytes32 = Fixed(sha256(&[&document.ballot.0]));
    Ok(Opened {
        tracker: Tracker::of(&hash).to_string(),
        hash,
        election: *election.hash(),
        round: clean_line(&manifest.round),
        rows: answers.iter().map(row).collect(),
    })
}
