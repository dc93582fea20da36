//! What outlives the program: drafts, casts on their way, preferences. Never a token, never the answers of a ballot
//! that the platform has acknowledged.

use super::Linking;
use crate::api::Call;
use crate::api::ids::{CandidateId, LotId};
use crate::api::types::{BallotRequest, GradeAnswer, Lang, Round};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Everything that is kept (JSON). Fields may be added; what is missing reads as its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Saved {
    /// The how-many-th save this is: of two on one device the later one holds.
    pub saves: u64,
    /// Keys of writes set aside so far (see `Keys`).
    pub keys: u64,
    /// Language chosen here.
    pub lang: Option<Lang>,
    /// What is promised has been read, for this primary and round.
    pub promise: Option<String>,
    /// The revision of the last draft; never reused, so that an old button is known as old.
    pub rev: u32,
    /// Ballots being graded.
    pub drafts: Vec<Draft>,
    /// Casts that wait for their answer, in the order of casting.
    pub outbox: Vec<Call>,
    /// A declaration being written.
    pub declaration: Declaration,
    /// Whose the drafts and casts are (see [`Saved::claim`]).
    pub owner: Option<String>,
    /// What others left unfinished on this device.
    pub others: BTreeMap<String, Unfinished>,
    /// Who the person is here, as the chat network says; empty where nothing says so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub called: String,
    /// A claim of this chat on an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linking: Option<Linking>,
}

/// What one person left unfinished.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Unfinished {
    drafts: Vec<Draft>,
    outbox: Vec<Call>,
    declaration: Declaration,
}

/// Which ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Paper {
    /// Of a lot.
    Lot(LotId),
    /// Of the final.
    Final,
}

impl Paper {
    /// The round it is a ballot of.
    pub fn round(self) -> Round {
        match self {
            Self::Lot(_) => Round::Preselection,
            Self::Final => Round::Final,
        }
    }
}

/// A ballot being graded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The primary it belongs to.
    pub primary: String,
    /// Which ballot.
    pub paper: Paper,
    /// How many candidates it asks about.
    pub size: usize,
    /// Answers so far, one for each candidate at most.
    pub answers: Vec<GradeAnswer>,
    /// What a button must carry to belong to this draft.
    pub rev: u32,
    /// It would take the place of a ballot that was cast.
    #[serde(default)]
    pub recast: bool,
}

impl Draft {
    /// The answer for a candidate; the inner none is "no opinion".
    pub fn answer(&self, candidate: CandidateId) -> Option<Option<u8>> {
        self.answers.iter().find(|it| it.candidate == candidate).map(|it| it.grade)
    }

    /// Gives an answer, in the place of an earlier one.
    pub fn set(&mut self, candidate: CandidateId, grade: Option<u8>) {
        self.answers.retain(|it| it.candidate != candidate);
        self.answers.push(GradeAnswer { candidate, grade });
    }

    /// As it is cast.
    pub fn request(&self) -> BallotRequest {
        BallotRequest { answers: self.answers.clone() }
    }
}

/// A declaration being written: kept until it is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Declaration {
    /// Name on the list.
    pub name: String,
    /// One line.
    pub slogan: String,
    /// Plain text.
    pub presentation: String,
    /// Link to a personal space.
    pub link: String,
}

impl Saved {
    /// Reads what an earlier run saved. What cannot be read is no reason not to start.
    pub fn read(bytes: Option<&[u8]>) -> Self {
        bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
    }

    /// Somebody has signed in: nobody's ballot is cast in the name of another. What the one before left is put aside
    /// until they come back. True if it is somebody else.
    pub fn claim(&mut self, primary: &str, email: &str) -> bool {
        let owner: String =
            Sha256::digest(format!("{primary} {email}")).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        if self.owner.as_ref() == Some(&owner) {
            return false;
        }
        let back = self.others.remove(&owner);
        if let Some(before) = self.owner.replace(owner) {
            let back = back.unwrap_or_default();
            let left = Unfinished {
                drafts: std::mem::replace(&mut self.drafts, back.drafts),
                outbox: std::mem::replace(&mut self.outbox, back.outbox),
                declaration: std::mem::replace(&mut self.declaration, back.declaration),
            };
            if left != Unfinished::default() {
                self.others.insert(before, left);
            }
            self.renew_drafts();
        }
        true
    }

    /// As bytes.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// A revision that no button carries yet.
    pub fn next_rev(&mut self) -> u32 {
        self.rev = self.rev.wrapping_add(1);
        self.rev
    }

    /// Gives every draft a new revision.
    pub fn renew_drafts(&mut self) {
        let mut rev = self.rev;
        for draft in &mut self.drafts {
            rev = rev.wrapping_add(1);
            draft.rev = rev;
        }
        self.rev = rev;
    }

    /// The draft of this ballot.
    pub fn draft_of(&self, paper: Paper) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.paper == paper)
    }

    /// The same, to change it.
    pub fn draft_mut(&mut self, paper: Paper) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.paper == paper)
    }

    /// Another lot was drawn: drafts of earlier ones can be cast no more. True if an answer is lost with them.
    pub fn keep_lot(&mut self, paper: Paper) -> bool {
        let dead = |it: &Draft| matches!(it.paper, Paper::Lot(_)) && it.paper != paper && !it.recast;
        let lost = self.drafts.iter().any(|it| dead(it) && !it.answers.is_empty());
        self.drafts.retain(|it| !dead(it));
        lost
    }

    /// Forgets the draft of this ballot: it was cast, or cannot be cast any more.
    pub fn drop_draft(&mut self, paper: Paper) {
        self.drafts.retain(|draft| draft.paper != paper);
    }
}
