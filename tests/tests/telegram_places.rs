//! Where else a bot can be met: in groups, in other people's chats, behind links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{BOT_NAME, Telegram};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_gets_a_link_and_nothing_else() {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let (ada, bob) = (telegram.person("Ada", "fr"), telegram.person("Bob", "en"));
    let group = telegram.group("Voisins");
    group.hears(&ada, "Bonjour tout le monde");
    group.hears(&ada, "/lot@SomeOtherBot");
    group.hears(&ada, &format!("/lot@{BOT_NAME}"));
    let said = group.until(1).await;
    assert!(said[0].text.contains("en privé"), "{}", said[0].text);
    group.hears(&bob, "/results");
    let said = group.until(2).await;
    assert!(said[1].text.contains("in private"), "{}", said[1].text);
    let links: Vec<_> = said.iter().flat_map(|it| it.urls()).collect();
    assert_eq!(links, [format!("https://t.me/{BOT_NAME}?start=l"), format!("https://t.me/{BOT_NAME}?start=r_final")]);

    // A press in a group, as an altered app could send it, is answered there with a word and does nothing.
    let word = ada.press_raw(group.id, said[0].id, "00000000 g.1.5.1").await;
    assert!(word.contains("en privé"), "{word}");
    assert_eq!(group.by_the_bot().len(), 2);
    assert!(ada.all().is_empty() && bob.all().is_empty(), "nobody is written to who did not begin");
    telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candidates_and_results_can_be_shared_in_any_chat() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let ada = telegram.person("Ada", "fr");
    let word = PUBLISHED[0].split(' ').next_back().unwrap();
    let offered = ada.inline(word).await;
    let card = &offered["results"][0];
    assert_eq!(card["title"], PUBLISHED[0], "{offered}");
    let link = card["reply_markup"]["inline_keyboard"][0][0]["url"].as_str().unwrap();
    assert_eq!(link, format!("https://t.me/{BOT_NAME}?start=c_{}", candidates[0].id));
    assert_eq!(offered["is_personal"], false);
    assert_eq!(ada.inline("zzzzqqqq").await["results"].as_array().unwrap().len(), 0);
    let all = ada.inline("").await;
    assert!(all["results"].as_array().unwrap().len() >= PUBLISHED.len(), "{all}");

    // Whoever follows the link of the card reads that candidate first.
    let bob = telegram.person("Bob", "fr");
    bob.follows(&format!("c_{}", candidates[0].id));
    bob.sees(PUBLISHED[0]).await;
    bob.follows("r_final");
    bob.sees("Résultat").await;
    bob.follows("l");
    bob.until("a lot, or what is missing for it", |it| it.offers("Se connecter")).await;
    for unknown in ["zzz", "c_999999", "<b>", "r_x"] {
        bob.follows(unknown);
        bob.until("a page all the same", |it| !it.buttons.is_empty()).await;
    }

    platform.enter(PhaseKind::Preselection).await;
    setup::crowd(&platform, 12).await;
    setup::to_the_final(&platform, &candidates).await;
    platform.enter(PhaseKind::Result).await;
    let all = ada.inline("").await;
    let first = &all["results"][0];
    assert!(first["title"].as_str().unwrap().contains("Résultat"), "{all}");
    assert!(first["parsed"]["text"].as_str().unwrap().contains("1. "), "{first}");
    telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_and_descriptions_are_there_in_each_language() {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    // They are set beside everything else; somebody who is served shows that the bot is there.
    let ada = telegram.person("Ada", "en");
    ada.start();
    ada.until("a page in English", |it| it.offers("Sign in by e-mail")).await;
    while telegram.about().len() < 6 || telegram.commands().len() < 6 {
        assert!(bot.runs());
        tokio::task::yield_now().await;
    }
    let of = |scope: &str, lang: &str| {
        let key = (scope.to_owned(), lang.to_owned());
        let commands = telegram.commands().into_iter().find(|it| it.0 == key).unwrap().1;
        let names = commands.as_array().unwrap().iter().map(|it| it["command"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert!(of("all_private_chats", "").contains(&"candidats".to_owned()));
    assert!(of("all_private_chats", "en").contains(&"candidates".to_owned()));
    assert_eq!((of("all_group_chats", "fr").len(), of("all_group_chats", "en").len()), (1, 1));
    telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_for_a_phase_is_shown_when_it_opens() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in PUBLISHED {
        candidates.push(setup::declare(&platform, name).await);
    }
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let (ada, bob) = (telegram.person("Ada", "fr"), telegram.person("Bob", "fr"));
    for (person, email) in [(&ada, "ada@citoyen.example"), (&bob, "bob@citoyen.example")] {
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person.signs_in(email).await;
        person.writes("/accueil").await;
        person.registers().await;
    }
    // Before they look: a chat in which nothing is said for longer than its tokens last is to be linked again.
    platform.enter(PhaseKind::Preparation).await;
    setup::confirm(&candidates).await;
    ada.writes("/lot").await;
    let early = ada.sees("Mon bulletin").await;
    assert!(!early.text.contains("Avant de voter"), "{}", early.text);
    let home = bob.writes("/accueil").await;
    assert!(!home.offers("Noter un lot"), "{:?}", home.buttons);

    platform.enter(PhaseKind::Preselection).await;
    // Neither of them does anything; each message is the one that was there.
    let opened = ada.sees("Avant de voter").await;
    assert_eq!(opened.id, early.id, "edited: nobody is rung at");
    let opened = bob.until("a lot to grade", |it| it.offers("Noter un lot")).await;
    assert_eq!(opened.id, home.id);
    telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_back_leads_to_the_page_that_one_came_from() {
    let platform = TestPlatform::start("lots").await;
    for n in 0..12 {
        setup::declare(&platform, &format!("Candidate Numéro {n}")).await;
    }
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    ada.writes("/candidats").await;
    ada.until("the list", |it| it.offers("Page suivante")).await;
    let second = ada.taps("Page suivante").await;
    assert!(second.text.contains("Page 2 sur 2"), "{}", second.text);
    ada.taps("12. ").await;
    ada.until("a candidate", |it| it.text.contains("Soutiens")).await;
    let back = ada.taps("Retour").await;
    assert!(back.text.contains("Page 2 sur 2"), "{}", back.text);
    // From home it begins at the beginning.
    ada.writes("/accueil").await;
    let anew = ada.writes("/candidats").await;
    assert!(anew.text.contains("Page 1 sur 2"), "{}", anew.text);
    telegram.assert_clean();
    bot.stop().await;
}
