//! Voters' keys: one for each voter and round.

use crate::booth::fresh_key;
use crate::harness::{TestPlatform, send};
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_shared::api::types::{CredentialView, LotStatus, LotView, PhaseKind, ProblemCode, ReceiptView, Round};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/v1/me/credentials/preselection";

async fn size(p: &TestPlatform) -> u64 {
    p.get("/v1/elections/preselection/checkpoint").await.json::<Value>()["size"].as_u64().unwrap()
}

#[tokio::test]
async fn a_key_is_registered_once_however_often_it_is_sent() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.get(PATH).await.code(), ProblemCode::NoCredential);
    assert_eq!(me.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::NoCredential);
    let before = size(&p).await;
    let mine = me.my_key(Round::Preselection).public();
    for _ in 0..3 {
        let view = me.register_key(Round::Preselection).await;
        assert_eq!(view, CredentialView { credential: mine, voted: false });
    }
    assert_eq!(size(&p).await, before + 1, "admitted once");
    assert_eq!(me.get(PATH).await.json::<CredentialView>().credential, mine);
    let lot = me.draw().await;
    me.cast(&lot, 3).await.json::<ReceiptView>();
    assert_eq!(me.get(PATH).await.json::<CredentialView>(), CredentialView { credential: mine, voted: true });
    assert!(me.register_key(Round::Preselection).await.voted);
}

#[tokio::test]
async fn a_key_of_before_the_opening_is_in_the_manifest_and_needs_no_leaf() {
    let p =
        TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| crate::stage::easy(settings, |_| {})).await;
    p.declare(12).await;
    let names = ["ada@example.org", "bob@example.org", "eve@example.org"];
    for name in names {
        p.citizen(name).await.register_key(Round::Preselection).await;
    }
    // Bob takes another key, and Eve leaves: no list has theirs.
    let bob = p.citizen("bob@example.org").await;
    let other = fresh_key();
    assert!(bob.put_key(Round::Preselection, &other, true).await.status.is_success());
    assert!(p.citizen("eve@example.org").await.delete("/v1/me").await.status.is_success());
    p.go_to(PhaseKind::Preselection).await;
    let election = p.election(Round::Preselection).await;
    assert_eq!((election.manifest().credentials.count, election.manifest().credentials.late), (2, true));
    assert_eq!(size(&p).await, 1, "the manifest alone");
    let ada = p.citizen("ada@example.org").await;
    let lot = ada.draw().await;
    ada.cast(&lot, 3).await.json::<ReceiptView>();
    assert_eq!(size(&p).await, 2);
}

#[tokio::test]
async fn another_device_s_key_is_refused_unless_it_takes_the_place_of_one_that_never_voted() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let other = fresh_key();
    assert_eq!(me.put_key(Round::Preselection, &other, false).await.code(), ProblemCode::OtherCredential);
    let old = me.get(&format!("/v1/me/lots/{}", lot.id)).await.json::<LotView>();
    assert_eq!(old.status, LotStatus::Open);

    let view: CredentialView = me.put_key(Round::Preselection, &other, true).await.json();
    assert_eq!(view.credential, other.public());
    let back: LotView = me.get(&format!("/v1/me/lots/{}", lot.id)).await.json();
    assert_eq!(back.status, LotStatus::Expired, "its lot went back at once");
    let counts = p.platform.app().store.lot_counts().await.unwrap();
    assert_eq!(counts.iter().map(|row| row.expired).sum::<u64>(), 5);
    // The old key is good for nothing any more, not even to be taken back.
    assert_eq!(me.cast(&lot, 3).await.code(), ProblemCode::OtherCredential);
    let again = me.put_key(Round::Preselection, &me.my_key(Round::Preselection), true).await.problem();
    assert_eq!((again.code, again.field.as_deref()), (ProblemCode::Duplicate, Some("credential")));

    let fresh: LotView = me.post("/v1/me/lots", &json!({})).await.json();
    p.keys.lock().unwrap().insert(("ada@example.org".into(), Round::Preselection), other);
    me.cast(&fresh, 3).await.json::<ReceiptView>();
    assert_eq!(me.put_key(Round::Preselection, &fresh_key(), true).await.code(), ProblemCode::OtherCredential);
}

#[tokio::test]
async fn nobody_takes_another_s_key_and_what_is_no_key_is_refused() {
    let p = TestPlatform::preselection().await;
    let (ada, bob) = (p.citizen("ada@example.org").await, p.citizen("bob@example.org").await);
    ada.register_key(Round::Preselection).await;
    let taken = bob.put_key(Round::Preselection, &ada.my_key(Round::Preselection), false).await;
    assert_eq!(taken.code(), ProblemCode::Duplicate);
    let neutral: Bytes32 = Fixed(std::array::from_fn(|n| u8::from(n == 0)));
    let none = bob.put(PATH, &json!({"credential": neutral})).await.problem();
    assert_eq!((none.code, none.field.as_deref()), (ProblemCode::Invalid, Some("credential")));
    for body in [json!({}), json!({"credential": "AAA"}), json!({"credential": neutral, "voter": 1})] {
        assert_eq!(bob.put(PATH, &body).await.code(), ProblemCode::Malformed, "{body}");
    }
    assert_eq!(
        bob.put("/v1/me/credentials/other", &json!({"credential": neutral})).await.code(),
        ProblemCode::NotFound
    );
    let stranger = p.person("eve@example.org").await;
    assert_eq!(stranger.put_key(Round::Final, &fresh_key(), false).await.code(), ProblemCode::NotRegistered);
    assert_eq!(p.get(PATH).await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn two_devices_that_register_at_once_leave_one_key() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let keys: Vec<_> = (0..8).map(|_| fresh_key()).collect();
    let all = keys.iter().map(|key| me.put_key(Round::Preselection, key, false));
    let all = futures::future::join_all(all).await;
    assert_eq!(all.iter().filter(|answer| answer.status.is_success()).count(), 1);
    let refused = all.iter().filter(|answer| !answer.status.is_success());
    assert!(refused.map(crate::harness::Answer::code).all(|code| code == ProblemCode::OtherCredential));
    // The same write once more is the same answer, whatever came between.
    let (key, body) = (Uuid::new_v4(), json!({"credential": fresh_key().public(), "replace": true}));
    let put = async || send(me.write(Method::PUT, PATH, key).json(&body)).await;
    let first: CredentialView = put().await.json();
    assert!(me.put_key(Round::Preselection, &fresh_key(), true).await.status.is_success());
    assert_eq!(put().await.json::<CredentialView>(), first);
}

#[tokio::test]
async fn no_key_comes_after_the_close() {
    let p = TestPlatform::preselection().await;
    let closes_at = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().closes_at.unwrap();
    p.clock.set(closes_at - SignedDuration::from_micros(1));
    p.citizen("ada@example.org").await.register_key(Round::Preselection).await;
    p.clock.set(closes_at);
    let late = p.citizen("bob@example.org").await.put_key(Round::Preselection, &fresh_key(), false).await.problem();
    assert_eq!((late.code, late.deadline), (ProblemCode::TooLate, Some(closes_at)));
    // For the final one may come already.
    p.citizen("bob@example.org").await.register_key(Round::Final).await;
}
