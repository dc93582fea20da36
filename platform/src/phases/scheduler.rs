//! What carries out the changes that are due: at their instants, when the platform opens, and when a test or a
//! demonstration moves its clock across several of them.

use crate::app::App;
use crate::drafts::closing;
use crate::store::{StoreError, TransitionOrder, transition_name};
use isoloir_shared::api::types::{EventKind, PhaseStatus};
use isoloir_shared::domain::calendar::Transition;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

/// After a failure of the store (a full disk), it is tried again this much later.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(1);

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
    // The instant up to which everything is done. What the clock reaches meanwhile is due next, not past.
    let now = loop {
        let now = app.clock.now();
        let Some(transition) = first_due(app, now).await? else { break now };
        let order = TransitionOrder { transition, now, primary: app.primary.clone(), calendar: app.calendar.get() };
        for event in app.store.apply(order).await? {
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
    let next = [lot, answer, announcement, closing, phase].into_iter().flatten().min();
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
/// so that nobody sees a phase open without its effects.
pub async fn catch_up(app: &App) -> Result<(), StoreError> {
    let behind = || app.clock.now().as_microsecond() >= app.scheduler.next.load(Ordering::Relaxed);
    if behind() {
        let _one = app.scheduler.one_at_a_time.lock().await;
        // Of all the requests that waited, the first has done it.
        if behind() {
            carry_out(app).await?;
        }
    }
    Ok(())
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
