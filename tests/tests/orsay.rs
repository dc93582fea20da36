//! The final of Orsay 2007 again: each of the 1,733 ballots is cast by a citizen of its own, who signs in, gets on the
//! roll, grades twelve candidates and casts, through the client core and over HTTP. The published order comes out, each
//! receipt is counted, and anybody gets the same from the open data and from the files with `isoloir tally`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use futures::{StreamExt, stream};
use isoloir_shared::api::Call;
use isoloir_shared::api::Reply;
use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::{CandidateId, Tracker};
use isoloir_shared::api::types::{PhaseKind, ReceiptStatus, ResultView, Round};
use isoloir_shared::view::Place;
use isoloir_tests::binary;
use isoloir_tests::citizen::Citizen;
use isoloir_tests::orsay::{self, Orsay, PUBLISHED};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Devices that citizens take turns at.
const DEVICES: usize = 32;

/// Who is who on the platform, in the order of the files' columns.
type Names = BTreeMap<CandidateId, usize>;

/// One device: citizens come to it one after the other until every ballot is cast.
async fn device(client: Client, orsay: &Orsay, names: &Names, next: &AtomicUsize, now: Timestamp) -> Vec<Tracker> {
    let mut trackers = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        let Some(grades) = orsay.ballots.get(number) else { return trackers };
        client.forget_tokens();
        let mut citizen = Citizen::at(client.clone(), &format!("orsay {number}"), now).await;
        citizen.join(&format!("electeur{number}@orsay.example")).await;
        trackers.push(citizen.vote(Place::Final, |id| grades[names[&id]]).await);
    }
}

/// Ranks by name of what `isoloir tally --json` says.
fn ranks(said: &str) -> Vec<(String, u64)> {
    let said: Value = serde_json::from_str(said).expect("JSON");
    let rows = said["candidates"].as_array().expect("candidates").iter();
    rows.map(|row| (row["name"].as_str().expect("a name").to_owned(), row["rank"].as_u64().expect("a rank"))).collect()
}

fn published() -> Vec<(String, u64)> {
    PUBLISHED.iter().zip(1..).map(|(name, rank)| ((*name).to_owned(), rank)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_published_order_comes_out_of_1_733_ballots() {
    let platform = TestPlatform::start("orsay").await;
    let orsay = orsay::read();
    let names: Vec<&str> = orsay.candidates.iter().map(String::as_str).collect();
    let candidates = setup::confirmed(&platform, &names).await;
    setup::to_the_final(&platform, &candidates).await;
    let names: Names = candidates.iter().enumerate().map(|(column, candidate)| (candidate.id, column)).collect();

    let (next, now, url) = (AtomicUsize::new(0), platform.primary().await.now, platform.url());
    let devices = (0..DEVICES).map(|_| Client::new(url.parse().expect("a URL")).expect("a client"));
    let cast = devices.map(|client| device(client, &orsay, &names, &next, now));
    let trackers: Vec<Tracker> = futures::future::join_all(cast).await.into_iter().flatten().collect();
    assert_eq!(trackers.len(), 1_733);

    platform.enter(PhaseKind::Result).await;
    platform.counted("final").await;
    let client = Arc::new(Client::new(url.parse().expect("a URL")).expect("a client"));
    let result = match client.call(&Call::Results(Round::Final)).await {
        Ok(Reply::Results(result)) => *result,
        other => panic!("{other:?}"),
    };
    check_result(&result, &orsay);
    let counted = stream::iter(trackers).map(|tracker| {
        let client = client.clone();
        async move {
            match client.call(&Call::Tracker(tracker)).await {
                Ok(Reply::Tracker(view)) => view.status == ReceiptStatus::Counted,
                other => panic!("{other:?}"),
            }
        }
    });
    let counted: Vec<bool> = counted.buffer_unordered(DEVICES).collect().await;
    assert_eq!(counted.iter().filter(|counted| **counted).count(), 1_733, "every receipt is counted");

    // The same from the open data.
    let open = Raw::new(&url).get("/v1/open-data/results-final.json").await.text;
    let file = platform.folder().join("results-final.json");
    std::fs::write(&file, open).expect("a file");
    let said = binary::output("isoloir", &["tally", file.to_str().expect("UTF-8"), "--json"]);
    assert_eq!(ranks(&said), published());
}

fn check_result(result: &ResultView, orsay: &Orsay) {
    let order: Vec<(String, u64)> = result.candidates.iter().map(|row| (row.name.clone(), row.rank.into())).collect();
    assert_eq!(order, published());
    assert_eq!(result.turnout.ballots, 1_733);
    for row in &result.candidates {
        let column = orsay.candidates.iter().position(|name| *name == row.name).expect("a candidate of Orsay");
        let count = |value: u8| orsay.ballots.iter().filter(|ballot| ballot[column] == value).count() as u64;
        assert_eq!(row.counts, (0..6).map(count).collect::<Vec<_>>(), "{}", row.name);
    }
}

#[test]
fn the_same_from_the_files() {
    let files = orsay::FILES.map(|name| orsay::folder().join(name).to_str().expect("UTF-8").to_owned());
    // "Sans opinion" (0) counts as the worst grade, as published: what `tally` does unless told otherwise.
    let [a, b, c] = files.each_ref().map(String::as_str);
    assert_eq!(ranks(&binary::output("isoloir", &["tally", a, b, c, "--json"])), published());
}
