//! What every store of the outbox must do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use isoloir_bots::engine::{ChatKey, Network};
use isoloir_bots::outbox::{Announcement, Claim, Order, Outcome, Quiet, Rule, Shelf, Subscription};
use isoloir_bots::seal::Sealed;
use isoloir_bots::store::{Change, Committed, PersonId, Run, SqliteStore, Store, TurnRow, Who};
use isoloir_shared::api::types::{Audience, Lang, Localized};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

fn noon() -> Timestamp {
    "2027-01-04T12:00:00+01:00".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

fn said(id: i64, urgent: bool) -> Announcement {
    let both = Localized { fr: "Bonjour".into(), en: "Hello".into() };
    let (title, body, primary) = (both.clone(), both.clone(), both);
    Announcement {
        id,
        title,
        body,
        primary,
        sender: Some("Ada".into()),
        zone: "Europe/Paris".into(),
        urgent,
        send_at: noon(),
        audience: Some(Audience::Everyone),
    }
}

fn claim(run: i64, now: Timestamp, most: u32) -> Claim {
    let until = now + SignedDuration::from_secs(90);
    Claim { network: Network::Telegram, run: Run(run), now, until, most }
}

/// Two instances on one file, and so many subscribers.
async fn stage(many: i64, quiet: Option<Quiet>) -> (TempDir, SqliteStore, SqliteStore, Vec<PersonId>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bots.db");
    let (one, two) = (SqliteStore::open(&path).await.unwrap(), SqliteStore::open(&path).await.unwrap());
    let mut people = Vec::new();
    for id in 1..=many {
        people.push(person(&one, id).await);
        let what = Subscription { lang: Lang::Fr, quiet };
        assert!(one.subscribe(&ChatKey::telegram(id), what, later(-60)).await.unwrap());
    }
    (folder, one, two, people)
}

async fn person(store: &SqliteStore, id: i64) -> PersonId {
    somebody(store, id, Change::Same).await
}

async fn somebody(store: &SqliteStore, id: i64, tokens: Change<Option<Sealed>>) -> PersonId {
    let turn = TurnRow {
        who: Who::New(ChatKey::telegram(id)),
        session: Sealed { key: [1; 8], bytes: vec![0] },
        waits: false,
        follows: false,
        rests: false,
        run: Run(0),
        at: later(-3_600),
        update: None,
        fired: Vec::new(),
        timers: Vec::new(),
        room: Some(id.to_string()),
        tokens,
        account: Change::Same,
        tell: None,
        here: true,
        forget: false,
    };
    let Committed::Done(person, _) = store.commit(turn).await.unwrap() else { panic!("no person") };
    person
}

async fn fill(store: &SqliteStore, id: i64) {
    while store.fill(id, noon(), 2).await.unwrap() {}
}

#[tokio::test]
async fn a_person_has_one_row_whoever_makes_it_and_is_taken_up_by_one() {
    let (_folder, one, two, people) = stage(5, None).await;
    assert!(one.post(&said(1, false)).await.unwrap());
    assert!(!two.post(&said(1, false)).await.unwrap());
    fill(&one, 1).await;
    fill(&two, 1).await;
    let mine = one.claim(&said(1, false), claim(1, noon(), 3)).await.unwrap();
    let theirs = two.claim(&said(1, false), claim(2, noon(), 10)).await.unwrap();
    let mut all: Vec<_> = mine.iter().chain(&theirs).map(|it| it.person).collect();
    all.sort();
    assert_eq!((mine.len(), theirs.len(), all), (3, 2, people));
    for parcel in mine.iter().chain(&theirs) {
        one.finish(parcel, Outcome::Delivered).await.unwrap();
    }
    assert!(one.settle(1).await.unwrap());
    assert!(one.running(later(9_999)).await.unwrap().is_empty());
    let progress = one.progress(1, Network::Telegram, noon()).await.unwrap();
    assert_eq!((progress.delivered, progress.waiting, progress.repeated), (5, 0, 0));
}

#[tokio::test]
async fn what_a_dead_instance_held_is_taken_up_after_its_lease_and_counted() {
    let (_folder, one, two, _) = stage(3, None).await;
    let a = said(1, false);
    one.post(&a).await.unwrap();
    fill(&one, 1).await;
    let held = one.claim(&a, claim(1, noon(), 2)).await.unwrap();
    let rest = two.claim(&a, claim(2, later(30), 9)).await.unwrap();
    assert_eq!((held.len(), rest.len()), (2, 1));
    assert!(!two.settle(1).await.unwrap(), "two of them are held");
    let again = two.claim(&a, claim(2, later(91), 9)).await.unwrap();
    assert_eq!(
        again.iter().map(|it| it.person).collect::<Vec<_>>(),
        held.iter().map(|it| it.person).collect::<Vec<_>>()
    );
    assert_eq!((again[0].attempt, again[0].key()), (2, held[0].key()));
    // The first was not dead, only slow: that it put one back is not heard any more, that it delivered one is.
    one.finish(&held[0], Outcome::Back(later(92))).await.unwrap();
    one.finish(&held[1], Outcome::Delivered).await.unwrap();
    let progress = one.progress(1, Network::Telegram, later(92)).await.unwrap();
    assert_eq!((progress.delivered, progress.waiting, progress.repeated), (1, 2, 2));
    two.finish(&again[1], Outcome::Unknown(None)).await.unwrap();
    let progress = one.progress(1, Network::Telegram, later(92)).await.unwrap();
    assert_eq!((progress.delivered, progress.unknown), (1, 0), "delivered stays delivered");
}

#[tokio::test]
async fn a_chat_takes_one_a_second_and_whoever_is_voting_is_not_talked_over() {
    let (_folder, one, _, people) = stage(1, None).await;
    for id in [1, 2] {
        one.post(&said(id, false)).await.unwrap();
        fill(&one, id).await;
    }
    assert_eq!(one.claim(&said(1, false), claim(1, noon(), 9)).await.unwrap().len(), 1);
    assert!(one.claim(&said(2, false), claim(1, noon(), 9)).await.unwrap().is_empty());
    assert_eq!(one.claim(&said(2, false), claim(1, later(2), 9)).await.unwrap()[0].person, people[0]);
}

#[tokio::test]
async fn a_night_is_waited_for_unless_it_is_urgent() {
    let (_folder, one, _, _) = stage(2, Some(Quiet { from: 11 * 60, to: 14 * 60 })).await;
    for (id, urgent) in [(1, false), (2, true)] {
        one.post(&said(id, urgent)).await.unwrap();
        fill(&one, id).await;
    }
    assert!(one.claim(&said(1, false), claim(1, noon(), 9)).await.unwrap().is_empty());
    let progress = one.progress(1, Network::Telegram, noon()).await.unwrap();
    assert_eq!((progress.waiting, progress.later), (2, 2));
    assert_eq!(progress.ends(&Rule::TELEGRAM, noon()), Some(later(2 * 3_600)));
    assert_eq!(one.claim(&said(2, true), claim(1, noon(), 9)).await.unwrap().len(), 2);
    assert_eq!(one.claim(&said(1, false), claim(1, later(2 * 3_600), 9)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn who_left_who_stopped_and_who_asked_too_late_get_nothing() {
    let (_folder, one, _, people) = stage(4, None).await;
    let a = said(1, false);
    one.post(&a).await.unwrap();
    one.reach(people[0], false).await.unwrap();
    person(&one, 9).await;
    let what = Subscription { lang: Lang::En, quiet: None };
    assert!(one.subscribe(&ChatKey::telegram(9), what, later(60)).await.unwrap());
    fill(&one, 1).await;
    assert!(one.unsubscribe(&ChatKey::telegram(2)).await.unwrap());
    assert!(!one.unsubscribe(&ChatKey::telegram(2)).await.unwrap());
    let parcels = one.claim(&a, claim(1, noon(), 9)).await.unwrap();
    assert_eq!(parcels.iter().map(|it| it.person).collect::<Vec<_>>(), &people[2..]);
    one.finish(&parcels[0], Outcome::Unreachable).await.unwrap();
    let progress = one.progress(1, Network::Telegram, noon()).await.unwrap();
    assert_eq!((progress.unreachable, progress.unsubscribed, progress.waiting), (2, 1, 1));
    // Kept for the next announcement too, until they write again.
    assert!(!one.person_by_id(people[2]).await.unwrap().unwrap().reachable);
    assert_eq!(one.subscription(&ChatKey::telegram(9)).await.unwrap(), Some(what));
}

#[tokio::test]
async fn of_what_is_for_some_it_is_counted_and_not_kept_who_they_were() {
    let (folder, one, two, _) = stage(1, None).await;
    let mut linked = Vec::new();
    for id in 11..=14 {
        let tokens = Change::To(Some(Sealed { key: [1; 8], bytes: vec![0] }));
        linked.push(somebody(&one, id, tokens).await);
        // Whatever their hours: their account is asked for its own.
        let what = Subscription { lang: Lang::Fr, quiet: Some(Quiet { from: 11 * 60, to: 14 * 60 }) };
        assert!(one.subscribe(&ChatKey::telegram(id), what, later(-60)).await.unwrap());
    }
    let a = Announcement { audience: None, ..said(1, false) };
    one.post(&a).await.unwrap();
    fill(&one, 1).await;
    let held = one.claim(&a, claim(1, noon(), 9)).await.unwrap();
    assert_eq!(held.iter().map(|it| it.person).collect::<Vec<_>>(), linked, "only an account can tell");
    assert!(held.iter().all(|it| it.linked && it.apart && it.quiet.is_some()));
    one.finish(&held[0], Outcome::Delivered).await.unwrap();
    one.finish(&held[0], Outcome::Delivered).await.unwrap();
    one.finish(&held[1], Outcome::Apart).await.unwrap();
    one.finish(&held[2], Outcome::Back(later(60))).await.unwrap();
    let progress = one.progress(1, Network::Telegram, noon()).await.unwrap();
    assert_eq!((progress.delivered, progress.waiting, progress.total()), (1, 2, 3));
    // Who put it off, and who is held by an instance that died.
    let again = two.claim(&a, claim(2, later(100), 9)).await.unwrap();
    assert_eq!(again.iter().map(|it| it.attempt).collect::<Vec<_>>(), [1, 2], "what was put off was no try");
    two.finish(&again[0], Outcome::Apart).await.unwrap();
    two.finish(&again[1], Outcome::Delivered).await.unwrap();
    let progress = one.progress(1, Network::Telegram, later(100)).await.unwrap();
    assert_eq!((progress.delivered, progress.waiting, progress.repeated, progress.filled), (2, 0, 1, true));
    assert!(one.settle(1).await.unwrap());
    assert!(one.unposted("!room:x", later(100), later(-100)).await.unwrap().is_empty(), "nor in any room");

    // Who got it and who did not look the same.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("bots.db"));
    let mut conn = sqlx::ConnectOptions::connect(&options).await.unwrap();
    type Row = (String, Option<i64>, Option<i64>, i64, i64);
    let query = "SELECT DISTINCT state, due, run, attempts, repeated FROM outbox";
    let rows: Vec<Row> = sqlx::query_as(query).fetch_all(&mut conn).await.unwrap();
    assert_eq!(rows, [("apart".to_owned(), None, None, 0, 0)]);
}

#[tokio::test]
async fn organisers_pause_resume_and_cancel() {
    let (_folder, one, two, _) = stage(3, None).await;
    let a = said(1, false);
    one.post(&a).await.unwrap();
    fill(&one, 1).await;
    let count = |order| {
        let (one, two, a) = (one.clone(), two.clone(), a.clone());
        async move {
            one.order(1, order).await.unwrap();
            two.claim(&a, claim(1, noon(), 1)).await.unwrap().len()
        }
    };
    assert_eq!(count(Order::Pause).await, 0);
    assert_eq!(count(Order::Resume).await, 1);
    assert_eq!(count(Order::Cancel).await, 0);
    assert_eq!(count(Order::Resume).await, 0, "what is cancelled stays so");
}

#[tokio::test]
async fn instances_share_one_pace() {
    let (_folder, one, two, _) = stage(0, None).await;
    let (network, rule) = (Network::Telegram, Rule::TELEGRAM);
    let mut slots = one.slots(network, rule, noon(), 3).await.unwrap();
    slots.extend(two.slots(network, rule, noon(), 3).await.unwrap());
    assert!(slots.windows(2).all(|it| it[1].at - it[0].at == rule.apart() && it[1].number == it[0].number + 1));
    two.shut(network, later(5)).await.unwrap();
    assert_eq!(one.slots(network, rule, noon(), 1).await.unwrap()[0].instant(), later(5));
    one.answered(network, rule, slots[5], 500_000).await.unwrap();
    let next = two.slots(network, rule, later(1), 1).await.unwrap()[0];
    assert!(next.instant() >= later(5));
}
