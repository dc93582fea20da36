//! Where the primary stands, as whoever runs it sees it.

use crate::harness::{IDENTIFICATION, TestPlatform, candidacy};
use crate::stage::easy;
use isoloir_shared::api::types::{
    CandidacyView, CandidateState, CandidateView, Need, PhaseKind, ProblemCode, ProposalView, Role, StatusView,
};
use serde_json::json;

impl TestPlatform {
    /// What a phase needs, as an observer reads it.
    async fn needs(&self, kind: PhaseKind) -> Vec<Need> {
        let observer = self.staff("eve@example.org", Role::Observer).await;
        let status: StatusView = observer.get("/v1/organise/status").await.json();
        status.phases.into_iter().find(|it| it.phase.kind == kind).unwrap().needs
    }
}

#[tokio::test]
async fn each_phase_says_what_it_needs() {
    use PhaseKind as P;
    let p = TestPlatform::start_with(IDENTIFICATION, |settings| easy(settings, |_| {})).await;
    p.declare(6).await;
    let unsigned = p.citizen("cleo@example.org").await;
    let mut candidate = candidacy("Cléo Candidate");
    candidate["charter"] = false.into();
    unsigned.put("/v1/me/candidacy", &candidate).await.json::<CandidacyView>();
    let expected = [Need::Qualified { count: 6, threshold: 0 }, Need::ChartersMissing { count: 1 }];
    assert_eq!(p.needs(P::Identification).await, expected);
    let left_out = Need::Preselection { confirmed: 0, above: 5, held: false };
    assert_eq!(p.needs(P::Preselection).await, [left_out]);
    p.open(P::Preparation).await;
    let until = "2016-08-08T22:00:00Z".parse().ok();
    assert_eq!(p.needs(P::Preparation).await, [Need::Unconfirmed { count: 6, until }]);
    assert_eq!(p.needs(P::Identification).await, [], "over");
    p.confirm_all().await;
    assert_eq!(p.needs(P::Preparation).await, []);
    let held = Need::Preselection { confirmed: 6, above: 5, held: true };
    assert_eq!(p.needs(P::Preselection).await, [held]);
    p.go_to(P::Finalists).await;
    let me = p.citizen("me@example.org").await;
    assert_eq!(me.get("/v1/organise/status").await.code(), ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_disqualified_candidate_answers_once_beside_the_reason() {
    let p = TestPlatform::start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let mine: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let id = mine.candidate.summary.id;
    let reply = |words: &str| json!({"reply": words});
    const PATH: &str = "/v1/me/candidacy/reply";
    assert_eq!(me.put(PATH, &reply("Why?")).await.code(), ProblemCode::WrongState);
    let out = json!({"action": "disqualify", "candidate": id, "reason": "Not who they said."});
    let proposed = ada.propose(&out).await;
    ben.approve(&proposed).await.json::<ProposalView>();
    assert_eq!(me.put(PATH, &reply(" ")).await.problem().field.as_deref(), Some("reply"));
    assert_eq!(me.put(PATH, &reply(&"x".repeat(4_001))).await.code(), ProblemCode::Invalid);
    me.put(PATH, &reply("I am.\u{202e}")).await.json::<CandidacyView>();
    assert_eq!(me.put(PATH, &reply("I really am.")).await.code(), ProblemCode::Duplicate);
    let page: CandidateView = p.get(&format!("/v1/candidates/{id}")).await.json();
    let last = page.history.last().unwrap();
    assert_eq!((last.state, last.reply.as_deref()), (CandidateState::Disqualified, Some("I am.")));
    // Erased, they take their words back; the reason stays.
    assert_eq!(me.delete("/v1/me").await.status, 204);
    let page: CandidateView = p.get(&format!("/v1/candidates/{id}")).await.json();
    let out = page.history.iter().find(|change| change.state == CandidateState::Disqualified).unwrap();
    assert_eq!((out.reason.as_deref(), out.reply.as_deref()), (Some("Not who they said."), None));
    let nobody = p.citizen("nobody@example.org").await;
    assert_eq!(nobody.put(PATH, &reply("x")).await.code(), ProblemCode::NotFound);
}
