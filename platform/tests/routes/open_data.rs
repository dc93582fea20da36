//! Open data: whole, nothing personal, and enough to check the rest.

use crate::harness::TestPlatform;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{PhaseKind, ProblemCode, ReceiptView};
use isoloir_shared::domain::lots::{DrawState, LogEntry, OperatorSecret, replay, unhex};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Draws {
    lot_size: usize,
    candidates: Vec<CandidateId>,
    commitment: String,
    randomness: String,
    secret: Option<String>,
    log: Vec<LogEntry>,
}

fn bytes(hex: &str) -> [u8; 32] {
    unhex(hex).unwrap().try_into().unwrap()
}

/// Some who cast, some who leave their lot until it goes back.
async fn vote(p: &TestPlatform) -> Vec<String> {
    let mut trackers = vec![];
    for n in 0..12_u32 {
        let me = p.citizen(&format!("somebody-{n}@example.org")).await;
        let lot = me.draw().await;
        if n % 3 == 0 {
            p.clock.advance(SignedDuration::from_mins(31));
        } else {
            trackers.push(me.cast(&lot, 3).await.json::<ReceiptView>().tracker.0);
        }
    }
    trackers
}

#[tokio::test]
async fn every_draw_can_be_repeated_after_the_close_bit_for_bit() {
    let p = TestPlatform::preselection().await;
    vote(&p).await;
    let open: Value = p.get("/v1/open-data/draws.json").await.json();
    assert_eq!(open["secret"], Value::Null);
    let log = open["log"].as_array().unwrap();
    assert_eq!(log.iter().filter(|entry| entry["entry"] == "issued").count(), 12);
    assert!(log.iter().all(|entry| entry.get("candidates").is_none() && entry.get("credential").is_none()));
    let csv = String::from_utf8(p.get("/v1/open-data/draws.csv").await.body).unwrap();
    assert!(csv.lines().skip(1).all(|line| line.contains(",,,")), "{csv}");

    p.go_to(PhaseKind::Finalists).await;
    let draws: Draws = p.get("/v1/open-data/draws.json").await.json();
    // What was public before still is what it was.
    for (before, after) in log.iter().zip(&draws.log) {
        if let LogEntry::Issued { lot, commitment, .. } = after {
            assert_eq!((&before["lot"], &before["commitment"]), (&lot.0.into(), &commitment.as_str().into()));
        }
    }
    assert_eq!(open["commitment"], draws.commitment.as_str());
    assert_eq!(draws.log.len(), 12 + 4);
    let start = DrawState::new(draws.candidates.clone(), draws.lot_size).unwrap();
    let secret = OperatorSecret::new(bytes(&draws.secret.unwrap()));
    let (commitment, randomness) = (bytes(&draws.commitment), bytes(&draws.randomness));
    let end = replay(start.clone(), &secret, &commitment, &randomness, draws.log.clone()).unwrap();
    let lots: Value = p.get("/v1/open-data/lots.json").await.json();
    for (row, (issued, expired)) in lots["lots"].as_array().unwrap().iter().zip(end.issued().iter().zip(end.expired()))
    {
        assert_eq!((row["issued"].as_u64(), row["expired"].as_u64()), (Some(*issued), Some(*expired)));
        assert_eq!(row["cast"].as_u64(), Some(issued - expired));
    }
    // A log that was touched is found out.
    let mut touched = draws.log;
    if let Some(LogEntry::Issued { candidates, .. }) = touched.first_mut() {
        candidates.swap(0, 1);
    }
    assert!(replay(start, &secret, &commitment, &randomness, touched).is_err());
}

#[tokio::test]
async fn a_lot_cannot_be_read_off_the_counts_while_the_vote_is_open() {
    let p = TestPlatform::preselection().await;
    let issued = async || -> u64 {
        let lots: Value = p.get("/v1/open-data/lots.json").await.json();
        lots["lots"].as_array().unwrap().iter().map(|row| row["issued"].as_u64().unwrap()).sum()
    };
    assert_eq!(issued().await, 0);
    p.clock.advance(SignedDuration::from_mins(1));
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    me.cast(&lot, 3).await.json::<ReceiptView>();
    assert_eq!(p.get("/v1/counts").await.json::<Value>()["lots_issued"], 1, "totals are live");
    let csv = async || String::from_utf8(p.get("/v1/open-data/lots.csv").await.body).unwrap();
    assert_eq!(issued().await, 0);
    assert!(csv().await.lines().skip(1).all(|line| line.ends_with(",0,0,0")));
    p.clock.advance(SignedDuration::from_mins(59));
    let lots: Value = p.get("/v1/open-data/lots.json").await.json();
    let shown = lots["lots"].as_array().unwrap().iter().filter(|row| row["issued"] == 1 && row["cast"] == 1).count();
    assert_eq!((shown, issued().await, csv().await.matches(",1,0,1").count()), (5, 5, 5), "{lots}");
    assert!(lots["as_of"].is_string());
}

#[tokio::test]
async fn nothing_personal_is_in_any_file() {
    let p = TestPlatform::preselection().await;
    let trackers = vote(&p).await;
    p.go_to(PhaseKind::Result).await;
    let index: Value = p.get("/v1/open-data").await.json();
    let files = index["files"].as_array().unwrap();
    assert_eq!(files.len(), 7);
    for file in files {
        for form in ["json", "csv"] {
            let path = file[form].as_str().unwrap();
            let answer = p.get(path).await;
            assert!(answer.status.is_success(), "{path}");
            let media = answer.headers["content-type"].to_str().unwrap().to_owned();
            assert!(media.starts_with(if form == "json" { "application/json" } else { "text/csv" }), "{path}: {media}");
            let text = String::from_utf8(answer.body).unwrap();
            assert!(!text.contains("somebody") && !text.contains("example.org") && !text.contains("Orsay"), "{path}");
            assert!(trackers.iter().all(|tracker| !text.contains(tracker)), "{path}");
        }
    }
    for unknown in ["lots", "lots.xml", "accounts.json", "..%2Fserver.key"] {
        assert_eq!(p.get(&format!("/v1/open-data/{unknown}")).await.code(), ProblemCode::NotFound, "{unknown}");
    }
}

#[tokio::test]
async fn results_are_in_the_shape_that_a_tally_reads() {
    let p = TestPlatform::preselection().await;
    vote(&p).await;
    let early = p.get("/v1/open-data/results-preselection.json").await;
    assert_eq!(early.code(), ProblemCode::NotYet);
    p.go_to(PhaseKind::Finalists).await;
    let file: Value = p.get("/v1/open-data/results-preselection.json").await.json();
    assert_eq!(file["grades_worst_first"][0], "À Rejeter");
    assert_eq!((file["participants"].as_u64(), file["balance"]["mode"].as_str()), (Some(8), Some("None")));
    let proposals = file["proposals"].as_array().unwrap();
    assert_eq!(proposals.len(), 12);
    let judgments = |row: &Value| row["counts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum::<u64>();
    assert_eq!(proposals.iter().map(judgments).sum::<u64>(), 40);
    let csv = String::from_utf8(p.get("/v1/open-data/results-preselection.csv").await.body).unwrap();
    let header = "rank,candidate,name,majority_grade,elected,no_opinion,a-rejeter,insuffisant,passable,assez-bien,bien,tres-bien";
    assert_eq!(csv.lines().next(), Some(header));
}
