//! What the routes of both rounds share: windows, and the checks of a ballot that need no database.

use crate::app::App;
use crate::problem::Problem;
use crate::store::{BallotRule, Booth, CastOrder, Identity, StoreError, Window, WriteKey};
use isoloir_ballot::ballot::{Ballot, BallotFault};
use isoloir_ballot::manifest::Election;
use isoloir_shared::api::types::{CastRequest, PhaseKind, ProblemCode, Round};
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

/// The phase in which a round is voted on.
pub fn phase(round: Round) -> PhaseKind {
    match round {
        Round::Preselection => PhaseKind::Preselection,
        Round::Final => PhaseKind::FinalVote,
    }
}

/// A cast with the primary's rules: a ballot of this election whose signature and proof hold.
///
/// `key` is the write's: one that was answered before is answered again, even after the close.
pub async fn order(
    app: &App,
    who: &Identity,
    key: &WriteKey,
    booth: Booth,
    request: CastRequest,
) -> Result<CastOrder, Problem> {
    let round = booth.round();
    let window = window(app, phase(round))?;
    // Too early or too late is said before anything is calculated; the write asks again.
    if let Err(code) = window.check(app.clock.now())
        && !app.store.answered(key.clone()).await?
    {
        return Err(explain(app, phase(round), code.into()));
    }
    let row = app.store.election(round).await?;
    let election = row.ok_or_else(|| explain(app, phase(round), ProblemCode::TooEarly.into()))?.election;
    let ballot = Arc::new(checked(app, election, request.ballot.0).await?);
    let (voter, session, change) = (who.account, Some(who.session), app.primary.ballots.change);
    Ok(CastOrder { voter, session, booth, ballot, window, change })
}

/// Decodes and checks on another thread, as many at once as there are cores: nothing else waits for it.
async fn checked(app: &App, election: Arc<Election>, bytes: Vec<u8>) -> Result<Ballot, Problem> {
    let turn = app.checks.clone().acquire_owned().await.map_err(|_| ProblemCode::Unavailable)?;
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        check(&election, bytes)
    });
    match work.await {
        Ok(done) => done.map_err(|fault| StoreError::from(rule(fault)).into()),
        Err(_) => Err(ProblemCode::Internal.into()),
    }
}

/// What holds for a ballot whoever casts it. In the final its candidates are the manifest's; those of a lot are compared
/// in the write.
pub fn check(election: &Election, bytes: Vec<u8>) -> Result<Ballot, BallotFault> {
    let ballot = Ballot::decode(bytes)?;
    let place = ballot.place();
    let all = election.candidates();
    let candidates = if election.manifest().lots.is_some() { place.candidates.as_slice() } else { all.as_slice() };
    ballot.fits(election.hash(), candidates, election.columns())?;
    if ballot.place().shape().cells() > election.generators().cells.len() {
        return Err(BallotFault::Shape);
    }
    ballot.check_signature()?;
    ballot.check_proof(election.key(), election.generators())?;
    Ok(ballot)
}

fn rule(fault: BallotFault) -> BallotRule {
    use BallotFault as F;
    match fault {
        F::Version | F::Channel | F::Length | F::Ciphertext { .. } | F::Encoding(_) => BallotRule::Encoding,
        F::Shape => BallotRule::Shape,
        F::Election => BallotRule::Election,
        F::Candidates => BallotRule::Candidates,
        F::Signature(_) => BallotRule::Signature,
        F::Proof => BallotRule::Proof,
    }
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
