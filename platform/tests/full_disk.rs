//! No room: refused with its reason, nothing half done; then it goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod common;

use common::{IDENTIFICATION, candidates, cast_order, citizens, draw_order, go_to, key, open, primary, register};
use isoloir_platform::clock::ManualClock;
use isoloir_platform::problem::Problem;
use isoloir_platform::store::StoreError;
use isoloir_shared::api::types::{PhaseKind, ProblemCode, Round};
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
    for voter in &voters {
        register(app, Round::Preselection, *voter).await;
    }
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
    // A cast that does not fit leaves nothing either: neither on the board nor beside it.
    let size = async || app.store.election(Round::Preselection).await.unwrap().unwrap().checkpoint.size;
    let before = size().await;
    app.store.limit_size(Some(1));
    let order = cast_order(app, voter, Some(&lot), 3).await;
    let once = key(app, voter);
    let full = async || {
        for row in &voters[..usize::try_from(drawn).unwrap()] {
            let lots = app.store.lots_of(*row, None, 1).await.unwrap();
            let order = cast_order(app, *row, lots.first(), 3).await;
            if let Err(error) = app.store.cast(key(app, *row), order).await {
                return Some(error);
            }
        }
        None
    };
    let error = full().await.expect("ballots fill the disk");
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    let cast = app.store.counts().await.unwrap().lots_cast;
    assert_eq!(size().await, before + cast, "a leaf for each ballot");
    app.store.limit_size(None);
    app.store.cast(once, order).await.unwrap();
    assert_eq!((app.store.counts().await.unwrap().lots_cast, size().await), (cast + 1, before + cast + 1));
}
