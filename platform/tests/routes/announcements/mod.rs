//! What is announced: to whom, when, how far, and held.

mod some;

use crate::harness::{Person, TestPlatform};
use isoloir_platform::secrets::token_hash;
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{
    AnnouncementProgressView, AnnouncementState, AnnouncementView, Carrier, Deliveries, DraftView, EventKind,
    InboxView, NoticesView, Page, PhaseKind, ProblemCode, QuietHours, RecipientsView, Role, TrialView,
};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const TOKEN: &str = "a-token-of-the-bots-0123456789";

fn words(title: &str) -> Value {
    let both = |text: &str| json!({"fr": text, "en": format!("EN {text}")});
    json!({"action": "announce", "title": both(title), "body": both("Rendez-vous lundi.")})
}

/// With a bot that tells nothing: of what is announced, nothing is ever done.
async fn with_bots() -> TestPlatform {
    let bots = |settings: &mut isoloir_platform::Settings| settings.bots.telegram = Some("IsoloirBot".into());
    TestPlatform::start_with(crate::harness::IDENTIFICATION, bots).await
}

/// Two organisers announce.
async fn announce(p: &TestPlatform, (ada, ben): (&Person<'_>, &Person<'_>), decision: &Value) {
    let proposed = ada.propose(decision).await;
    assert!(ben.approve(&proposed).await.status.is_success(), "{p:?}", p = p.url);
}

async fn published(p: &TestPlatform) -> Vec<AnnouncementView> {
    p.get("/v1/announcements").await.json::<Page<AnnouncementView>>().items
}

async fn heard(p: &TestPlatform) -> Vec<EventKind> {
    let events = p.platform.app().store.events_after(EventId(0), 1000).await.unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

async fn bot(p: &TestPlatform, path: &str, token: &str, told: &Deliveries) -> StatusCode {
    let request = p.request(Method::PUT, path).bearer_auth(token).header("Idempotency-Key", Uuid::new_v4().to_string());
    request.json(told).send().await.unwrap().status()
}

#[tokio::test]
async fn its_time_comes_and_it_is_public_in_every_inbox_once_and_new_until_it_is_read() {
    let p = with_bots().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let mut later = words("Réunion");
    later["send_at"] = "2016-05-01T12:00:00Z".into();
    later["sender"] = "Ada, \u{202e}pour l’équipe".into();
    announce(&p, (&ada, &ben), &later).await;
    assert!(published(&p).await.is_empty());
    let all: Page<AnnouncementView> = ada.get("/v1/organise/announcements").await.json();
    assert_eq!(all.items[0].state, AnnouncementState::Scheduled);
    assert_eq!(me.get("/v1/me/inbox").await.json::<InboxView>(), InboxView { unread: 0, items: vec![] });

    p.set_now("2016-05-01T12:00:00Z");
    let ((ada, ben), me) = (p.two().await, p.person("me@example.org").await);
    let [told] = published(&p).await.try_into().unwrap();
    assert_eq!((told.state, told.sender.as_deref()), (AnnouncementState::Sending, Some("Ada, pour l’équipe")));
    let events = heard(&p).await;
    let told_of = |it: &&EventKind| matches!(it, EventKind::Announcement { .. });
    assert_eq!(events.iter().filter(told_of).count(), 1);
    announce(&p, (&ada, &ben), &words("Tout de suite")).await;
    let inbox: InboxView = me.get("/v1/me/inbox").await.json();
    let titles = |inbox: &InboxView| inbox.items.iter().map(|it| it.announcement.title.fr.clone()).collect::<Vec<_>>();
    assert_eq!((inbox.unread, titles(&inbox)), (2, vec!["Tout de suite".to_owned(), "Réunion".to_owned()]));

    let newest = inbox.items[0].announcement.id;
    for _ in 0..2 {
        let inbox: InboxView = me.put(&format!("/v1/me/inbox/{newest}/read"), &json!({})).await.json();
        assert_eq!((inbox.unread, inbox.items[0].read, inbox.items[1].read), (1, false, true));
        assert_eq!(titles(&inbox), ["Réunion", "Tout de suite"], "unread first");
    }
    assert_eq!(me.put("/v1/me/inbox/99/read", &json!({})).await.code(), ProblemCode::NotFound);
    // Whoever comes now finds it published, and nothing new to them.
    p.set_now("2016-05-01T13:00:00Z");
    let late = p.citizen("late@example.org").await;
    assert_eq!(late.get("/v1/me/inbox").await.json::<InboxView>().unread, 0);
    assert_eq!(published(&p).await.len(), 2);
}

#[tokio::test]
async fn a_past_instant_and_an_audience_that_is_not_theirs_are_refused() {
    let p = TestPlatform::start().await;
    let (ada, _) = p.two().await;
    for (field, value) in [
        ("send_at", json!("2016-04-30T12:00:00Z")),
        ("audience", json!({"to": "supporters", "candidate": 1})),
        ("sender", json!(" \u{200b} ")),
    ] {
        let mut wrong = words("Réunion");
        wrong[field] = value;
        let problem = ada.post("/v1/organise/proposals", &wrong).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some(field)));
    }
}

#[tokio::test]
async fn one_organiser_holds_it_lets_it_go_on_and_lets_it_go() {
    let p = with_bots().await;
    let (ada, ben) = p.two().await;
    let observer = p.staff("eve@example.org", Role::Observer).await;
    announce(&p, (&ada, &ben), &words("Réunion")).await;
    let path = "/v1/organise/announcements/1";
    let order = |order: &str| json!({ "order": order });
    assert_eq!(observer.put(path, &order("pause")).await.code(), ProblemCode::Forbidden);
    use AnnouncementState::{Cancelled, Paused, Sending};
    for (word, state) in [("pause", Paused), ("resume", Sending), ("pause", Paused), ("cancel", Cancelled)] {
        let view: AnnouncementProgressView = ada.put(path, &order(word)).await.json();
        assert_eq!(view.announcement.state, state);
    }
    assert_eq!(ben.put(path, &order("resume")).await.code(), ProblemCode::WrongState);
    assert_eq!(ben.put("/v1/organise/announcements/9", &order("pause")).await.code(), ProblemCode::NotFound);
    let states = heard(&p).await.into_iter().filter_map(|it| match it {
        EventKind::AnnouncementState { state, .. } => Some(state),
        _ => None,
    });
    assert_eq!(states.collect::<Vec<_>>(), [Paused, Sending, Paused, Cancelled], "the bots hear of each");
    assert!(published(&p).await.is_empty(), "what was let go is not published any more");
    let log = String::from_utf8(p.get("/v1/audit").await.body).unwrap();
    assert_eq!(log.matches("announcement:1").count(), 4, "{log}");
}

#[tokio::test]
async fn the_bots_tell_how_far_they_are_with_their_token_alone() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| {
        settings.bots.token_hash = Some(token_hash(TOKEN));
    })
    .await;
    let (ada, ben) = p.two().await;
    announce(&p, (&ada, &ben), &words("Réunion")).await;
    let told = Deliveries { delivered: 90, waiting: 10, repeated: 1, ..Deliveries::default() };
    let path = "/v1/announcements/1/deliveries/telegram";
    assert_eq!(bot(&p, path, "another-token", &told).await, StatusCode::UNAUTHORIZED);
    assert_eq!(bot(&p, path, &ada.tokens.access_token, &told).await, StatusCode::UNAUTHORIZED);
    for _ in 0..2 {
        assert_eq!(bot(&p, path, TOKEN, &told).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(bot(&p, "/v1/announcements/7/deliveries/telegram", TOKEN, &told).await, StatusCode::NOT_FOUND);
    assert_eq!(
        bot(&p, "/v1/announcements/1/deliveries/email", TOKEN, &told).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "letters are the platform's own"
    );
    let view: AnnouncementProgressView = ben.get("/v1/organise/announcements/1").await.json();
    let [by] = view.deliveries.try_into().unwrap();
    assert_eq!((by.carrier, by.deliveries), (Carrier::Telegram, told));
    // Nobody's token opens anything else.
    let organise = p.request(Method::GET, "/v1/organise/me").bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(organise.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_asked_for_nothing_gets_nothing_and_what_was_asked_is_kept() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| {
        settings.public_url = "https://primaire.example".into();
    })
    .await;
    let me = p.citizen("me@example.org").await;
    let asked: NoticesView = me.get("/v1/me/notices").await.json();
    assert_eq!(asked, NoticesView::default());
    let wrong = json!({"email": true, "quiet": {"from": 1440, "to": 0}});
    assert_eq!(me.put("/v1/me/notices", &wrong).await.problem().field.as_deref(), Some("quiet"));
    assert_eq!(asked.quiet, Some(QuietHours::NIGHT), "who chose nothing is left alone at night");
    let wish = json!({"email": true, "candidates": true, "quiet": {"from": 1290, "to": 480}});
    let asked: NoticesView = me.put("/v1/me/notices", &wish).await.json();
    assert_eq!(serde_json::to_value(asked).unwrap(), wish);
    assert_eq!(me.get("/v1/me/notices").await.json::<NoticesView>(), asked);
}

#[tokio::test]
async fn the_calendar_suggests_what_organisers_edit_or_let_go() {
    let p = TestPlatform::start().await;
    let ((ada, _), me) = (p.two().await, p.citizen("me@example.org").await);
    assert_eq!(me.get("/v1/organise/drafts").await.code(), ProblemCode::Forbidden);
    let titles = async |ada: &Person<'_>| {
        let drafts: Vec<DraftView> = ada.get("/v1/organise/drafts").await.json();
        drafts.into_iter().map(|it| it.title.en).collect::<Vec<_>>()
    };
    assert_eq!(titles(&ada).await, ["Now open: Call for candidates"]);
    let change = json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "Deux week-ends"});
    assert!(ada.patch("/v1/phases/preselection", &change).await.status.is_success());
    let closes_at = p.platform.app().calendar.get().phase(PhaseKind::Identification).unwrap().closes_at.unwrap();
    p.clock.set(closes_at - SignedDuration::from_hours(48));
    let ada = p.organiser().await;
    assert_eq!(titles(&ada).await.len(), 3);
    p.clock.set(closes_at);
    let ada = p.organiser().await;
    let all = titles(&ada).await;
    assert!(all.contains(&"Over: Call for candidates".to_owned()), "{all:?}");
    assert_eq!(all.iter().filter(|it| it.starts_with("Two days left")).count(), 1);
    assert!(all.iter().any(|it| it.starts_with("The calendar changes: First round")), "{all:?}");
    let drafts: Vec<DraftView> = ada.get("/v1/organise/drafts").await.json();
    let moved = drafts.iter().find(|it| it.title.en.starts_with("The calendar")).unwrap();
    assert!(moved.body.fr.contains("20 octobre") && moved.body.fr.contains("Deux week-ends"), "{}", moved.body.fr);
    let path = format!("/v1/organise/drafts/{}", moved.id);
    assert_eq!(ada.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ada.delete(&path).await.code(), ProblemCode::NotFound);
    assert_eq!(titles(&ada).await.len(), all.len() - 1);
    // Nothing was said by any of it.
    assert!(published(&p).await.is_empty());
}

#[tokio::test]
async fn it_is_done_once_every_carrier_has_told_that_nothing_is_left() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| {
        settings.bots.token_hash = Some(token_hash(TOKEN));
        settings.bots.telegram = Some("IsoloirBot".into());
        settings.bots.matrix = Some("@isoloir:matrix.example".into());
    })
    .await;
    let (ada, ben) = p.two().await;
    announce(&p, (&ada, &ben), &words("Réunion")).await;
    let state = async || {
        let view: AnnouncementProgressView = ada.get("/v1/organise/announcements/1").await.json();
        assert_eq!(view.announcement.state == AnnouncementState::Done, view.done_at.is_some());
        view.announcement.state
    };
    let tell = async |network: &str, told: Deliveries| {
        let path = format!("/v1/announcements/1/deliveries/{network}");
        assert_eq!(bot(&p, &path, TOKEN, &told).await, StatusCode::NO_CONTENT);
    };
    // As many as are there so far have it; others are still being counted.
    tell("telegram", Deliveries { delivered: 90, ..Deliveries::default() }).await;
    tell("matrix", Deliveries { settled: true, ..Deliveries::default() }).await;
    assert_eq!(state().await, AnnouncementState::Sending);
    let told = Deliveries { delivered: 99, unreachable: 1, settled: true, ..Deliveries::default() };
    tell("telegram", told).await;
    // Letters are looked at beside it: nobody asked for one, which is soon known.
    let mut look = tokio::time::interval(std::time::Duration::from_millis(5));
    for _ in 0..2_000 {
        look.tick().await;
        if state().await == AnnouncementState::Done {
            break;
        }
    }
    assert_eq!(state().await, AnnouncementState::Done);
    assert_eq!(
        ben.put("/v1/organise/announcements/1", &json!({"order": "pause"})).await.code(),
        ProblemCode::WrongState
    );
    let public: AnnouncementView = p.get("/v1/announcements/1").await.json();
    assert_eq!(public.state, AnnouncementState::Done);
    assert_eq!(published(&p).await.len(), 1, "it stays published");
    assert_eq!(p.get("/v1/announcements/2").await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn organisers_see_how_many_it_would_reach_in_numbers() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| {
        settings.bots.token_hash = Some(token_hash(TOKEN));
        settings.public_url = "https://primaire.example".into();
    })
    .await;
    let ((ada, _), me) = (p.two().await, p.citizen("me@example.org").await);
    assert_eq!(me.get("/v1/organise/recipients").await.code(), ProblemCode::Forbidden);
    let recipients =
        async |to: &str| -> RecipientsView { ada.get(&format!("/v1/organise/recipients{to}")).await.json() };
    let before = recipients("").await;
    assert_eq!((before.email, before.telegram, before.matrix), (0, None, None));
    me.put("/v1/me/notices", &json!({"email": true})).await.json::<NoticesView>();
    let told = |carrier: &str, token: &str, count: u64| {
        let request = p.request(Method::PUT, &format!("/v1/subscribers/{carrier}")).bearer_auth(token);
        request.header("Idempotency-Key", Uuid::new_v4().to_string()).json(&json!({ "count": count })).send()
    };
    assert_eq!(told("telegram", &ada.tokens.access_token, 7).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    for count in [7, 9_310] {
        assert_eq!(told("telegram", TOKEN, count).await.unwrap().status(), StatusCode::NO_CONTENT);
    }
    assert_eq!(told("email", TOKEN, 7).await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    let all = recipients("?to=everyone").await;
    let expected = RecipientsView { inbox: before.inbox, email: 1, telegram: Some(9_310), matrix: None };
    assert_eq!(all, expected);
    assert_eq!(recipients("?to=lot_waiting").await, RecipientsView::default());
    assert_eq!(ada.get("/v1/organise/recipients?to=supporters").await.problem().field.as_deref(), Some("to"));
}

#[tokio::test]
async fn who_tries_an_announcement_finds_it_in_their_own_inbox_and_nobody_else_does() {
    let p = TestPlatform::start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let observer = p.staff("eve@example.org", Role::Observer).await;
    let trial = json!({"title": {"fr": "Réunion", "en": "Meeting"}, "body": {"fr": "Lundi.", "en": "Monday."}});
    assert_eq!(observer.post("/v1/organise/trials", &trial).await.code(), ProblemCode::Forbidden);
    let empty = json!({"title": {"fr": "", "en": "Meeting"}, "body": {"fr": "Lundi.", "en": "Monday."}});
    assert_eq!(ada.post("/v1/organise/trials", &empty).await.problem().field.as_deref(), Some("title"));
    let events = heard(&p).await.len();
    let first: TrialView = ada.post("/v1/organise/trials", &trial).await.json();
    let second: TrialView = ada.post("/v1/organise/trials", &trial).await.json();
    assert_ne!(first.id, second.id, "each is new to whoever reads");
    let inbox: InboxView = ada.get("/v1/me/inbox").await.json();
    let [only] = &inbox.items[..] else { panic!("{inbox:?}") };
    assert_eq!((inbox.unread, only.announcement.id, only.read), (1, second.id, false), "the last one");
    assert_eq!(only.announcement.title.fr, "Essai : Réunion");
    let read: InboxView = ada.put(&format!("/v1/me/inbox/{}/read", second.id), &json!({})).await.json();
    assert_eq!((read.unread, read.items[0].read), (0, true));
    let path = format!("/v1/me/inbox/{}/read", second.id);
    assert_eq!(ben.put(&path, &json!({})).await.code(), ProblemCode::NotFound);
    for other in [&ben, &me] {
        assert_eq!(other.get("/v1/me/inbox").await.json::<InboxView>().items.len(), 0);
    }
    assert!(published(&p).await.is_empty() && heard(&p).await.len() == events, "nobody is told");
    let all: Page<AnnouncementView> = ada.get("/v1/organise/announcements").await.json();
    assert!(all.items.is_empty());
}
