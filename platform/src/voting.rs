//! What the routes of both rounds share.

use crate::app::App;
use crate::problem::Problem;
use crate::store::{AccountId, Booth, CastOrder, StoreError, Window};
use isoloir_shared::api::types::{BallotRequest, PhaseKind, ProblemCode};
use isoloir_shared::domain::grade::Scale;
use jiff::Timestamp;
use std::sync::Arc;

/// When something that belongs to a phase can be done.
///
/// # Errors
/// When the rule has left the phase out: there is nothing to draw or to grade.
pub fn window(app: &App, kind: PhaseKind) -> Result<Window, Problem> {
    let calendar = app.calendar.get();
    let phase = calendar.phase(kind).filter(|phase| !phase.skipped);
    let phase = phase.ok_or_else(|| Problem::new(ProblemCode::NoMoreLots).when(kind, None))?;
    let closes_at = phase.closes_at.unwrap_or(Timestamp::MAX);
    Ok(Window { phase: kind, opens_at: phase.opens_at, closes_at, clock: app.clock.clone() })
}

/// A cast with the primary's rules.
pub fn order(app: &App, voter: AccountId, booth: Booth, ballot: BallotRequest) -> Result<CastOrder, Problem> {
    let kind = match booth {
        Booth::Lot(_) => PhaseKind::Preselection,
        Booth::Final => PhaseKind::FinalVote,
    };
    Ok(CastOrder {
        voter,
        booth,
        ballot,
        window: window(app, kind)?,
        change: app.primary.ballots.change,
        no_opinion: app.primary.ballots.no_opinion,
        scale: Arc::new(Scale::of(&app.primary)),
    })
}

/// A refusal with the phase it belongs to, and the instant that decides: when it opens, or the deadline.
pub fn explain(app: &App, kind: PhaseKind, error: StoreError) -> Problem {
    let calendar = app.calendar.get();
    let phase = calendar.phase(kind);
    match error {
        StoreError::Refused(ProblemCode::TooEarly) => {
            Problem::new(ProblemCode::TooEarly).when(kind, phase.map(|phase| phase.opens_at))
        }
        StoreError::Refused(ProblemCode::TooLate) => {
            Problem::new(ProblemCode::TooLate).when(kind, phase.and_then(|phase| phase.closes_at))
        }
        other => other.into(),
    }
}
