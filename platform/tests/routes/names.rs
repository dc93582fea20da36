//! Names: supports and nominations go to one, and nobody comes to hold them by taking it.

use crate::harness::{IDENTIFICATION, Person, TestPlatform, candidacy};
use isoloir_config::primary::Primary;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidacyView, CandidateState, CandidateSummary, Page, ProblemCode, SupportsView};
use serde_json::{Value, json};

async fn with(change: impl FnOnce(&mut Primary)) -> TestPlatform {
    TestPlatform::start_with(IDENTIFICATION, |s| {
        let mut primary = Primary::clone(&s.primary);
        change(&mut primary);
        s.primary = primary.into();
    })
    .await
}

async fn nominate(me: &Person<'_>, name: &str) -> CandidateId {
    let mine: SupportsView = me.post("/v1/me/nominations", &json!({"name": name})).await.json();
    mine.nominations.iter().find(|row| row.name == name).unwrap().id
}

fn as_nominee(name: &str, nominee: CandidateId) -> Value {
    let mut page = candidacy(name);
    page["nominee"] = json!(nominee);
    page
}

#[tokio::test]
async fn a_name_that_somebody_supports_stays() {
    let p = TestPlatform::start().await;
    let (me, fan) = (p.citizen("me@example.org").await, p.citizen("fan@example.org").await);
    me.put("/v1/me/candidacy", &candidacy("Ada A")).await.json::<CandidacyView>();
    let page: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Ada B")).await.json();
    assert_eq!(page.candidate.summary.name, "Ada B");
    let path = format!("/v1/me/supports/{}", page.candidate.summary.id);
    fan.put(&path, &json!({})).await.json::<SupportsView>();
    let refused = me.put("/v1/me/candidacy", &candidacy("Somebody Else")).await.problem();
    assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::Frozen, Some("name")));
    let page: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Ada B")).await.json();
    assert_eq!(page.candidate.summary.name, "Ada B");
}

#[tokio::test]
async fn the_name_of_a_nominee_stays_when_they_declare_and_after() {
    let p = TestPlatform::start().await;
    let (me, fan) = (p.citizen("me@example.org").await, p.citizen("fan@example.org").await);
    let id = nominate(&fan, "Élodie Durand").await;
    let page: CandidacyView = me.put("/v1/me/candidacy", &as_nominee("elodie durand", id)).await.json();
    assert_eq!(page.candidate.summary.name, "Élodie Durand");
    fan.delete(&format!("/v1/me/nominations/{id}")).await.json::<SupportsView>();
    assert_eq!(me.put("/v1/me/candidacy", &candidacy("Somebody Else")).await.code(), ProblemCode::Frozen);
}

#[tokio::test]
async fn two_candidates_in_the_race_never_have_one_name() {
    let p = TestPlatform::start().await;
    let (a, b, c) =
        (p.citizen("a@example.org").await, p.citizen("b@example.org").await, p.citizen("c@example.org").await);
    nominate(&c, "Zoé Nommée").await;
    a.put("/v1/me/candidacy", &candidacy("Ada A")).await.json::<CandidacyView>();
    for taken in ["ADA a", "zoe nommee"] {
        let refused = b.put("/v1/me/candidacy", &candidacy(taken)).await.problem();
        assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::Duplicate, Some("name")));
    }
    b.put("/v1/me/candidacy", &candidacy("Bea B")).await.json::<CandidacyView>();
    assert_eq!(b.put("/v1/me/candidacy", &candidacy("Ada A")).await.code(), ProblemCode::Duplicate);
    a.delete("/v1/me/candidacy").await.json::<CandidacyView>();
    b.put("/v1/me/candidacy", &candidacy("Ada A")).await.json::<CandidacyView>();
    assert_eq!(
        a.put("/v1/me/candidacy", &candidacy("Ada A")).await.code(),
        ProblemCode::Duplicate,
        "too late to be back"
    );
}

#[tokio::test]
async fn only_the_invited_declare_during_the_provisional_list() {
    let p = with(|primary| primary.qualification.threshold = 1).await;
    let fan = p.citizen("fan@example.org").await;
    let (zoe, eve) = (nominate(&fan, "Zoé Nommée").await, nominate(&fan, "Eve Oubliée").await);
    fan.delete(&format!("/v1/me/nominations/{eve}")).await.json::<SupportsView>();
    let left = p.citizen("left@example.org").await;
    left.put("/v1/me/candidacy", &candidacy("Lea L")).await.json::<CandidacyView>();
    left.delete("/v1/me/candidacy").await.json::<CandidacyView>();
    p.set_now("2016-07-16T10:00:00Z");
    let left = p.person("left@example.org").await;
    assert_eq!(left.put("/v1/me/candidacy", &as_nominee("Lea L", zoe)).await.code(), ProblemCode::TooLate);
    let me = p.citizen("me@example.org").await;
    assert_eq!(me.put("/v1/me/candidacy", &as_nominee("Eve Oubliée", eve)).await.code(), ProblemCode::TooLate);
    assert_eq!(me.put("/v1/me/candidacy", &candidacy("Me M")).await.code(), ProblemCode::TooLate);
    let page: CandidacyView = me.put("/v1/me/candidacy", &as_nominee("Zoé Nommée", zoe)).await.json();
    assert_eq!(page.candidate.summary.state, CandidateState::Declared);
    // Once in, the name stays: the window was for entering.
    let page: CandidacyView = me.put("/v1/me/candidacy", &as_nominee("Other Name", zoe)).await.json();
    assert_eq!(page.candidate.summary.name, "Zoé Nommée");
}

#[tokio::test]
async fn a_name_that_nobody_nominates_any_more_is_on_no_list_and_can_be_taken() {
    let p = TestPlatform::start().await;
    let (me, fan) = (p.citizen("me@example.org").await, p.citizen("fan@example.org").await);
    let id = nominate(&fan, "Zoe Nommee").await;
    fan.delete(&format!("/v1/me/nominations/{id}")).await.json::<SupportsView>();
    let list: Page<CandidateSummary> = p.get("/v1/candidates").await.json();
    assert!(list.items.is_empty());
    let page: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Zoé Nommée")).await.json();
    assert_eq!((page.candidate.summary.id, page.candidate.summary.name.as_str()), (id, "Zoé Nommée"));
}

#[tokio::test]
async fn a_citizen_puts_forward_so_many_new_names() {
    let p = with(|primary| primary.limits.new_names = 2).await;
    let (me, other) = (p.citizen("me@example.org").await, p.citizen("other@example.org").await);
    for name in ["Ada A", "Bea B"] {
        let id = nominate(&me, name).await;
        me.delete(&format!("/v1/me/nominations/{id}")).await.json::<SupportsView>();
    }
    let refused = me.post("/v1/me/nominations", &json!({"name": "Cid C"})).await.problem();
    assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::LimitReached, Some("name")));
    nominate(&other, "Cid C").await;
    nominate(&me, "Cid C").await;
}
