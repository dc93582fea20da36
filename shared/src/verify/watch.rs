//! What is looked at while an archive streams by: its lots are drawn again, and one's own ballots found.

use super::Progress;
use crate::api::ids::{CandidateId, LotId};
use crate::domain::lots::{DrawState, OperatorSecret, Replay, ReplayError};
use isoloir_ballot::archive::{Draws, Lot};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::manifest::{LotRules, Manifest};
use isoloir_ballot::verify::{Seen, Watch};
use std::collections::HashMap;

/// The second walk checks signatures and proofs: it takes about so much longer than the first.
const SECOND: u64 = 12;

pub(super) struct Watcher<'a> {
    progress: &'a mut dyn FnMut(Progress),
    length: u64,
    candidates: Vec<CandidateId>,
    rules: Option<LotRules>,
    replay: Option<Result<Replay, ReplayError>>,
    /// The first lot that is not the one drawn, and why.
    pub lot_fault: Option<(Option<u64>, ReplayError)>,
    pub source: Option<String>,
    trackers: Vec<Tracker>,
    receipts: HashMap<Bytes32, Option<Seen>>,
    /// What was found of each tracker.
    pub found: Vec<Option<Seen>>,
}

impl<'a> Watcher<'a> {
    pub fn new(manifest: &Manifest, length: u64, progress: &'a mut dyn FnMut(Progress)) -> Self {
        Self {
            progress,
            length,
            candidates: manifest.candidates.iter().map(|it| CandidateId(it.id)).collect(),
            rules: manifest.lots,
            replay: None,
            lot_fault: None,
            source: None,
            trackers: Vec::new(),
            receipts: HashMap::new(),
            found: Vec::new(),
        }
    }

    pub fn seek(&mut self, trackers: &[Tracker], receipts: impl Iterator<Item = Bytes32>) {
        self.trackers = trackers.to_vec();
        self.found = vec![None; trackers.len()];
        self.receipts = receipts.map(|hash| (hash, None)).collect();
    }

    /// Where a receipt's ballot stands.
    pub fn of_receipt(&self, hash: &Bytes32) -> Option<Seen> {
        self.receipts.get(hash).copied().flatten()
    }

    /// The state after all draws, where there were any.
    pub fn drawn(&self) -> Option<&DrawState> {
        self.replay.as_ref().and_then(|it| it.as_ref().ok()).map(Replay::state)
    }

    fn step(&mut self, lot: u64, step: impl FnOnce(&mut Replay) -> Result<(), ReplayError>) {
        if let (None, Some(Ok(replay))) = (&self.lot_fault, &mut self.replay)
            && let Err(error) = step(replay)
        {
            self.lot_fault = Some((Some(lot), error));
        }
    }
}

impl Watch for Watcher<'_> {
    fn progress(&mut self, done: u64, total: Option<u64>) {
        let total_work = self.length.saturating_mul(1 + SECOND);
        let done = match total {
            None => done,
            Some(_) => self.length.saturating_add(done.saturating_sub(self.length).saturating_mul(SECOND)),
        };
        (self.progress)(Progress { done: done.min(total_work), total: total_work });
    }

    fn draws(&mut self, draws: &Draws) {
        let Some(rules) = self.rules else { return };
        self.source = Some(draws.source.clone());
        let size = usize::try_from(rules.size).unwrap_or(usize::MAX);
        let start = DrawState::new(self.candidates.clone(), size).map_err(ReplayError::State);
        let secret = OperatorSecret::new(draws.secret.0);
        let replay = start.and_then(|start| Replay::new(start, &secret, &rules.commitment.0, &draws.randomness.0));
        if let Err(error) = &replay {
            self.lot_fault = Some((None, error.clone()));
        }
        self.replay = Some(replay);
    }

    fn lot(&mut self, lot: &Lot) {
        let candidates = lot.candidates.iter().copied().map(CandidateId).collect();
        self.step(lot.number, |replay| {
            replay.issued(LotId(lot.number), &lot.credential.0, lot.draw, candidates, &lot.commitment.0)
        });
    }

    fn lot_expired(&mut self, number: u64) {
        self.step(number, |replay| replay.expired(LotId(number)));
    }

    fn ballot(&mut self, seen: &Seen) {
        for (tracker, found) in self.trackers.iter().zip(&mut self.found) {
            if tracker.is(&seen.hash) {
                *found = Some(*seen);
            }
        }
        if let Some(found) = self.receipts.get_mut(&seen.hash) {
            *found = Some(*seen);
        }
    }
}
