//! Ballots that must not count: late, somebody else's, incomplete, malformed, after the lot went back. Each is refused with
//! its reason, and changes nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::{Answer, Raw};
use isoloir_tests::setup;
use jiff::SignedDuration;
use serde_json::json;

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

    refused(&voter.post("/v1/me/lots", json!({})).await, 409, "no_credential");
    let lot = voter.draw().await.ok();
    let path = format!("/v1/me/lots/{}/ballot", lot["id"]);
    let whole = voter.sealed(Some(&lot), 1, |_| 4).await;
    other.key("preselection").await;
    refused(&other.put(&path, whole.clone()).await, 409, "other_credential");
    // Somebody else's ballot for this lot, sent by its owner and by its maker.
    let foreign = other.sealed(Some(&lot), 1, |_| 4).await;
    refused(&voter.put(&path, foreign.clone()).await, 409, "other_credential");
    refused(&other.put(&path, foreign).await, 403, "foreign_lot");
    refused(&voter.call("PUT", &path, Some(whole.clone()), None).await, 400, "key_missing");

    // Candidates in another order, one candidate less, another lot's number, a later sequence: all of it is signed.
    let mut turned = lot.clone();
    turned["candidates"].as_array_mut().unwrap().reverse();
    let mut short = lot.clone();
    short["candidates"].as_array_mut().unwrap().pop();
    let mut elsewhere = lot.clone();
    elsewhere["id"] = json!(lot["id"].as_u64().unwrap() + 1);
    for wrong in [turned, short, elsewhere] {
        let body = voter.sealed(Some(&wrong), 1, |_| 4).await;
        refused(&voter.put(&path, body).await, 422, "invalid_ballot");
    }
    // A changed letter, half a ballot, none.
    let text = whole["ballot"].as_str().unwrap().to_owned();
    let mut changed = text.clone();
    let at = text.len() / 2;
    changed.replace_range(at..=at, if &text[at..=at] == "A" { "B" } else { "A" });
    for ballot in [&changed, &text[..at / 4 * 4], ""] {
        refused(&voter.put(&path, json!({"ballot": ballot})).await, 422, "invalid_ballot");
    }
    let rows = lot["candidates"].as_array().unwrap().iter();
    let plain = json!({"answers": rows.map(|row| json!({"candidate": row["candidate"]["id"], "grade": 4})).collect::<Vec<_>>()});
    refused(&voter.put(&path, plain).await, 400, "malformed");
    assert!(voter.put(&path, json!({"ballot": 7})).await.status >= 400);
    assert!(voter.put(&path, json!([])).await.status >= 400);

    // The lot goes back after its half hour.
    platform.clock.advance(SignedDuration::from_mins(31));
    refused(&voter.put(&path, whole).await, 409, "lot_expired");

    // A lot drawn in time, cast too late.
    let last = platform.primary().await.phase(PhaseKind::Preselection).unwrap().closes_at.unwrap();
    platform.at(last - SignedDuration::from_mins(1)).await;
    let lot = voter.draw().await.ok();
    let ballot = voter.sealed(Some(&lot), 1, |_| 4).await;
    platform.clock.set(last);
    let late = voter.put(&format!("/v1/me/lots/{}/ballot", lot["id"]), ballot).await;
    refused(&late, 409, "too_late");
    assert!(late.body["deadline"].is_string(), "{}", late.text);

    let counts = Raw::new(platform.url()).get("/v1/counts").await.ok();
    assert_eq!(counts["lots_cast"], 0, "{counts}");
}
