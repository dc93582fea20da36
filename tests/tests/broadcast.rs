//! What is announced reaches each who asked, once: over the emulator with Telegram's patience, two instances on one
//! store, and kills.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_bots::outbox::{Announcement, Order, Shelf as _, Tempo};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{EventKind, Localized};
use isoloir_tests::broadcast::{Stage, announcement, ask, copies, subscribers, vote};
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::telegram::Person;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_reach_everyone_once_and_provoke_no_refusal() {
    // Twice as fast as life: a machine that hangs for a quarter of a second does not spoil it.
    let stage = Stage::new(2.0).await;
    let people = subscribers(&stage.telegram, &stage.store, 150).await;
    people[3].blocks();
    stage.store.post(&announcement(1)).await.unwrap();
    let bots = [stage.instance(0).await, stage.instance(1).await];
    let done = stage.until(1, |it| it.total() == 150 && it.waiting == 0).await;
    assert_eq!((done.delivered, done.unreachable, done.repeated, done.unknown), (149, 1, 0, 0));
    for (n, person) in people.iter().enumerate() {
        assert_eq!(copies(person), usize::from(n != 3), "subscriber {n}");
    }
    assert_eq!(stage.telegram.floods(), (0, 0), "nobody was told to wait: {:#?}", stage.telegram.refusals());
    stage.telegram.assert_clean();
    for bot in bots {
        bot.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_in_a_chat_is_told_and_whoever_stops_is_not() {
    let stage = Stage::new(1.0).await;
    let bot = stage.instance(0).await;
    let (ada, bob, eve) =
        (stage.telegram.person("ada", "fr"), stage.telegram.person("bob", "en"), stage.telegram.person("eve", "fr"));
    for person in [&ada, &bob, &eve] {
        person.start();
        person.until("a page", |it| !it.buttons.is_empty()).await;
    }
    ada.says("/annonces");
    ada.sees("jamais entre 21 h et 8 h").await;
    bob.says("/announcements");
    bob.sees("will arrive here").await;
    eve.says("/annonces");
    eve.sees("C’est noté").await;
    eve.says("/annonces_stop");
    eve.sees("plus aucune annonce").await;
    // Urgent: whatever the hour of the test. From now on: nobody asked before this test's own clock began.
    let told =
        Announcement { urgent: true, send_at: isoloir_bots::engine::Clock::now(&stage.clock), ..announcement(7) };
    stage.store.post(&told).await.unwrap();
    stage.store.post(&told).await.unwrap();
    let text = ada.receives("the announcement", |it| it.text.contains("Vous avez jusqu’à dimanche.")).await.text;
    assert!(text.contains("Ada Lovelace · LaPrimaire") && text.contains("/annonces_stop"), "{text}");
    bob.receives("the announcement", |it| it.text.contains("You have until Sunday.")).await;
    let done = stage.until(7, |it| it.waiting == 0 && it.total() > 0).await;
    assert_eq!((done.delivered, done.total()), (2, 2));
    assert_eq!((copies(&ada), copies(&eve)), (1, 0));
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_platform_announces_arrives_once_through_both_instances() {
    let stage = Stage::new(1.0).await;
    let people = subscribers(&stage.telegram, &stage.store, 3).await;
    let bots = [stage.instance(0).await, stage.instance(1).await];
    let both = |fr: &str| Localized { fr: fr.into(), en: fr.into() };
    let app = stage.platform.platform.app();
    let say = async |number: u32, body: String| {
        let at = isoloir_platform::clock::Clock::now(&stage.platform.clock);
        let announcement = AnnouncementId(number);
        let kind = EventKind::Announcement {
            announcement,
            title: both("Réunion"),
            body: both(&body),
            sender: None,
            urgent: false,
        };
        app.events.stored(app.store.add_event(at, kind).await.unwrap());
    };
    // Said until somebody hears: what is said before these bots first hear of anything is for nobody.
    let mut told = 0_u32;
    while people[0].all().is_empty() {
        told += 1;
        assert!(told < 200, "nothing arrives");
        say(told, format!("numéro {told}")).await;
        stage.passes(1).await;
    }
    for bot in bots {
        bot.stop().await;
    }
    // While no bot runs: it is heard of later.
    say(1_000, "le dernier".into()).await;
    let bot = stage.instance(0).await;
    let last = people[0].receives("the last one", |it| it.text.contains("le dernier")).await;
    assert!(last.text.contains("Les organisateurs · Douze candidats"), "{}", last.text);
    let seen = people[0].all();
    let texts: std::collections::BTreeSet<_> = seen.iter().map(|it| it.text.clone()).collect();
    assert_eq!(texts.len(), seen.len(), "each once");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_votes_or_asks_meanwhile_has_answers_and_provokes_nothing() {
    let stage = Stage::new(2.0).await;
    let people = subscribers(&stage.telegram, &stage.store, 240).await;
    let bot = stage.instance(0).await;
    let (voters, askers) = stage.people(1).await;
    stage.store.post(&announcement(1)).await.unwrap();
    let ballots = Arc::new(AtomicUsize::new(0));
    let mut busy = JoinSet::new();
    busy.spawn(vote(voters[0].clone(), stage.clock, ballots.clone()));
    busy.spawn(ask(askers[0].clone(), stage.clock));
    let done = stage.until(1, |it| it.filled && it.waiting == 0).await;
    // However slow the machine: the first of them began while it was sent.
    while ballots.load(Ordering::Relaxed) == 0 && busy.try_join_next().is_none() {
        stage.passes(1).await;
    }
    assert!(ballots.load(Ordering::Relaxed) > 0 && busy.try_join_next().is_none(), "nobody gave up");
    busy.abort_all();
    assert_eq!((done.delivered, people.iter().map(copies).sum::<usize>()), (240, 240));
    let told = (stage.telegram.refusals(), voters[0].transcript());
    assert_eq!(stage.telegram.floods(), (0, 0), "nobody was told to wait: {:#?}\n{}", told.0, told.1);
    stage.telegram.assert_clean();
    bot.stop().await;
}

/// Says something to everyone until somebody has heard: what is said before the bots first hear of anything is for
/// nobody. Beyond the numbers that the platform gives itself.
async fn say_until_heard(stage: &Stage, who: &Person) {
    let both = |text: &str| Localized { fr: text.into(), en: text.into() };
    let app = stage.platform.platform.app();
    for number in 5_000..5_200_u32 {
        let (announcement, at) = (AnnouncementId(number), isoloir_platform::clock::Clock::now(&stage.platform.clock));
        let kind = EventKind::Announcement {
            announcement,
            title: both("Essai"),
            body: both("Essai"),
            sender: None,
            urgent: true,
        };
        app.events.stored(app.store.add_event(at, kind).await.unwrap());
        stage.passes(1).await;
        if who.all().iter().any(|it| it.text.contains("Essai")) {
            return;
        }
    }
    panic!("nothing arrives:\n{}", who.transcript());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_asked_for_its_hours_and_whether_what_is_for_some_is_for_it() {
    let stage = Stage::new(1.0).await;
    // The conversations themselves are no matter here.
    stage.telegram.flood(None);
    let url = stage.platform.url();
    let candidate = setup::declare(&stage.platform, "Cléo Candidate").await;
    let bot = stage.instance(0).await;
    let (ada, bob) = (stage.telegram.person("ada", "fr"), stage.telegram.person("bob", "fr"));
    for (person, email) in [(&ada, "ada@citoyen.example"), (&bob, "bob@citoyen.example")] {
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person.signs_in(email).await;
        person.says("/annonces");
        person.receives("a word back", |it| it.text.contains("C’est noté")).await;
    }
    // Noon is quiet to Bob, and nothing was said to Ada about hours: hers are those of the night.
    let (ada_at_home, bob_at_home) =
        (Raw::citizen(&url, "ada@citoyen.example").await, Raw::citizen(&url, "bob@citoyen.example").await);
    bob_at_home.put("/v1/me/notices", json!({"email": false, "quiet": {"from": 660, "to": 1_300}})).await.ok();
    say_until_heard(&stage, &ada).await;
    bob.receives("what is urgent", |it| it.text.contains("Essai")).await;
    let now = isoloir_bots::engine::Clock::now(&stage.clock);
    stage.store.post(&Announcement { send_at: now, ..announcement(9_000) }).await.unwrap();
    let done = stage.until(9_000, |it| it.delivered == 1 && it.later == 1).await;
    assert_eq!((copies(&ada), copies(&bob), done.waiting), (1, 0, 1), "Bob’s waits for his own hours");

    // For those who support somebody and let them write: no event has the words, each one's inbox does.
    for home in [&ada_at_home, &bob_at_home] {
        home.put(&format!("/v1/me/supports/{}", candidate.id), json!({})).await.ok();
    }
    ada_at_home.put("/v1/me/notices", json!({"email": false, "candidates": true})).await.ok();
    let both = |text: &str| json!({"fr": text, "en": text});
    let words = json!({"title": both("Merci"), "body": both("Rendez-vous à Orsay.")});
    let written = candidate.client.post("/v1/me/candidacy/announcements", words).await.ok();
    let got = ada.receives("the candidate’s words", |it| it.text.contains("Rendez-vous à Orsay.")).await;
    assert!(
        got.text.contains("Cléo Candidate · ") && got.text.contains("vous soutenez cette candidature"),
        "{}",
        got.text
    );
    let id = written["id"].as_i64().unwrap();
    let done = stage.until(id, |it| it.filled && it.waiting == 0).await;
    assert_eq!((done.delivered, done.total()), (1, 1), "whoever is not among them is not counted");
    assert!(!bob.all().iter().any(|it| it.text.contains("Orsay")));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_miss_nobody_and_what_may_be_double_is_counted() {
    const PEOPLE: usize = 1_200;
    const KILLS: usize = 20;
    let stage = Stage::new(12.0).await;
    stage.telegram.measure();
    let people = subscribers(&stage.telegram, &stage.store, PEOPLE).await;
    stage.store.post(&announcement(1)).await.unwrap();
    let mut bots = [Some(stage.instance(0).await), Some(stage.instance(1).await)];
    let (mut delivered, mut point) = (0, 0x9e37_79b9_u64);
    for kill in 0..KILLS {
        // After so many more, wherever the others are then: nobody knows.
        point = point.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        delivered += 5 + (point >> 33) % 45;
        stage.until(1, |it| it.delivered >= delivered).await;
        bots[kill % 2].take().unwrap().kill();
        bots[kill % 2] = Some(stage.instance(kill % 2).await);
    }
    let done = stage.until(1, |it| it.delivered == PEOPLE as u64).await;
    let copies: Vec<usize> = people.iter().map(copies).collect();
    assert!(copies.iter().all(|it| *it >= 1), "nobody is missed");
    let doubles = copies.iter().sum::<usize>() - PEOPLE;
    let bound = (KILLS * Tempo::default().held) as u64;
    assert!(doubles as u64 <= done.repeated, "{doubles} got it twice, {} are told", done.repeated);
    assert!(done.repeated <= bound, "{} of at most {bound}", done.repeated);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_holds_a_resume_goes_on_and_a_cancel_ends() {
    let stage = Stage::new(4.0).await;
    subscribers(&stage.telegram, &stage.store, 200).await;
    stage.store.post(&announcement(1)).await.unwrap();
    let bot = stage.instance(0).await;
    stage.until(1, |it| it.delivered >= 20).await;
    stage.store.order(1, Order::Pause).await.unwrap();
    // What was taken up is sent; after that nothing is.
    stage.until(1, |it| it.total() == 200).await;
    let held = Tempo::default().held as u64;
    let paused = stage.progress(1).await.delivered;
    stage.passes(3).await;
    assert!(stage.progress(1).await.delivered <= paused + held);
    stage.store.order(1, Order::Resume).await.unwrap();
    stage.until(1, |it| it.delivered >= paused + held + 10).await;
    stage.store.order(1, Order::Cancel).await.unwrap();
    bot.stop().await;
    let ended = stage.progress(1).await;
    assert!(ended.delivered < 200 && ended.delivered + ended.waiting == 200, "{ended:?}");
}
