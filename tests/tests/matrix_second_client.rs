//! One journey by the other implementation of Matrix's encryption in clients: matrix-js-sdk, Element's library.

use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_with_elements_library_signs_in_and_supports() {
    let platform = TestPlatform::start("lots").await;
    setup::declare(&platform, "Olympe de Gouges").await;
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let mut ada = Person::arrive_with_elements_library(&server, "ada").await;
    ada.meet(&bot.account.user, None).await;
    assert!(ada.reads("Bonjour").await.encrypted);
    ada.signs_in("ada@citoyen.example").await;
    ada.registers().await;
    ada.say("/candidats").await;
    ada.reads("Olympe").await;
    ada.choose("Olympe", "Olympe").await;
    ada.choose("Soutenir", "Vous soutenez").await;

    // The other side's view of the bot: each of its devices is signed by its account's identity.
    let trust = ada.ask(json!({"do": "trust", "who": bot.account.user})).await;
    let devices = trust["devices"].as_array().expect("devices");
    assert!(!devices.is_empty() && devices.iter().all(|it| it["signed"] == true), "{trust}");
    // What was said is in the account's backup, for a device that is made after a loss.
    let mut backup = serde_json::Value::Null;
    for _ in 0..2_000 {
        backup = server.get("room_keys/version", &bot.account.token).await;
        if backup["count"].as_u64() > Some(0) {
            break;
        }
    }
    assert!(backup["count"].as_u64() > Some(0), "no key is in the backup: {backup}");

    // Asked to compare emoji, the bot calls it off and says what to do instead.
    let off = ada.ask(json!({"do": "verify", "room": ada.room, "who": bot.account.user})).await;
    assert_eq!(off["by"], *bot.account.user, "{off}");
    ada.reads("comparer d’émojis").await;
    ada.say("/candidats").await;
    ada.reads("Olympe").await;
    bot.stop().await;
    println!("{}", ada.story);
}
