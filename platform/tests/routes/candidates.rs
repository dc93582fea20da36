//! The list of candidates, their pages and photos.

use crate::harness::{TestPlatform, candidacy, send};
use isoloir_shared::api::types::{CandidacyView, CandidateState, CandidateSummary, CandidateView, Page, ProblemCode};
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;

async fn with_candidates(names: &[&str]) -> TestPlatform {
    let p = TestPlatform::start().await;
    for (i, name) in names.iter().enumerate() {
        let person = p.citizen(&format!("candidate{i}@example.org")).await;
        person.put("/v1/me/candidacy", &candidacy(name)).await.json::<CandidacyView>();
    }
    p
}

async fn names(p: &TestPlatform, query: &str) -> Vec<String> {
    let page: Page<CandidateSummary> = p.get(&format!("/v1/candidates?{query}")).await.json();
    page.items.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn search_forgives_accents_and_typos() {
    let p = with_candidates(&["Michaël Pettini", "Roxane Revon", "Charlotte Marchandise"]).await;
    assert_eq!(names(&p, "q=MICHAEL").await, ["Michaël Pettini"]);
    assert_eq!(names(&p, "q=marchandize").await, ["Charlotte Marchandise"]);
    assert_eq!(names(&p, "q=nobody").await, [""; 0]);
    assert_eq!(names(&p, "q=%20&order=name").await.len(), 3);
}

#[tokio::test]
async fn a_viewer_s_order_is_stable_and_another_s_differs() {
    let all: Vec<String> =
        (0..9).map(|i| format!("Candidate {}", ["A", "B", "C", "D", "E", "F", "G", "H", "I"][i])).collect();
    let p = with_candidates(&all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(names(&p, "seed=7").await, names(&p, "seed=7").await);
    let orders: BTreeSet<Vec<String>> =
        [names(&p, "seed=1").await, names(&p, "seed=2").await, names(&p, "seed=3").await].into();
    assert_eq!(orders.len(), 3);
    assert_eq!(names(&p, "order=name").await, all);
}

#[tokio::test]
async fn pages_hold_every_row_once_while_the_list_grows() {
    let p = with_candidates(&["Aa", "Bb", "Cc", "Dd", "Ee"]).await;
    let mut seen = Vec::new();
    let mut path = "/v1/candidates?seed=5&limit=2".to_owned();
    let first: Page<CandidateSummary> = p.get(&path).await.json();
    assert_eq!(first.total, Some(5));
    p.citizen("late@example.org").await.put("/v1/me/candidacy", &candidacy("Late")).await.json::<CandidacyView>();
    loop {
        let page: Page<CandidateSummary> = p.get(&path).await.json();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(|row| row.name.clone()));
        let Some(next) = page.next else { break };
        path = format!("/v1/candidates?seed=5&limit=2&cursor={next}");
    }
    let before: BTreeSet<_> = ["Aa", "Bb", "Cc", "Dd", "Ee"].map(str::to_owned).into();
    let seen_once: BTreeSet<_> = seen.iter().cloned().collect();
    assert_eq!(seen.len(), seen_once.len());
    assert!(before.is_subset(&seen_once));
}

#[tokio::test]
async fn a_list_that_one_has_is_not_sent_again() {
    let p = with_candidates(&["Aa"]).await;
    let first = p.get("/v1/candidates").await;
    let tag = first.headers["etag"].clone();
    let again = send(p.request(Method::GET, "/v1/candidates").header("If-None-Match", &tag)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    p.citizen("b@example.org").await.put("/v1/me/candidacy", &candidacy("Bb")).await.json::<CandidacyView>();
    let moved = send(p.request(Method::GET, "/v1/candidates").header("If-None-Match", &tag)).await;
    assert_eq!(moved.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_has_the_history() {
    let p = with_candidates(&["Aa"]).await;
    let list: Page<CandidateSummary> = p.get("/v1/candidates?state=declared").await.json();
    let view: CandidateView = p.get(&format!("/v1/candidates/{}", list.items[0].id)).await.json();
    assert_eq!(view.history.len(), 1);
    assert_eq!(view.history[0].state, CandidateState::Declared);
    assert_eq!(view.summary, list.items[0]);
    assert!(names(&p, "state=nominated").await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_by_field() {
    let p = TestPlatform::start().await;
    for (query, code, field) in [
        ("limit=0", ProblemCode::Invalid, "limit"),
        ("limit=201", ProblemCode::Invalid, "limit"),
        ("cursor=x", ProblemCode::Malformed, "cursor"),
        ("limit=x", ProblemCode::Malformed, "limit"),
        ("state=happy", ProblemCode::Malformed, "state"),
    ] {
        let problem = p.get(&format!("/v1/candidates?{query}")).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)), "{query}");
    }
    for path in ["/v1/candidates/1", "/v1/candidates/x", "/v1/candidates/99999999999", "/v1/candidates/1/photo"] {
        assert_eq!(p.get(path).await.code(), ProblemCode::NotFound, "{path}");
    }
}
