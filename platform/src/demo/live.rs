//! Citizens who go on voting while somebody looks, so that counts move.

use super::crowd::{Crowd, dice};
use crate::app::App;
use crate::problem::Problem;
use crate::secrets::random;
use crate::store::{AccountId, Booth, DrawOrder, WriteKey};
use crate::voting;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{BallotRequest, GradeAnswer, PhaseKind, ProblemCode};
use jiff::SignedDuration;
use rand::RngExt;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Time between two of them.
const PACE: SignedDuration = SignedDuration::from_millis(400);
/// One lot in so many is left without a ballot.
const ABANDONED: u32 = 8;

/// Plays for as long as the demonstration runs.
pub(super) async fn run(app: App, crowd: Crowd, stop: CancellationToken) {
    let mut dice = dice(app.clock.now().as_second().unsigned_abs());
    loop {
        let next = app.clock.now().checked_add(PACE).unwrap_or_else(|_| app.clock.now());
        tokio::select! {
            () = app.clock.wait_until(next) => {}
            () = stop.cancelled() => return,
        }
        if crowd.voters.is_empty() {
            continue;
        }
        let voter = crowd.voters[dice.random_range(0..crowd.voters.len())];
        let step = match app.calendar.get().current(app.clock.now()) {
            Some(PhaseKind::Identification) => support(&app, &crowd, &mut dice).await,
            Some(PhaseKind::Preselection) => lot(&app, &crowd, voter, &mut dice).await,
            Some(PhaseKind::FinalVote) => finale(&app, &crowd, voter, &mut dice).await,
            _ => Ok(()),
        };
        if let Err(problem) = step {
            // Time may have jumped between the draw and the cast: the next one does better.
            tracing::debug!(code = ?problem.code, "a citizen who is played was refused");
        }
    }
}

fn key(app: &App, voter: AccountId) -> WriteKey {
    WriteKey { scope: voter.0, session: None, key: Uuid::new_v4(), fingerprint: random(), at: app.clock.now() }
}

async fn support(app: &App, crowd: &Crowd, dice: &mut StdRng) -> Result<(), Problem> {
    let now = app.clock.now();
    let newcomer = app.store.import_citizens(vec![Crowd::newcomer(&app.key)?], now).await?;
    let mut ids: Vec<CandidateId> = crowd.opinions.keys().copied().collect();
    ids.sort_unstable();
    let whom = ids.get(dice.random_range(0..ids.len().max(1))).copied();
    let supports = newcomer.into_iter().zip(whom).map(|(account, id)| (account, 1, id)).collect();
    Ok(app.store.import_supports(supports, now).await?)
}

async fn lot(app: &App, crowd: &Crowd, voter: AccountId, dice: &mut StdRng) -> Result<(), Problem> {
    let rules = &app.primary.preselection;
    let order = DrawOrder {
        voter,
        window: voting::window(app, PhaseKind::Preselection)?,
        lifetime: SignedDuration::from_mins(rules.lot_minutes.into()),
        max_lots: rules.max_lots,
    };
    let id = app.store.draw_lot(key(app, voter), order).await?;
    if dice.random_ratio(1, ABANDONED) {
        return Ok(());
    }
    let lot = app.store.lot(id).await?.ok_or(ProblemCode::NotFound)?;
    let asked = lot.places.iter().map(|place| place.candidate);
    cast(app, voter, Booth::Lot(id), ballot(crowd, asked, dice)).await
}

async fn finale(app: &App, crowd: &Crowd, voter: AccountId, dice: &mut StdRng) -> Result<(), Problem> {
    if app.store.final_receipt(voter).await?.is_some() {
        return Ok(());
    }
    let asked = app.store.finalists().await?.unwrap_or_default();
    cast(app, voter, Booth::Final, ballot(crowd, asked, dice)).await
}

async fn cast(app: &App, voter: AccountId, booth: Booth, ballot: BallotRequest) -> Result<(), Problem> {
    let order = voting::order(app, voter, booth, ballot)?;
    app.store.cast(key(app, voter), order).await?;
    Ok(())
}

fn ballot(crowd: &Crowd, asked: impl IntoIterator<Item = CandidateId>, dice: &mut StdRng) -> BallotRequest {
    let answer = |candidate| GradeAnswer { candidate, grade: Some(crowd.grade(candidate, dice)) };
    BallotRequest { answers: asked.into_iter().map(answer).collect() }
}
