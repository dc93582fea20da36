//! Supports and nominations.

use crate::harness::{Person, TestPlatform, candidacy, send};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CandidacyView, CandidateState, CandidateSummary, CandidateView, Page, PhaseKind, ProblemCode, SupportsView,
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// Declares that many candidates.
async fn candidates(p: &TestPlatform, count: u32) -> Vec<CandidateId> {
    let mut ids = Vec::new();
    for i in 0..count {
        let person = p.citizen(&format!("c{i}@example.org")).await;
        let name = format!("Candidate {}", char::from(b'A' + u8::try_from(i).unwrap()));
        let view: CandidacyView = person.put("/v1/me/candidacy", &candidacy(&name)).await.json();
        ids.push(view.candidate.summary.id);
    }
    ids
}

fn ids(list: &[CandidateSummary]) -> Vec<CandidateId> {
    list.iter().map(|row| row.id).collect()
}

async fn count(p: &TestPlatform, id: CandidateId) -> u64 {
    p.get(&format!("/v1/candidates/{id}")).await.json::<CandidateView>().summary.supports
}

impl Person<'_> {
    async fn support(&self, id: CandidateId) -> crate::harness::Answer {
        self.put(&format!("/v1/me/supports/{id}"), &json!({})).await
    }
    async fn nominate(&self, name: &str) -> SupportsView {
        self.post("/v1/me/nominations", &json!({"name": name})).await.json()
    }
}

#[tokio::test]
async fn the_sixth_support_asks_whom_to_replace() {
    let p = TestPlatform::start().await;
    let all = candidates(&p, 6).await;
    let me = p.citizen("me@example.org").await;
    for id in &all[..5] {
        me.support(*id).await.json::<SupportsView>();
    }
    let problem = me.support(all[5]).await.problem();
    assert_eq!(problem.code, ProblemCode::LimitReached);
    assert_eq!(ids(&problem.current), all[..5]);
    let not_mine = me.put(&format!("/v1/me/supports/{}", all[5]), &json!({"replaces": all[5]})).await.problem();
    assert_eq!((not_mine.code, not_mine.field.as_deref()), (ProblemCode::Invalid, Some("replaces")));
    let replaced: SupportsView =
        me.put(&format!("/v1/me/supports/{}", all[5]), &json!({"replaces": all[1]})).await.json();
    assert_eq!(ids(&replaced.supports), [all[0], all[5], all[2], all[3], all[4]]);
    assert_eq!((count(&p, all[1]).await, count(&p, all[5]).await), (0, 1));
}

#[tokio::test]
async fn the_limit_holds_for_two_devices_at_once() {
    let p = TestPlatform::start().await;
    let all = candidates(&p, 12).await;
    let (phone, laptop) = (p.citizen("me@example.org").await, p.person("me@example.org").await);
    let wishes = all.iter().flat_map(|id| [phone.support(*id), laptop.support(*id)]);
    let answers = futures::future::join_all(wishes).await;
    assert!(answers.iter().any(|answer| answer.status == 409));
    assert!(answers.iter().all(|answer| answer.status.is_success() || answer.code() == ProblemCode::LimitReached));
    let mine: SupportsView = phone.get("/v1/me/supports").await.json();
    assert_eq!(mine.supports.len(), 5);
    let mut sum = 0;
    for id in &all {
        sum += count(&p, *id).await;
    }
    assert_eq!(sum, 5);
}

#[tokio::test]
async fn a_support_counts_once_and_is_taken_back() {
    let p = TestPlatform::start().await;
    let id = candidates(&p, 1).await[0];
    let me = p.citizen("me@example.org").await;
    let path = format!("/v1/me/supports/{id}");
    let key = Uuid::new_v4();
    for _ in 0..2 {
        send(me.write(Method::PUT, &path, key).json(&json!({}))).await.json::<SupportsView>();
    }
    me.support(id).await.json::<SupportsView>();
    assert_eq!(count(&p, id).await, 1);
    let nominated = me.post("/v1/me/nominations", &json!({"candidate": id})).await;
    assert!([ProblemCode::Duplicate, ProblemCode::WrongState].contains(&nominated.code()));
    let none: SupportsView = me.delete(&path).await.json();
    assert!(none.supports.is_empty());
    assert_eq!(count(&p, id).await, 0);
    assert_eq!(me.delete(&path).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn nominations_stay_and_count_when_the_nominee_declares() {
    let p = TestPlatform::start().await;
    let (me, other) = (p.citizen("me@example.org").await, p.citizen("other@example.org").await);
    let mine = me.nominate("  Élodie   Durand ").await;
    assert_eq!(mine.nominations[0].name, "Élodie Durand");
    let theirs = other.nominate("elodie durand").await;
    let id = mine.nominations[0].id;
    assert_eq!(theirs.nominations[0].id, id);
    assert_eq!(me.support(id).await.code(), ProblemCode::WrongState);
    let nominee = p.citizen("elodie@example.org").await;
    let mut declaration = candidacy("Somebody Else");
    declaration["nominee"] = json!(id);
    assert_eq!(nominee.put("/v1/me/candidacy", &declaration).await.code(), ProblemCode::WrongState);
    declaration["name"] = json!("Elodie Durand");
    let page: CandidacyView = nominee.put("/v1/me/candidacy", &declaration).await.json();
    assert_eq!((page.candidate.summary.id, page.candidate.summary.supports, page.candidate.nominations), (id, 2, 2));
    let mine: SupportsView = me.get("/v1/me/supports").await.json();
    assert_eq!((mine.nominations.len(), mine.supports.len()), (1, 0));
    assert_eq!(mine.nominations[0].state, CandidateState::Declared);
    let fan = p.citizen("fan@example.org").await;
    fan.support(id).await.json::<SupportsView>();
    assert_eq!(count(&p, id).await, 3);
    // Put forward again: the name belongs to a candidate who can be supported.
    let late = p.citizen("late@example.org").await;
    let again = late.post("/v1/me/nominations", &json!({"name": "ELODIE DURAND"})).await;
    assert_eq!(again.code(), ProblemCode::WrongState);
    me.delete(&format!("/v1/me/nominations/{id}")).await.json::<SupportsView>();
    assert_eq!(count(&p, id).await, 2);
}

#[tokio::test]
async fn five_nominations_are_the_limit_too() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    for name in ["Ada A", "Bea B", "Cid C", "Dan D", "Eva E"] {
        me.nominate(name).await;
    }
    let problem = me.post("/v1/me/nominations", &json!({"name": "Fay F"})).await.problem();
    assert_eq!((problem.code, problem.current.len()), (ProblemCode::LimitReached, 5));
    let list: Page<CandidateSummary> = p.get("/v1/candidates?q=fay").await.json();
    assert!(list.items.is_empty(), "a refused nomination leaves nobody behind");
    let body = json!({"name": "Fay F", "replaces": problem.current[0].id});
    let mine: SupportsView = me.post("/v1/me/nominations", &body).await.json();
    assert_eq!(mine.nominations[0].name, "Fay F");
}

#[tokio::test]
async fn only_citizens_on_the_roll_and_only_during_the_identification() {
    let p = TestPlatform::start().await;
    let id = candidates(&p, 1).await[0];
    let visitor = p.person("visitor@example.org").await;
    assert_eq!(visitor.support(id).await.code(), ProblemCode::NotRegistered);
    let me = p.citizen("me@example.org").await;
    p.set_now("2016-04-03T21:59:59.999Z");
    // Tokens live on the platform's clock: sign in at the time that is tested.
    let early = me.support(id).await.problem();
    assert_eq!((early.code, early.phase), (ProblemCode::TooEarly, Some(PhaseKind::Identification)));
    assert_eq!(early.deadline.unwrap().to_string(), "2016-04-03T22:00:00Z");
    p.set_now("2016-07-14T21:59:59.999Z");
    let me = p.person("me@example.org").await;
    me.support(id).await.json::<SupportsView>();
    p.set_now("2016-07-14T22:00:00Z");
    let late = me.delete(&format!("/v1/me/supports/{id}")).await.problem();
    assert_eq!(late.code, ProblemCode::TooLate);
    assert_eq!(late.deadline.unwrap().to_string(), "2016-07-14T22:00:00Z");
    assert!(late.detail.unwrap().contains("15 juillet 2016 à 0 h 00"));
}

#[tokio::test]
async fn an_erased_citizen_s_supports_are_gone() {
    let p = TestPlatform::start().await;
    let id = candidates(&p, 1).await[0];
    let me = p.citizen("me@example.org").await;
    me.support(id).await.json::<SupportsView>();
    assert_eq!(count(&p, id).await, 1);
    me.delete("/v1/me").await;
    assert_eq!(count(&p, id).await, 0);
}

#[tokio::test]
async fn a_nomination_names_a_person() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    for body in [json!({}), json!({"name": "  \u{202e} "}), json!({"name": "x".repeat(81)}), json!({"name": "7"})] {
        assert_eq!(me.post("/v1/me/nominations", &body).await.code(), ProblemCode::Invalid, "{body}");
    }
    let hostile = me.nominate("Eve\u{1b}[2J \u{202e}Mallory\u{200b}").await;
    assert_eq!(hostile.nominations[0].name, "Eve[2J Mallory");
    assert_eq!(me.post("/v1/me/nominations", &json!({"candidate": 999})).await.code(), ProblemCode::NotFound);
    let _: Value = me.get("/v1/me/supports").await.json();
}
