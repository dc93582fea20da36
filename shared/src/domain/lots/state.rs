//! What a draw needs to know of those before it: one row per election, locked for each draw.

use crate::api::ids::CandidateId;
use serde::{Deserialize, Serialize};

/// Most candidates in a lot: nobody grades more with care, and the best order is found exactly.
pub const MAX_LOT: usize = 12;

/// Counts of the lots issued so far. Serialised as plain arrays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawState {
    /// Who is drawn, in the order that every array below follows.
    pub(super) candidates: Vec<CandidateId>,
    pub(super) lot_size: usize,
    /// Lots issued per candidate, expired ones included.
    pub(super) issued: Vec<u64>,
    /// Of these, lots that went back.
    pub(super) expired: Vec<u64>,
    /// How often two candidates stand in one lot that did not go back: row × column, both ways.
    pub(super) pairs: Vec<u64>,
    /// How often each stands at each place of a lot that did not go back: candidate × place.
    pub(super) places: Vec<u64>,
    pub(super) draws: u64,
}

/// Why lots cannot be drawn, or one cannot go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// A lot of nobody, or of too many.
    #[error("a lot holds 1 to {MAX_LOT} candidates")]
    LotSize,
    /// Fewer candidates than places.
    #[error("fewer candidates than places in a lot")]
    TooFewCandidates,
    /// The same candidate twice.
    #[error("candidate {0} is there twice")]
    Twice(CandidateId),
    /// A stored state whose arrays do not fit together.
    #[error("the stored state does not fit together")]
    Damaged,
    /// A lot that these counts never issued.
    #[error("this lot was not issued here")]
    NotIssued,
}

impl DrawState {
    /// Before the first draw.
    pub fn new(candidates: Vec<CandidateId>, lot_size: usize) -> Result<Self, StateError> {
        let n = candidates.len();
        let state = Self {
            lot_size,
            issued: vec![0; n],
            expired: vec![0; n],
            pairs: vec![0; n.saturating_mul(n)],
            places: vec![0; n.saturating_mul(lot_size.min(MAX_LOT))],
            draws: 0,
            candidates,
        };
        state.check()?;
        Ok(state)
    }

    /// Whether a state that was read from somewhere fits together.
    pub fn check(&self) -> Result<(), StateError> {
        let n = self.candidates.len();
        if self.lot_size == 0 || self.lot_size > MAX_LOT {
            return Err(StateError::LotSize);
        }
        if n < self.lot_size {
            return Err(StateError::TooFewCandidates);
        }
        let mut sorted = self.candidates.clone();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|two| two[0] == two[1]) {
            return Err(StateError::Twice(twice[0]));
        }
        let fits = self.issued.len() == n
            && self.expired.len() == n
            && self.pairs.len() == n * n
            && self.places.len() == n * self.lot_size
            && self.issued.iter().zip(&self.expired).all(|(issued, expired)| issued >= expired);
        if fits { Ok(()) } else { Err(StateError::Damaged) }
    }

    /// Who is drawn.
    pub fn candidates(&self) -> &[CandidateId] {
        &self.candidates
    }

    /// Candidates in a lot.
    pub fn lot_size(&self) -> usize {
        self.lot_size
    }

    /// Lots drawn, expired ones included.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// Lots issued per candidate, in the order of [`Self::candidates`], expired ones included.
    pub fn issued(&self) -> &[u64] {
        &self.issued
    }

    /// Lots that went back, per candidate.
    pub fn expired(&self) -> &[u64] {
        &self.expired
    }

    /// How often these two stand in one lot that did not go back (places in [`Self::candidates`]).
    pub fn met(&self, a: usize, b: usize) -> u64 {
        self.pairs.get(a * self.candidates.len() + b).copied().unwrap_or_default()
    }

    /// How often a candidate stands at a place of a lot that did not go back.
    pub fn placed(&self, candidate: usize, place: usize) -> u64 {
        self.places.get(candidate * self.lot_size + place).copied().unwrap_or_default()
    }

    /// Lots issued that did not go back.
    pub(super) fn shown(&self, candidate: usize) -> u64 {
        self.issued[candidate] - self.expired[candidate]
    }
}
