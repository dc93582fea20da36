//! What carries out the changes that are due: at their instants, when the platform opens, and when a test or a
//! demonstration moves its clock across several of them.

use crate::app::App;
use crate::drafts::closing;
use crate::store::{MANIFEST_REFUSED, StoreError, TRUSTEES_MISSING, TransitionOrder, transition_name};
use crate::tally;
use isoloir_shared::api::types::{EventKind, PhaseStatus};
use isoloir_shared::domain::calendar::Transition;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

/// After a failure of the store (a full disk), it is tried again this much later.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(1);
/// A count that failed for another reason is tried again this much later.
const COUNT_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// A round whose trustees are not ready opens once they are; a ceremony that was cancelled is seen this much later, and
/// so is a candidate who left a round that has too many.
const TRUSTEES_AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// How long a request waits for what is due. Only the count of a large round takes longer, and goes on without it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where the scheduler stands.
#[derive(Debug)]
pub struct Scheduler {
    wake: Notify,
    /// The next instant it waits for, in microseconds.
    next: AtomicI64,
    one_at_a_time: Mutex<()>,
}

impl Default for Scheduler {
    fn default() -> Self {
        Self { wake: Notify::new(), next: AtomicI64::new(i64::MAX), one_at_a_time: Mutex::new(()) }
    }
}

impl Scheduler {
    /// Something may be due earlier than it thought: the calendar moved.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Something will be due at `t`: woken only if it waits for something later.
    pub fn due_at(&self, t: Timestamp) {
        if t.as_microsecond() < self.next.load(Ordering::Relaxed) {
            self.wake();
        }
    }
}

/// Carries out everything that is due, oldest first. Says when the next thing will be.
pub async fn apply_due(app: &App) -> Result<Option<Timestamp>, StoreError> {
    let _one = app.scheduler.one_at_a_time.lock().await;
    carry_out(app).await
}

async fn carry_out(app: &App) -> Result<Option<Timestamp>, StoreError> {
    let mut failed = None;
    // The instant up to which everything is done. What the clock reaches meanwhile is due next, not past.
    let now = loop {
        let now = app.clock.now();
        // What follows from a vote waits for its count.
        match tally::counted(app).await {
            Ok(true) => {}
            Ok(false) => break now,
            // A full disk is tried again at once; what cannot be counted stops nothing but what follows from it.
            Err(error @ StoreError::Unavailable(_)) => return Err(error),
            Err(error) => {
                tracing::error!(%error, "a closed round could not be counted");
                failed = now.checked_add(COUNT_AGAIN).ok();
                break now;
            }
        }
        let Some(transition) = first_due(app, now).await? else { break now };
        let (primary, calendar, server) = (app.primary.clone(), app.calendar.get(), app.key.clone());
        let order = TransitionOrder { transition, now, primary, calendar, server };
        let events = match app.store.apply(order).await {
            Err(StoreError::RefusedField(code, field)) if (code, field.as_str()) == TRUSTEES_MISSING => {
                tracing::warn!(phase = ?transition.phase, "a round cannot open: the ceremony of its trustees is not finished");
                failed = now.checked_add(TRUSTEES_AGAIN).ok();
                break now;
            }
            Err(StoreError::RefusedField(code, field)) if (code, field.as_str()) == MANIFEST_REFUSED => {
                // The store has said what is wrong with it.
                failed = now.checked_add(TRUSTEES_AGAIN).ok();
                break now;
            }
            done => done?,
        };
        for event in events {
            if let EventKind::Phase { phase, status } = &event.kind {
                tracing::info!(?phase, ?status, "a phase changed");
                if *status == PhaseStatus::Skipped {
                    app.calendar.skip(*phase);
                }
            }
            app.events.stored(event);
            app.asked.notify_one();
        }
    };
    let (_, lot) = app.store.expire_lots(app.clock.clone()).await?;
    let (_, answer) = app.store.lapse_silent(now).await?;
    let (events, announcement) = app.store.release_announcements(now).await?;
    if !events.is_empty() {
        events.into_iter().for_each(|event| app.events.stored(event));
        app.announced.notify_one();
    }
    let (drafts, closing) = closing(&app.calendar.get(), now);
    app.store.suggest(drafts, now).await?;
    let phase = app.calendar.get().next_transition(now).map(|transition| transition.at);
    let next = [lot, answer, announcement, closing, phase, failed].into_iter().flatten().min();
    app.scheduler.next.store(next.map_or(i64::MAX, Timestamp::as_microsecond), Ordering::Relaxed);
    Ok(next)
}

/// What a platform does when it opens: what was left out stays so, and what fell due while it was down is done.
pub async fn resume(app: &App) -> Result<(), StoreError> {
    app.store.commit_secrets(app.clock.now()).await?;
    let skipped: HashSet<String> =
        app.store.applied().await?.into_iter().filter(|applied| applied.skipped).map(|applied| applied.name).collect();
    for transition in app.calendar.get().transitions() {
        if skipped.contains(&transition_name(&transition)) {
            app.calendar.skip(transition.phase);
        }
    }
    apply_due(app).await?;
    Ok(())
}

/// Before a request is answered: if an instant has come that the scheduler has not carried out yet, that is done first,
/// so that nobody sees a phase open without its effects. It is done to its end even if whoever asked is gone.
pub async fn catch_up(app: &App) -> Result<(), StoreError> {
    let was = app.scheduler.next.load(Ordering::Relaxed);
    if !behind(app) {
        return Ok(());
    }
    let all = app.clone();
    let work = tokio::spawn(async move {
        let _one = all.scheduler.one_at_a_time.lock().await;
        // Of all the requests that waited, the first has done it.
        if !behind(&all) {
            return Ok(());
        }
        let done = carry_out(&all).await.map(|_| ());
        if done.is_err() {
            // Whoever comes next tries again.
            all.scheduler.next.store(was, Ordering::Relaxed);
        }
        done
    });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|error| StoreError::Broken(error.to_string()))?,
        Err(_) => {
            // Requests wait no more for this one; its end says what is due next.
            let _ = app.scheduler.next.compare_exchange(was, i64::MAX, Ordering::Relaxed, Ordering::Relaxed);
            Ok(())
        }
    }
}

fn behind(app: &App) -> bool {
    app.clock.now().as_microsecond() >= app.scheduler.next.load(Ordering::Relaxed)
}

/// The oldest change whose instant has come and that was not carried out.
async fn first_due(app: &App, now: Timestamp) -> Result<Option<Transition>, StoreError> {
    let due: Vec<Transition> =
        app.calendar.get().transitions().into_iter().filter(|transition| transition.at <= now).collect();
    if due.is_empty() {
        return Ok(None);
    }
    let done: HashSet<String> = app.store.applied().await?.into_iter().map(|applied| applied.name).collect();
    Ok(due.into_iter().find(|transition| !done.contains(&transition_name(transition))))
}

/// Carries out what is due for as long as the platform serves.
pub async fn run(app: App, stop: CancellationToken) {
    loop {
        let next = match apply_due(&app).await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "what is due could not be carried out");
                app.clock.now().checked_add(TRY_AGAIN).ok()
            }
        };
        let due = async {
            match next {
                Some(next) => app.clock.wait_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = app.scheduler.wake.notified() => {}
            () = stop.cancelled() => return,
        }
    }
}
