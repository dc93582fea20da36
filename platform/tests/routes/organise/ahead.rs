//! What two organisers decide of a phase ahead of its day.

use super::proposals::PROPOSALS;
use crate::harness::TestPlatform;
use isoloir_shared::api::types::{
    CalendarChangeView, CandidateState, EventKind, Page, PhaseKind, PhaseStatus, PrimaryView, ProblemCode, ProposalView,
};
use jiff::Timestamp;
use serde_json::json;

#[tokio::test]
async fn the_preselection_is_left_out_early_by_the_rule_only() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(5).await;
    let skip = json!({"action": "skip"});
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &skip).await.code(), ProblemCode::TooEarly);
    p.open(PhaseKind::Preparation).await;
    let (ada, ben) = p.two().await;
    let awaited = ada.post(PROPOSALS, &skip).await.problem();
    assert_eq!((awaited.code, awaited.field.as_deref()), (ProblemCode::NotYet, Some("preselection")));
    let list = json!({"action": "publish", "list": "confirmed"});
    assert_eq!(ada.post(PROPOSALS, &list).await.code(), ProblemCode::NotYet, "answers are awaited");
    p.confirm_all().await;
    let proposed = ada.propose(&skip).await;
    ben.approve(&proposed).await.json::<ProposalView>();
    let primary: PrimaryView = p.get("/v1/primary").await.json();
    assert_eq!(primary.phase(PhaseKind::Preselection).unwrap().status, PhaseStatus::Skipped);
    assert!(
        p.events().await.contains(&EventKind::Phase { phase: PhaseKind::Preselection, status: PhaseStatus::Skipped })
    );
    assert_eq!(ada.post(PROPOSALS, &skip).await.code(), ProblemCode::WrongState);
    // On its day nothing happens any more, and the five are the finalists.
    p.go_to(PhaseKind::Finalists).await;
    let states = p.platform.app().store.candidates().await.unwrap();
    assert!(states.iter().all(|row| row.state == CandidateState::Finalist), "{states:?}");
}

#[tokio::test]
async fn with_enough_candidates_the_preselection_is_not_left_out() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(6).await;
    p.go_to(PhaseKind::Preparation).await;
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &json!({"action": "skip"})).await.code(), ProblemCode::NotYet);
}

/// Six who were asked, in the preparation.
async fn asked() -> TestPlatform {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(6).await;
    p.open(PhaseKind::Preparation).await;
    p
}

#[tokio::test]
async fn two_open_the_preselection_ahead_of_its_day_once_everybody_answered() {
    let p = asked().await;
    let open = json!({"action": "open", "reason": "Everybody has\u{1b} answered."});
    let (ada, _) = p.two().await;
    assert_eq!(
        ada.post(PROPOSALS, &json!({"action": "open", "reason": " "})).await.problem().field.as_deref(),
        Some("reason")
    );
    assert_eq!(ada.post(PROPOSALS, &open).await.code(), ProblemCode::TooEarly, "the preparation goes on");
    p.confirm_all().await;
    p.set_now("2016-10-10T10:00:00Z");
    let (ada, ben) = p.two().await;
    let proposed = ada.propose(&open).await;
    let upcoming = |primary: &PrimaryView| primary.phase(PhaseKind::Preselection).unwrap().clone();
    let before = upcoming(&p.get("/v1/primary").await.json());
    assert_eq!(before.status, PhaseStatus::Upcoming, "one alone opens nothing");
    assert_eq!(ada.approve(&proposed).await.code(), ProblemCode::OwnProposal);
    ben.approve(&proposed).await.json::<ProposalView>();
    let after = upcoming(&p.get("/v1/primary").await.json());
    let days = (after.status, after.from.to_string(), after.to);
    assert_eq!(days, (PhaseStatus::Open, "2016-10-10".to_owned(), before.to));
    let changes: Page<CalendarChangeView> = p.get("/v1/primary/changes").await.json();
    let last = &changes.items[0];
    assert_eq!((last.phase, last.reason.as_str()), (PhaseKind::Preselection, "Everybody has answered."));
    assert!(p.events().await.contains(&EventKind::Phase { phase: PhaseKind::Preselection, status: PhaseStatus::Open }));
    // It is open indeed, its rules are frozen, and it opens once.
    p.citizen("voter@example.org").await.draw().await;
    let move_it = json!({"from": "2016-10-26", "to": "2016-11-06", "reason": "No"});
    assert_eq!(ada.patch("/v1/phases/preselection", &move_it).await.code(), ProblemCode::Frozen);
    assert_eq!(ada.post(PROPOSALS, &open).await.code(), ProblemCode::WrongState);
    let events = p.events().await.len();
    p.set_now("2016-10-27T10:00:00Z");
    isoloir_platform::phases::apply_due(p.platform.app()).await.unwrap();
    assert_eq!(p.events().await.len(), events, "on its old day nothing happens");
}

#[tokio::test]
async fn with_too_few_candidates_nobody_opens_the_preselection() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(5).await;
    p.open(PhaseKind::Preparation).await;
    p.confirm_all().await;
    p.set_now("2016-10-10T10:00:00Z");
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &json!({"action": "open", "reason": "Why"})).await.code(), ProblemCode::NotYet);
}

#[tokio::test]
async fn two_ask_for_confirmations_ahead_of_the_preparation_and_nobody_is_asked_twice() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(6).await;
    let ask = json!({"action": "ask"});
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &ask).await.code(), ProblemCode::TooEarly);
    p.open(PhaseKind::ProvisionalList).await;
    p.set_now("2016-07-16T10:00:00Z");
    let until = async || -> Vec<Option<Timestamp>> {
        let all = p.platform.app().store.contenders().await.unwrap();
        all.into_iter().map(|it| it.contender.confirm_by).collect()
    };
    assert_eq!(until().await, [None; 6]);
    let (ada, ben) = p.two().await;
    let proposed = ada.propose(&ask).await;
    assert_eq!(until().await, [None; 6], "one alone asks nobody");
    ben.approve(&proposed).await.json::<ProposalView>();
    assert_eq!(until().await, ["2016-07-24T22:00:00Z".parse().ok(); 6], "eight days");
    assert_eq!(ada.post(PROPOSALS, &ask).await.code(), ProblemCode::WrongState, "everybody was asked");
    p.confirm_all().await;
    p.open(PhaseKind::Preparation).await;
    assert_eq!(until().await, [None; 6], "who has answered is asked nothing more");
    let states = p.platform.app().store.candidates().await.unwrap();
    assert!(states.iter().all(|row| row.state == CandidateState::Confirmed), "{states:?}");
}
