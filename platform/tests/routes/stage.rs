//! Brings a platform to the phase that a test is about.

use crate::harness::{Answer, Person, TestPlatform};
use isoloir_config::primary::Primary;
use isoloir_platform::Settings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::store::ImportedCandidate;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{LotView, PhaseKind};
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

impl Person<'_> {
    /// My open lot, or a new one.
    pub async fn draw(&self) -> LotView {
        self.post("/v1/me/lots", &json!({})).await.json()
    }

    /// Grades a lot, each candidate with the same grade.
    pub async fn cast(&self, lot: &LotView, grade: u8) -> Answer {
        self.put(&format!("/v1/me/lots/{}/ballot", lot.id), &ballot(lot, grade)).await
    }
}

/// A ballot for a lot, each candidate with the same grade.
pub fn ballot(lot: &LotView, grade: u8) -> Value {
    answers(lot.candidates.iter().map(|place| (place.candidate.id, Some(grade))))
}

/// A ballot.
pub fn answers(answers: impl IntoIterator<Item = (CandidateId, Option<u8>)>) -> Value {
    let answers: Vec<Value> = answers.into_iter().map(|(id, grade)| json!({"candidate": id, "grade": grade})).collect();
    json!({ "answers": answers })
}
