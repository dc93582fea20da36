//! Hostile people in Matrix: texts that want to be something else, floods, messages that are changed or taken back, a
//! homeserver and a media server that do not answer. Nothing opens, nobody is named, nobody else waits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::wire::{Fault, Proxy};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use tokio_util::sync::CancellationToken;

const NAMES: [&str; 5] = [
    "<b>Gras</b> & <script>alert(1)</script>",
    "@room @isoloir:localhost https://mechant.example",
    "[Élu](https://mechant.example) **Jaurès** `code`",
    "</p></strong> matrix.to/#/@eve:localhost",
    "\u{202e}enagro\u{202c} Olympe\u{2066}",
];

/// A message on its way.
const SEND: &str = "/send/m.room.encrypted/";

/// They declare themselves with texts as hostile as their names.
async fn declare(platform: &TestPlatform) {
    for (at, name) in NAMES.iter().enumerate() {
        let client = Raw::citizen(&platform.url(), &format!("hostile{at}@candidat.example")).await;
        let page = json!({
            "name": name, "slogan": "Votez @room matrix:u/eve:localhost", "link": "https://mechant.example/x", "charter": true,
            "presentation": format!("\u{202e}{}\u{200b}<a href=\"https://matrix.to/#/@eve:localhost\">ici</a> @eve:localhost #x:localhost", "é<".repeat(900)),
        });
        client.put("/v1/me/candidacy", page).await.ok();
    }
}

/// Nothing that the bot sent names anybody, opens anything or turns around.
fn harmless(person: &Person) {
    for seen in &person.pages {
        assert_eq!(seen.mentions, json!({}), "{seen:?}");
        // The candidate's own address is shown to the letter: as code, where no client looks for links.
        let own = |line: &&str| {
            !line.starts_with("Espace personnel : ") && !line.contains("<code>https://mechant.example/x</code>")
        };
        for text in [&seen.body, &seen.html].map(|it| it.lines().filter(own).collect::<Vec<_>>().join("\n")) {
            assert!(!text.contains(['\u{202e}', '\u{202c}', '\u{2066}', '\u{2069}']), "turns around: {text}");
            assert!(!text.contains("mechant.example") || text.contains("mechant.\u{2060}example"), "a link: {text}");
            for bad in ["https://mechant", "@room", "@eve:", "@isoloir:localhost ", "matrix.to/", "matrix:u/eve"] {
                assert!(!text.contains(bad), "{bad} in {text}");
            }
        }
        let tags: Vec<_> = seen.html.split('<').skip(1).filter_map(|it| it.split('>').next()).collect();
        let known = ["p", "/p", "br", "strong", "/strong", "em", "/em", "code", "/code"];
        assert!(tags.iter().all(|tag| known.contains(tag)), "{tags:?}");
    }
}

/// Sends longer and longer texts, as long as the server takes them: the longest one, to a hundred bytes.
async fn longest(ada: &mut Person) -> usize {
    let (mut taken, mut refused) = (36_000, 65_536);
    while refused - taken > 100 {
        let size = usize::midpoint(taken, refused);
        let text = "<b>@room".repeat(size / 8);
        let sent = ada.attempt(json!({"do": "say", "room": ada.room, "text": text})).await;
        match &sent["error"] {
            serde_json::Value::Null => taken = text.len(),
            why => {
                assert!(why.to_string().contains("TOO_LARGE"), "{why}");
                refused = size;
            }
        }
    }
    taken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_texts_stay_texts_and_a_flood_slows_nobody_else() {
    let platform = TestPlatform::start("lots").await;
    declare(&platform).await;
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    for person in [&mut ada, &mut bob] {
        person.meet(&bot.account.user, None).await;
        person.reads("Bonjour").await;
    }
    for words in ["Gras", "room", "Élu", "strong", "Olympe"] {
        ada.say("/candidats").await;
        ada.reads("5 candidatures").await;
        ada.takes(words, "Espace personnel").await;
    }
    harmless(&ada);

    // As long as the server takes an event, encrypted; then what was said before can be said again.
    ada.say("/candidats").await;
    ada.reads("5 candidatures").await;
    let longest = longest(&mut ada).await;
    ada.story.push_str(&format!("\n(the longest text that the server takes: {longest} bytes)\n"));
    assert!((44_000..=49_152).contains(&longest), "an event has 64 KiB, three quarters of that as text: {longest}");
    ada.reads("trop long").await;
    let taken_back = ada.say("/langue").await;
    ada.reads("English").await;
    ada.ask(json!({"do": "redact", "room": ada.room, "event": taken_back})).await;
    let changed = ada.say("/candidats").await;
    ada.reads("5 candidatures").await;
    ada.send(json!({"msgtype": "m.text", "body": "* /stop", "m.new_content": {"msgtype": "m.text", "body": "/stop"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": changed}}))
        .await;
    ada.reads("messages modifiés").await;
    ada.say("encore").await;
    let page = ada.reads("5 candidatures").await;
    assert!(page.replaces.is_none(), "below what was written last");

    // A flood: its own answers are few, and somebody else is answered while it lasts.
    let (before, _) = ada.counts();
    let texts: Vec<String> = (0..120).map(|n| format!("flot {n}")).collect();
    let (room, command) = (ada.room.clone(), json!({"do": "many", "room": ada.room, "texts": texts}));
    let flood = async {
        ada.ask(command).await;
    };
    let other = async {
        for (words, page) in [("/langue", "English"), ("/accueil", "Appel à candidatures"), ("/aide", "Par où")] {
            bob.say(words).await;
            bob.reads(page).await;
        }
    };
    tokio::join!(flood, other);
    ada.say("/langue").await;
    ada.reads("English").await;
    let (after, _) = ada.counts();
    assert!(after - before <= 60, "{} answers to a flood of 120", after - before);
    let events = server.events(&room, &ada.account.token).await;
    let flooded = events.iter().filter(|it| it["sender"] == ada.account.user && it["type"] == "m.room.encrypted");
    assert!(flooded.count() > 120);
    // Changed messages without end are told of a few times.
    for n in 0..12 {
        ada.send(
            json!({"msgtype": "m.text", "body": "* x", "m.new_content": {"msgtype": "m.text", "body": n.to_string()},
            "m.relates_to": {"rel_type": "m.replace", "event_id": changed}}),
        )
        .await;
    }
    ada.say("/accueil").await;
    ada.reads("Appel à candidatures").await;
    let told = ada.pages.iter().filter(|it| it.body.contains("messages modifiés")).count();
    assert!((1..=6).contains(&told), "told {told} times");
    harmless(&ada);
    bot.stop().await;
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-hostile");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_lost_are_no_messages_twice_and_slow_servers_hold_up_nobody() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let server = Homeserver::start().await;
    let wire = Proxy::to(server.address()).await;
    let mut bot = Bot::start_with(&server, &wire.url(), &platform.url(), "").await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    ada.meet(&bot.account.user, None).await;
    ada.reads("Bonjour").await;

    ada.signs_in("ada@citoyen.example").await;
    ada.registers().await;

    // Every answer to the first try of a message is lost: it was sent, and the second try is the same message.
    let mut tried: HashMap<String, u32> = HashMap::new();
    wire.plan(move |request| {
        if request.method != "PUT" || !request.target.contains(SEND) {
            return Fault::Pass;
        }
        let tries = tried.entry(request.target.clone()).or_default();
        *tries += 1;
        match *tries {
            1 => Fault::LoseAnswer,
            2 => Fault::Instead(isoloir_tests::wire::Response::new(502, "text/html", "<h1>Bad Gateway</h1>")),
            _ => Fault::Pass,
        }
    });
    // In words: the bot, which does not know that she has seen its numbers, would show them once more.
    ada.say("/lot").await;
    ada.reads("Avant de voter").await;
    ada.say("J’ai compris, voter").await;
    ada.reads("Quelle mention pour").await;
    for (at, grade) in ["B", "A", "bien", "C", "D"].into_iter().enumerate() {
        ada.say(grade).await;
        ada.reads(&format!("{} sur 5", at + 1)).await;
    }
    ada.say("Relire mon bulletin").await;
    ada.reads("Relisez").await;
    ada.say("Voter").await;
    ada.reads("Numéro de reçu").await;
    // She waits: the last page is tried until an answer comes.
    let thrice = |wire: &Proxy| {
        let sent: Vec<_> = wire.seen().into_iter().map(|it| it.target).filter(|it| it.contains(SEND)).collect();
        sent.iter().any(|target| sent.iter().filter(|it| *it == target).count() >= 3)
    };
    for _ in 0..90 {
        if thrice(&wire) {
            break;
        }
        ada.within(1).await;
    }
    assert!(thrice(&wire), "nothing was tried again");
    wire.plan(|_| Fault::Pass);
    ada.say("/aide").await;
    ada.reads("Par où").await;
    let events = server.events(&ada.room, &ada.account.token).await;
    let answers =
        events.iter().filter(|it| it["type"] == "m.room.encrypted" && it["sender"] == bot.account.user).count();
    let names: HashSet<_> = wire.seen().into_iter().map(|it| it.target).filter(|it| it.contains(SEND)).collect();
    assert_eq!(answers, names.len(), "a message was sent twice, or lost:\n{}", ada.story);

    // Her picture is not to be had, and an invitation leads to a server that does not answer: bob is served.
    let slow = CancellationToken::new();
    let held = slow.clone();
    let mut joins = 0;
    wire.plan(move |request| {
        let join = request.method == "POST" && request.target.contains("/join");
        joins += u32::from(join);
        if request.target.contains("/media/download/") || (join && joins == 1) {
            return Fault::Hold(held.clone());
        }
        Fault::Pass
    });
    let picture = ada.folder().join("small.png");
    image::RgbImage::new(8, 8).save(&picture).unwrap();
    ada.ask(json!({"do": "picture", "room": ada.room, "path": picture})).await;
    let mut eve = Person::arrive(&server, "eve").await;
    eve.room = eve.make_room(&bot.account.user, None, true, false).await;
    while !wire.seen().iter().any(|it| it.method == "POST" && it.target.contains("/join")) {
        tokio::task::yield_now().await;
    }
    bob.meet(&bot.account.user, None).await;
    bob.reads("Bonjour").await;
    bob.say("/candidats").await;
    bob.reads("candidatures").await;
    ada.say("/langue").await;
    ada.reads("English").await;
    assert!(wire.seen().iter().any(|it| it.target.contains("/media/download/")), "the picture was not asked for");
    slow.cancel();
    ada.reads("Je ne sais lire que du texte").await;
    eve.reads("Bonjour").await;
    bot.stop().await;
}
