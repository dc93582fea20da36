//! A primary run by two organisers and watched by an observer, each where they are: at the terminal (the real program in
//! a pseudo-terminal), on Telegram, on Matrix.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod desk;

use desk::palette;
use isoloir_platform::clock::Clock;
use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{Audience, Decision, Localized, PhaseKind, Role};
use isoloir_shared::api::{Call, OrganiseCall, OrganiseReply, Reply};
use isoloir_tests::binary;
use isoloir_tests::matrix::{Bot as MatrixBot, Homeserver, Person as MatrixPerson};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::staff::Staff;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Person, Telegram};
use uuid::Uuid;

const NAMES: [&str; 6] = [
    "Roxane Revon",
    "Michael Pettini",
    "Nicolas Bernabeu",
    "Michel Bourgeois",
    "Valentine Cessieux",
    "Olivier Fortané",
];

/// Ada proposes to publish the list of those who confirmed, at her terminal.
fn ada_proposes(platform: &TestPlatform, ada: &mut Staff) {
    let (_data, mut terminal) = desk::organises(platform, &ada.email, 32);
    terminal.until("mettez en place une application de vérification");
    palette(&mut terminal, "verification", "Vérification");
    terminal.until("Mettre en place la vérification");
    terminal.key("\r");
    terminal.until("Le secret, à taper");
    let shown = terminal.contents();
    let base32 =
        |word: &&str| word.len() == 32 && word.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    let secret = shown.split_whitespace().find(base32).unwrap_or_else(|| panic!("no secret:\n{shown}"));
    ada.installs(secret);
    terminal.key(&ada.code(platform.clock.now()));
    terminal.key("\r");
    terminal.until("vérifié jusqu");
    palette(&mut terminal, "proposer", "Proposer une décision");
    terminal.until("Publier : candidatures confirmées");
    palette(&mut terminal, "publier : candidatures", "Publier : candidatures confirmées");
    terminal.until("Telle qu’elle est à l’approbation");
    terminal.key("\r");
    terminal.until("Une autre personne de l’organisation doit l’approuver");
    terminal.until("Retirer ma proposition");
    terminal.key("q");
}

/// Ben approves on the road, and moderates.
async fn ben_approves(platform: &TestPlatform, ben: &mut Staff, on: &Person) {
    on.organises(&ben.email).await;
    on.until("where it stands", |it| it.text.contains("proposition attend") && it.text.contains("Préparation")).await;
    on.taps("Propositions").await;
    on.taps("Publier").await;
    on.taps("Approuver…").await;
    on.sees("ne se reprend pas").await;
    on.taps("Oui, approuver").await;
    on.sees("Code à six chiffres").await;
    let wrong = on.says("000000");
    on.sees("n’est pas").await;
    on.until_gone(wrong).await;
    let code = ben.code(platform.clock.now());
    let written = on.says(&code);
    on.sees("C’est approuvé").await;
    on.until_gone(written).await;
    assert!(!on.all().iter().any(|it| it.text.contains(&code)), "the code is shown nowhere");

    on.writes("/accueil").await;
    on.taps("Organiser la primaire").await;
    on.taps("Modération").await;
    on.taps("Roxane Revon").await;
    on.sees("Mon numéro privé").await;
    on.taps("Masquer…").await;
    on.taps("données personnelles").await;
    on.writes("Un numéro de téléphone privé.").await;
    // Shown a moment ago: no other code is asked.
    on.sees("C’est masqué").await;
}

/// Eve reads where it stands, and is offered nothing to decide.
async fn eve_observes(eve: &mut MatrixPerson, email: &str) {
    eve.signs_in(email).await;
    eve.asks_until("/accueil", "Organiser la primaire").await;
    eve.takes("Organiser la primaire", "Réponses attendues").await;
    assert!(eve.page.body.contains("observation"), "{}", eve.page.body);
    assert!(eve.page.offers("Proposer une décision").is_none(), "{}", eve.page.body);
    eve.takes("Propositions", "approuvée").await;
    eve.takes("Annoncer", "en attente").await;
    assert!(eve.page.offers("Approuver").is_none() && eve.page.offers("Refuser").is_none(), "{}", eve.page.body);
    assert!(eve.page.body.contains("vous lisez tout, sans rien décider"), "{}", eve.page.body);
}

/// Ben approves another proposal from Matrix; his code is taken out of the room.
async fn ben_approves_in_a_room(platform: &TestPlatform, ben: &mut Staff, on: &mut MatrixPerson) -> String {
    on.signs_in(&ben.email).await;
    on.asks_until("/accueil", "Organiser la primaire").await;
    on.takes("Organiser la primaire", "proposition attend").await;
    on.takes("Propositions", "Annoncer").await;
    on.takes("Annoncer", "en attente").await;
    on.takes("Approuver…", "ne se reprend pas").await;
    on.takes("Oui, approuver", "Code à six chiffres").await;
    let code = ben.code(platform.clock.now());
    let written = on.say(&code).await;
    let mut gone = false;
    let mut approved = false;
    while !(gone && approved) {
        let seen = on.next().await;
        gone |= seen.r#type == "m.room.redaction";
        approved |= seen.kind == "message" && seen.body.contains("C’est approuvé");
        assert!(!seen.body.contains(&code), "the code is shown nowhere: {seen:?} (written in {written})");
    }
    code
}

async fn propose(client: &Client, decision: Decision) {
    let call = Call::Organise(OrganiseCall::Propose(IdempotencyKey(Uuid::new_v4()), decision));
    let reply = client.call(&call).await.expect("proposed");
    assert!(matches!(reply, Reply::Organise(OrganiseReply::Proposal(_))), "{reply:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_organisers_and_an_observer_each_where_they_are() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in NAMES {
        candidates.push(setup::declare(&platform, name).await);
    }
    let page = serde_json::json!({
        "name": NAMES[0], "slogan": "", "presentation": "Mon numéro privé : 01 02", "link": "", "charter": true,
    });
    candidates[0].client.put("/v1/me/candidacy", page).await.ok();
    platform.enter(PhaseKind::Preparation).await;
    setup::confirm(&candidates).await;
    let mut ada = Staff::named(&platform, "ada@orga.example", Role::Organiser).await;
    let mut ben = Staff::named(&platform, "ben@orga.example", Role::Organiser).await;
    let eve = Staff::named(&platform, "eve@orga.example", Role::Observer).await;
    // Ben has set his second factor up at home.
    ben.signs_in(&platform).await;

    tokio::task::block_in_place(|| ada_proposes(&platform, &mut ada));
    assert_eq!(Raw::new(platform.url()).get("/v1/lists/confirmed").await.status, 404, "one alone publishes nothing");

    let telegram = Telegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let bot = Setup::new(&telegram, &platform.url(), folder.path()).start().await;
    let on = telegram.person("Ben", "fr");
    ben_approves(&platform, &mut ben, &on).await;
    let list = Raw::new(platform.url()).get("/v1/lists/confirmed").await.ok();
    assert_eq!(list["candidates"].as_array().unwrap().len(), NAMES.len(), "{list}");
    let shown = Raw::new(platform.url()).get(&format!("/v1/candidates/{}", candidates[0].id)).await.ok();
    assert!(shown["presentation"].is_null(), "{shown}");
    assert_eq!(shown["hidden"][0]["note"], "Un numéro de téléphone privé.", "{shown}");
    telegram.assert_clean();
    bot.stop().await;

    platform.clock.advance(jiff::SignedDuration::from_mins(20));
    let again = ada.signs_in(&platform).await;
    let both = |words: &str| Localized { fr: words.into(), en: words.into() };
    let said = Decision::Announce {
        title: both("Table ronde"),
        body: both("Lundi à 20 h."),
        audience: Audience::Everyone,
        urgent: false,
        send_at: None,
        sender: None,
    };
    propose(&again, said).await;
    let server = Homeserver::start().await;
    let mut bot = MatrixBot::start(&server, &platform.url()).await;
    let mut room = MatrixPerson::arrive(&server, "eve").await;
    room.meet(&bot.account.user, None).await;
    room.reads("Bonjour").await;
    eve_observes(&mut room, &eve.email).await;
    let mut other = MatrixPerson::arrive(&server, "ben").await;
    other.meet(&bot.account.user, None).await;
    other.reads("Bonjour").await;
    let code = ben_approves_in_a_room(&platform, &mut ben, &mut other).await;
    bot.stop().await;
    assert!(!bot.log().contains(&code), "a code is in the log");
    room.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-organise-eve");
    other.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-organise-ben");

    // All of it stands in the log, which is whole.
    let log = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(log.path(), binary::output("isoloir", &["--platform", &platform.url(), "audit", "--json"])).unwrap();
    let verified = binary::output("isoloir", &["--lang", "fr", "audit", "verify", log.path().to_str().unwrap()]);
    assert!(verified.contains("Le journal est entier"), "{verified}");
    platform.stop().await;
}
