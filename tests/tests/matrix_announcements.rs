//! What is announced on Matrix: in the room of the announcements, once, and in the direct rooms of those who asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::clock::Clock;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{EventKind, Localized};
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;
use serde_json::{Value, json};

/// Says something to everyone. Urgent: whatever the hour of the test.
async fn say(platform: &TestPlatform, id: u32, body: &str) {
    let app = platform.platform.app();
    let both = |fr: &str, en: &str| Localized { fr: fr.into(), en: en.into() };
    let (title, body) = (both("Réunion", "Meeting"), both(body, &format!("EN {body}")));
    let kind = EventKind::Announcement { announcement: AnnouncementId(id), title, body, sender: None, urgent: true };
    app.events.stored(app.store.add_event(platform.clock.now(), kind).await.unwrap());
}

/// Messages of a room that nobody encrypted, the oldest first.
async fn messages(server: &Homeserver, room: &str, token: &str) -> Vec<Value> {
    let mut events = server.events(room, token).await;
    events.retain(|it| it["type"] == "m.room.message");
    events.sort_by_key(|it| it["origin_server_ts"].as_i64());
    events
}

/// All messages of the room, once one of them says something.
async fn until_written(server: &Homeserver, room: &str, token: &str, words: &str) -> Vec<Value> {
    let mut look = tokio::time::interval(std::time::Duration::from_millis(50));
    for _ in 0..1_200 {
        look.tick().await;
        let written = messages(server, room, token).await;
        if written.iter().any(|it| it["content"]["body"].as_str().is_some_and(|body| body.contains(words))) {
            return written;
        }
    }
    panic!("never written: {words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_reads_it_in_the_room_and_who_asked_in_their_own_even_after_a_kill() {
    let (platform, server) = (TestPlatform::start("lots").await, Homeserver::start().await);
    let operator = server.register("operator").await;
    // A room that anybody may enter, and where only the operator and the bot speak.
    let made =
        json!({"preset": "public_chat", "name": "Annonces", "power_level_content_override": {"events_default": 0}});
    let made = server.post("createRoom", &operator.token, &made).await;
    let room = made["room_id"].as_str().unwrap().to_owned();
    let mut bot = Bot::start_announcing(&server, &platform.url(), &room).await;
    let mut ada = Person::arrive(&server, "ada").await;
    ada.meet(&bot.account.user, None).await;
    ada.reads("Bonjour").await;
    ada.say("!annonces").await;
    ada.reads("C’est noté").await;

    // Said until the bot hears: what is said before it first hears of anything is for nobody.
    let mut told = 0;
    let seen = 'heard: loop {
        told += 1;
        assert!(told < 40, "nothing arrives:\n{}", ada.story);
        say(&platform, told, &format!("numéro {told}")).await;
        for _ in 0..3 {
            let seen = ada.within(2).await;
            if seen.body.contains("numéro") {
                break 'heard seen;
            }
        }
    };
    assert!(seen.msgtype == "m.text" && seen.encrypted && seen.replaces.is_none(), "{seen:?}");
    assert!(seen.body.contains("Les organisateurs · Douze candidats") && seen.body.contains("!annonces_stop"));

    // Killed; what is announced meanwhile arrives, and what arrived does not come again.
    bot.kill().await;
    say(&platform, 1_000, "pendant l’absence").await;
    bot.run();
    ada.reads("pendant l’absence").await;
    ada.say("!annonces_stop").await;
    ada.reads("plus aucune annonce").await;
    say(&platform, 1_001, "le dernier").await;
    let written = until_written(&server, &room, &operator.token, "le dernier").await;
    let bodies: Vec<&str> = written.iter().map(|it| it["content"]["body"].as_str().unwrap()).collect();
    let first = seen.body.lines().find(|it| it.contains("numéro")).unwrap();
    for words in ["pendant l’absence", "le dernier", first] {
        let times = bodies.iter().filter(|it| it.contains(&format!("\n{words}\n"))).count();
        assert_eq!(times, 1, "{words}: {bodies:?}");
    }
    assert!(written.iter().all(|it| it["content"]["msgtype"] == "m.text" && it["sender"] == bot.account.user));
    assert!(bodies[0].contains("Réunion") && bodies[0].contains("Meeting"), "in both languages");
    // The room is no conversation: the bot asks nobody there anything, and does not encrypt it.
    let events = server.events(&room, &operator.token).await;
    assert!(events.iter().all(|it| it["type"] != "m.room.encryption"));
    ada.say("accueil").await;
    ada.reads("Appel à candidatures").await;
    // Home shows what was announced last to whoever looks; by itself it comes no more.
    let by_itself = ada.pages.iter().filter(|it| it.msgtype == "m.text" && it.body.contains("le dernier"));
    assert_eq!(by_itself.count(), 0, "who stopped gets no more:\n{}", ada.story);
    bot.stop().await;
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-announcements-ada");
}
