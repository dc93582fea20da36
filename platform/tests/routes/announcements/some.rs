//! What is announced to some: told to nobody else.

use super::{announce, heard, published, with_bots, words};
use crate::harness::{Person, TestPlatform, candidacy};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementView, Audience, CandidacyView, DraftView, EventKind, InboxView, Page, PhaseKind, ProblemCode,
    RecipientsView,
};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::json;

#[tokio::test]
async fn what_is_for_some_is_told_to_nobody_else() {
    let p = TestPlatform::start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let mut waiting = words("Votre lot attend");
    waiting["audience"] = json!({"to": "lot_waiting"});
    announce(&p, (&ada, &ben), &waiting).await;
    assert!(published(&p).await.is_empty());
    let told = heard(&p).await;
    let some = EventKind::Inbox { announcement: AnnouncementId(1) };
    assert!(told.contains(&some) && !told.iter().any(|it| format!("{it:?}").contains("Votre lot")));
    let log = String::from_utf8(p.get("/v1/audit").await.body).unwrap();
    assert!(!log.contains("Votre lot"), "{log}");
    assert_eq!(me.get("/v1/me/inbox").await.json::<InboxView>().items.len(), 0, "I hold no lot");
    assert_eq!(me.put("/v1/me/inbox/1/read", &json!({})).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn whoever_holds_a_lot_is_told_until_it_is_cast() {
    let p = TestPlatform::preselection().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let lot = me.draw().await;
    let mut waiting = words("Votre lot attend");
    waiting["audience"] = json!({"to": "lot_waiting"});
    announce(&p, (&ada, &ben), &waiting).await;
    assert_eq!(me.get("/v1/me/inbox").await.json::<InboxView>().unread, 1);
    let counted =
        async || -> u64 { ada.get("/v1/organise/recipients?to=lot_waiting").await.json::<RecipientsView>().inbox };
    assert_eq!(counted().await, 1);
    assert!(me.cast(&lot, 1).await.status.is_success());
    assert_eq!(me.get("/v1/me/inbox").await.json::<InboxView>().unread, 0);
    assert_eq!(counted().await, 0);
}

#[tokio::test]
async fn in_the_final_whoever_has_not_voted_is_told_and_suggested_and_nobody_else() {
    let p = TestPlatform::preselection_of(5, |_| {}).await;
    p.go_to(PhaseKind::FinalVote).await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let other = p.person("other@example.org").await;
    let unread = async |who: &Person<'_>| who.get("/v1/me/inbox").await.json::<InboxView>().unread;
    let counted = async || ada.get("/v1/organise/recipients?to=lot_waiting").await.json::<RecipientsView>().inbox;
    let before = counted().await;
    let mut waiting = words("Votre vote attend");
    waiting["audience"] = json!({"to": "lot_waiting"});
    announce(&p, (&ada, &ben), &waiting).await;
    assert_eq!((unread(&me).await, unread(&other).await), (1, 0), "only who is on the roll");
    assert!(me.cast_final(|_| 3).await.status.is_success());
    assert_eq!((unread(&me).await, counted().await), (0, before - 1));
    let closes_at = p.platform.app().calendar.get().phase(PhaseKind::FinalVote).unwrap().closes_at.unwrap();
    p.clock.set(closes_at - SignedDuration::from_hours(48));
    let ada = p.organiser().await;
    let drafts: Vec<DraftView> = ada.get("/v1/organise/drafts").await.json();
    let closing = drafts.iter().find(|it| it.title.en.starts_with("Two days left")).unwrap();
    assert_eq!(closing.audience, Audience::LotWaiting);
}

#[tokio::test]
async fn a_candidate_writes_to_those_who_support_them_and_let_them() {
    let p = with_bots().await;
    let cleo = p.citizen("cleo@example.org").await;
    let page: CandidacyView = cleo.put("/v1/me/candidacy", &candidacy("Cléo Candidate")).await.json();
    let id = page.candidate.summary.id;
    let (one, two, three) =
        (p.citizen("one@example.org").await, p.citizen("two@example.org").await, p.citizen("three@example.org").await);
    let lets = json!({"email": false, "candidates": true});
    for me in [&one, &two] {
        assert!(me.put(&format!("/v1/me/supports/{id}"), &json!({})).await.status.is_success());
    }
    for me in [&one, &three] {
        assert!(me.put("/v1/me/notices", &lets).await.status.is_success());
    }
    let both = |text: &str| json!({"fr": text, "en": format!("EN {text}")});
    let words = json!({"title": both("Merci"), "body": both("Rendez-vous à Orsay.")});
    let path = "/v1/me/candidacy/announcements";
    assert_eq!(three.post(path, &words).await.code(), ProblemCode::NotFound);
    let empty = json!({"title": both("Merci"), "body": {"fr": " ", "en": "x"}});
    assert_eq!(cleo.post(path, &empty).await.problem().field.as_deref(), Some("body"));
    let written = cleo.post(path, &words).await;
    assert_eq!(written.status, StatusCode::CREATED);
    let told: AnnouncementView = written.json();
    assert_eq!(
        (told.sender.as_deref(), told.audience),
        (Some("Cléo Candidate"), Audience::Supporters { candidate: id })
    );
    assert_eq!(cleo.post(path, &words).await.code(), ProblemCode::TooManyRequests, "not every day");

    let unread = async |me: &Person<'_>| me.get("/v1/me/inbox").await.json::<InboxView>().unread;
    assert_eq!((unread(&one).await, unread(&two).await, unread(&three).await), (1, 0, 0));
    assert_eq!(unread(&cleo).await, 0, "nor does the candidate learn who");
    assert!(published(&p).await.is_empty());
    assert_eq!(p.get(&format!("/v1/announcements/{}", told.id)).await.code(), ProblemCode::NotFound);
    assert!(!heard(&p).await.iter().any(|it| format!("{it:?}").contains("Orsay")));
    // Whoever lets them later is written to from then on; whoever takes it back, not any more.
    p.set_now("2016-05-01T13:00:00Z");
    let (one, two) = (p.person("one@example.org").await, p.person("two@example.org").await);
    assert!(two.put("/v1/me/notices", &lets).await.status.is_success());
    assert_eq!(unread(&two).await, 0);
    assert!(one.delete(&format!("/v1/me/supports/{id}")).await.status.is_success());
    assert_eq!(unread(&one).await, 0);
    assert!(one.put(&format!("/v1/me/supports/{id}"), &json!({})).await.status.is_success());
    // Organisers see it, and can let it go; in the log, as all that they do.
    let (ada, _) = p.two().await;
    let all: Page<AnnouncementView> = ada.get("/v1/organise/announcements").await.json();
    assert_eq!(all.items[0].id, told.id);
    let held = ada.put(&format!("/v1/organise/announcements/{}", told.id), &json!({"order": "cancel"})).await;
    assert!(held.status.is_success());
    assert_eq!(unread(&one).await, 0);
    // After a week, again.
    p.set_now("2016-05-08T14:00:00Z");
    assert_eq!(p.person("cleo@example.org").await.post(path, &words).await.status, StatusCode::CREATED);
}
