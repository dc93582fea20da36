//! In encrypted Matrix rooms of both versions: from the greeting to a receipt, through the deaths of the bot and of the
//! homeserver in the middle of the ballot, and on to the results with their picture. The homeserver reads none of it.

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use serde_json::json;

/// Names as hostile people write them: markup, a mention, a link, text that turns around.
const NAMES: [&str; 6] = [
    "Ada <b>Lovelace</b>",
    "@room [Élu](https://mechant.example)",
    "Jean **Jaurès** _et_ cie",
    "Simone @isoloir:localhost",
    "Olympe https://mechant.example",
    "Émilie du Châtelet",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_greeting_to_the_results_through_two_deaths() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &NAMES).await;
    platform.enter(PhaseKind::Preselection).await;
    let mut server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;

    let mut ada = Person::arrive(&server, "ada").await;
    ada.meet(&bot.account.user, Some("12")).await;
    let greeting = ada.reads("Bonjour").await;
    assert!(greeting.encrypted && greeting.msgtype == "m.notice", "{greeting:?}");
    ada.signs_in("ada@citoyen.example").await;
    ada.registers().await;

    ada.say("/lot").await;
    ada.reads("Dans une discussion, le robot voit vos mentions").await;
    ada.choose("J’ai compris", "Lot n°").await;
    ada.say("très bien").await;
    ada.reads("1 sur 5").await;
    // The bot dies; what is written meanwhile is answered when it is back.
    bot.kill().await;
    ada.say("B").await;
    bot.run();
    ada.reads("2 sur 5").await;
    ada.say("passable").await;
    ada.reads("3 sur 5").await;
    // The homeserver dies, and comes back.
    server.kill().await;
    server.run().await;
    ada.say("à rejeter").await;
    ada.reads("4 sur 5").await;
    // An edit is no answer, and that is said.
    let last = ada.say("insuffisant").await;
    ada.reads("Relire").await;
    ada.send(json!({"msgtype": "m.text", "body": "* bien", "m.new_content": {"msgtype": "m.text", "body": "bien"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": last}}))
        .await;
    ada.reads("messages modifiés").await;
    ada.say("encore").await;
    ada.reads("Relire").await;
    ada.choose("Relire", "Relisez").await;
    ada.choose("Voter", "Numéro de reçu").await;

    // Somebody else, in a room of the old version, at the same time as Ada was: reads results when they are there.
    platform.enter(PhaseKind::Finalists).await;
    let mut bob = Person::arrive(&server, "bob").await;
    bob.meet(&bot.account.user, Some("10")).await;
    bob.reads("Bonjour").await;
    let number = bob.page.number("Résultat du premier tour");
    bob.say(&number).await;
    let picture = bob.until(|seen| seen.kind == "file").await;
    assert!(picture.encrypted && picture.msgtype == "m.image", "{picture:?}");
    let path = bob.folder().join("picture.png");
    bob.ask(json!({"do": "open", "content": picture.content, "path": path})).await;
    let drawn = image::open(&path).expect("a picture");
    assert!(drawn.width() > 300 && drawn.height() > 100);
    // Its words name nobody and open nothing either.
    assert_eq!(picture.content["m.mentions"], json!({}), "{picture:?}");
    for bad in ["@room", "@isoloir", "https://mechant", "mechant.example"] {
        assert!(!picture.body.contains(bad), "{bad}: {}", picture.body);
    }
    // The same in words: beside the picture, and on the page below it.
    bob.reads("Châtelet").await;
    for name in ["Châtelet", "Jaurès"] {
        assert!(picture.body.contains(name), "no words for the picture: {}", picture.body);
        assert!(bob.page.body.contains(name), "{}", bob.page.body);
    }

    // Hostile names are text in both forms, and nobody is mentioned.
    for person in [&ada, &bob] {
        assert!(!person.htmls.iter().any(|html| html.contains("<b>") || html.contains("<a ")), "{:?}", person.htmls);
        assert!(!person.story.contains("@isoloir:localhost\n"), "a mention");
    }
    bot.stop().await;

    // What the homeserver holds: no message in clear, and the bot answered nothing twice.
    for person in [&ada, &bob] {
        let events = server.events(&person.room, &person.account.token).await;
        let clear: Vec<_> = events.iter().filter(|it| it["type"] == "m.room.message").collect();
        assert!(clear.is_empty(), "{clear:?}");
    }
    let log = bot.log();
    for secret in ["ada@citoyen.example", "très bien", "passable", "@ada:localhost", &ada.room, &bot.account.password]
    {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    for it in &candidates {
        assert!(!log.contains(&it.name), "{} is in the log", it.name);
    }
    println!("{}\n----\n{}", ada.story, bob.story);
}
