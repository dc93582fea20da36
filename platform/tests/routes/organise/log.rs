//! The audit log.

use crate::harness::{TestPlatform, candidacy};
use isoloir_shared::api::types::{AuditEntry, AuditView, CandidacyView, PhaseView, ProblemCode, ProposalView, Role};
use isoloir_shared::domain::audit::verify;
use serde_json::json;

impl TestPlatform {
    /// All of the log, two entries a page.
    pub async fn log(&self) -> Vec<AuditEntry> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: AuditView = self.get(&format!("/v1/audit?limit=2{cursor}")).await.json();
            all.extend(page.items);
            match page.next {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }
}

#[tokio::test]
async fn every_action_is_in_the_log_and_the_log_is_a_chain() {
    let p = TestPlatform::start().await;
    let (ada, ben) = p.two().await;
    let me = p.citizen("me@example.org").await;
    let mine: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let change = json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "A holiday"});
    ada.patch("/v1/phases/preselection", &change).await.json::<PhaseView>();
    let out = json!({"action": "disqualify", "candidate": mine.candidate.summary.id, "reason": "Why not"});
    let proposed = ada.propose(&out).await;
    let alone = p.log().await;
    assert!(!alone.iter().any(|entry| entry.data.contains_key("candidate")), "one alone accuses nobody in public");
    ben.approve(&proposed).await.json::<ProposalView>();
    let log = p.log().await;
    let head = verify(&log).unwrap();
    let said: Vec<_> = log.iter().map(|e| (e.actor.as_str(), e.action.as_str(), e.subject.as_str())).collect();
    let expected = [
        ("operator", "role_granted", "staff:1"),
        ("organiser:1", "factor_enrolled", "staff:1"),
        ("operator", "role_granted", "staff:2"),
        ("organiser:2", "factor_enrolled", "staff:2"),
        ("organiser:1", "calendar_changed", "phase:preselection"),
        ("organiser:1", "proposed", "proposal:1"),
        ("organiser:2", "approved", "proposal:1"),
    ];
    assert_eq!(said, expected);
    assert_eq!(log[4].data["after"], "2016-10-20/2016-11-06");
    assert_eq!((log[6].data["decision"].as_str(), log[6].data["reason"].as_str()), ("disqualify", "Why not"));
    assert!(!serde_json::to_string(&log).unwrap().contains('@'), "nothing personal");
    // Every answer to an organiser says where the log ends, refusals too.
    let refused = ada.patch("/v1/phases/identification", &change).await;
    assert_eq!(refused.status, 409);
    for answer in [ada.get("/v1/organise/me").await, me.get("/v1/organise/me").await, refused] {
        let told = answer.headers["isoloir-audit-head"].to_str().unwrap();
        assert_eq!(told, format!("{} {}", head.seq, head.hash));
    }
    assert!(!p.get("/v1/primary").await.headers.contains_key("isoloir-audit-head"));
    assert_eq!(p.get("/v1/audit?cursor=x").await.code(), ProblemCode::Malformed);
    assert_eq!(p.get("/v1/audit?limit=0").await.code(), ProblemCode::Invalid);
}

/// What comes to nothing leaves no entry, and what is not logged does not happen.
#[tokio::test]
async fn an_action_and_its_entry_are_one() {
    let p = TestPlatform::start().await;
    let (ada, _) = p.two().await;
    let before = p.log().await.len();
    let observer = p.staff("eve@example.org", Role::Observer).await;
    assert_eq!(p.log().await.len(), before + 1, "granted");
    let nobody = json!({"action": "disqualify", "candidate": 999, "reason": "Why"});
    assert_eq!(ada.post("/v1/organise/proposals", &nobody).await.code(), ProblemCode::NotFound);
    assert_eq!(observer.post("/v1/organise/proposals", &nobody).await.code(), ProblemCode::Forbidden);
    assert_eq!(p.log().await.len(), before + 1);
}
