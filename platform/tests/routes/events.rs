//! The stream of events, as a client reads it.

use crate::harness::TestPlatform;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{CountsView, Localized};
use isoloir_shared::api::types::{EventKind, PhaseKind, PhaseStatus, PlatformEvent};
use serde_json::Value;

struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(p: &TestPlatform, after: Option<u64>) -> Self {
        let mut request = p.request(reqwest::Method::GET, "/v1/events");
        if let Some(after) = after {
            request = request.header("Last-Event-ID", after.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next event: its `id` and `event` lines, and what it says.
    async fn next(&mut self) -> (Option<u64>, String, PlatformEvent) {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let read = field("data:").map(|data| {
                    let id = field("id:").map(|id| id.parse().unwrap());
                    (id, field("event:").unwrap().to_owned(), serde_json::from_str(data).unwrap())
                });
                self.text = rest.to_owned();
                match read {
                    Some(read) => return read,
                    None => continue,
                }
            }
            let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn phase(event: &PlatformEvent) -> (PhaseKind, PhaseStatus) {
    match event.kind {
        EventKind::Phase { phase, status } => (phase, status),
        _ => panic!("{event:?}"),
    }
}

#[tokio::test]
async fn a_change_of_phase_is_told_and_can_be_asked_for_again() {
    let p = TestPlatform::start().await;
    let mut live = Stream::open(&p, None).await;
    p.set_now("2016-07-14T22:00:00Z");
    let (first, name, closed) = live.next().await;
    assert_eq!((name.as_str(), phase(&closed)), ("phase", (PhaseKind::Identification, PhaseStatus::Closed)));
    let (second, _, opened) = live.next().await;
    assert_eq!(phase(&opened), (PhaseKind::ProvisionalList, PhaseStatus::Open));
    assert_eq!(opened.at.to_string(), "2016-07-14T22:00:00Z");
    assert_eq!(second, first.map(|id| id + 1));
    // Somebody who was away hears what they missed, once and in order.
    let mut resumed = Stream::open(&p, first).await;
    assert_eq!(resumed.next().await.2, opened);
    let mut all = Stream::open(&p, Some(0)).await;
    let kinds = [all.next().await.2, all.next().await.2, all.next().await.2].map(|event| phase(&event).0);
    assert_eq!(kinds, [PhaseKind::Identification, PhaseKind::Identification, PhaseKind::ProvisionalList]);
    // And goes on live.
    p.set_now("2016-07-30T22:00:00Z");
    assert_eq!(phase(&resumed.next().await.2), (PhaseKind::ProvisionalList, PhaseStatus::Closed));
}

#[tokio::test]
async fn counts_are_told_to_who_listens_and_not_kept() {
    let p = TestPlatform::preselection().await;
    let app = p.platform.app();
    let last = app.store.last_event().await.unwrap();
    let mut live = Stream::open(&p, None).await;
    p.citizen("ada@example.org").await.draw().await;
    loop {
        let (id, name, event) = live.next().await;
        assert_eq!((id, name.as_str(), event.id), (None, "counts", last));
        if let EventKind::Counts(CountsView { lots_issued: 1, .. }) = event.kind {
            break;
        }
    }
    assert!(app.store.events_after(last, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_announcement_is_stored_and_told() {
    let p = TestPlatform::start().await;
    let app = p.platform.app();
    let mut live = Stream::open(&p, None).await;
    let both = |words: &str| Localized { fr: words.into(), en: words.into() };
    let (title, body) = (both("Réunion"), both("Ligne 1\nLigne 2\r\n\r\ndata: x"));
    let kind = EventKind::Announcement { announcement: AnnouncementId(1), title, body, sender: None, urgent: false };
    let stored = app.store.add_event(app.clock.now(), kind).await.unwrap();
    app.events.stored(stored.clone());
    let (id, name, heard) = live.next().await;
    assert_eq!((id, name.as_str(), heard), (Some(stored.id.0), "announcement", stored));
}

#[tokio::test]
async fn who_is_slow_misses_nothing_and_holds_nobody_up() {
    let p = TestPlatform::start().await;
    let app = p.platform.app();
    let mut slow = app.events.listen(app.store.clone(), None).await.unwrap();
    let start = app.store.last_event().await.unwrap();
    for _ in 0..300 {
        let kind = EventKind::Calendar { phase: PhaseKind::Preselection };
        app.events.stored(app.store.add_event(app.clock.now(), kind).await.unwrap());
    }
    for n in 1..=300 {
        loop {
            match slow.next().await.unwrap().unwrap() {
                isoloir_platform::events::Next::Stored(event) => {
                    assert_eq!(event.id.0, start.0 + n);
                    break;
                }
                isoloir_platform::events::Next::Counts(..) => {}
            }
        }
    }
}

#[tokio::test]
async fn a_platform_that_stops_lets_its_listeners_go() {
    let p = TestPlatform::start().await;
    let mut live = Stream::open(&p, Some(0)).await;
    live.next().await;
    p.platform.app().stop.cancel();
    while let Some(chunk) = live.response.chunk().await.unwrap() {
        drop(chunk);
    }
}

#[tokio::test]
async fn the_number_of_the_last_event_may_be_nonsense() {
    let p = TestPlatform::start().await;
    for id in ["", "x", "-1", "99999999999999999999999"] {
        let answer = p.request(reqwest::Method::GET, "/v1/events").header("Last-Event-ID", id).send().await.unwrap();
        assert!(answer.status().is_success(), "{id}");
    }
    let _: Value = p.get("/v1/counts").await.json();
}

#[tokio::test]
async fn an_event_that_is_yet_to_come_is_from_now_on() {
    let p = TestPlatform::start().await;
    let mut live = Stream::open(&p, Some(u64::MAX)).await;
    p.set_now("2016-07-14T22:00:00Z");
    let (_, _, closed) = live.next().await;
    assert_eq!(phase(&closed), (PhaseKind::Identification, PhaseStatus::Closed));
}
