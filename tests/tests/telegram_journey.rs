//! The whole primary in a private chat of Telegram, by somebody who only ever presses what is shown and writes what is
//! asked; the conversation is left on paper beside the test's own files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Person, Telegram};
use std::path::Path;

const GRADES: [&str; 5] = ["Très Bien", "Bien", "Passable", "À Rejeter", "Assez Bien"];

/// Leaves a conversation where somebody can read it.
fn keep(name: &str, person: &Person) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transcripts");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.txt")), person.transcript()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_start_to_stop() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in PUBLISHED {
        candidates.push(setup::declare(&platform, name).await);
    }
    let telegram = Telegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let url = platform.url();
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let ada = telegram.person("Ada", "fr");
    let done = async {
        ada.start();
        ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        ada.signs_in("ada@citoyen.example").await;
        ada.writes("/accueil").await;
        ada.registers().await;
        supports(&ada).await;
        nominates(&ada).await;

        platform.enter(PhaseKind::Preparation).await;
        setup::confirm(&candidates).await;
        platform.enter(PhaseKind::Preselection).await;
        setup::crowd(&platform, 12).await;
        ada.writes_until("/accueil", |it| it.offers("Noter un lot")).await;
        let first = lot(&ada).await;
        let second = changes(&ada).await;
        assert_ne!(first, second, "a changed ballot has a receipt of its own");

        setup::to_the_final(&platform, &candidates).await;
        ada.writes_until("/accueil", |it| it.offers("Noter les finalistes")).await;
        ada.writes("/final").await;
        let last = finals(&ada).await;
        platform.enter(PhaseKind::Result).await;
        ada.writes_until("/accueil", |it| it.offers("Résultat du vote final")).await;
        results(&ada).await;
        for tracker in [&second, &last] {
            let found = Raw::new(&url).get(&format!("/v1/receipts/{tracker}")).await.ok();
            assert_eq!(found["tracker"], **tracker, "{found}");
        }
        leaves(&ada).await;
    };
    done.await;
    keep("journey", &ada);
    telegram.assert_clean();
    bot.stop().await;
    platform.stop().await;
}

async fn supports(ada: &Person) {
    for number in 1..=6 {
        ada.writes("/candidats").await;
        ada.taps(&format!("{number}. ")).await;
        ada.taps("Soutenir").await;
        if number < 6 {
            ada.sees("Vous soutenez").await;
        }
    }
    // The sixth: which of the five to give up?
    ada.sees("Vous êtes à la limite").await;
    ada.taps("1. ").await;
    ada.sees("a pris la place").await;
    let mine = ada.writes("/soutiens").await;
    assert!(mine.text.contains('5'), "{}", mine.text);
}

async fn nominates(ada: &Person) {
    ada.writes("/accueil").await;
    ada.taps("Proposer quelqu’un").await;
    ada.writes("Zoé Nommée").await;
    ada.taps("Oui, proposer").await;
    ada.sees("Vous avez proposé Zoé Nommée").await;
}

async fn lot(ada: &Person) -> String {
    ada.writes("/lot").await;
    // What the bot and Telegram see is said before the first grade is asked.
    let promise = ada.sees("Avant de voter").await;
    assert!(promise.text.contains("le robot et Telegram voient vos mentions"), "{}", promise.text);
    assert!(promise.text.contains("depuis le terminal"), "{}", promise.text);
    assert!(!ada.all().iter().any(|it| it.text.contains("Quelle mention pour")), "{}", ada.transcript());
    ada.taps("J’ai compris").await;
    let ballot = ada.sees("Quelle mention pour").await;
    ada.taps("Pourquoi ce lot").await;
    ada.sees("montrée autant de fois").await;
    ada.taps("Retour").await;
    let tracker = ada.grades_and_casts(&GRADES).await;
    assert_eq!(ada.last().unwrap().id, ballot.id, "one message for the whole flow");
    tracker
}

async fn changes(ada: &Person) -> String {
    ada.taps("Modifier ce bulletin").await;
    ada.grades_and_casts(&["Bien", "Bien", "Bien", "Bien", "Bien"]).await
}

async fn finals(ada: &Person) -> String {
    if ada.last().unwrap().text.contains("Avant de voter") {
        ada.taps("J’ai compris").await;
    }
    ada.grades_and_casts(&GRADES).await
}

async fn results(ada: &Person) {
    let shown = ada.writes("/resultats").await;
    let shown = if shown.text.contains("Résultat") { shown } else { ada.sees("Résultat").await };
    assert!(shown.text.contains("Résultat du vote final"), "{}", shown.text);
    let picture = ada.receives("the profiles as a picture", |it| it.photo).await;
    assert!(picture.id < shown.id && !picture.text.is_empty(), "above the words, and said in words too");
    let image = image::load_from_memory(&ada.bytes(&picture)).unwrap();
    assert!(image.width() >= 600, "legible: {} × {}", image.width(), image.height());
    ada.taps("Pourquoi").await;
    ada.taps("Retour").await;
}

async fn leaves(ada: &Person) {
    ada.writes("/langue").await;
    ada.taps("English").await;
    let home = ada.writes("/home").await;
    assert!(home.offers("Candidates") || home.text.contains("Home"), "{}", home.text);
    ada.writes("/language").await;
    ada.taps("Français").await;
    ada.writes("/compte").await;
    ada.press("Recevoir tout").await;
    let file = ada.receives("a file with everything", |it| it.file.is_some()).await;
    let export: serde_json::Value = serde_json::from_slice(&ada.bytes(&file)).unwrap();
    assert_eq!(export["account"]["email"], "ada@citoyen.example", "{export}");
    ada.sees("Vos données sont dans le fichier").await;
    ada.writes("/compte").await;
    ada.taps("Effacer mon compte").await;
    ada.taps("Oui, tout effacer").await;
    ada.sees("Votre compte est effacé").await;
    ada.writes("/stop").await;
}
