//! What happens in the demonstration: the primary of 2016, carried out by the platform's own changes of phase.

use super::crowd::Crowd;
use super::year2016::{self, Qualified};
use super::{DemoClock, DemoError, DemoPhase};
use crate::app::Platform;
use crate::clock::Clock;
use crate::email::Address;
use crate::phases::apply_due;
use crate::secrets::{random, token_hash};
use crate::store::{AccountId, ImportedCandidate, ImportedCitizen, ImportedSession, StoreError};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use isoloir_config::text::{key, resolve};
use isoloir_shared::api::ids::{CandidateId, SessionId};
use isoloir_shared::api::types::{Lang, PhaseKind, TokensView};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// Your address there.
const YOU: &str = "you@demo.invalid";
/// Lots that are cast in the whole pre-selection: enough for the proportions of 2016, few enough to be encrypted at once.
const LOTS: u64 = 1_000;
/// Of these, when a demonstration begins in the middle of it.
const LOTS_SO_FAR: u64 = 400;
/// Supports that are still to come when a demonstration begins in the identification, in a hundred.
const TO_COME: usize = 15;

/// What is kept of a demonstration beside its database.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub now: Timestamp,
    email: String,
    tokens: TokensView,
    voters: Vec<i64>,
    to_come: Vec<(i64, u32, CandidateId)>,
}

/// Every demonstration begins on 20 June 2016 at 11 o'clock in Paris; later phases are reached from there by the
/// platform's own changes.
pub(super) fn begins() -> Timestamp {
    Timestamp::from_second(1_466_413_200).unwrap_or_default()
}

/// What an earlier run left in this folder.
pub(super) fn kept(folder: &Path) -> Result<Option<Kept>, DemoError> {
    match std::fs::read(folder.join("demo.json")) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// A demonstration under way.
pub(super) struct Story {
    pub(super) platform: Platform,
    pub(super) clock: Arc<DemoClock>,
    folder: PathBuf,
    kept: Kept,
    pub(super) crowd: Crowd,
}

impl Story {
    /// Plays it from the beginning to this phase.
    pub async fn play(
        platform: Platform,
        clock: Arc<DemoClock>,
        folder: PathBuf,
        phase: DemoPhase,
    ) -> Result<Self, DemoError> {
        let app = platform.app();
        let now = clock.now();
        let qualified = year2016::qualified()?;
        let declared = now.checked_sub(SignedDuration::from_hours(24 * 60)).unwrap_or(now);
        let candidates = qualified.iter().map(|candidate| imported(candidate, declared)).collect();
        let ids = app.store.import_candidates(candidates).await?;
        let (you, tokens) = you(&platform)?;
        app.store.import_citizens(vec![you], now).await?;
        let citizens = Crowd::citizens(&app.key, 1, Crowd::size(&qualified));
        let voters = app.store.import_citizens(citizens, now).await?;
        let crowd = Crowd { voters, opinions: opinions(&ids, &qualified) };
        let mut supports = crowd.supports(&ids, &qualified);
        let to_come = match phase {
            // Those of the last round of places: taken from every candidate's end.
            DemoPhase::Identification => {
                let keep = supports.len() - supports.len() * TO_COME / 100;
                supports.sort_by_key(|(voter, slot, _)| (*slot, *voter));
                supports.split_off(keep)
            }
            _ => vec![],
        };
        app.store.import_supports(supports, now).await?;
        let kept = Kept {
            now,
            email: YOU.to_owned(),
            tokens,
            voters: crowd.voters.iter().map(|voter| voter.0).collect(),
            to_come: to_come.into_iter().map(|(voter, slot, id)| (voter.0, slot, id)).collect(),
        };
        let mut story = Self { platform, clock, folder, kept, crowd };
        let last = match phase {
            DemoPhase::Identification => None,
            DemoPhase::Preselection => Some(PhaseKind::Preselection),
            DemoPhase::Final => Some(PhaseKind::FinalVote),
            DemoPhase::Result => Some(PhaseKind::Result),
        };
        while let Some(last) = last {
            match story.next_phase().await? {
                Some(reached) if reached < last => {}
                _ => break,
            }
        }
        story.settle(phase).await?;
        story.keep()?;
        Ok(story)
    }

    /// Takes up one that was kept.
    pub async fn resume(
        platform: Platform,
        clock: Arc<DemoClock>,
        folder: PathBuf,
        kept: Kept,
    ) -> Result<Self, DemoError> {
        let rows = platform.app().store.candidate_histories().await?;
        let ids: Vec<CandidateId> = rows.iter().map(|row| row.summary.id).collect();
        let voters = kept.voters.iter().copied().map(AccountId).collect();
        let crowd = Crowd { voters, opinions: opinions(&ids, &year2016::qualified()?) };
        Ok(Self { platform, clock, folder, kept, crowd })
    }

    /// Your address.
    pub fn email(&self) -> &str {
        &self.kept.email
    }

    /// Your tokens.
    pub fn tokens(&self) -> TokensView {
        self.kept.tokens.clone()
    }

    /// Keeps its place in time for the next run.
    pub fn keep(&mut self) -> Result<(), DemoError> {
        self.kept.now = self.clock.now();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.folder.join("demo.json"))?;
        Ok(serde_json::to_writer(file, &self.kept)?)
    }

    /// Moves to the opening of the next phase, every change in between in its order.
    pub async fn next_phase(&mut self) -> Result<Option<PhaseKind>, DemoError> {
        self.finish_phase().await?;
        let app = self.platform.app();
        let before = app.calendar.get().current(self.clock.now());
        let mut opened = None;
        // A phase may close a while before the next opens, and the rule may leave the next out.
        while opened.is_none() {
            let Some(next) = app.calendar.get().next_transition(self.clock.now()) else { break };
            self.answer().await?;
            self.clock.set(next.at);
            apply_due(app).await?;
            opened = app.calendar.get().current(self.clock.now()).filter(|kind| Some(*kind) != before);
        }
        self.keep()?;
        Ok(opened)
    }

    /// Whoever is asked to confirm does; those who left in 2016 leave.
    async fn answer(&self) -> Result<(), StoreError> {
        let app = self.platform.app();
        let asked = app.store.awaited_answers().await?;
        let stays = |id: &CandidateId| self.crowd.opinions.get(id).is_some_and(|judgments| !judgments.is_empty());
        let answers = asked.iter().map(|id| (*id, stays(id))).collect();
        app.store.import_answers(answers, self.clock.now()).await
    }

    /// What would have happened until the phase closes.
    async fn finish_phase(&mut self) -> Result<(), DemoError> {
        let app = self.platform.app();
        match app.calendar.get().current(self.clock.now()) {
            Some(PhaseKind::Identification) => {
                let rest = std::mem::take(&mut self.kept.to_come);
                let rest = rest.into_iter().map(|(voter, slot, id)| (AccountId(voter), slot, id)).collect();
                app.store.import_supports(rest, self.clock.now()).await?;
            }
            Some(PhaseKind::Preselection) => {
                let done = app.store.counts().await?.lots_cast;
                let end = app.calendar.get().phase(PhaseKind::Preselection).and_then(|phase| phase.closes_at);
                let end = end.and_then(|end| end.checked_sub(SignedDuration::from_hours(1)).ok());
                self.lots(LOTS.saturating_sub(done), end.unwrap_or_else(|| self.clock.now())).await?;
            }
            Some(PhaseKind::FinalVote) => self.finals(1, 1).await?,
            _ => {}
        }
        Ok(())
    }

    /// Where a demonstration begins in the middle of a phase, its past is played.
    async fn settle(&mut self, phase: DemoPhase) -> Result<(), DemoError> {
        let app = self.platform.app();
        let now = self.clock.now();
        let later = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(now);
        match phase {
            DemoPhase::Identification => {}
            DemoPhase::Preselection => {
                let until = later(24 * 7 + 9);
                self.lots(LOTS_SO_FAR, until).await?;
                self.clock.set(until);
            }
            DemoPhase::Final => {
                self.clock.set(later(24 * 5 + 9));
                self.finals(2, 5).await?;
            }
            DemoPhase::Result => self.clock.set(later(10)),
        }
        apply_due(app).await?;
        Ok(())
    }
}

fn imported(candidate: &Qualified, at: Timestamp) -> ImportedCandidate {
    // Only what is on record: nobody wrote a presentation for us to show.
    ImportedCandidate { name: candidate.name.clone(), presentation: String::new(), at }
}

fn opinions(ids: &[CandidateId], qualified: &[Qualified]) -> std::collections::HashMap<CandidateId, Vec<u64>> {
    ids.iter().copied().zip(qualified.iter().map(|candidate| candidate.judgments.clone())).collect()
}

/// Your account, with a session that outlasts every jump in time.
fn you(platform: &Platform) -> Result<(ImportedCitizen, TokensView), DemoError> {
    let token = || BASE64_URL_SAFE_NO_PAD.encode(random::<32>());
    let email = Address::parse(YOU).and_then(|address| address.keep(&platform.app().key));
    let email = email.ok_or_else(|| DemoError::Data("the address of the demonstration".into()))?;
    let tokens = TokensView {
        access_token: token(),
        expires_in: u32::MAX,
        refresh_token: token(),
        session: SessionId(Uuid::new_v4()),
    };
    let never = Timestamp::from_second(32_503_680_000).unwrap_or(Timestamp::MAX);
    let session = ImportedSession {
        id: tokens.session,
        device: resolve(Lang::Fr.code(), key::CLI_DEVICE, []),
        access: (token_hash(&tokens.access_token), never),
        refresh: (token_hash(&tokens.refresh_token), never),
    };
    Ok((ImportedCitizen { email, lang: Lang::Fr, place: "Paris".to_owned(), session: Some(session) }, tokens))
}
