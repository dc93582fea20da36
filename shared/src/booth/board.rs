//! What is voted on, and what its board shows: fetched, checked, and compared with what this voter saw before.

use super::aside::aside;
use super::grades::{fit, seen};
use super::purse::Pinned;
use super::{BoothFault, ElectionFacts};
use crate::api::client::Client;
use crate::api::ids::Tracker;
use crate::api::types::{CandidateSummary, ConsistencyView, ElectionView, GradeView, PrimaryView, Round, TrackerView};
use crate::api::{ApiError, Reply};
use crate::text::clean_line;
use isoloir_ballot::board::{Checkpoint, Pin, Receipt};
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::manifest::Election;
use std::sync::Arc;

/// How often a checkpoint is compared again while others of the same voter see newer ones.
const LOOKS: usize = 8;
/// Most characters of a trustee's name that are shown.
const NAME: usize = 80;

/// An election whose manifest holds.
#[derive(Debug)]
pub(crate) struct Known {
    pub round: Round,
    pub election: Election,
    /// The grades as they are shown, best first.
    pub scale: Vec<GradeView>,
}

impl Known {
    /// SHA-256 of the manifest.
    pub fn hash(&self) -> &Bytes32 {
        self.election.hash()
    }

    fn board(&self) -> &Bytes32 {
        &self.election.manifest().board
    }
}

/// A round as addresses and manifests spell it.
pub(crate) fn word(round: Round) -> &'static str {
    match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    }
}

/// Where what was seen of a board is kept in a purse.
fn pin_place(client: &Client, primary: &str, round: Round) -> String {
    format!("{} {primary} {}", client.base(), word(round))
}

pub(super) fn alarm(fault: BoothFault) -> ApiError {
    tracing::error!(%fault, "what the platform shows does not hold");
    ApiError::Alarm(fault)
}

impl Client {
    /// The election of a round: its manifest checked, and the one that this voter saw first.
    pub(super) async fn election(&self, round: Round) -> Result<Arc<Known>, ApiError> {
        let known = match self.known_election(round) {
            Some(known) => known,
            None => self.meet(round).await?.0,
        };
        if let Some(pinned) = self.pinned(&known).await?
            && pinned.election != *known.hash()
        {
            return Err(alarm(BoothFault::OtherElection));
        }
        Ok(known)
    }

    /// Asks for the election as it stands now.
    async fn meet(&self, round: Round) -> Result<(Arc<Known>, ElectionView), ApiError> {
        let view: ElectionView = self.get(&["elections", word(round)], &[]).await?;
        let known = match self.known_election(round) {
            // A manifest never changes while a program runs: the check costs more than the comparison.
            Some(known) if known.election.manifest().to_bytes() == view.manifest.0 => known,
            Some(_) => return Err(alarm(BoothFault::OtherElection)),
            None => {
                let known = self.check_manifest(round, &view).await?;
                self.know_election(round, known)
            }
        };
        self.see(&known, &view.checkpoint).await?;
        Ok((known, view))
    }

    async fn check_manifest(&self, round: Round, view: &ElectionView) -> Result<Known, ApiError> {
        let bytes = view.manifest.0.clone();
        let read = aside(move || Election::read(&bytes)).await;
        let election = read.ok_or(ApiError::Garbled)?.map_err(|error| {
            tracing::error!(%error, "the manifest");
            alarm(BoothFault::Manifest)
        })?;
        // The grades that are shown, and were before, are the columns.
        let primary: PrimaryView = self.get(&["primary"], &[]).await?;
        let manifest = election.manifest();
        let scale = seen(&primary.scale);
        let same = fit(&scale, &manifest.scale)
            && self.shown_scale().is_none_or(|before| before == scale)
            && primary.rules.no_opinion == manifest.no_opinion;
        if !same || manifest.primary != primary.id || manifest.round != word(round) {
            return Err(alarm(BoothFault::Shown));
        }
        Ok(Known { round, election, scale })
    }

    /// Who is shown to be graded must bear the manifest's name: under another's, a grade would go to somebody else.
    pub(crate) async fn check_names(&self, reply: &Reply) -> Result<(), ApiError> {
        let (round, shown): (_, Vec<&CandidateSummary>) = match reply {
            Reply::Lot(lot) => (Round::Preselection, lot.candidates.iter().map(|place| &place.candidate).collect()),
            Reply::Final(paper) => (Round::Final, paper.candidates.iter().collect()),
            _ => return Ok(()),
        };
        if shown.is_empty() {
            return Ok(());
        }
        let known = self.election(round).await?;
        for one in shown {
            let row = known.election.row(one.id.0);
            match row.and_then(|row| known.election.manifest().candidates.get(row)) {
                Some(candidate) if candidate.name == one.name => {}
                Some(_) => return Err(alarm(BoothFault::Shown)),
                None => return Err(alarm(BoothFault::Lot)),
            }
        }
        Ok(())
    }

    /// Where what was seen of a board is kept.
    fn pin_place(&self, known: &Known) -> String {
        pin_place(self, &known.election.manifest().primary, known.round)
    }

    async fn pinned(&self, known: &Known) -> Result<Option<Pinned>, ApiError> {
        let place = self.pin_place(known);
        self.look(|purse| purse.pin(&place).cloned()).await
    }

    /// The election that this device follows at a round of this primary, if it has seen one.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    pub async fn followed(&self, primary: &str, round: Round) -> Result<Option<Bytes32>, ApiError> {
        let place = pin_place(self, primary, round);
        self.look(|purse| purse.pin(&place).map(|it| it.election)).await
    }

    /// Takes in a checkpoint: it must be the board's, and go with all that was seen before. Kept when this returns.
    pub(super) async fn see(&self, known: &Known, shown: &Checkpoint) -> Result<(), ApiError> {
        for _ in 0..LOOKS {
            let before = self.pinned(known).await?;
            let seen = self.extend(known, before.clone(), shown).await?;
            if before.as_ref() == Some(&seen) {
                return Ok(());
            }
            let place = self.pin_place(known);
            match self.change(|purse| purse.see(&place, before.as_ref(), &seen)).await {
                Ok(true) => return Ok(()),
                // Somebody else of mine saw something meanwhile: it must go with that, too.
                Ok(false) => {}
                // What was seen holds also where it cannot be kept: then the next look goes on from an earlier one.
                Err(_) => {
                    tracing::warn!("what was seen of the board cannot be kept");
                    return Ok(());
                }
            }
        }
        Err(ApiError::NotKept)
    }

    /// What was seen before, and this; the board must have grown from the one to the other.
    async fn extend(&self, known: &Known, before: Option<Pinned>, shown: &Checkpoint) -> Result<Pinned, ApiError> {
        match before {
            Some(pinned) if pinned.election != *known.hash() || pinned.pin.board != *known.board() => {
                Err(alarm(BoothFault::OtherElection))
            }
            Some(mut pinned) => {
                let latest = pinned.pin.latest.clone();
                let (from, to) = (latest.size.min(shown.size), latest.size.max(shown.size));
                // Nothing is asked for a signature that does not hold.
                shown
                    .check(known.board(), known.hash())
                    .map_err(|fault| alarm(BoothFault::of_growth(fault, &latest, shown)))?;
                let path = if from == to { None } else { self.growth(known.round, from, to).await? };
                let path: Vec<_> = path.iter().flatten().map(|node| node.0).collect();
                pinned.pin.see(shown, &path).map_err(|fault| alarm(BoothFault::of_growth(fault, &latest, shown)))?;
                Ok(pinned)
            }
            None => {
                let pin = Pin::new(*known.board(), shown.clone(), known.hash())
                    .map_err(|fault| alarm(BoothFault::of_growth(fault, shown, shown)))?;
                Ok(Pinned { election: *known.hash(), pin })
            }
        }
    }

    async fn growth(&self, round: Round, from: u64, to: u64) -> Result<Option<Vec<Bytes32>>, ApiError> {
        let query = [("from", from.to_string()), ("to", to.to_string())];
        let asked = self.get::<ConsistencyView>(&["elections", word(round), "consistency"], &query).await;
        match asked {
            Ok(view) => Ok(Some(view.path)),
            // It does not show that it has grown: that is for the caller to call by its name.
            Err(ApiError::Problem(problem)) if problem.status < 429 => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A receipt for this ballot, that holds, on the board that this voter has followed.
    pub(super) async fn check_receipt(
        &self,
        known: &Known,
        ballot: &Bytes32,
        receipt: &Receipt,
    ) -> Result<(), ApiError> {
        let checked = receipt.check(ballot, known.board(), known.hash());
        checked.map_err(|fault| alarm(BoothFault::of_receipt(fault)))?;
        self.see(known, &receipt.checkpoint).await?;
        let before = self.look(|purse| purse.receipt(ballot).map(|it| it.board.leaf)).await?;
        if before.is_some_and(|leaf| leaf != receipt.leaf) {
            return Err(alarm(BoothFault::Place));
        }
        Ok(())
    }

    /// What the platform says of a tracker, checked: it is about this ballot, which is on the board.
    pub(crate) async fn check_tracker(&self, asked: &Tracker, view: &TrackerView) -> Result<(), ApiError> {
        let known = self.election(view.round).await?;
        if !view.tracker.is(&view.board.ballot) || !asked.is(&view.board.ballot) {
            return Err(alarm(BoothFault::Receipt));
        }
        self.check_receipt(&known, &view.board.ballot, &view.board).await
    }

    /// What a voter is told of an election.
    pub(super) async fn facts(&self, round: Round) -> Result<ElectionFacts, ApiError> {
        Ok(self.facts_now(round).await?.0)
    }

    /// The same, and the checkpoint that says so.
    pub(super) async fn facts_now(&self, round: Round) -> Result<(ElectionFacts, Checkpoint), ApiError> {
        let (known, view) = self.meet(round).await?;
        let trustees = &known.election.manifest().trustees;
        let name = |name: &str| clean_line(name).chars().take(NAME).collect::<String>();
        let facts = ElectionFacts {
            round,
            election: known.hash().to_string(),
            trustees: trustees.members.iter().map(|it| name(&it.name)).collect(),
            threshold: trustees.threshold,
            local: view.local,
            state: view.state,
            decrypted: view.decrypted,
            size: view.checkpoint.size,
        };
        Ok((facts, view.checkpoint))
    }
}
