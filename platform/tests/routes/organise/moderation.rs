//! Texts, photos and names: the queue, decisions, appeals.

use crate::harness::{IDENTIFICATION, Person, TestPlatform, candidacy, send};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    AuditView, CandidacyView, CandidateSummary, CandidateView, ModeratedKind, ModerationCountsView, ModerationReason,
    ModerationState, ModerationView, Page, ProblemCode, Role, SupportsView,
};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

const QUEUE: &str = "/v1/organise/moderation";
/// A PNG of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77,
    0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn page(presentation: &str) -> Value {
    let mut page = candidacy("Cléo Candidate");
    page["presentation"] = presentation.into();
    page
}

impl TestPlatform {
    async fn queue(&self, who: &Person<'_>) -> Vec<ModerationView> {
        who.get(QUEUE).await.json::<Page<ModerationView>>().items
    }

    async fn shown(&self, id: CandidateId) -> CandidateView {
        self.get(&format!("/v1/candidates/{id}")).await.json()
    }

    async fn moderator(&self) -> Person<'_> {
        self.staff("mo@example.org", Role::Moderator).await
    }
}

impl Person<'_> {
    async fn judge(&self, it: &ModerationView, verdict: Value) -> crate::harness::Answer {
        self.put(&format!("{QUEUE}/{}", it.id), &verdict).await
    }
}

#[tokio::test]
async fn a_text_is_shown_until_somebody_hides_it_and_its_owner_sees_why() {
    let p = TestPlatform::start().await;
    let (mo, me) = (p.moderator().await, p.citizen("cleo@example.org").await);
    let mine: CandidacyView = me.put("/v1/me/candidacy", &page("Something rude")).await.json();
    let id = mine.candidate.summary.id;
    assert_eq!(p.shown(id).await.presentation.as_deref(), Some("Something rude"));
    let queue = p.queue(&mo).await;
    let [it] = &queue[..] else { panic!("{queue:?}") };
    assert_eq!((it.kind, it.candidate, it.body.as_deref()), (ModeratedKind::Page, id, Some("Something rude")));
    let none = mo.judge(it, json!({"accept": false})).await.problem();
    assert_eq!(none.field.as_deref(), Some("because"));
    let hide = json!({"accept": false, "because": "insult", "note": "Third line.\u{202e}"});
    let long = json!({"accept": false, "because": "insult", "note": "x".repeat(501)});
    assert_eq!(mo.judge(it, long).await.problem().field.as_deref(), Some("note"));
    assert_eq!(me.judge(it, hide.clone()).await.code(), ProblemCode::Forbidden);
    let hidden: ModerationView = mo.judge(it, hide.clone()).await.json();
    assert_eq!((hidden.state, hidden.because), (ModerationState::Rejected, Some(ModerationReason::Insult)));
    let page_now = p.shown(id).await;
    assert_eq!(page_now.presentation, None);
    let [why] = &page_now.hidden[..] else { panic!("{page_now:?}") };
    let expected = (ModeratedKind::Page, ModerationReason::Insult, Some("Third line."));
    assert_eq!((why.kind, why.because, why.note.as_deref()), expected, "everybody reads why");
    let log: AuditView = p.get("/v1/audit?limit=200").await.json();
    assert_eq!(log.items.last().unwrap().data["note"], "Third line.");
    let mine: CandidacyView = me.get("/v1/me/candidacy").await.json();
    assert_eq!(mine.candidate.presentation.as_deref(), Some("Something rude"), "the owner still sees it");
    assert_eq!(mine.moderation[0].because, Some(ModerationReason::Insult));
    assert_eq!(mo.judge(it, hide).await.problem().field.as_deref(), Some("moderation"), "decided once");
    assert!(p.queue(&mo).await.is_empty());
    // Another version is looked at anew, and shown meanwhile.
    me.put("/v1/me/candidacy", &page("Something kind")).await.json::<CandidacyView>();
    assert_eq!(p.shown(id).await.presentation.as_deref(), Some("Something kind"));
    let queue = p.queue(&mo).await;
    mo.judge(&queue[0], json!({"accept": true})).await.json::<ModerationView>();
    // The same words once more are no new version.
    me.put("/v1/me/candidacy", &page("Something kind")).await.json::<CandidacyView>();
    assert!(p.queue(&mo).await.is_empty());
    let counts: ModerationCountsView = p.get("/v1/moderation").await.json();
    let of = |state| counts.moderated.iter().find(|it| it.state == state).map_or(0, |it| it.count);
    assert_eq!((of(ModerationState::Accepted), of(ModerationState::Superseded)), (1, 1));
    assert_eq!(counts.because[0].because, ModerationReason::Insult);
}

#[tokio::test]
async fn where_the_primary_says_so_nothing_is_shown_before_somebody_looked() {
    let p = TestPlatform::start_with(IDENTIFICATION, |settings| {
        Arc::make_mut(&mut settings.primary).moderation.before = true;
    })
    .await;
    let (mo, me) = (p.moderator().await, p.citizen("cleo@example.org").await);
    let mine: CandidacyView = me.put("/v1/me/candidacy", &page("Hello")).await.json();
    let id = mine.candidate.summary.id;
    let photo = me.write(Method::PUT, "/v1/me/candidacy/photo", Uuid::new_v4()).body(PIXEL);
    send(photo.header("content-type", "image/png")).await.json::<CandidacyView>();
    let image = format!("/v1/candidates/{id}/photo");
    let shown = p.shown(id).await;
    assert_eq!((shown.presentation, shown.summary.photo), (None, false));
    assert_eq!(p.get(&image).await.code(), ProblemCode::NotFound);
    let nominated: SupportsView = me.post("/v1/me/nominations", &json!({"name": "Nobody Yet"})).await.json();
    let list = async || p.get("/v1/candidates").await.json::<Page<CandidateSummary>>().items.len();
    assert_eq!(list().await, 1, "a new name waits too");
    let queue = p.queue(&mo).await;
    assert_eq!(
        queue.iter().map(|it| it.kind).collect::<Vec<_>>(),
        [ModeratedKind::Page, ModeratedKind::Photo, ModeratedKind::Nomination]
    );
    let seen = mo.get(&format!("{QUEUE}/{}/photo", queue[1].id)).await;
    assert_eq!((seen.status, seen.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
    for answer in [seen, mo.get(QUEUE).await, mo.get("/v1/organise/me").await] {
        assert_eq!(answer.headers["cache-control"], "no-store", "nobody else may come by it");
    }
    assert_eq!(me.get(&format!("{QUEUE}/{}/photo", queue[1].id)).await.code(), ProblemCode::Forbidden);
    for it in &queue {
        mo.judge(it, json!({"accept": true})).await.json::<ModerationView>();
    }
    let shown = p.shown(id).await;
    assert_eq!((shown.presentation.as_deref(), shown.summary.photo), (Some("Hello"), true));
    assert_eq!(p.get(&image).await.status, StatusCode::OK);
    assert_eq!((list().await, nominated.nominations.len()), (2, 1));
}

#[tokio::test]
async fn an_appeal_is_heard_by_somebody_else_and_no_support_is_lost() {
    let p = TestPlatform::start().await;
    let mo = p.moderator().await;
    let (me, other) = (p.citizen("me@example.org").await, p.citizen("other@example.org").await);
    let name = json!({"name": "Rude Name"});
    let nominated: SupportsView = me.post("/v1/me/nominations", &name).await.json();
    other.post("/v1/me/nominations", &name).await.json::<SupportsView>();
    let id = nominated.nominations[0].id;
    let queue = p.queue(&mo).await;
    let it = &queue[0];
    mo.judge(it, json!({"accept": false, "because": "identity"})).await.json::<ModerationView>();
    let shown = p.shown(id).await;
    assert_eq!((shown.summary.name.as_str(), shown.summary.supports), ("—", 2), "hidden, and counted");
    assert!(p.get("/v1/candidates").await.json::<Page<CandidateSummary>>().items.is_empty());
    let mine: SupportsView = me.get("/v1/me/supports").await.json();
    assert_eq!(mine.nominations[0].name, "Rude Name", "whoever put it forward still sees it");
    // Whom it concerns may speak, once.
    let path = format!("/v1/me/appeals/{}", it.id);
    let words = json!({"appeal": "It is my neighbour's name."});
    let stranger = p.citizen("stranger@example.org").await;
    assert_eq!(stranger.put(&path, &words).await.code(), ProblemCode::NotFound);
    assert_eq!(me.put(&path, &json!({"appeal": ""})).await.code(), ProblemCode::Invalid);
    assert_eq!(me.put(&path, &words).await.status, StatusCode::NO_CONTENT);
    assert_eq!(me.put(&path, &words).await.code(), ProblemCode::WrongState);
    let queue = p.queue(&mo).await;
    assert_eq!(queue[0].appeal.as_deref(), Some("It is my neighbour's name."));
    let grant = json!({"accept": true});
    assert_eq!(mo.judge(&queue[0], grant.clone()).await.code(), ProblemCode::OwnProposal);
    let ada = p.organiser().await;
    let granted: ModerationView = ada.judge(&queue[0], grant).await.json();
    assert_eq!((granted.state, granted.decided_by, granted.heard_by), (ModerationState::Accepted, Some(1), Some(2)));
    assert_eq!(p.shown(id).await.summary.name, "Rude Name");
    let counts: ModerationCountsView = p.get("/v1/moderation").await.json();
    assert_eq!((counts.appeals, counts.granted), (1, 1));
    // What an appeal decided is decided.
    let again = mo.judge(&queue[0], json!({"accept": false, "because": "identity"})).await;
    assert_eq!(again.code(), ProblemCode::WrongState);
    // Erased, whoever spoke takes their words back; that they spoke stays.
    let export: Value = me.get("/v1/me/export").await.json();
    assert_eq!(export["appeals"], json!(["It is my neighbour's name."]));
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    let it: ModerationView = mo.get(&format!("{QUEUE}/{}", it.id)).await.json();
    assert_eq!(it.appeal.as_deref(), Some(""));
    let said: Vec<_> = p.log().await.into_iter().map(|e| (e.actor, e.action)).collect();
    for (actor, action) in [("moderator:1", "rejected"), ("organiser:2", "appeal_granted")] {
        assert!(said.contains(&(actor.into(), action.into())), "{said:?}");
    }
    assert!(!serde_json::to_string(&p.log().await).unwrap().contains("Rude"), "no text of people is in the log");
}

/// Hides a version, and hears the appeal of whoever it concerns.
async fn appealed(p: &TestPlatform, me: &Person<'_>, it: &ModerationView, granted: bool) {
    p.clock.advance(SignedDuration::from_mins(1));
    let (mo, ada) = (p.moderator().await, p.organiser().await);
    mo.judge(it, json!({"accept": false, "because": "insult"})).await.json::<ModerationView>();
    let words = json!({"appeal": "It is not."});
    assert_eq!(me.put(&format!("/v1/me/appeals/{}", it.id), &words).await.status, StatusCode::NO_CONTENT);
    ada.judge(it, json!({"accept": granted})).await.json::<ModerationView>();
}

#[tokio::test]
async fn after_a_refused_appeal_a_page_waits_hidden_until_a_version_is_accepted() {
    let p = TestPlatform::start().await;
    let me = p.citizen("cleo@example.org").await;
    let write = async |text: &str| me.put("/v1/me/candidacy", &page(text)).await.json::<CandidacyView>();
    let id = write("Rude").await.candidate.summary.id;
    let shown = async || p.shown(id).await.presentation;
    let waiting = async || {
        p.clock.advance(SignedDuration::from_mins(1));
        let mo = p.moderator().await;
        let it = p.queue(&mo).await.remove(0);
        (mo, it)
    };
    // Granted, the next version is shown as ever.
    appealed(&p, &me, &waiting().await.1, true).await;
    write("Rude once").await;
    assert_eq!(shown().await.as_deref(), Some("Rude once"));
    // Refused, it is not: with one character more, nor taken away and put back, nor rejected once more.
    appealed(&p, &me, &waiting().await.1, false).await;
    for text in ["Rude once.", "", "Rude twice"] {
        write(text).await;
        assert_eq!(shown().await, None, "{text}");
    }
    let (mo, it) = waiting().await;
    mo.judge(&it, json!({"accept": false, "because": "insult"})).await.json::<ModerationView>();
    write("Rude thrice").await;
    assert_eq!(shown().await, None);
    let (mo, it) = waiting().await;
    assert_eq!(it.state, ModerationState::Waiting);
    mo.judge(&it, json!({"accept": true})).await.json::<ModerationView>();
    assert_eq!(shown().await.as_deref(), Some("Rude thrice"));
    write("Kind").await;
    assert_eq!(shown().await.as_deref(), Some("Kind"), "once accepted, all is as before");
}

#[tokio::test]
async fn a_name_that_is_hidden_stays_so_whoever_takes_it_up() {
    let p = TestPlatform::start().await;
    let (me, other) = (p.citizen("me@example.org").await, p.citizen("other@example.org").await);
    let nominated: SupportsView = me.post("/v1/me/nominations", &json!({"name": "Rude Name"})).await.json();
    let id = nominated.nominations[0].id;
    let mo = p.moderator().await;
    let it = p.queue(&mo).await.remove(0);
    appealed(&p, &me, &it, false).await;
    let mut claim = candidacy("Rude Name");
    claim["nominee"] = json!(id);
    other.put("/v1/me/candidacy", &claim).await.json::<CandidacyView>();
    assert_eq!(p.shown(id).await.summary.name, "—");
    assert!(p.get("/v1/candidates").await.json::<Page<CandidateSummary>>().items.is_empty());
}

#[tokio::test]
async fn nobody_hears_their_own_appeal() {
    let p = TestPlatform::start().await;
    let ada = p.organiser().await;
    p.citizen("mo@example.org").await;
    let mo = p.moderator().await;
    mo.post("/v1/me/nominations", &json!({"name": "Some Name"})).await.json::<SupportsView>();
    let it = p.queue(&mo).await.remove(0);
    ada.judge(&it, json!({"accept": false, "because": "identity"})).await.json::<ModerationView>();
    let words = json!({"appeal": "They exist."});
    assert_eq!(mo.put(&format!("/v1/me/appeals/{}", it.id), &words).await.status, StatusCode::NO_CONTENT);
    for person in [&mo, &ada] {
        let refused = person.judge(&it, json!({"accept": true})).await.problem();
        assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::OwnProposal, Some("moderation")));
        assert!(refused.detail.unwrap().contains("recours"), "it is no proposal");
    }
    // Nor past the code above the database.
    let file = p.folder.path().join("isoloir.db");
    let file = sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap();
    let forged =
        sqlx::query("UPDATE moderation SET state = 'accepted', heard_by = 2 WHERE id = 1").execute(&file).await;
    assert!(forged.unwrap_err().to_string().contains("another person"));
}
