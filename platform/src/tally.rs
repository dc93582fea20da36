//! The count of a round that is closed: its archive is verified whole, as anyone would, and only that gives something to
//! decrypt. Local trustees decrypt at once; others send theirs, and enough of them end the count.

use crate::app::App;
use crate::store::{CountOrder, ElectionRow, StoreError, TransitionOrder};
use isoloir_ballot::archive::Counts;
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::TrusteeSecret;
use isoloir_ballot::verify::{Options, Report, Stage, verify};
use isoloir_shared::api::types::{PhaseKind, Round};
use isoloir_shared::domain::calendar::{Transition, TransitionKind};
use std::fs::File;
use std::io::{BufReader, Seek, Write};
use std::sync::Arc;

fn broken(error: impl std::fmt::Display) -> StoreError {
    StoreError::Broken(error.to_string())
}

/// Whether nothing waits for its count any more. Counts what can be counted.
pub async fn counted(app: &App) -> Result<bool, StoreError> {
    match app.store.uncounted().await? {
        None => Ok(true),
        Some(round) => count(app, round).await,
    }
}

/// Counts a closed round and publishes its result, if enough trustees have decrypted.
async fn count(app: &App, round: Round) -> Result<bool, StoreError> {
    let Some(row) = app.store.election(round).await? else { return Ok(false) };
    let (secrets, mut parts) = (app.store.local_trustees(round).await?, app.store.decryptions(round).await?);
    let needed = usize::from(row.election.manifest().trustees.threshold);
    if secrets.is_empty() && parts.len() < needed {
        return Ok(false);
    }
    let report = closed(app, round).await?;
    let work = tokio::task::spawn_blocking(move || {
        decrypt(&report, &secrets, &mut parts)?;
        let counts = open(&report, &parts)?;
        Ok::<_, StoreError>((parts, counts))
    });
    let (decryptions, counts) = work.await.map_err(broken)??;
    let order = order(app, round, &row);
    for event in app.store.publish_count(CountOrder { round, decryptions, counts, order }).await? {
        app.events.stored(event);
    }
    *app.closed.lock().await = None;
    app.asked.notify_one();
    tracing::info!(?round, "a round is counted");
    Ok(true)
}

/// A closed round, verified: what trustees decrypt. Verified once, and to its end even if whoever asked is gone.
pub async fn closed(app: &App, round: Round) -> Result<Arc<Report>, StoreError> {
    let all = app.clone();
    let work = tokio::spawn(async move {
        let mut kept = all.closed.lock().await;
        if let Some((_, report)) = kept.as_ref().filter(|(known, _)| *known == round) {
            return Ok(report.clone());
        }
        let archive = archive(&all, round).await?;
        let report = tokio::task::spawn_blocking(move || verified(&archive)).await.map_err(broken)??;
        let report = Arc::new(report);
        // Where a ballot is missing now it may be back later.
        if report.tally.is_some() {
            *kept = Some((round, report.clone()));
        }
        Ok(report)
    });
    work.await.map_err(broken)?
}

/// The close again, as of now where the count had to wait for trustees.
fn order(app: &App, round: Round, row: &ElectionRow) -> TransitionOrder {
    let now = app.clock.now();
    let at = row.closed_at.filter(|_| row.local).unwrap_or(now);
    let phase = match round {
        Round::Preselection => PhaseKind::Preselection,
        Round::Final => PhaseKind::FinalVote,
    };
    let transition = Transition { at, kind: TransitionKind::Closes, phase };
    let (primary, calendar, server) = (app.primary.clone(), app.calendar.get(), app.key.clone());
    TransitionOrder { transition, now, primary, calendar, server }
}

/// The archive in a file without a name: gone with its handle.
async fn archive(app: &App, round: Round) -> Result<File, StoreError> {
    let mut file = tempfile::tempfile_in(&app.settings.data).map_err(|e| StoreError::Unavailable(e.to_string()))?;
    let mut source = app.store.archive(round).await?;
    while let Some(piece) = source.next().await? {
        file.write_all(&piece).map_err(|e| StoreError::Unavailable(e.to_string()))?;
    }
    Ok(file)
}

fn verified(archive: &File) -> Result<Report, StoreError> {
    let open = || {
        let mut file = archive.try_clone()?;
        file.rewind()?;
        Ok(BufReader::new(file))
    };
    let options = Options { stage: Stage::Closed, ..Options::default() };
    verify(open, &options, &mut ()).map_err(broken)
}

/// Adds the parts of the trustees whom the platform plays.
fn decrypt(report: &Report, secrets: &[(u16, TrusteeSecret)], parts: &mut Vec<Decryption>) -> Result<(), StoreError> {
    let sums = report.tally.as_ref().ok_or_else(|| broken("ballots are missing from a closed round"))?;
    for (trustee, secret) in secrets {
        if parts.iter().any(|part| part.trustee == *trustee) {
            continue;
        }
        parts.push(sums.decrypt(&report.election, *trustee, secret, &mut rand::rng()).map_err(broken)?);
    }
    Ok(())
}

fn open(report: &Report, parts: &[Decryption]) -> Result<Counts, StoreError> {
    let sums = report.tally.as_ref().ok_or_else(|| broken("ballots are missing from a closed round"))?;
    let counts = sums.open(&report.election, parts).map_err(broken)?;
    let known = report.counts.clone().ok_or_else(|| broken("ballots are missing from a closed round"))?;
    Ok(Counts { counts, ..known })
}
