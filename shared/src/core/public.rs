//! What the platform tells everyone: learnt by one session, known to all that share it.
//!
//! A bot has many sessions and one `Arc<Public>`: each session is given it (`Start`, `Resume`), and what a session has
//! learnt during a turn is taken over with [`Public::keep_newest`]. A session that learns something copies what it
//! changes first (`Arc::make_mut`), so nobody sees a half. Nothing about a person belongs here: not what they support,
//! not the order that their lists were drawn in, not what they read.

use super::dated::{Dated, Shelf, newer};
use super::roll::Roll;
use crate::api::ids::{CandidateId, ModerationId};
use crate::api::types::*;
use crate::api::{Call, OrganiseCall, OrganiseReply, Reply};
use crate::booth::{BoothCall, BoothReply, ElectionFacts};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages of candidates that are remembered.
const PAGES: usize = 512;
/// Photos that are remembered (at most 512 KiB each).
const PHOTOS: usize = 32;

/// What everyone may know of one platform.
#[derive(Clone, Debug)]
pub struct Public {
    /// The primary and its phases.
    pub(crate) primary: Option<Dated<PrimaryView>>,
    /// Public totals.
    pub(crate) counts: Option<Dated<CountsView>>,
    /// The last announcement.
    pub(crate) announcement: Option<Dated<(Localized, Localized)>>,
    /// The log of changes to the calendar.
    pub(crate) changes: Option<Dated<Vec<CalendarChangeView>>>,
    /// All candidates.
    pub(crate) roll: Arc<Roll>,
    results: BTreeMap<Round, Dated<ResultView>>,
    /// Who holds the keys of a round's ballots.
    elections: BTreeMap<Round, Dated<ElectionFacts>>,
    pages: Arc<Shelf<CandidateId, CandidateView>>,
    photos: Arc<Shelf<CandidateId, [u8]>>,
    /// Photos that moderators look at, hidden ones among them: shown to whoever has a role, and to nobody else.
    judged: Arc<Shelf<ModerationId, [u8]>>,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            primary: None,
            counts: None,
            announcement: None,
            changes: None,
            roll: Arc::default(),
            results: BTreeMap::new(),
            elections: BTreeMap::new(),
            pages: Arc::new(Shelf::new(PAGES)),
            photos: Arc::new(Shelf::new(PHOTOS)),
            judged: Arc::new(Shelf::new(PHOTOS)),
        }
    }
}

impl Public {
    /// Takes over what another knows better, part by part. Costs nothing where both are the same.
    pub fn keep_newest(self: &mut Arc<Self>, other: &Arc<Self>) {
        if Arc::ptr_eq(self, other) {
            return;
        }
        let mine = Arc::make_mut(self);
        newer(&mut mine.primary, &other.primary);
        newer(&mut mine.counts, &other.counts);
        newer(&mut mine.announcement, &other.announcement);
        newer(&mut mine.changes, &other.changes);
        mine.roll.newer(&other.roll);
        for (round, result) in &other.results {
            if result.beats(mine.results.get(round)) {
                mine.results.insert(*round, result.clone());
            }
        }
        for (round, facts) in &other.elections {
            if facts.beats(mine.elections.get(round)) {
                mine.elections.insert(*round, facts.clone());
            }
        }
        if !Arc::ptr_eq(&mine.pages, &other.pages) {
            Arc::make_mut(&mut mine.pages).newer(&other.pages);
        }
        if !Arc::ptr_eq(&mine.photos, &other.photos) {
            Arc::make_mut(&mut mine.photos).newer(&other.photos);
        }
        if !Arc::ptr_eq(&mine.judged, &other.judged) {
            Arc::make_mut(&mut mine.judged).newer(&other.judged);
        }
    }

    /// The primary's phases, as far as they are known: who compares them knows when one opened or closed.
    pub fn phases(&self) -> Option<&[PhaseView]> {
        self.primary.as_ref().map(|it| it.phases.as_slice())
    }

    /// How far the platform's clock is from this device's.
    pub(crate) fn offset(&self) -> SignedDuration {
        self.primary.as_ref().map_or(SignedDuration::ZERO, |it| it.now.duration_since(it.at))
    }

    /// The published result of a round.
    pub(crate) fn result(&self, round: Round) -> Option<&ResultView> {
        self.results.get(&round).map(|it| &**it)
    }

    /// Who holds the keys of a round's ballots.
    pub(crate) fn election(&self, round: Round) -> Option<&ElectionFacts> {
        self.elections.get(&round).map(|it| &**it)
    }

    /// A candidate's page.
    pub(crate) fn page(&self, id: CandidateId) -> Option<&CandidateView> {
        self.pages.get(id).map(|it| &**it)
    }

    /// A candidate's photo.
    pub(crate) fn photo(&self, id: CandidateId) -> Option<Arc<[u8]>> {
        self.photos.get(id).map(Dated::shared)
    }

    /// A photo that is looked at.
    pub(crate) fn judged(&self, id: ModerationId) -> Option<Arc<[u8]>> {
        self.judged.get(id).map(Dated::shared)
    }

    /// The answer to this question is here.
    pub(crate) fn has(&self, call: &Call) -> bool {
        match call {
            Call::Primary => self.primary.is_some(),
            Call::Counts => self.counts.is_some(),
            Call::CalendarChanges => self.changes.is_some(),
            Call::Candidates(_) => self.roll.complete().is_some(),
            Call::Candidate(id) => self.page(*id).is_some(),
            Call::Photo(id) => self.photos.get(*id).is_some(),
            Call::Results(round) => self.results.contains_key(round),
            Call::Booth(BoothCall::Election(round)) => self.elections.contains_key(round),
            Call::Organise(OrganiseCall::JudgedPhoto(id)) => self.judged.get(*id).is_some(),
            _ => false,
        }
    }

    /// Takes in what an answer tells everyone.
    pub(super) fn learn(self: &mut Arc<Self>, reply: &Reply, now: Timestamp) {
        match reply {
            Reply::Primary(primary) => self.change().primary = Some(Dated::new(now, primary.clone())),
            Reply::Counts(counts) => self.learn_counts(counts, now),
            Reply::CalendarChanges(page) => self.change().changes = Some(Dated::new(now, page.items.clone())),
            Reply::Candidates(page) => self.learn_rows(&page.items, true, now),
            Reply::Supports(mine) => {
                self.learn_rows(&mine.supports, false, now);
                self.learn_rows(&mine.nominations, false, now);
            }
            Reply::Candidate(page) => {
                self.learn_rows(std::slice::from_ref(&page.summary), false, now);
                Arc::make_mut(&mut self.change().pages).put(page.summary.id, Dated::new(now, (**page).clone()));
            }
            Reply::Organise(OrganiseReply::JudgedPhoto(id, bytes))
                if self.judged.get(*id).is_none_or(|it| **it != **bytes) =>
            {
                Arc::make_mut(&mut self.change().judged).put(*id, Dated::new(now, bytes.clone()));
            }
            Reply::Results(result) => {
                self.change().results.insert(result.round, Dated::new(now, (**result).clone()));
            }
            Reply::Booth(BoothReply::Election(facts)) => {
                self.change().elections.insert(facts.round, Dated::new(now, (**facts).clone()));
            }
            _ => {}
        }
    }

    /// New totals.
    pub(super) fn learn_counts(self: &mut Arc<Self>, counts: &CountsView, now: Timestamp) {
        if self.counts.as_ref().is_none_or(|it| **it != *counts) {
            self.change().counts = Some(Dated::new(now, counts.clone()));
        }
    }

    /// The organisers spoke.
    pub(super) fn learn_announcement(self: &mut Arc<Self>, title: &Localized, body: &Localized, now: Timestamp) {
        self.change().announcement = Some(Dated::new(now, (title.clone(), body.clone())));
    }

    /// A candidate's photo.
    pub(super) fn learn_photo(self: &mut Arc<Self>, id: CandidateId, bytes: &Arc<[u8]>, now: Timestamp) {
        if self.photos.get(id).is_none_or(|it| **it != **bytes) {
            Arc::make_mut(&mut self.change().photos).put(id, Dated::new(now, bytes.clone()));
        }
    }

    /// All pages of the list came.
    pub(super) fn learn_end(self: &mut Arc<Self>, now: Timestamp) {
        Arc::make_mut(&mut self.change().roll).end(now);
    }

    /// Rows of the list; outside of it, only those that are known better now.
    fn learn_rows(self: &mut Arc<Self>, rows: &[CandidateSummary], listed: bool, now: Timestamp) {
        let news = |row: &&CandidateSummary| match self.roll.get(row.id) {
            Some(known) => known != *row,
            None => listed,
        };
        let news: Vec<_> = rows.iter().filter(news).map(public_row).collect();
        if !news.is_empty() {
            let roll = Arc::make_mut(&mut self.change().roll);
            news.into_iter().for_each(|row| roll.put(Dated::new(now, row)));
        }
    }

    fn change(self: &mut Arc<Self>) -> &mut Self {
        Arc::make_mut(self)
    }
}

/// What everyone may see of a row. Each field is named: one that comes to say something about its reader has to be
/// left out here.
fn public_row(row: &CandidateSummary) -> CandidateSummary {
    let CandidateSummary { id, name, state, supports, charter, slogan, photo } = row.clone();
    CandidateSummary { id, name, state, supports, charter, slogan, photo }
}
