//! No room: refused with its reason, nothing half done; then it goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod common;

use common::{IDENTIFICATION, candidates, citizens, draw_order, go_to, key, open, primary};
use isoloir_platform::clock::ManualClock;
use isoloir_platform::problem::Problem;
use isoloir_platform::store::{Booth, StoreError};
use isoloir_platform::voting;
use isoloir_shared::api::types::{BallotRequest, GradeAnswer, PhaseKind, ProblemCode};
use std::sync::Arc;

#[tokio::test]
async fn a_full_disk_refuses_and_then_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    let platform = open(folder.path(), primary(), clock.clone()).await;
    let app = platform.app();
    candidates(app, 12).await;
    let voters = citizens(app, "voter", 400).await;
    go_to(app, &clock, PhaseKind::Preselection).await;
    // As large as it is now, and no page more.
    app.store.limit_size(Some(1));
    let mut drawn = 0;
    let mut refused = None;
    for voter in &voters {
        match app.store.draw_lot(key(app, *voter), draw_order(app, *voter)).await {
            Ok(_) => drawn += 1,
            Err(error) => {
                refused = Some((*voter, error));
                break;
            }
        }
    }
    let (voter, error) = refused.expect("the disk is full at some point");
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert_eq!(Problem::from(error).code, ProblemCode::Unavailable);
    let counts = app.store.counts().await.unwrap();
    assert_eq!(counts.lots_issued, drawn, "nothing of the refused draw is there");

    app.store.limit_size(None);
    let id = app.store.draw_lot(key(app, voter), draw_order(app, voter)).await.unwrap();
    assert_eq!(id.0, drawn + 1);
    let lot = app.store.lot(id).await.unwrap().unwrap();
    let answer = |place: &isoloir_platform::store::Place| GradeAnswer { candidate: place.candidate, grade: Some(3) };
    let ballot = BallotRequest { answers: lot.places.iter().map(answer).collect() };
    let order = voting::order(app, voter, Booth::Lot(id), ballot).unwrap();
    app.store.cast(key(app, voter), order).await.unwrap();
    assert_eq!(app.store.counts().await.unwrap().lots_cast, 1);
}
