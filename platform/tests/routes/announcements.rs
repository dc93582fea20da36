//! What organisers say and decide.

use crate::harness::{TestPlatform, candidacy};
use isoloir_shared::api::types::{
    CandidacyView, CandidateState, CandidateView, ChangeCause, EventKind, PlatformEvent, ProblemCode,
};
use serde_json::json;

#[tokio::test]
async fn organisers_speak_to_everyone_and_nobody_else_does() {
    let p = TestPlatform::start().await;
    let (organiser, me) = (p.organiser().await, p.citizen("me@example.org").await);
    let words = |text: &str| json!({"fr": text, "en": text});
    let said = json!({"title": words("A\u{1b}nnouncement"), "body": words("Round table on Monday.")});
    assert_eq!(me.post("/v1/announcements", &said).await.code(), ProblemCode::Forbidden);
    let empty = json!({"title": words(" "), "body": words("x")});
    assert_eq!(organiser.post("/v1/announcements", &empty).await.problem().field.as_deref(), Some("title"));
    let event: PlatformEvent = organiser.post("/v1/announcements", &said).await.json();
    let EventKind::Announcement { title, .. } = &event.kind else { panic!("{event:?}") };
    assert_eq!(title.fr, "Announcement");
    let app = p.platform.app();
    let before = isoloir_shared::api::ids::EventId(event.id.0 - 1);
    assert_eq!(app.store.events_after(before, 10).await.unwrap(), [event]);
}

#[tokio::test]
async fn a_disqualification_is_published_with_its_reason() {
    let p = TestPlatform::start().await;
    let (organiser, me) = (p.organiser().await, p.citizen("me@example.org").await);
    let mine: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let path = format!("/v1/candidates/{}/disqualification", mine.candidate.summary.id);
    assert_eq!(me.put(&path, &json!({"reason": "Mine"})).await.code(), ProblemCode::Forbidden);
    assert_eq!(organiser.put(&path, &json!({"reason": ""})).await.code(), ProblemCode::Invalid);
    organiser.put(&path, &json!({"reason": "Not who they said."})).await.json::<CandidateView>();
    let page: CandidateView = p.get(&format!("/v1/candidates/{}", mine.candidate.summary.id)).await.json();
    assert_eq!(page.summary.state, CandidateState::Disqualified);
    let last = page.history.last().unwrap();
    assert_eq!((last.cause, last.reason.as_deref()), (ChangeCause::Organisers, Some("Not who they said.")));
    assert_eq!(organiser.put(&path, &json!({"reason": "Again"})).await.code(), ProblemCode::WrongState);
    let nobody = organiser.put("/v1/candidates/999/disqualification", &json!({"reason": "Why"})).await;
    assert_eq!(nobody.code(), ProblemCode::NotFound);
}
