//! Rooms as people make them: upgraded, without encryption, with guests; messages that do not decrypt; a bot that is put
//! out and asked in again. Each is handled, and told.

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person, escape};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use serde_json::json;

const NAMES: [&str; 2] = ["Olympe de Gouges", "Jean Jaurès"];

struct World {
    server: Homeserver,
    bot: Bot,
    ada: Person,
    _platform: TestPlatform,
}

async fn world() -> World {
    let platform = TestPlatform::start("lots").await;
    for name in NAMES {
        setup::declare(&platform, name).await;
    }
    assert_eq!(platform.primary().await.current, Some(PhaseKind::Identification));
    let server = Homeserver::start().await;
    let bot = Bot::start(&server, &platform.url()).await;
    let ada = Person::arrive(&server, "ada").await;
    World { server, bot, ada, _platform: platform }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rooms_come_and_go() {
    let World { server, bot, mut ada, _platform } = world().await;
    ada.meet(&bot.account.user, Some("10")).await;
    ada.reads("Bonjour").await;
    ada.say("/candidats").await;
    ada.reads("Olympe").await;

    // A message that nobody can read is told of, and the next one is answered.
    let torn = json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgAEhBub25zZW5zZQ", "device_id": "GONE",
        "sender_key": "bm90aGluZw", "session_id": "bm90aGluZyBhdCBhbGw"});
    server.put(&format!("rooms/{}/send/m.room.encrypted/torn", escape(&ada.room)), &ada.account.token, &torn).await;
    ada.reads("chiffr").await;

    // The room is upgraded: the bot follows, and goes on where it was.
    let made = server
        .post(&format!("rooms/{}/upgrade", escape(&ada.room)), &ada.account.token, &json!({"new_version": "12"}))
        .await;
    ada.room = made["replacement_room"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    ada.ask(json!({"do": "invite", "room": ada.room, "who": bot.account.user})).await;
    ada.comes(&bot.account.user).await;
    ada.reads("Olympe").await;
    ada.choose("Olympe", "Olympe").await;

    // A guest: what is said is no longer private, and that is said once; then the bot is silent.
    let eve = server.register("eve").await;
    ada.ask(json!({"do": "invite", "room": ada.room, "who": eve.user})).await;
    ada.reads("en privé").await;
    ada.say("/candidats").await;
    // Put out, and asked in again: it comes, and greets.
    ada.ask(json!({"do": "kick", "room": ada.room, "who": eve.user})).await;
    ada.ask(json!({"do": "kick", "room": ada.room, "who": bot.account.user})).await;
    ada.until(|seen| seen.kind == "member" && seen.membership == "leave" && seen.who == bot.account.user).await;
    ada.ask(json!({"do": "invite", "room": ada.room, "who": bot.account.user})).await;
    ada.comes(&bot.account.user).await;
    let page = ada.until(|seen| seen.kind == "message").await;
    assert!(!page.body.contains("en privé"), "{}", page.body);

    // The person leaves: the bot does too.
    let room = ada.room.clone();
    ada.ask(json!({"do": "leave", "room": room})).await;
    ada.meet(&bot.account.user, None).await;
    ada.until(|seen| seen.kind == "message" && seen.encrypted).await;
    let rooms = server.get("joined_rooms", &bot.account.token).await;
    let joined: Vec<_> = rooms["joined_rooms"].as_array().expect("rooms").iter().filter_map(|it| it.as_str()).collect();
    assert!(!joined.contains(&room.as_str()) && joined.contains(&ada.room.as_str()), "{joined:?}");
    println!("{}", ada.story);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_said_in_a_room_that_others_read() {
    let World { server, bot, mut ada, _platform } = world().await;
    // A group: one line, and later an answer in a thread to whoever names the bot.
    let eve = server.register("eve").await;
    // Its third member is asked in before the bot: with one person alone it would have greeted, rightly.
    ada.room = ada.make_room(&eve.user, None, true, true).await;
    ada.ask(json!({"do": "invite", "room": ada.room, "who": bot.account.user})).await;
    ada.comes(&bot.account.user).await;
    ada.reads("en privé").await;
    ada.say("1").await;
    let named = ada.say(&format!("{} /lot", bot.account.user)).await;
    let answer = ada.reads("en privé").await;
    assert_eq!(answer.thread.as_deref(), Some(named.as_str()), "the answer to «1» came instead");

    // A private room without encryption: made encrypted where the bot may, else another one is opened.
    ada.room = ada.make_room(&bot.account.user, None, false, true).await;
    ada.comes(&bot.account.user).await;
    let refusal = ada.reads("pas chiffrée").await;
    assert!(!refusal.encrypted);
    let invitation = ada.until(|seen| seen.kind == "invite").await;
    ada.room = invitation.room;
    ada.ask(json!({"do": "join", "room": ada.room})).await;
    let greeting = ada.reads("Bonjour").await;
    assert!(greeting.encrypted);
    println!("{}", ada.story);
}
