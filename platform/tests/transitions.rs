//! Changes of phase: each once, in order, wherever the platform stopped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod common;

use common::{IDENTIFICATION, candidates, confirm_all, go_to, open, primary};
use futures::future::BoxFuture;
use isoloir_platform::clock::{Clock, ManualClock};
use isoloir_platform::phases::{apply_due, catch_up};
use isoloir_platform::store::TransitionOrder;
use isoloir_platform::{App, Platform, Settings};
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{CandidateState, EventKind, PhaseKind, PhaseStatus, Round};
use isoloir_shared::domain::calendar::{Transition, TransitionKind};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const WINTER: &str = "2017-02-01T00:00:00Z";

async fn start(folder: &Path, now: &str) -> (Platform, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(now.parse().unwrap()));
    (open(folder, primary(), clock.clone()).await, clock)
}

/// What everybody sees: each candidate's history, and the stream of events.
async fn seen(app: &App) -> Vec<String> {
    let events = app.store.events_after(EventId(0), 1000).await.unwrap();
    let histories = app.store.candidate_histories().await.unwrap();
    let lines = histories.iter().map(|row| format!("{} {:?}", row.summary.name, row.history));
    lines.chain(events.iter().map(|event| format!("{event:?}"))).collect()
}

async fn changes(app: &App) -> Vec<(PhaseKind, PhaseStatus)> {
    let events = app.store.events_after(EventId(0), 1000).await.unwrap();
    events
        .into_iter()
        .filter_map(|event| match event.kind {
            EventKind::Phase { phase, status } => Some((phase, status)),
            _ => None,
        })
        .collect()
}

async fn states(app: &App) -> Vec<CandidateState> {
    app.store.candidate_histories().await.unwrap().iter().map(|row| row.summary.state).collect()
}

#[tokio::test]
async fn a_jump_over_everything_applies_each_change_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (platform, clock) = start(folder.path(), IDENTIFICATION).await;
    let app = platform.app();
    candidates(app, 7).await;
    clock.set(WINTER.parse().unwrap());
    apply_due(app).await.unwrap();
    use PhaseKind::*;
    use PhaseStatus::*;
    // Nobody confirmed: no pre-selection, and no final.
    let expected = [
        (Identification, Open),
        (Identification, Closed),
        (ProvisionalList, Open),
        (ProvisionalList, Closed),
        (Preparation, Open),
        (Preparation, Closed),
        (Preselection, Skipped),
        (Finalists, Open),
        (Finalists, Closed),
        (FinalVote, Skipped),
        (Result, Open),
    ];
    assert_eq!(changes(app).await, expected);
    assert!(states(app).await.iter().all(|state| *state == CandidateState::Lapsed));
    let history = app.store.candidate_histories().await.unwrap().remove(0).history;
    let lapsed = history.last().unwrap();
    assert_eq!(lapsed.at.to_string(), "2016-08-08T22:00:00Z", "eight days from being asked, the last one whole");
    apply_due(app).await.unwrap();
    assert_eq!(changes(app).await, expected);
}

#[tokio::test]
async fn it_ends_alike_wherever_the_platform_was_cut() {
    let whole = tempfile::tempdir().unwrap();
    let (platform, clock) = start(whole.path(), IDENTIFICATION).await;
    candidates(platform.app(), 7).await;
    clock.set(WINTER.parse().unwrap());
    apply_due(platform.app()).await.unwrap();
    let expected = seen(platform.app()).await;
    let all = platform.app().calendar.get().transitions().len();
    for cut in 0..=all {
        let folder = tempfile::tempdir().unwrap();
        let (platform, clock) = start(folder.path(), IDENTIFICATION).await;
        let app = platform.app();
        candidates(app, 7).await;
        clock.set(WINTER.parse().unwrap());
        // Some were carried out, then the process is gone: nothing else of it is left.
        let due = app.calendar.get().transitions().into_iter().take(cut);
        // What the rule leaves out does not close either.
        let left_out = [PhaseKind::Preselection, PhaseKind::FinalVote];
        let closes = |t: &Transition| t.kind == TransitionKind::Closes && left_out.contains(&t.phase);
        for transition in due.filter(|transition| !closes(transition)) {
            let (primary, calendar) = (app.primary.clone(), app.calendar.get());
            let server = app.key.clone();
            let order = TransitionOrder { transition, now: clock.now(), primary, calendar, server };
            app.store.apply(order).await.unwrap();
        }
        app.store.close().await;
        let (again, _) = start(folder.path(), WINTER).await;
        assert_eq!(seen(again.app()).await, expected, "cut after {cut}");
        assert_eq!(again.app().calendar.get().status(PhaseKind::Preselection, clock.now()), PhaseStatus::Skipped);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_carry_out_at_once_do_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let (platform, clock) = start(folder.path(), IDENTIFICATION).await;
    let app = platform.app();
    candidates(app, 7).await;
    clock.set(WINTER.parse().unwrap());
    let done = futures::future::join_all((0..20).map(|_| apply_due(app))).await;
    assert!(done.iter().all(Result::is_ok));
    assert_eq!(changes(app).await.len(), 11);
}

#[tokio::test]
async fn silence_is_a_refusal_and_a_deadline_is_an_instant() {
    let folder = tempfile::tempdir().unwrap();
    let (platform, clock) = start(folder.path(), IDENTIFICATION).await;
    let app = platform.app();
    let ids = candidates(app, 7).await;
    go_to(app, &clock, PhaseKind::ProvisionalList).await;
    clock.set("2016-07-30T22:00:00Z".parse().unwrap());
    apply_due(app).await.unwrap();
    assert_eq!(app.store.awaited_answers().await.unwrap(), ids);
    let yes = ids[..6].iter().map(|id| (*id, true)).collect();
    app.store.import_answers(yes, clock.now()).await.unwrap();
    let deadline = "2016-08-08T22:00:00Z".parse().unwrap();
    clock.set(deadline);
    clock.advance(SignedDuration::from_micros(-1));
    assert_eq!(apply_due(app).await.unwrap(), Some(deadline));
    assert_eq!(states(app).await[6], CandidateState::Qualified);
    clock.set(deadline);
    apply_due(app).await.unwrap();
    assert_eq!(states(app).await[6], CandidateState::Lapsed);
    go_to(app, &clock, PhaseKind::Preselection).await;
    assert_eq!(app.calendar.get().current(clock.now()), Some(PhaseKind::Preselection));
    go_to(app, &clock, PhaseKind::Finalists).await;
    confirm_all(app).await;
    // Nobody voted: nobody goes through.
    assert_eq!(states(app).await.iter().filter(|s| **s == CandidateState::Finalist).count(), 0);
}

#[tokio::test]
async fn a_final_that_no_ballot_can_hold_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    // A file that says so is refused; a tie for the last place is not known before.
    let mut primary = primary();
    primary.preselection.only_above = 101;
    let platform = open(folder.path(), primary, clock.clone()).await;
    let app = platform.app();
    candidates(app, 101).await;
    go_to(app, &clock, PhaseKind::FinalVote).await;
    assert_eq!(states(app).await.iter().filter(|state| **state == CandidateState::Finalist).count(), 101);
    assert!(!changes(app).await.contains(&(PhaseKind::FinalVote, PhaseStatus::Open)));
    assert!(app.store.election(Round::Final).await.unwrap().is_none());
    assert!(app.store.local_trustees(Round::Final).await.unwrap().is_empty(), "nothing of it was written");
    // It is tried again, and meanwhile everything else is answered.
    let again = clock.now() + SignedDuration::from_mins(1);
    assert_eq!(apply_due(app).await.unwrap(), Some(again));
    catch_up(app).await.unwrap();
}

/// A clock that jumps once, at its n-th reading.
struct Jumping {
    clock: ManualClock,
    readings: AtomicUsize,
    at_reading: usize,
    to: Timestamp,
}

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        if self.readings.fetch_add(1, Ordering::SeqCst) + 1 == self.at_reading {
            self.clock.set(self.to);
        }
        self.clock.now()
    }

    fn wait_until(&self, t: Timestamp) -> BoxFuture<'_, ()> {
        self.clock.wait_until(t)
    }
}

#[tokio::test]
async fn an_instant_that_comes_while_one_looks_is_not_skipped() {
    let deadline: Timestamp = "2016-07-14T22:00:00Z".parse().unwrap();
    for at_reading in 1..12 {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Jumping {
            clock: ManualClock::new(IDENTIFICATION.parse().unwrap()),
            readings: AtomicUsize::new(0),
            at_reading,
            to: deadline,
        });
        let mut settings = Settings::new(folder.path(), Arc::new(primary()));
        settings.demo = true;
        let platform = Platform::open(settings, clock.clone()).await.unwrap();
        catch_up(platform.app()).await.unwrap();
        catch_up(platform.app()).await.unwrap();
        let closed = changes(platform.app()).await.contains(&(PhaseKind::Identification, PhaseStatus::Closed));
        // Once it has jumped; with fewer readings than that it never did.
        assert_eq!(closed, clock.clock.now() >= deadline, "jumped at reading {at_reading}");
    }
}
