//! One citizen at two devices, everything at once: the limits hold, a lot is one lot, a ballot is one ballot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use futures::future::join_all;
use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::{Answer, Raw};
use isoloir_tests::setup;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

const TWELVE: [&str; 12] = isoloir_tests::orsay::PUBLISHED;

async fn two_devices(platform: &TestPlatform) -> [Raw; 2] {
    let first = Raw::citizen(&platform.url(), "deux@citoyen.example").await;
    let second = Raw::sign_in(&platform.url(), "deux@citoyen.example").await.with_keys_of(&first);
    assert_ne!(first.token(), second.token());
    [first, second]
}

fn count(answers: &[Answer], code: &str) -> usize {
    answers.iter().filter(|answer| answer.code() == code).count()
}

#[tokio::test]
async fn five_supports_and_five_nominations_are_five() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in TWELVE {
        candidates.push(setup::declare(&platform, name).await);
    }
    let devices = two_devices(&platform).await;
    let asked = devices.iter().flat_map(|device| {
        candidates.iter().map(move |candidate| async move {
            device.put(&format!("/v1/me/supports/{}", candidate.id), json!({})).await
        })
    });
    let answers = join_all(asked).await;
    assert!(
        answers.iter().all(|it| it.status == 200 || it.code() == "limit_reached" || it.code() == "duplicate"),
        "{answers:?}"
    );
    assert!(count(&answers, "limit_reached") >= 7, "{answers:?}");
    let mine = devices[1].get("/v1/me/supports").await.ok();
    assert_eq!(mine["supports"].as_array().unwrap().len(), 5, "{mine}");

    let asked = (0..16).map(|n| {
        let device = &devices[n % 2];
        async move { device.post("/v1/me/nominations", json!({"name": format!("Citoyenne {n}")})).await }
    });
    let answers = join_all(asked).await;
    assert_eq!(count(&answers, "limit_reached"), 11, "{answers:?}");
    let mine = devices[0].get("/v1/me/supports").await.ok();
    assert_eq!(mine["nominations"].as_array().unwrap().len(), 5, "{mine}");

    // Each candidate has the supports that citizens gave: their own, and mine where it was taken.
    let list = Raw::new(platform.url()).get("/v1/candidates?limit=200").await.ok();
    let supports: u64 = list["items"].as_array().unwrap().iter().map(|row| row["supports"].as_u64().unwrap()).sum();
    assert_eq!(supports, 12 + 5 + 5, "{list}");
}

#[tokio::test]
async fn one_lot_and_one_ballot() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &TWELVE).await;
    platform.enter(PhaseKind::Preselection).await;
    let devices = two_devices(&platform).await;

    devices[0].key("preselection").await;
    let drawn = join_all((0..20).map(|n| devices[n % 2].draw())).await;
    let lots: Vec<Value> = drawn.into_iter().map(Answer::ok).collect();
    let ids: BTreeSet<String> = lots.iter().map(|lot| lot["id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "two requests of one voter get one lot");

    let path = format!("/v1/me/lots/{}/ballot", lots[0]["id"]);
    // Twenty different ballots of one lot, all meant to be the first: one is; then one ballot twenty times, with one key.
    let cast = join_all((0..20u8).map(|n| devices[usize::from(n % 2)].cast_lot(&lots[0], move |_| n % 6))).await;
    assert_eq!(cast.iter().filter(|answer| answer.status == 200).count(), 1, "{cast:?}");
    assert_eq!(count(&cast, "old_ballot"), 19, "{cast:?}");
    let key = Uuid::new_v4();
    let body = devices[1].sealed(Some(&lots[0]), 2, |_| 3).await;
    let same = join_all((0..20).map(|n| devices[n % 2].call("PUT", &path, Some(body.clone()), Some(key)))).await;
    let trackers: BTreeSet<String> = same.into_iter().map(|answer| answer.ok()["tracker"].to_string()).collect();
    assert_eq!(trackers.len(), 1, "one key is one ballot");

    let counts = Raw::new(platform.url()).get("/v1/counts").await.ok();
    assert_eq!((counts["lots_issued"].as_u64(), counts["lots_cast"].as_u64()), (Some(1), Some(1)), "{counts}");
    let receipts = devices[0].get("/v1/me/receipts").await.ok();
    let standing = receipts["items"].as_array().unwrap().iter().filter(|row| row["status"] == "recorded").count();
    assert_eq!(standing, 1, "{receipts}");
}
