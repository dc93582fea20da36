//! The whole primary in encrypted rooms of Matrix, by two people who choose what they are shown and write what they are
//! asked; the conversations are left on paper beside the test's own files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use serde_json::{Value, json};

const GRADES: [&str; 5] = ["très bien", "B", "passable", "à rejeter", "assez bien"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_invitation_to_the_end() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in PUBLISHED {
        candidates.push(setup::declare(&platform, name).await);
    }
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    for (person, email) in [(&mut ada, "ada@citoyen.example"), (&mut bob, "bob@citoyen.example")] {
        person.meet(&bot.account.user, None).await;
        let greeting = person.reads("Bonjour").await;
        assert!(greeting.body.contains("Se termine dans"), "no deadline: {}", greeting.body);
        person.signs_in(email).await;
        person.registers().await;
    }
    supports(&mut ada).await;
    nominates(&mut ada).await;
    declares(&mut bob).await;

    platform.enter(PhaseKind::Preparation).await;
    setup::confirm(&candidates).await;
    bob.asks_until("/accueil", "Répondre").await;
    bob.choose("Répondre", "Confirmez-vous").await;
    bob.takes("Oui, je confirme", "C’est enregistré").await;
    platform.enter(PhaseKind::Preselection).await;
    setup::crowd(&platform, 13).await;
    ada.asks_until("/accueil", "Noter un lot").await;
    ada.say("/lot").await;
    ada.reads("Dans une discussion, le robot voit vos mentions").await;
    ada.takes("J’ai compris", "Quelle mention pour").await;
    ada.takes("Pourquoi ce lot", "autant de fois").await;
    ada.say("retour").await;
    ada.reads("Quelle mention pour").await;
    let first = ada.votes(&GRADES).await;
    let second = changes(&mut ada).await;
    assert_ne!(first, second, "a changed ballot has a receipt of its own");

    setup::to_the_final(&platform, &candidates).await;
    ada.asks_until("/accueil", "Noter les finalistes").await;
    ada.say("/final").await;
    let last = ada.votes(&GRADES).await;
    platform.enter(PhaseKind::Result).await;
    ada.asks_until("/accueil", "Résultat du vote final").await;
    results(&mut ada).await;
    for tracker in [&second, &last] {
        let found = Raw::new(platform.url()).get(&format!("/v1/receipts/{tracker}")).await.ok();
        assert_eq!(found["tracker"], **tracker, "{found}");
        ada.say("/recus").await;
        ada.reads(tracker).await;
    }
    leaves(&mut ada).await;
    forgets(&mut bob, &platform).await;
    bot.stop().await;
    for person in [&ada, &bob] {
        let ((new, _), said) = (person.counts(), person.story.matches("\n> ").count());
        assert!(new <= said + 2, "{new} messages for {said} words:\n{}", person.story);
    }
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-ada");
    bob.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-bob");
}

async fn supports(ada: &mut Person) {
    for name in &PUBLISHED[..5] {
        ada.say("/candidats").await;
        ada.reads("sur 1").await;
        ada.takes(name, name).await;
        ada.takes("Soutenir", &format!("Vous soutenez {name}")).await;
    }
    // The sixth: which of the five to give up?
    ada.say("/candidats").await;
    ada.reads("sur 1").await;
    ada.takes(PUBLISHED[5], PUBLISHED[5]).await;
    ada.takes("Soutenir", "Vous êtes à la limite").await;
    ada.takes(PUBLISHED[0], "a pris la place").await;
    ada.say("/soutiens").await;
    ada.reads("5 au plus").await;
    ada.takes(&format!("Retirer : {}", PUBLISHED[1]), "C’est retiré").await;
}

async fn nominates(ada: &mut Person) {
    ada.say("/accueil").await;
    ada.reads("Appel à candidatures").await;
    ada.takes("Proposer quelqu’un", "Prénom et nom").await;
    ada.say("Zoé Nommée").await;
    ada.reads("Proposer cette personne").await;
    ada.say("oui").await;
    ada.reads("Vous avez proposé Zoé Nommée").await;
}

async fn declares(bob: &mut Person) {
    bob.say("/accueil").await;
    bob.reads("Appel à candidatures").await;
    bob.takes("Me présenter", "Nom sur la liste").await;
    bob.say("Bob Dylan de Bures").await;
    bob.reads("En une ligne").await;
    bob.say("Une ligne de moi").await;
    bob.reads("Présentation –").await;
    bob.say("Ce que je propose,\nen deux lignes.").await;
    bob.reads("Lien vers").await;
    bob.takes("Passer", "Je signe la charte").await;
    bob.takes("Je signe la charte", "Voici ce que tout le monde lira").await;
    bob.takes("Publier", "candidature est publiée").await;
    // A picture for the page, sent as any other; readers see it.
    bob.takes("Mettre une photo", "envoyez l’image").await;
    let path = bob.folder().join("photo.png");
    image::RgbImage::from_pixel(64, 48, image::Rgb([120, 40, 90])).save(&path).unwrap();
    bob.ask(json!({"do": "picture", "room": bob.room, "path": path})).await;
    bob.reads("La photo est en place").await;
    let number = bob.page.number("Ma page publique");
    bob.say(&number).await;
    let photo = bob.until(|seen| seen.kind == "file").await;
    assert_eq!(photo.body, "Photo de Bob Dylan de Bures", "{photo:?}");
    assert_eq!(photo.content["info"]["mimetype"], "image/jpeg", "as the platform keeps it: {photo:?}");
    bob.reads("Une ligne de moi").await;
    bob.takes("Soutenir", "Vous soutenez").await;
}

async fn changes(ada: &mut Person) -> String {
    ada.say("/recus").await;
    ada.reads("Un reçu par bulletin").await;
    ada.takes("Premier tour", "Modifier ce bulletin").await;
    ada.takes("Modifier ce bulletin", "Vous modifiez").await;
    ada.votes(&["bien"]).await
}

async fn results(ada: &mut Person) {
    ada.say("/resultats").await;
    let picture = ada.until(|seen| seen.kind == "file").await;
    assert!(picture.encrypted && picture.msgtype == "m.image", "{picture:?}");
    let path = ada.folder().join("picture.png");
    ada.ask(json!({"do": "open", "content": picture.content, "path": path})).await;
    let drawn = image::open(&path).unwrap();
    assert!(drawn.width() >= 600, "legible: {} × {}", drawn.width(), drawn.height());
    let (width, height) = (&picture.content["info"]["w"], &picture.content["info"]["h"]);
    assert_eq!((width, height), (&json!(drawn.width()), &json!(drawn.height())));
    let page = ada.reads("Résultat du vote final").await;
    let winner = PUBLISHED.iter().find(|name| page.body.contains(&format!("1. {name}"))).unwrap();
    assert!(picture.body.contains(&format!("1. {winner}")), "the same in words: {}", picture.body);
    let why = page.body.lines().find(|line| line.contains("Répondez")).unwrap().to_owned();
    let number: String = why.chars().rev().filter(char::is_ascii_digit).collect();
    ada.say(&number).await;
    ada.reads("mention majoritaire").await;
    ada.say("retour").await;
    ada.reads("Résultat du vote final").await;
}

/// The language, the file with everything, and the end of an account.
async fn leaves(ada: &mut Person) {
    ada.say("/langue").await;
    ada.reads("English").await;
    ada.takes("English", "").await;
    ada.say("/account").await;
    ada.reads("Account made on").await;
    ada.say("/language").await;
    ada.reads("Français").await;
    ada.takes("Français", "").await;
    ada.say("/compte").await;
    ada.reads("Compte créé").await;
    let number = ada.page.number("Recevoir tout");
    ada.say(&number).await;
    let file = ada.until(|seen| seen.kind == "file").await;
    assert!(file.encrypted && file.msgtype == "m.file", "{file:?}");
    let path = ada.folder().join("export.json");
    ada.ask(json!({"do": "open", "content": file.content, "path": path})).await;
    let export: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(export["account"]["email"], "ada@citoyen.example", "{export}");
    ada.reads("Compte créé").await;
    ada.takes("Effacer mon compte", "Tout effacer").await;
    ada.takes("Oui, tout effacer", "Votre compte est effacé").await;
}

/// What the bot knows, and to be forgotten by it; the account stays.
async fn forgets(bob: &mut Person, platform: &TestPlatform) {
    bob.asks_until("/accueil", "Ce que le robot sait de moi").await;
    let known = bob.choose("Ce que le robot sait de moi", "Compte lié").await;
    for said in ["bob", "Français", "chiffré s’il l’est"] {
        assert!(known.body.contains(said), "{said}: {}", known.body);
    }
    bob.takes("Tout oublier", "Oublier cette discussion").await;
    bob.takes("Oui, tout oublier", "C’est oublié").await;
    bob.say("bonjour").await;
    let again = bob.reads("Je suis le robot").await;
    assert!(again.body.contains("Se connecter") || again.body.contains("e-mail"), "{}", again.body);
    let client = Raw::citizen(&platform.url(), "bob@citoyen.example").await;
    assert_eq!(client.get("/v1/me").await.ok()["email"], "bob@citoyen.example");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reactions_answer_simple_questions_and_pages_are_edited() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let mut ada = Person::arrive(&server, "ada").await;
    ada.meet(&bot.account.user, None).await;
    ada.reads("Bonjour").await;
    ada.signs_in("ada@citoyen.example").await;
    let question = ada.reads("au moins").await.message().to_owned();
    let (before, _) = ada.counts();
    for (emoji, then) in [("👍", "droits civiques"), ("✅", "Où habitez-vous")] {
        ada.react(&question, emoji).await;
        let page = ada.reads(then).await;
        assert_eq!(page.replaces.as_deref(), Some(question.as_str()), "one message for the whole flow");
    }
    // A heart is no order, and a reaction to something old neither.
    ada.react(&question, "❤️").await;
    assert_eq!(ada.counts().0, before, "a new message for a reaction");
    ada.say("Orsay").await;
    let charter = ada.reads("charte").await;
    assert_ne!(charter.message(), question, "below what was written");
    ada.react(&question, "👎").await;
    ada.react(charter.message(), "1️⃣").await;
    ada.reads("Inscription faite").await;

    // On a ballot a reaction, which the homeserver reads, means nothing.
    ada.say("/lot").await;
    ada.takes("J’ai compris", "Quelle mention pour").await;
    let ballot = ada.page.message().to_owned();
    for emoji in ["1️⃣", "👍", "2️⃣"] {
        ada.react(&ballot, emoji).await;
    }
    ada.say("B").await;
    let page = ada.reads("sur 5").await;
    assert!(page.body.contains("1 sur 5"), "a reaction was taken for a grade: {}", page.body);
    let (new, edits) = ada.counts();
    let said = ada.story.matches("\n> ").count() - ada.story.matches("\n> (").count();
    assert!(new <= said + 1 && edits >= 3, "{new} messages and {edits} edits for {said} words:\n{}", ada.story);
    bot.stop().await;
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-reactions");
}
