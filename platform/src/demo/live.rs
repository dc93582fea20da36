//! Citizens who go on voting while somebody looks, so that counts move.

use super::crowd::{Crowd, dice};
use super::story::Story;
use crate::app::App;
use crate::problem::Problem;
use crate::secrets::random;
use crate::store::{AccountId, Booth, CastOrder, CredentialOrder, DrawOrder, WriteKey, played_key};
use crate::voting;
use isoloir_ballot::ballot::{Channel, Opening, Place, Seed, make};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CredentialRequest, PhaseKind, ProblemCode, Round};
use jiff::SignedDuration;
use rand::RngExt;
use rand::rngs::StdRng;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// One lot in so many is left without a ballot.
const ABANDONED: u32 = 8;

/// Plays for as long as the demonstration runs.
pub(super) async fn run(app: App, story: Arc<Mutex<Story>>, pace: SignedDuration, stop: CancellationToken) {
    let mut dice = dice(app.clock.now().as_second().unsigned_abs());
    loop {
        let next = app.clock.now().checked_add(pace).unwrap_or_else(|_| app.clock.now());
        tokio::select! {
            () = app.clock.wait_until(next) => {}
            () = stop.cancelled() => return,
        }
        // While time is moved, nobody else votes: the same citizen could be played twice, and has one ballot.
        let story = story.lock().await;
        let crowd = &story.crowd;
        if crowd.voters.is_empty() {
            continue;
        }
        let voter = crowd.voters[dice.random_range(0..crowd.voters.len())];
        let step = match app.calendar.get().current(app.clock.now()) {
            Some(PhaseKind::Identification) => support(&app, crowd, &mut dice).await,
            Some(PhaseKind::Preselection) => lot(&app, crowd, voter, &mut dice).await,
            Some(PhaseKind::FinalVote) => finale(&app, crowd, voter, &mut dice).await,
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
    register(app, voter, Round::Preselection).await?;
    let id = app.store.draw_lot(key(app, voter), order).await?;
    if dice.random_ratio(1, ABANDONED) {
        return Ok(());
    }
    let lot = app.store.lot(id).await?.ok_or(ProblemCode::NotFound)?;
    let asked = lot.places.iter().map(|place| place.candidate);
    cast(app, voter, Booth::Lot(id), choices(crowd, asked, dice)).await
}

async fn finale(app: &App, crowd: &Crowd, voter: AccountId, dice: &mut StdRng) -> Result<(), Problem> {
    if app.store.final_receipt(voter).await?.is_some() {
        return Ok(());
    }
    let asked = app.store.finalists().await?.unwrap_or_default();
    register(app, voter, Round::Final).await?;
    cast(app, voter, Booth::Final, choices(crowd, asked, dice)).await
}

/// Their key, which is made anew each time it is needed.
async fn register(app: &App, voter: AccountId, round: Round) -> Result<(), Problem> {
    let request = CredentialRequest { credential: played_key(&app.key, round, voter).public(), replace: false };
    let order = CredentialOrder { voter, round, request, window: voting::window(app, voting::phase(round))? };
    app.store.register_key(key(app, voter), order).await?;
    Ok(())
}

async fn cast(app: &App, voter: AccountId, booth: Booth, choices: Vec<(CandidateId, u8)>) -> Result<(), Problem> {
    let round = booth.round();
    let election = app.store.election(round).await?.ok_or(ProblemCode::TooEarly)?.election;
    let credential = played_key(&app.key, round, voter);
    let work = tokio::task::spawn_blocking(move || {
        let place = Place {
            election: *election.hash(),
            credential: credential.public(),
            lot: if let Booth::Lot(lot) = booth { lot.0 } else { 0 },
            sequence: 1,
            channel: Channel::Own,
            candidates: choices.iter().map(|(id, _)| id.0).collect(),
            columns: election.columns(),
        };
        let opening =
            Opening::new(Seed::generate(&mut rand::rng()), choices.into_iter().map(|(_, grade)| grade).collect());
        let bytes = make(&place, &opening, &credential, election.key(), election.generators()).ok()?;
        voting::check(&election, bytes).ok()
    });
    let ballot = Arc::new(work.await.ok().flatten().ok_or(ProblemCode::Internal)?);
    let (window, change) = (voting::window(app, voting::phase(round))?, app.primary.ballots.change);
    app.store.cast(key(app, voter), CastOrder { voter, session: None, booth, ballot, window, change }).await?;
    Ok(())
}

fn choices(crowd: &Crowd, asked: impl IntoIterator<Item = CandidateId>, dice: &mut StdRng) -> Vec<(CandidateId, u8)> {
    asked.into_iter().map(|candidate| (candidate, crowd.grade(candidate, dice))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]
mod tests {
    use super::super::{Demo, DemoOptions, DemoPhase};
    use super::*;

    #[tokio::test]
    async fn nobody_else_votes_while_time_is_moved() {
        let demo = Demo::start(DemoOptions { phase: DemoPhase::Final, ..DemoOptions::default() }).await.unwrap();
        let moves = demo.story.lock().await;
        let app = moves.platform.app().clone();
        let stop = CancellationToken::new();
        // As many votes as this machine can make.
        let votes = run(app.clone(), Arc::clone(&demo.story), SignedDuration::from_nanos(1), stop.clone());
        tokio::select! {
            done = moves.finals(1, 1) => done.unwrap(),
            () = votes => panic!("they stopped voting"),
        }
        assert_eq!(app.store.counts().await.unwrap().final_ballots, 600);
        drop(moves);
        demo.stop().await;
    }
}
