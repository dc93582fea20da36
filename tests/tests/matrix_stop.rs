//! Whoever stops the bot in Matrix hears nothing more of it, whatever happens; what they write next begins anew where they
//! were, and tells what waited.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_more_is_sent_until_they_write_again() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in PUBLISHED {
        candidates.push(setup::declare(&platform, name).await);
    }
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    for person in [&mut ada, &mut bob] {
        person.meet(&bot.account.user, None).await;
        person.reads("Bonjour").await;
    }
    ada.signs_in("ada@citoyen.example").await;
    ada.registers().await;
    ada.say("/accueil").await;
    ada.reads("Appel à candidatures").await;
    ada.say("/stop").await;
    let stopped = ada.reads("C’est arrêté").await;
    assert!(stopped.body.contains("ne vous écrira plus de lui-même") && stopped.encrypted, "{}", stopped.body);
    let heard = ada.pages.len();

    // A phase closes and another opens, which somebody else is shown by itself; another chat is linked to her account.
    bob.say("/accueil").await;
    bob.reads("Appel à candidatures").await;
    platform.enter(PhaseKind::Preparation).await;
    let shown =
        bob.until(|seen| seen.kind == "message" && seen.replaces.is_some() && seen.body.contains("Préparation"));
    shown.await;
    bob.signs_in("ada@citoyen.example").await;
    bob.reads("vous voilà dans votre compte").await;
    setup::confirm(&candidates).await;
    platform.enter(PhaseKind::Preselection).await;
    bob.say("/accueil").await;
    bob.reads("Premier tour").await;
    // What the server has of the bot in her room ends with that page.
    let sent = server.events(&ada.room, &ada.account.token).await;
    let of_bot = sent.iter().filter(|it| it["type"] == "m.room.encrypted" && it["sender"] == bot.account.user);
    assert_eq!(of_bot.count(), heard, "something came though she stopped it:\n{}", ada.story);

    // What she does not mean for anything shows her where she is, and how to go on; going on, she is where the primary is.
    ada.say("bonjour").await;
    ada.reads("C’est arrêté").await;
    ada.takes("Reprendre", "Premier tour").await;
    ada.until(|seen| seen.body.contains("relié à une autre discussion")).await;
    ada.say("/lot").await;
    ada.reads("Avant de voter").await;
    bot.stop().await;
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-stop");
}
