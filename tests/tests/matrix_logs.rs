//! Everything that the bot's program writes while somebody signs in, links, votes, sends what cannot be read and is
//! killed: at the most talkative level of it and of all its libraries no secret, address, place, grade or receipt; at its
//! own most talkative level, with the libraries as usual, no name, room or person either.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use serde_json::json;

const NAMES: [&str; 6] =
    ["Zénobie Quille", "Théodule Xérès", "Wanda Yvetot", "Quentin Zola", "Xavier Ulm", "Yolande Kir"];

/// Somebody's way from the greeting to the receipt. Secrets that came up on it.
async fn walks(person: &mut Person, bot: &mut Bot, name: &str) -> Vec<String> {
    person.meet(&bot.account.user, None).await;
    person.reads("Bonjour").await;
    person.say("AbCdEfGhIjKlMnOpQrS7uw").await;
    person.reads("❌").await;
    person.say("/accueil").await;
    person.reads("En direct").await;
    person.takes("Me connecter par e-mail", "adresse").await;
    person.say(&format!("{name}.secrete@citoyen.example")).await;
    let page = person.until(|seen| code(&seen.body).is_some()).await;
    let code = code(&page.body).unwrap();
    person.say(&code).await;
    person.reads("au moins").await;
    person.say("oui").await;
    person.reads("droits civiques").await;
    person.say("oui").await;
    person.reads("Où habitez-vous").await;
    person.say("Trifouillis-les-Oies").await;
    person.reads("charte").await;
    person.choose("J’accepte", "Inscription faite").await;
    person.say("/lot").await;
    person.takes("J’ai compris", "Quelle mention pour").await;
    person.say("à rejeter").await;
    person.reads("1 sur 5").await;
    bot.kill().await;
    bot.run();
    let tracker = person.votes(&["très bien", "passable", "insuffisant", "assez bien"]).await;
    person.send(json!({"msgtype": "m.audio", "body": "Zénobie chante.ogg", "url": "mxc://localhost/nothing"})).await;
    person.reads("que du texte").await;
    vec![code, tracker]
}

/// Six digits that stand alone.
fn code(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(|word| word.len() == 6 && word.bytes().all(|it| it.is_ascii_digit())).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_anybodys_is_logged() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &NAMES).await;
    platform.enter(PhaseKind::Preselection).await;
    for (level, named) in [("trace", false), ("warn,isoloir_bots=trace,isoloir_shared=trace,matrix_sdk=off", true)] {
        let server = Homeserver::start().await;
        let mut bot = Bot::start_with(&server, &server.url(), &platform.url(), level).await;
        let name = if named { "berthe" } else { "adele" };
        let mut person = Person::arrive(&server, name).await;
        let mut secrets = walks(&mut person, &mut bot, name).await;
        bot.stop().await;
        let state = bot.folder().join("matrix");
        let device: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(state.join("device.json")).unwrap()).unwrap();
        for file in ["store.key", "recovery.key"] {
            secrets.push(std::fs::read_to_string(state.join(file)).unwrap().trim().to_owned());
        }
        secrets.push(device["session"]["access_token"].as_str().unwrap().to_owned());
        secrets.push(std::fs::read_to_string(bot.folder().join("bots.key")).unwrap().trim().to_owned());
        secrets.push(bot.account.password.clone());
        let words =
            [".secrete", "AbCdEfGhIjKlMnOpQrS7uw", "Trifouillis", "rejeter", "très bien", "insuffisant", "chante"];
        secrets.extend(words.map(str::to_owned));
        if named {
            let mine = [person.account.user.as_str(), person.room.as_str(), "Zénobie", "Xavier", "Wanda"];
            secrets.extend(mine.map(str::to_owned));
        }
        let log = bot.log();
        assert!(log.lines().count() > if named { 3 } else { 1_000 }, "the log was caught: {log}");
        for secret in &secrets {
            assert!(!secret.is_empty());
            let line = log.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "{level}: {secret} is told: {line:?}");
        }
    }
}
