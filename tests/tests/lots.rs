//! A pre-selection as large as the one of 2016: 12 candidates, 10,677 lots drawn by concurrent clients, of which three
//! in ten are abandoned and expire. The bounds of fair lots hold, and anybody can draw every lot again from open data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use futures::{StreamExt, stream};
use isoloir_platform::phases;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::domain::lots::{DrawState, LogEntry, OperatorSecret, replay, unhex};
use isoloir_tests::binary;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

const LOTS: u64 = 10_677;
const VOTERS: usize = 200;
const AT_ONCE: usize = 32;

/// Three in ten, the same in every run.
fn abandoned(lot: u64) -> bool {
    (lot.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % 10 < 3
}

fn grade(candidate: u64, number: u64) -> u8 {
    u8::try_from((number * 7 + candidate * 3) % 6).expect("a grade")
}

/// Draws and casts until a lot is abandoned, or there are enough.
async fn vote(voter: &Raw, drawn: &AtomicU64) {
    while drawn.fetch_add(1, Ordering::SeqCst) < LOTS {
        let lot = voter.draw().await.ok();
        assert_eq!(lot["status"], "open");
        let number = lot["id"].as_u64().expect("a number");
        if abandoned(number) {
            return;
        }
        voter.cast_lot(&lot, |id| grade(id, number)).await.ok();
    }
}

fn bytes(value: &Value) -> [u8; 32] {
    unhex(value.as_str().expect("hexadecimal")).expect("hexadecimal").try_into().expect("32 bytes")
}

fn spread(counts: impl IntoIterator<Item = u64> + Clone) -> u64 {
    counts.clone().into_iter().max().unwrap_or(0) - counts.into_iter().min().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preselection_of_10_677_lots() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let url = platform.url();
    let joined = stream::iter(0..VOTERS).map(|n| Raw::citizen(&url, format!("v{n}@citoyen.example").leak()));
    let voters: Vec<Raw> = joined.buffer_unordered(AT_ONCE).collect().await;

    let drawn = AtomicU64::new(0);
    while drawn.load(Ordering::SeqCst) < LOTS {
        stream::iter(&voters).for_each_concurrent(AT_ONCE, |voter| vote(voter, &drawn)).await;
        platform.clock.advance(SignedDuration::from_mins(31));
        phases::apply_due(platform.platform.app()).await.expect("lots expire");
    }
    platform.enter(PhaseKind::Finalists).await;

    let open = Raw::new(&url).get("/v1/open-data/draws.json").await.ok();
    let log: Vec<LogEntry> = serde_json::from_value(open["log"].clone()).expect("a log");
    let issued = log.iter().filter(|entry| matches!(entry, LogEntry::Issued { .. })).count();
    let expired = log.len() - issued;
    assert_eq!(issued as u64, LOTS);
    let share = expired * 100 / issued;
    assert!((27..=33).contains(&share), "{share} % were abandoned");

    // A draw never makes the counts less equal, and makes them equal again after lots went back.
    let candidates: Vec<CandidateId> = serde_json::from_value(open["candidates"].clone()).expect("candidates");
    let mut shown: BTreeMap<CandidateId, u64> = candidates.iter().map(|id| (*id, 0)).collect();
    let mut lots = BTreeMap::new();
    for entry in &log {
        match entry {
            LogEntry::Issued { lot, candidates, .. } => {
                let before = spread(shown.values().copied());
                candidates.iter().for_each(|id| *shown.entry(*id).or_default() += 1);
                let after = spread(shown.values().copied());
                assert!(after <= before.max(1), "lot {lot}: {before} → {after}");
                lots.insert(*lot, candidates);
            }
            LogEntry::Expired { lot } => {
                lots.remove(lot).expect("issued").iter().for_each(|id| *shown.entry(*id).or_default() -= 1);
            }
        }
    }

    // Anybody draws every lot again.
    let start =
        DrawState::new(candidates.clone(), open["lot_size"].as_u64().expect("a size") as usize).expect("a state");
    let secret = OperatorSecret::new(bytes(&open["secret"]));
    let end =
        replay(start, &secret, &bytes(&open["commitment"]), &bytes(&open["randomness"]), log).expect("the same lots");
    assert_eq!(end.draws(), LOTS);

    // With the program that anybody has, too.
    let file = platform.folder().join("draws.json");
    std::fs::write(&file, open.to_string()).expect("a file");
    let said = binary::output("isoloir", &["verify", "--draws", file.to_str().expect("UTF-8"), "--json"]);
    let said: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((&said["verified"]["issued"], &said["verified"]["expired"]), (&json!(LOTS), &json!(expired)), "{said}");

    // What was cast: the platform's own counts, and their bounds.
    let counts = Raw::new(&url).get("/v1/open-data/lots.json").await.ok();
    let rows = counts["lots"].as_array().expect("rows");
    let cast: Vec<u64> = rows.iter().map(|row| row["cast"].as_u64().expect("a count")).collect();
    let whole = (LOTS - expired as u64) * 5;
    assert_eq!(cast.iter().sum::<u64>(), whole, "{counts}");
    for row in rows {
        let number = |name: &str| row[name].as_u64().expect("a count");
        assert_eq!(number("issued"), number("expired") + number("cast"), "{row}");
    }
    // A plain lottery spreads each of these over about 140; here only the lots abandoned at the end leave a trace.
    assert!(spread(cast.iter().copied()) <= 20, "{cast:?}");
    let n = candidates.len();
    let pairs = (0..n).flat_map(|a| (0..a).map(move |b| (a, b)));
    let met: Vec<u64> = pairs.map(|(a, b)| end.met(a, b)).collect();
    assert!(spread(met.iter().copied()) <= 40, "how often two candidates met: {met:?}");
    let places = (0..n).flat_map(|a| (0..5).map(move |place| (a, place)));
    let placed: Vec<u64> = places.map(|(a, place)| end.placed(a, place)).collect();
    assert!(spread(placed.iter().copied()) <= 40, "how often each stood at each place: {placed:?}");
}
