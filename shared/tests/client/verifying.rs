//! A result that is verified through the driver: the archive comes over the wire, and the platform's word is compared.

use super::server::{Answer, Seen, Server, json, problem};
use isoloir_ballot::archive::{Body, Leaf, Line, Reader};
use isoloir_shared::api::types::{Lang, Round};
use isoloir_shared::core::Event;
use isoloir_shared::domain::audit::GENESIS;
use isoloir_shared::driver::{Device, Driver, Setup};
use isoloir_shared::view::{Intent, Place, ScreenId};
use serde_json::{Value, json as value};

const ARCHIVE: &str = include_str!("../../../ballot/vectors/archive-all.jsonl");

/// Its first and last lines say what the platform says of it.
fn election() -> Value {
    let mut reader = Reader::new(ARCHIVE.as_bytes());
    let lines: Vec<Line> = std::iter::from_fn(|| reader.next_line().unwrap()).collect();
    match (&lines[0], lines.last()) {
        (Line::Leaf(Leaf { body: Body::Whole(manifest), .. }), Some(Line::Checkpoint(checkpoint))) => value!({
            "round": "final", "manifest": manifest, "local": true, "state": "counted", "decrypted": [1, 2, 3],
            "checkpoint": checkpoint,
        }),
        _ => panic!("no archive"),
    }
}

fn primary() -> Value {
    let days = |kind: &str, status: &str| {
        value!({"kind": kind, "from": "2016-12-01", "to": "2016-12-31", "opens_at": "2016-12-01T00:00:00Z",
            "closes_at": "2017-01-01T00:00:00Z", "status": status})
    };
    value!({
        "id": "test", "name": {"fr": "Primaire", "en": "Primary"}, "zone": "UTC", "now": jiff::Timestamp::now(),
        "scale": [], "phases": [days("final_vote", "closed")], "demo": false,
        "rules": {"supports": 5, "nominations": 5, "threshold": 500, "lot_size": 5, "lot_minutes": 30, "max_lots": 3, "finalists": 5,
            "confirmation_days": 8, "change_ballot": true, "no_opinion": false, "minimum_age": 18, "age_on": "2017-04-22"},
    })
}

/// What the platform announces.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    /// The result that the ballots give.
    True,
    /// One judgment moved.
    Moved,
    /// One of the winners is not announced.
    OneLeft,
}

fn result(said: Said) -> Value {
    let row = |id: u32, counts: [u64; 3]| {
        value!({"id": id, "name": format!("É. \"{id}\" \\"), "rank": 1, "counts": counts, "no_opinion": 0,
            "majority_grade": 1, "elected": said != Said::OneLeft || id == 17})
    };
    let second = if said == Said::Moved { [0, 2, 0] } else { [0, 1, 1] };
    value!({"round": "final", "candidates": [row(7, [0, 1, 1]), row(17, second)], "explanations": [],
        "turnout": {"registered": 6, "voters": 2, "ballots": 2}, "published_at": "2017-01-01T00:00:00Z"})
}

fn platform(seen: &Seen, said: Said, whole: bool) -> Option<Answer> {
    Some(match seen.line.as_str() {
        "GET /v1/primary" => json(primary()),
        "GET /v1/elections/final" => json(election()),
        "GET /v1/results/final" => json(result(said)),
        "GET /v1/audit" => json(value!({"items": [], "head": {"seq": 0, "hash": GENESIS}})),
        "GET /v1/elections/final/archive" if whole => Answer::Status(200, ARCHIVE.into(), Vec::new()),
        "GET /v1/elections/final/archive" => Answer::Half(ARCHIVE.into()),
        _ => problem(404, "not_found"),
    })
}

/// The last screen of a verification on such a platform, as it debugs.
async fn verified(said: Said, whole: bool) -> String {
    let server = Server::choosing(move |seen| platform(seen, said, whole)).await;
    let device = Device::forgetful();
    let client = device.client(&server.url).unwrap();
    let (mut driver, _) = Driver::start(Setup { lang: Lang::En, client: Some(client), device, demo: None });
    driver.handle(Event::Intent(Intent::Open(Place::Verification(Round::Final))));
    loop {
        let screen = driver.screen();
        let text = format!("{screen:?}");
        let over = ["verify-holds", "verify-fault", "error-unreachable", "verify-partial"];
        if screen.id == ScreenId::Verification && over.iter().any(|word| text.contains(word)) {
            driver.finish().await;
            return text;
        }
        let event = driver.next_event().await;
        driver.handle(event);
    }
}

#[tokio::test]
async fn a_result_is_verified_before_ones_eyes() {
    let text = verified(Said::True, true).await;
    assert!(text.contains("verify-holds") && text.contains("verify-said-shown"), "{text}");
    assert!(text.contains("verify-not-secret-local"), "the platform held the keys: {text}");
}

#[tokio::test]
async fn another_result_than_the_ballots_give_is_named() {
    let text = verified(Said::Moved, true).await;
    assert!(text.contains("verify-fault-shown") && !text.contains("verify-holds"), "{text}");
}

#[tokio::test]
async fn a_winner_whom_the_ballots_did_not_choose_is_not_taken_on_the_platforms_word() {
    let text = verified(Said::OneLeft, true).await;
    assert!(text.contains("verify-partial-left") && !text.contains("verify-holds"), "{text}");
}

#[tokio::test]
async fn an_archive_that_is_cut_on_its_way_is_no_verdict() {
    let text = verified(Said::True, false).await;
    assert!(text.contains("error-unreachable"), "{text}");
}
