//! Cast or spoil: what was opened is never cast, what was cast is never opened.

use crate::booth::{body, seal};
use crate::harness::{TestPlatform, send};
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_ballot::hash::sha256;
use isoloir_shared::api::types::{PhaseKind, ProblemCode, ReceiptView, Round, SpoiledView};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/v1/me/spoiled/preselection";

fn spoiled(hash: Bytes32) -> Value {
    json!({"ballot": hash})
}

#[tokio::test]
async fn a_ballot_that_was_opened_is_not_cast_and_another_is() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let election = p.election(Round::Preselection).await;
    let ballot = seal(&election, &me.my_key(Round::Preselection), &me.place(&election, &lot), vec![1; 5]);
    let hash = Fixed(sha256(&[&ballot]));
    let view: SpoiledView = me.post(PATH, &spoiled(hash)).await.json();
    view.checkpoint.check(&election.manifest().board, election.hash()).unwrap();
    assert_eq!(view.checkpoint.size, view.leaf + 1);
    let refused = me.put_ballot(&lot, &body(ballot)).await.problem();
    assert_eq!((refused.code, refused.rule.as_deref()), (ProblemCode::CopiedBallot, Some("spoiled")));
    me.cast(&lot, 1).await.json::<ReceiptView>();
}

#[tokio::test]
async fn a_ballot_that_was_cast_is_not_opened() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    let receipt: ReceiptView = me.cast(&lot, 1).await.json();
    let refused = me.post(PATH, &spoiled(receipt.board.unwrap().ballot)).await.problem();
    assert_eq!((refused.code, refused.rule.as_deref()), (ProblemCode::CopiedBallot, Some("cast")));
}

#[tokio::test]
async fn one_request_twice_is_one_leaf_and_one_without_a_key_is_none() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let hash = Fixed([7; 32]);
    assert_eq!(me.post(PATH, &spoiled(hash)).await.code(), ProblemCode::NoCredential);
    me.register_key(Round::Preselection).await;
    let key = Uuid::new_v4();
    let post = async || send(me.write(Method::POST, PATH, key).json(&spoiled(hash))).await.json::<SpoiledView>();
    assert_eq!(post().await, post().await);
    let size = p.get("/v1/elections/preselection/checkpoint").await.json::<Value>()["size"].clone();
    assert_eq!(size, 3, "manifest, key, ballot");
    for bad in [json!({}), json!({"ballot": "AAA"}), json!({"ballot": hash, "choices": []})] {
        assert_eq!(me.post(PATH, &bad).await.code(), ProblemCode::Malformed, "{bad}");
    }
    p.go_to(PhaseKind::Finalists).await;
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.post(PATH, &spoiled(Fixed([8; 32]))).await.code(), ProblemCode::TooLate);
    assert_eq!(me.post("/v1/me/spoiled/final", &spoiled(hash)).await.code(), ProblemCode::TooEarly);
}
