//! Lots and their ballots.

use crate::harness::TestPlatform;
use isoloir_ballot::ballot::Ballot;
use isoloir_ballot::bytes::Blob;
use isoloir_platform::store::{Booth, CastOrder, DrawOrder, StoreError, WriteKey};
use isoloir_shared::api::types::{
    LotStatus, LotView, Page, PhaseKind, PrimaryView, ProblemCode, ReceiptStatus, ReceiptView, Round, TrackerView,
};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test]
async fn a_lot_is_drawn_once_and_kept() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    assert_eq!((lot.draw, lot.status, lot.candidates.len()), (1, LotStatus::Open, 5));
    assert_eq!(lot.expires_at.duration_since(lot.issued_at), SignedDuration::from_mins(30));
    assert_eq!(lot.candidates.iter().map(|c| c.candidate.id).collect::<HashSet<_>>().len(), 5);
    assert_eq!(me.draw().await, lot);
    assert_eq!(me.get(&format!("/v1/me/lots/{}", lot.id)).await.json::<LotView>(), lot);
    let all: Page<LotView> = me.get("/v1/me/lots").await.json();
    assert_eq!((all.items.as_slice(), all.next), (&[lot][..], None));
}

#[tokio::test]
async fn two_requests_at_once_get_one_lot() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lots = futures::future::join_all((0..8).map(|_| me.draw())).await;
    assert!(lots.iter().all(|lot| *lot == lots[0]));
    assert_eq!(p.platform.app().store.counts().await.unwrap().lots_issued, 1);
}

#[tokio::test]
async fn a_ballot_is_cast_changed_and_found_again() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let first: ReceiptView = me.cast(&lot, 5).await.json();
    assert_eq!((first.lot, first.status), (Some(lot.id), ReceiptStatus::Recorded));
    let changed: ReceiptView = me.cast(&lot, 2).await.json();
    assert_ne!(first.tracker, changed.tracker);
    let now: LotView = me.get(&format!("/v1/me/lots/{}", lot.id)).await.json();
    // Listings have no more than one asks: the board's word is in the answer to the cast, and found by the tracker.
    let kept = |receipt: &ReceiptView, status| ReceiptView { status, board: None, ..receipt.clone() };
    let changed_now = kept(&changed, ReceiptStatus::Recorded);
    assert_eq!((now.status, now.receipt.as_ref()), (LotStatus::Cast, Some(&changed_now)));
    let mine: Page<ReceiptView> = me.get("/v1/me/receipts").await.json();
    assert_eq!(mine.items, [changed_now, kept(&first, ReceiptStatus::Replaced)]);
    // Anybody who has the tracker, however they type it.
    let typed = first.tracker.0.to_lowercase().replace('-', "");
    let found: TrackerView = p.get(&format!("/v1/receipts/{typed}")).await.json();
    assert_eq!((found.tracker, found.status), (first.tracker, ReceiptStatus::Replaced));
    assert_eq!(p.get("/v1/receipts/7KQM-2XVT-7KQM-2XVT-7KQM-2XVT").await.code(), ProblemCode::NotFound);
    assert_eq!(p.get("/v1/receipts/nonsense").await.code(), ProblemCode::NotFound);
    p.go_to(PhaseKind::Finalists).await;
    let found: TrackerView = p.get(&format!("/v1/receipts/{}", changed.tracker)).await.json();
    assert_eq!(found.status, ReceiptStatus::Counted);
}

#[tokio::test]
async fn the_same_request_twice_is_one_ballot() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let (path, key) = (format!("/v1/me/lots/{}/ballot", lot.id), Uuid::new_v4());
    let (ballot, other) = (me.ballot(&lot, 3).await, me.ballot(&lot, 4).await);
    let cast = async |body| crate::harness::send(me.write(Method::PUT, &path, key).json(body)).await;
    let first: ReceiptView = cast(&ballot).await.json();
    assert_eq!(cast(&ballot).await.json::<ReceiptView>(), first);
    assert_eq!(cast(&other).await.code(), ProblemCode::KeyReused);
    let mine: Page<ReceiptView> = me.get("/v1/me/receipts").await.json();
    assert_eq!(mine.items, [ReceiptView { board: None, ..first }]);
}

#[tokio::test]
async fn two_devices_that_cast_at_once_leave_one_ballot_that_counts() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let all = futures::future::join_all((0..10).map(|n| me.cast(&lot, n % 6))).await;
    // Sequences rise: one that is overtaken on the way is refused.
    let (taken, overtaken): (Vec<_>, Vec<_>) = all.iter().partition(|answer| answer.status.is_success());
    assert!(overtaken.iter().all(|answer| answer.code() == ProblemCode::OldBallot));
    let trackers: HashSet<_> = taken.iter().map(|answer| answer.json::<ReceiptView>().tracker).collect();
    let mine: Page<ReceiptView> = me.get("/v1/me/receipts").await.json();
    assert_eq!(mine.items.iter().filter(|r| r.status == ReceiptStatus::Recorded).count(), 1);
    assert_eq!(mine.items.iter().map(|r| r.tracker.clone()).collect::<HashSet<_>>(), trackers);
    assert_eq!(p.platform.app().store.counts().await.unwrap().lots_cast, 1);
}

#[tokio::test]
async fn a_request_that_is_no_cast_is_refused() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    // What a ballot says goes nowhere as it is.
    let plain = json!({"answers": [{"candidate": 1, "grade": 3}]});
    let bodies = [json!({}), plain, json!({"ballot": 3}), json!({"ballot": "AAB"}), json!({"ballot": "AAA="})];
    for body in bodies {
        assert_eq!(me.put_ballot(&lot, &body).await.code(), ProblemCode::Malformed, "{body}");
    }
    // The largest ballot of the format is read; a larger body is not.
    let most = me.put_ballot(&lot, &json!({"ballot": Blob(vec![0; 256_832])})).await;
    assert_eq!(most.code(), ProblemCode::InvalidBallot);
    let large = me.put_ballot(&lot, &json!({"ballot": Blob(vec![0; 275_000])})).await;
    assert_eq!(large.code(), ProblemCode::TooLarge);
    assert_eq!(me.draw().await.status, LotStatus::Open);
}

#[tokio::test]
async fn a_lot_is_its_voter_s() {
    let p = TestPlatform::preselection().await;
    let (ada, bob) = (p.citizen("ada@example.org").await, p.citizen("bob@example.org").await);
    let lot = ada.draw().await;
    assert_ne!(bob.draw().await.id, lot.id);
    assert_eq!(bob.cast(&lot, 3).await.code(), ProblemCode::ForeignLot);
    assert_eq!(bob.get(&format!("/v1/me/lots/{}", lot.id)).await.code(), ProblemCode::ForeignLot);
    let none = bob.put("/v1/me/lots/99/ballot", &bob.ballot(&lot, 3).await).await;
    assert_eq!(none.code(), ProblemCode::NotFound);
    let stranger = p.person("eve@example.org").await;
    assert_eq!(stranger.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::NotRegistered);
    assert_eq!(p.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn a_lot_that_nobody_casts_goes_back() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let first = me.draw().await;
    p.clock.advance(SignedDuration::from_mins(30));
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.cast(&first, 3).await.code(), ProblemCode::LotExpired);
    let second = me.draw().await;
    assert_eq!((second.draw, second.status), (2, LotStatus::Open));
    let old: LotView = me.get(&format!("/v1/me/lots/{}", first.id)).await.json();
    assert_eq!(old.status, LotStatus::Expired);
    let counts = p.platform.app().store.lot_counts().await.unwrap();
    assert_eq!(counts.iter().map(|c| c.issued).sum::<u64>(), 10);
    assert_eq!(counts.iter().map(|c| c.expired).sum::<u64>(), 5);
}

#[tokio::test]
async fn nobody_votes_before_or_after_the_phase() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let phase = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().clone();
    let closes_at = phase.closes_at.unwrap();
    // The last moment: to the microsecond.
    p.clock.set(closes_at.checked_sub(SignedDuration::from_micros(1)).unwrap());
    let me = p.citizen("ada@example.org").await;
    let late_lot = me.draw().await;
    assert_eq!(late_lot.expires_at, closes_at);
    p.clock.set(closes_at);
    let late = me.cast(&late_lot, 3).await.problem();
    assert_eq!(
        (late.code, late.phase, late.deadline),
        (ProblemCode::TooLate, Some(PhaseKind::Preselection), Some(closes_at))
    );
    let late = me.post("/v1/me/lots", &json!({})).await.problem();
    assert_eq!((late.code, late.deadline), (ProblemCode::TooLate, Some(closes_at)));
    drop(lot);

    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    let early = me.post("/v1/me/lots", &json!({})).await.problem();
    assert_eq!(
        (early.code, early.phase, early.deadline),
        (ProblemCode::TooEarly, Some(PhaseKind::Preselection), Some(phase.opens_at))
    );
    let early = me.put("/v1/me/lots/1/ballot", &json!({"ballot": "AAAA"})).await.problem();
    assert_eq!((early.code, early.deadline), (ProblemCode::TooEarly, Some(phase.opens_at)));
}

#[tokio::test]
async fn what_is_closed_stays_closed_when_the_clock_is_set_back() {
    let p = TestPlatform::start().await;
    let ids = p.declare(1).await;
    p.set_now("2016-07-14T22:00:00Z");
    isoloir_platform::phases::apply_due(p.platform.app()).await.unwrap();
    p.set_now("2016-07-14T21:00:00Z");
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.put(&format!("/v1/me/supports/{}", ids[0]), &json!({})).await.code(), ProblemCode::TooLate);
    assert_eq!(me.post("/v1/me/nominations", &json!({"name": "Grace Hopper"})).await.code(), ProblemCode::TooLate);
    let late = me.put("/v1/me/candidacy", &crate::harness::candidacy("Ada Lovelace")).await;
    assert_eq!(late.code(), ProblemCode::TooLate);

    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    me.cast(&lot, 3).await.json::<ReceiptView>();
    let before = p.platform.app().clock.now();
    p.go_to(PhaseKind::Finalists).await;
    p.clock.set(before);
    assert_eq!(me.cast(&lot, 5).await.code(), ProblemCode::TooLate);
    assert_eq!(me.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::TooLate);
}

#[tokio::test]
async fn a_primary_can_forbid_changes_and_limit_lots() {
    let p = TestPlatform::preselection_of(12, |primary| {
        primary.ballots.change = false;
        primary.preselection.max_lots = 1;
    })
    .await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    me.cast(&lot, 3).await.json::<ReceiptView>();
    assert_eq!(me.cast(&lot, 4).await.code(), ProblemCode::AlreadyCast);
    assert_eq!(me.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::NoMoreLots);
}

#[tokio::test]
async fn a_voter_casts_three_lots_as_the_rules_say_and_no_more() {
    let p = TestPlatform::preselection().await;
    let primary: PrimaryView = p.get("/v1/primary").await.json();
    assert_eq!(primary.rules.max_lots, 3);
    let me = p.citizen("ada@example.org").await;
    for _ in 0..3 {
        let lot = me.draw().await;
        me.cast(&lot, 3).await.json::<ReceiptView>();
    }
    for _ in 0..2 {
        assert_eq!(me.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::NoMoreLots);
    }
    let last: Page<LotView> = me.get("/v1/me/lots?limit=1").await.json();
    me.cast(&last.items[0], 5).await.json::<ReceiptView>();
    assert_eq!(p.platform.app().store.counts().await.unwrap().lots_cast, 3);
    // The database holds it too, against a draw whose rules are wrong.
    let app = p.platform.app();
    let voter = app.store.lot(last.items[0].id).await.unwrap().unwrap().voter.unwrap();
    let window = isoloir_platform::voting::window(app, PhaseKind::Preselection).unwrap();
    let key =
        || WriteKey { scope: voter.0, session: None, key: Uuid::new_v4(), fingerprint: [0; 32], at: app.clock.now() };
    let lifetime = SignedDuration::from_mins(30);
    let order = DrawOrder { voter, window, lifetime, max_lots: 9 };
    let id = app.store.draw_lot(key(), order).await.unwrap();
    let places = app.store.lot(id).await.unwrap().unwrap().places;
    let election = p.election(Round::Preselection).await;
    let own = me.my_key(Round::Preselection);
    let place = crate::booth::place(&election, &own, id.0, places.iter().map(|place| place.candidate.0).collect());
    let ballot = Arc::new(Ballot::decode(crate::booth::seal(&election, &own, &place, vec![5; 5])).unwrap());
    let window = isoloir_platform::voting::window(app, PhaseKind::Preselection).unwrap();
    let order = CastOrder { voter, session: None, booth: Booth::Lot(id), ballot, window, change: true };
    assert!(matches!(app.store.cast(key(), order).await, Err(StoreError::Broken(_))));
    assert_eq!(app.store.counts().await.unwrap().lots_cast, 3);
}

#[tokio::test]
async fn no_opinion_is_an_answer_where_the_primary_allows_it() {
    let p = TestPlatform::preselection_of(12, |primary| primary.ballots.no_opinion = true).await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    // The column after the best grade.
    let columns = p.election(Round::Preselection).await.columns();
    assert_eq!(columns, 7);
    me.cast(&lot, 6).await.json::<ReceiptView>();
    p.go_to(PhaseKind::Finalists).await;
    let result: isoloir_shared::api::types::ResultView = p.get("/v1/results/preselection").await.json();
    assert_eq!(result.candidates.iter().map(|row| row.no_opinion).sum::<u64>(), 5);
}

#[tokio::test]
async fn lists_are_read_page_by_page_while_they_grow() {
    let p = TestPlatform::preselection_of(12, |primary| primary.preselection.max_lots = 6).await;
    let me = p.citizen("ada@example.org").await;
    for _ in 0..5 {
        let lot = me.draw().await;
        me.cast(&lot, 3).await.json::<ReceiptView>();
    }
    let first: Page<LotView> = me.get("/v1/me/lots?limit=2").await.json();
    let newest = me.draw().await;
    me.cast(&newest, 1).await.json::<ReceiptView>();
    let mut draws: Vec<u32> = first.items.iter().map(|lot| lot.draw).collect();
    let mut next = first.next;
    while let Some(cursor) = next {
        let page: Page<LotView> = me.get(&format!("/v1/me/lots?limit=2&cursor={cursor}")).await.json();
        draws.extend(page.items.iter().map(|lot| lot.draw));
        next = page.next;
    }
    assert_eq!(draws, [5, 4, 3, 2, 1]);
    let receipts: Page<ReceiptView> = me.get("/v1/me/receipts?limit=4").await.json();
    let rest: Page<ReceiptView> =
        me.get(&format!("/v1/me/receipts?limit=4&cursor={}", receipts.next.unwrap())).await.json();
    assert_eq!((receipts.items.len(), rest.items.len(), rest.next), (4, 2, None));
    for bad in ["limit=0", "limit=201", "cursor=%C3%A9", "cursor=AAAA"] {
        let code = me.get(&format!("/v1/me/lots?{bad}")).await.code();
        assert!(matches!(code, ProblemCode::Invalid | ProblemCode::Malformed), "{bad}");
    }
}
