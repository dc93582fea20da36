//! Phases: what their changes do, each once, and the public stream of events.

use super::StoreError;
use crate::phases::frozen::Rule;
use crate::secrets::ServerKey;
use isoloir_config::primary::Primary;
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{EventKind, PhaseKind, PlatformEvent, ProblemCode, ResultView, Round};
use isoloir_shared::domain::calendar::{Calendar, Transition, TransitionKind};
use jiff::Timestamp;
use std::sync::Arc;

/// How the store says that a round cannot open: its manifest would be refused by everyone who reads it.
pub const MANIFEST_REFUSED: (ProblemCode, &str) = (ProblemCode::Invalid, "manifest");

/// A change of phase with what it needs to know.
#[derive(Clone, Debug)]
pub struct TransitionOrder {
    /// Which.
    pub transition: Transition,
    /// When it is carried out: later than its instant if the platform was down then.
    pub now: Timestamp,
    /// The rules.
    pub primary: Arc<Primary>,
    /// The calendar as it is now.
    pub calendar: Arc<Calendar>,
    /// What a board is signed with, and local trustees' keys are sealed with.
    pub server: ServerKey,
}

impl TransitionOrder {
    /// The name under which it is kept, once: `opens preselection`.
    pub fn name(&self) -> String {
        transition_name(&self.transition)
    }
}

/// The name under which a change of phase is kept.
pub fn transition_name(transition: &Transition) -> String {
    let verb = match transition.kind {
        TransitionKind::Opens => "opens",
        TransitionKind::Closes => "closes",
    };
    format!("{verb} {}", phase_name(transition.phase))
}

/// A phase as the API spells it.
pub fn phase_name(phase: PhaseKind) -> &'static str {
    match phase {
        PhaseKind::Identification => "identification",
        PhaseKind::ProvisionalList => "provisional_list",
        PhaseKind::Preparation => "preparation",
        PhaseKind::Preselection => "preselection",
        PhaseKind::Finalists => "finalists",
        PhaseKind::FinalVote => "final_vote",
        PhaseKind::Result => "result",
    }
}

/// A change that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Which: see [`transition_name`].
    pub name: String,
    /// The phase was left out by the rule.
    pub skipped: bool,
}

/// What is kept of phases and events.
#[async_trait::async_trait]
pub trait Phases {
    /// Makes the secrets of the rounds to come, if they are not there: what commits to them is public from now on.
    async fn commit_secrets(&self, now: Timestamp) -> Result<(), StoreError>;
    /// Fixes rules that are not fixed yet, and gives all that are.
    async fn freeze(&self, rules: Vec<Rule>) -> Result<Vec<Rule>, StoreError>;
    /// The changes that were carried out.
    async fn applied(&self) -> Result<Vec<Applied>, StoreError>;
    /// Carries a change out with all its effects and events in one transaction; nothing if it was before.
    async fn apply(&self, order: TransitionOrder) -> Result<Vec<PlatformEvent>, StoreError>;
    /// Who was asked to confirm and has said nothing in time is out. Says how many, and when the next answer is due.
    async fn lapse_silent(&self, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError>;
    /// A round's result, once it is published.
    async fn result(&self, round: Round) -> Result<Option<ResultView>, StoreError>;
    /// Adds an event to the stream.
    async fn add_event(&self, at: Timestamp, kind: EventKind) -> Result<PlatformEvent, StoreError>;
    /// Events after one, oldest first.
    async fn events_after(&self, after: EventId, limit: u32) -> Result<Vec<PlatformEvent>, StoreError>;
    /// The last event there is.
    async fn last_event(&self) -> Result<EventId, StoreError>;
}
