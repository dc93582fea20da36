//! The demonstration, from wherever it begins to the winner.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

use isoloir_platform::demo::{Demo, DemoHandle, DemoOptions, DemoPhase, PACE};
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{
    CandidateState, CandidateSummary, CountsView, CredentialRequest, LotView, Page, PhaseKind, PrimaryView, ResultView,
};
use serde::de::DeserializeOwned;

async fn demo(phase: DemoPhase) -> DemoHandle {
    Demo::start(DemoOptions { phase, data: None, pace: None }).await.unwrap()
}

async fn get<T: DeserializeOwned>(demo: &DemoHandle, path: &str) -> T {
    let request = reqwest::Client::new().get(format!("{}{path}", demo.url)).bearer_auth(&demo.tokens.access_token);
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap()
}

async fn in_state(demo: &DemoHandle, state: &str) -> Vec<CandidateSummary> {
    get::<Page<CandidateSummary>>(demo, &format!("/v1/candidates?state={state}&order=supports")).await.items
}

#[tokio::test]
async fn the_pre_selection_is_that_of_2016() {
    let demo = demo(DemoPhase::Preselection).await;
    let primary: PrimaryView = get(&demo, "/v1/primary").await;
    assert_eq!((primary.demo, primary.current), (true, Some(PhaseKind::Preselection)));
    let confirmed = in_state(&demo, "confirmed").await;
    assert_eq!(confirmed.len(), 12);
    assert_eq!((confirmed[0].name.as_str(), confirmed[0].supports), ("Charlotte Marchandise", 723));
    let left = in_state(&demo, "withdrawn").await;
    assert_eq!(left.iter().map(|c| c.supports).collect::<Vec<_>>(), [866, 603, 555, 514]);
    let counts: CountsView = get(&demo, "/v1/counts").await;
    assert_eq!(counts.supports, 9639);
    assert!(counts.lots_cast > 300, "{counts:?}");

    let http = reqwest::Client::new();
    let credential = isoloir_ballot::credential::Credential::from_secret(&[7; 32]).public();
    let request = http.put(format!("{}/v1/me/credentials/preselection", demo.url));
    let request = request.json(&CredentialRequest { credential, replace: false });
    let key = || IdempotencyKey(uuid::Uuid::new_v4()).to_string();
    let request = request.bearer_auth(&demo.tokens.access_token).header("Idempotency-Key", key());
    request.send().await.unwrap().error_for_status().unwrap();
    let request = http.post(format!("{}/v1/me/lots", demo.url));
    let answer = request.bearer_auth(&demo.tokens.access_token).header("Idempotency-Key", key()).send().await.unwrap();
    let lot: LotView = answer.json().await.unwrap();
    assert_eq!(lot.candidates.len(), 5);
    demo.stop().await;
}

#[tokio::test]
async fn one_key_leads_from_the_identification_to_the_winner() {
    let demo = demo(DemoPhase::Identification).await;
    let mut phases = vec![];
    while let Some(phase) = demo.next_phase().await.unwrap() {
        phases.push(phase);
    }
    use PhaseKind::{FinalVote, Finalists, Preparation, Preselection, ProvisionalList, Result};
    assert_eq!(phases, [ProvisionalList, Preparation, Preselection, Finalists, FinalVote, Result]);
    // As in 2016.
    let first: ResultView = get(&demo, "/v1/results/preselection").await;
    let order: Vec<&str> = first.candidates.iter().take(5).map(|c| c.name.as_str()).collect();
    assert_eq!(
        order,
        ["Charlotte Marchandise", "Nicolas Bernabeu", "Roxane Revon", "Michel Bourgeois", "Michael Pettini"]
    );
    let last: ResultView = get(&demo, "/v1/results/final").await;
    assert_eq!((last.candidates.len(), last.candidates[0].name.as_str()), (5, "Charlotte Marchandise"));
    let winner = in_state(&demo, "winner").await;
    assert_eq!((winner.len(), winner[0].state), (1, CandidateState::Winner));
    assert!(demo.next_phase().await.unwrap().is_none());
    demo.stop().await;
}

#[tokio::test]
async fn it_can_begin_in_the_final_and_at_the_result() {
    let fin = demo(DemoPhase::Final).await;
    let primary: PrimaryView = get(&fin, "/v1/primary").await;
    assert_eq!(primary.current, Some(PhaseKind::FinalVote));
    assert!(get::<CountsView>(&fin, "/v1/counts").await.final_ballots > 100);
    assert_eq!(in_state(&fin, "finalist").await.len(), 5);
    let result = demo(DemoPhase::Result).await;
    assert_eq!(get::<PrimaryView>(&result, "/v1/primary").await.current, Some(PhaseKind::Result));
    assert_eq!(in_state(&result, "winner").await.len(), 1);
}

#[tokio::test]
async fn a_folder_that_is_kept_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let options = || DemoOptions { phase: DemoPhase::Preselection, data: Some(folder.path().to_owned()), pace: None };
    let first = Demo::start(options()).await.unwrap();
    first.next_phase().await.unwrap();
    let (tokens, now) = (first.tokens.clone(), first.now());
    first.stop().await;
    let again = Demo::start(options()).await.unwrap();
    assert_eq!(again.tokens, tokens);
    assert!(again.now() >= now);
    assert_eq!(get::<PrimaryView>(&again, "/v1/primary").await.current, Some(PhaseKind::Finalists));
    assert_eq!(again.next_phase().await.unwrap(), Some(PhaseKind::FinalVote));
    again.stop().await;
}

#[tokio::test]
async fn a_temporary_folder_is_gone_at_the_end() {
    let demo = demo(DemoPhase::Identification).await;
    let folder = demo.folder().to_owned();
    assert!(folder.join("isoloir.db").exists());
    demo.stop().await;
    assert!(!folder.exists());
}

#[tokio::test]
async fn citizens_who_are_played_move_the_counts() {
    let demo = Demo::start(DemoOptions { phase: DemoPhase::Preselection, data: None, pace: Some(PACE) }).await.unwrap();
    let mut events = reqwest::get(format!("{}/v1/events", demo.url)).await.unwrap();
    // The stream tells it: no waiting by the clock.
    let mut text = String::new();
    while !text.contains("event: counts") {
        text.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    demo.next_phase().await.unwrap();
    while !text.contains("event: phase") {
        text.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    demo.stop().await;
}
