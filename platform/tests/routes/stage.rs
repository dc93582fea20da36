//! Brings a platform to the phase that a test is about.

use crate::booth;
use crate::harness::{Answer, Person, TestPlatform};
use isoloir_ballot::ballot::Place;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::manifest::Election;
use isoloir_config::primary::Primary;
use isoloir_platform::Settings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::store::ImportedCandidate;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CredentialView, ElectionView, FinalView, LotView, PhaseKind, Round};
use serde_json::{Value, json};
use std::sync::Arc;

/// Candidates who are there, unless a test says otherwise.
pub const CANDIDATES: usize = 12;

/// A primary in which the charter alone qualifies.
pub fn easy(settings: &mut Settings, change: impl FnOnce(&mut Primary)) {
    let mut primary = Primary::clone(&settings.primary);
    primary.qualification.threshold = 0;
    change(&mut primary);
    settings.primary = Arc::new(primary);
}

impl TestPlatform {
    /// In the pre-selection of 2016, with twelve candidates.
    pub async fn preselection() -> Self {
        Self::preselection_of(CANDIDATES, |_| {}).await
    }

    pub async fn preselection_of(candidates: usize, change: impl FnOnce(&mut Primary)) -> Self {
        let p = Self::start_with(crate::harness::IDENTIFICATION, |settings| easy(settings, change)).await;
        p.declare(candidates).await;
        p.go_to(PhaseKind::Preselection).await;
        p
    }

    /// Adds candidates who have declared and signed.
    pub async fn declare(&self, candidates: usize) -> Vec<CandidateId> {
        let app = self.platform.app();
        let candidate =
            |n| ImportedCandidate { name: format!("Candidate {n}"), presentation: String::new(), at: app.clock.now() };
        app.store.import_candidates((1..=candidates).map(candidate).collect()).await.unwrap()
    }

    /// Moves to the opening of a phase; whoever is asked to confirm does.
    pub async fn go_to(&self, kind: PhaseKind) {
        let app = self.platform.app();
        let opens_at = app.calendar.get().phase(kind).unwrap().opens_at;
        while let Some(next) = app.calendar.get().next_transition(app.clock.now()) {
            if next.at > opens_at {
                break;
            }
            self.confirm_all().await;
            self.clock.set(next.at);
            apply_due(app).await.unwrap();
        }
        self.confirm_all().await;
    }

    /// Moves to the opening of a phase; who is asked to confirm there has not answered yet.
    pub async fn open(&self, kind: PhaseKind) {
        let app = self.platform.app();
        self.clock.set(app.calendar.get().phase(kind).unwrap().opens_at);
        apply_due(app).await.unwrap();
    }

    pub async fn confirm_all(&self) {
        let app = self.platform.app();
        let asked = app.store.awaited_answers().await.unwrap();
        let yes = asked.into_iter().map(|id| (id, true)).collect();
        app.store.import_answers(yes, app.clock.now()).await.unwrap();
    }
}

impl TestPlatform {
    /// What is voted on, as any client reads it.
    pub async fn election(&self, round: Round) -> Election {
        let view: ElectionView = self.get(&format!("/v1/elections/{}", word(round))).await.json();
        Election::read(&view.manifest.0).unwrap()
    }
}

impl Person<'_> {
    /// My key for a round; known to the platform after [`Person::register_key`].
    pub fn my_key(&self, round: Round) -> Credential {
        let mut keys = self.at.keys.lock().unwrap();
        keys.entry((self.name.clone(), round)).or_insert_with(booth::fresh_key).clone()
    }

    /// I forget my keys, as a device that is lost does: the next ones are others.
    pub fn lose_keys(&self) {
        self.at.keys.lock().unwrap().retain(|(name, _), _| *name != self.name);
    }

    /// Tells the platform my key for a round; once more is fine.
    pub async fn register_key(&self, round: Round) -> CredentialView {
        self.put_key(round, &self.my_key(round), false).await.json()
    }

    /// Asks for a key to be mine.
    pub async fn put_key(&self, round: Round, key: &Credential, replace: bool) -> Answer {
        let body = json!({"credential": key.public(), "replace": replace});
        self.put(&format!("/v1/me/credentials/{}", word(round)), &body).await
    }

    /// My open lot, or a new one.
    pub async fn draw(&self) -> LotView {
        self.register_key(Round::Preselection).await;
        self.post("/v1/me/lots", &json!({})).await.json()
    }

    /// Where my ballot of a lot belongs.
    pub fn place(&self, election: &Election, lot: &LotView) -> Place {
        let candidates = lot.candidates.iter().map(|place| place.candidate.id.0).collect();
        booth::place(election, &self.my_key(Round::Preselection), lot.id.0, candidates)
    }

    /// The body that casts a lot, each candidate with the same answer.
    pub async fn ballot(&self, lot: &LotView, grade: u8) -> Value {
        self.ballot_of(lot, |_| grade).await
    }

    /// The same, each candidate with an answer of its own: the column, worst grade first.
    pub async fn ballot_of(&self, lot: &LotView, grade: impl Fn(CandidateId) -> u8) -> Value {
        let election = self.at.election(Round::Preselection).await;
        let place = self.place(&election, lot);
        let choices = place.candidates.iter().map(|id| grade(CandidateId(*id))).collect();
        booth::body(booth::seal(&election, &self.my_key(Round::Preselection), &place, choices))
    }

    /// Grades a lot, each candidate with the same grade.
    pub async fn cast(&self, lot: &LotView, grade: u8) -> Answer {
        self.put_ballot(lot, &self.ballot(lot, grade).await).await
    }

    /// Sends the body of a cast for a lot.
    pub async fn put_ballot(&self, lot: &LotView, body: &Value) -> Answer {
        self.put(&format!("/v1/me/lots/{}/ballot", lot.id), body).await
    }

    /// The body that casts the final.
    pub async fn final_ballot(&self, grade: impl Fn(CandidateId) -> u8) -> Value {
        let election = self.at.election(Round::Final).await;
        let key = self.my_key(Round::Final);
        let place = booth::place(&election, &key, 0, election.candidates());
        let choices = place.candidates.iter().map(|id| grade(CandidateId(*id))).collect();
        booth::body(booth::seal(&election, &key, &place, choices))
    }

    /// Grades the final.
    pub async fn cast_final(&self, grade: impl Fn(CandidateId) -> u8) -> Answer {
        self.register_key(Round::Final).await;
        self.put("/v1/me/final/ballot", &self.final_ballot(grade).await).await
    }

    /// The final as I see it.
    pub async fn final_view(&self) -> FinalView {
        self.get("/v1/me/final").await.json()
    }
}

/// As paths spell it.
pub fn word(round: Round) -> &'static str {
    match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    }
}
