//! A client that shares nothing with ours goes through a whole primary by `openapi.json` alone; each operation that the
//! file documents is there, succeeds when it should, and answers with a status that the file names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::{Audit, Raw};
use serde_json::{Value, json};

async fn audit(platform: &TestPlatform) -> Audit {
    Audit::new(&Raw::new(platform.url()).get("/v1/openapi.json").await.ok())
}

/// The best grade for one, a low one for all others.
fn grade(best: &Value) -> impl Fn(u64) -> u8 {
    let best = best.as_u64();
    move |id| if Some(id) == best { 5 } else { 2 }
}

/// Ten citizens, held to the file.
async fn citizens(platform: &TestPlatform, audit: &Audit) -> Vec<Raw> {
    let mut out = Vec::new();
    for number in 0..10 {
        let citizen = Raw::citizen(&platform.url(), &format!("c{number}@citoyen.example")).await;
        out.push(citizen.audited(audit));
    }
    out
}

#[tokio::test]
async fn a_whole_primary_by_the_openapi_file() {
    let platform = TestPlatform::start("whole").await;
    let audit = audit(&platform).await;
    let anyone = Raw::new(platform.url()).audited(&audit);
    let c = citizens(&platform, &audit).await;

    // Reading.
    for path in
        ["/v1/primary", "/v1/primary/changes", "/v1/counts", "/v1/candidates", "/v1/candidates?q=x&limit=5&seed=7"]
    {
        anyone.get(path).await.ok();
    }

    // Five declare, one is nominated.
    let mut ids = Vec::new();
    for (number, citizen) in c.iter().take(5).enumerate() {
        let page = json!({"name": format!("Candidat {number}"), "slogan": "", "presentation": "", "link": "", "charter": true});
        let candidacy = citizen.put("/v1/me/candidacy", page).await.ok();
        ids.push(candidacy["candidate"]["id"].clone());
        citizen.get("/v1/me/candidacy").await.ok();
    }
    let nominated = c[9].post("/v1/me/nominations", json!({"name": "Zoé Nommée"})).await.ok();
    let nominee = nominated["nominations"][0]["id"].clone();
    c[9].delete(&format!("/v1/me/nominations/{nominee}")).await.ok();

    // Three supports each; two is the most a citizen has.
    for (number, id) in ids.iter().enumerate() {
        for supporter in 0..3 {
            let who = &c[(number * 3 + supporter) % 10];
            who.put(&format!("/v1/me/supports/{id}"), json!({})).await.ok();
        }
    }
    let mine = c[0].get("/v1/me/supports").await.ok();
    assert_eq!(mine["supports"].as_array().unwrap().len(), 2);
    let other = ids.iter().find(|id| mine["supports"].as_array().unwrap().iter().all(|row| row["id"] != **id)).unwrap();
    let refused = c[0].put(&format!("/v1/me/supports/{other}"), json!({})).await;
    assert_eq!(refused.code(), "limit_reached", "{}", refused.text);
    assert_eq!(refused.body["current"].as_array().unwrap().len(), 2);

    platform.enter(PhaseKind::Preparation).await;
    for citizen in c.iter().take(4) {
        citizen.put("/v1/me/candidacy/confirmation", json!({"accept": true})).await.ok();
    }
    // The fifth says nothing.
    platform.enter(PhaseKind::Preselection).await;
    let silent = anyone.get(&format!("/v1/candidates/{}", ids[4])).await.ok();
    assert_eq!(silent["state"], "lapsed", "{silent}");

    let mut trackers = Vec::new();
    for citizen in &c {
        let lot = citizen.draw().await.ok();
        citizen.get("/v1/me/credentials/preselection").await.ok();
        let path = format!("/v1/me/lots/{}", lot["id"]);
        citizen.get(&path).await.ok();
        let receipt = citizen.cast_lot(&lot, grade(&ids[0])).await.ok();
        assert!(!receipt.to_string().contains("grade"), "{receipt}");
        trackers.push(receipt["tracker"].as_str().unwrap().to_owned());
        citizen.get("/v1/me/lots").await.ok();
        citizen.get("/v1/me/receipts").await.ok();
    }
    assert_eq!(anyone.get("/v1/results/preselection").await.code(), "not_yet");

    platform.enter(PhaseKind::Finalists).await;
    let round = anyone.get("/v1/results/preselection").await.ok();
    assert_eq!(round["candidates"][0]["id"], ids[0], "{round}");
    for citizen in c.iter().take(4) {
        let state = citizen.get("/v1/me/candidacy").await.ok()["candidate"]["state"].clone();
        if state == "finalist" {
            citizen.put("/v1/me/candidacy/confirmation", json!({"accept": true})).await.ok();
        }
    }

    platform.enter(PhaseKind::FinalVote).await;
    for citizen in &c {
        let receipt = citizen.cast_final(grade(&ids[0])).await.ok();
        trackers.push(receipt["tracker"].as_str().unwrap().to_owned());
    }

    platform.enter(PhaseKind::Result).await;
    let result = anyone.get("/v1/results/final").await.ok();
    assert_eq!(result["candidates"][0]["id"], ids[0], "{result}");
    assert_eq!(result["turnout"]["ballots"], 10, "{result}");
    assert_eq!(anyone.get(&format!("/v1/candidates/{}", ids[0])).await.ok()["state"], "winner");
    for tracker in trackers {
        let shown = anyone.get(&format!("/v1/receipts/{tracker}")).await.ok();
        assert_eq!(shown["status"], "counted", "{shown}");
    }
}
