//! Ballots that must not count: late, somebody else's, incomplete, malformed, after the lot went back. Each is refused with
//! its reason, and changes nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::{Answer, Raw};
use isoloir_tests::setup;
use jiff::SignedDuration;
use serde_json::{Value, json};

fn ballot(lot: &Value) -> Value {
    let rows = lot["candidates"].as_array().unwrap().iter();
    json!({"answers": rows.map(|row| json!({"candidate": row["candidate"]["id"], "grade": 4})).collect::<Vec<_>>()})
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code()), (status, code), "{}", answer.text);
    assert!(answer.body["title"].as_str().is_some_and(|title| !title.is_empty()), "{}", answer.text);
}

#[tokio::test]
async fn ballots_that_must_not_count() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    let voter = Raw::citizen(&platform.url(), "une@citoyen.example").await;
    let other = Raw::citizen(&platform.url(), "autre@citoyen.example").await;
    let reader = Raw::sign_in(&platform.url(), "lit@citoyen.example").await;
    refused(&voter.post("/v1/me/lots", json!({})).await, 409, "too_early");

    platform.enter(PhaseKind::Preselection).await;
    refused(&reader.post("/v1/me/lots", json!({})).await, 403, "not_registered");
    refused(&Raw::new(platform.url()).post("/v1/me/lots", json!({})).await, 401, "unauthenticated");

    let lot = voter.post("/v1/me/lots", json!({})).await.ok();
    let path = format!("/v1/me/lots/{}/ballot", lot["id"]);
    let whole = ballot(&lot);
    refused(&other.put(&path, whole.clone()).await, 403, "foreign_lot");
    refused(&voter.call("PUT", &path, Some(whole.clone()), None).await, 400, "key_missing");

    let mut short = whole.clone();
    short["answers"].as_array_mut().unwrap().pop();
    refused(&voter.put(&path, short).await, 422, "incomplete_ballot");
    let mut twice = whole.clone();
    twice["answers"][0] = twice["answers"][1].clone();
    assert!(voter.put(&path, twice).await.status >= 400);
    let mut beyond = whole.clone();
    beyond["answers"][0]["grade"] = json!(6);
    refused(&voter.put(&path, beyond).await, 422, "invalid");
    let mut silent = whole.clone();
    silent["answers"][0]["grade"] = Value::Null;
    assert!(voter.put(&path, silent).await.status >= 400, "no opinion is not an answer here");
    assert!(voter.put(&path, json!({"answers": "all"})).await.status >= 400);
    assert!(voter.put(&path, json!([])).await.status >= 400);

    // The lot goes back after its half hour.
    platform.clock.advance(SignedDuration::from_mins(31));
    refused(&voter.put(&path, whole).await, 409, "lot_expired");

    // A lot drawn in time, cast too late.
    let last = platform.primary().await.phase(PhaseKind::Preselection).unwrap().closes_at.unwrap();
    platform.at(last - SignedDuration::from_mins(1)).await;
    let lot = voter.post("/v1/me/lots", json!({})).await.ok();
    platform.clock.set(last);
    let late = voter.put(&format!("/v1/me/lots/{}/ballot", lot["id"]), ballot(&lot)).await;
    refused(&late, 409, "too_late");
    assert!(late.body["deadline"].is_string(), "{}", late.text);

    let counts = Raw::new(platform.url()).get("/v1/counts").await.ok();
    assert_eq!(counts["lots_cast"], 0, "{counts}");
}
