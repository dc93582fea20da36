//! Results, counts, and the final.

use crate::harness::{TestPlatform, send};
use isoloir_shared::api::types::{
    CandidateState, CandidateView, CountsView, DecidedBy, FinalView, PhaseKind, ProblemCode, ReceiptStatus,
    ReceiptView, ResultView, Round, TrackerView,
};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_result_is_published_at_the_close_and_explained() {
    let p = TestPlatform::preselection_of(6, |_| {}).await;
    let closes_at = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().closes_at;
    let early = p.get("/v1/results/preselection").await.problem();
    assert_eq!(
        (early.code, early.phase, early.deadline),
        (ProblemCode::NotYet, Some(PhaseKind::Preselection), closes_at)
    );
    // Candidate n gets the grade n − 1 from everyone: the sixth wins, the first is rejected.
    for n in 0..12 {
        let me = p.citizen(&format!("citizen-{n}@example.org")).await;
        let lot = me.draw().await;
        let ballot = me.ballot_of(&lot, |id| u8::try_from(id.0 - 1).unwrap()).await;
        me.put_ballot(&lot, &ballot).await.json::<ReceiptView>();
    }
    p.go_to(PhaseKind::Finalists).await;
    let result: ResultView = p.get("/v1/results/preselection").await.json();
    assert_eq!((result.round, result.published_at), (Round::Preselection, closes_at.unwrap()));
    let order: Vec<(u32, u32, u8, bool)> =
        result.candidates.iter().map(|c| (c.id.0, c.rank, c.majority_grade, c.elected)).collect();
    let expected: Vec<_> = (1..=6).map(|rank| (7 - rank, rank, u8::try_from(6 - rank).unwrap(), rank < 6)).collect();
    assert_eq!(order, expected);
    assert!(result.candidates.iter().all(|c| c.counts.iter().sum::<u64>() == 10));
    assert_eq!(result.explanations.len(), 5);
    assert_eq!(result.explanations[0].decided_by, DecidedBy::MajorityGrade { better: 5, worse: 4 });
    assert_eq!((result.turnout.registered, result.turnout.voters, result.turnout.ballots), (12, 12, 12));
    assert!(result.turnout.lots.iter().all(|lot| (lot.issued, lot.expired, lot.cast) == (10, 0, 10)));
    let rejected: CandidateView = p.get("/v1/candidates/1").await.json();
    assert_eq!(rejected.summary.state, CandidateState::Confirmed);
}

#[tokio::test]
async fn the_final_is_graded_by_each_voter_in_an_order_of_their_own() {
    let p = TestPlatform::preselection_of(5, |_| {}).await;
    let ada = p.citizen("ada@example.org").await;
    let early = ada.get("/v1/me/final").await.problem();
    assert_eq!((early.code, early.phase), (ProblemCode::TooEarly, Some(PhaseKind::FinalVote)));
    assert_eq!(ada.put("/v1/me/final/ballot", &json!({"ballot": "AAAA"})).await.code(), ProblemCode::TooEarly);
    p.go_to(PhaseKind::FinalVote).await;
    let mut orders = vec![];
    for name in ["ada", "bob", "eve", "lea", "tim", "zoe"] {
        let me = p.citizen(&format!("{name}@example.org")).await;
        let shown: FinalView = me.get("/v1/me/final").await.json();
        assert_eq!(me.get("/v1/me/final").await.json::<FinalView>(), shown);
        orders.push(shown.candidates.iter().map(|c| c.id).collect::<Vec<_>>());
    }
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 2, "{orders:?}");

    let me = p.citizen("ada@example.org").await;
    let vote =
        async |favourite: u32| me.cast_final(|id| if id.0 == favourite { 5 } else { 2 }).await.json::<ReceiptView>();
    let first = vote(1).await;
    let changed = vote(3).await;
    let shown: FinalView = me.get("/v1/me/final").await.json();
    let kept = ReceiptView { board: None, ..changed.clone() };
    assert_eq!(shown.receipt, Some(kept));
    assert_eq!(p.get("/v1/counts").await.json::<CountsView>().final_ballots, 1);

    p.go_to(PhaseKind::Result).await;
    let me = p.citizen("ada@example.org").await;
    let late = me.put("/v1/me/final/ballot", &me.final_ballot(|_| 1).await).await.problem();
    assert_eq!((late.code, late.phase), (ProblemCode::TooLate, Some(PhaseKind::FinalVote)));
    let result: ResultView = p.get("/v1/results/final").await.json();
    assert_eq!((result.candidates[0].id.0, result.candidates[0].elected), (3, true));
    assert_eq!(result.candidates.iter().filter(|c| c.elected).count(), 1);
    assert_eq!(result.candidates[4].rank, 2, "four are tied behind the winner");
    let winner: CandidateView = p.get("/v1/candidates/3").await.json();
    assert_eq!(winner.summary.state, CandidateState::Winner);
    for (tracker, status) in [(first.tracker, ReceiptStatus::Replaced), (changed.tracker, ReceiptStatus::Counted)] {
        let found: TrackerView = p.get(&format!("/v1/receipts/{tracker}")).await.json();
        assert_eq!((found.round, found.status), (Round::Final, status));
    }
}

#[tokio::test]
async fn a_skipped_pre_selection_has_no_lots_and_no_result() {
    let p = TestPlatform::preselection_of(5, |_| {}).await;
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::NoMoreLots);
    assert_eq!(p.get("/v1/results/preselection").await.code(), ProblemCode::NotFound);
    assert_eq!(p.get("/v1/open-data/results-preselection.json").await.code(), ProblemCode::NotFound);
    let primary: Value = p.get("/v1/primary").await.json();
    let skipped = primary["phases"].as_array().unwrap().iter().find(|phase| phase["kind"] == "preselection").unwrap();
    assert_eq!(skipped["status"], "skipped");
    p.go_to(PhaseKind::FinalVote).await;
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.get("/v1/me/final").await.json::<FinalView>().candidates.len(), 5);
}

#[tokio::test]
async fn what_one_has_is_not_sent_again() {
    let p = TestPlatform::preselection().await;
    for path in ["/v1/counts", "/v1/open-data/lots.json", "/v1/open-data/lots.csv"] {
        let first = p.get(path).await;
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        let again = send(p.request(Method::GET, path).header("If-None-Match", &tag)).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
    }
    let before = p.get("/v1/counts").await;
    p.citizen("ada@example.org").await.draw().await;
    let after = p.get("/v1/counts").await;
    assert_ne!(before.headers["etag"], after.headers["etag"]);
    assert_eq!(after.json::<CountsView>().lots_issued, 1);
}
