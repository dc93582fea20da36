//! Many people at once, and more than one instance.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use futures::future::join_all;
use isoloir_platform::clock::Clock;
use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::telegram::Telegram;
use isoloir_tests::telegram::bot::{Bot, Setup, free_address};
use isoloir_tests::wire::Proxy;
use jiff::SignedDuration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_people_at_once_each_get_their_own_answers() {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let people: Vec<_> = (0..1000).map(|n| telegram.person(&format!("P{n}"), "fr")).collect();
    // One of them floods; nobody else waits for that.
    for n in 0..200 {
        people[0].says(&format!("flot {n}"));
    }
    join_all(people.iter().enumerate().map(|(n, person)| async move {
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person.taps("Me connecter par e-mail").await;
        let email = format!("p{n}@citoyen.example");
        person.writes(&email).await;
        let shown = person.sees("Un code à six chiffres").await;
        assert!(shown.text.contains(&format!(" p{n}@")), "somebody else's page: {}", shown.text);
    }))
    .await;
    telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_behind_a_balancer_share_everybody() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let addresses = [free_address(), free_address()];
    telegram.balance(&addresses);
    let start = |address| {
        let setup = Setup { webhook: Some(address), ..Setup::new(&telegram, &url, folder.path()) };
        setup.start()
    };
    let (one, two) = (start(addresses[0]).await, start(addresses[1]).await);
    let people: Vec<_> = (0..8).map(|n| telegram.person(&format!("P{n}"), "fr")).collect();
    let grade = |n: usize| ["Très Bien", "Bien", "Passable", "À Rejeter", "Assez Bien"][n % 5];
    let vote = |n: usize| {
        let person = &people[n];
        async move {
            person.start();
            person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
            person.signs_in(&format!("p{n}@citoyen.example")).await;
            person.writes("/accueil").await;
            person.registers().await;
            person.writes("/lot").await;
            person.taps("J’ai compris").await;
            person.grades_and_casts(&[grade(n); 5]).await
        }
    };
    let mut trackers = join_all((0..4).map(vote)).await;
    // One of them dies without a word: whoever is left serves everybody.
    two.kill();
    trackers.extend(join_all((4..8).map(vote)).await);
    let counts = Raw::new(&url).get("/v1/counts").await.ok();
    assert_eq!(counts["lots_cast"], 8, "{counts}");
    trackers.sort_unstable();
    trackers.dedup();
    assert_eq!(trackers.len(), 8);

    // Nobody but Telegram is heard.
    let target = format!("http://{}/telegram/updates", addresses[0]);
    for secret in [None, Some("wrong")] {
        let mut request = reqwest::Client::new().post(&target).body("{\"update_id\": 1}");
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
    telegram.assert_clean();
    one.stop().await;
}

/// How many updates of a kind an instance has heard.
fn heard(bot: &Bot, kind: &str) -> u64 {
    let name = format!("isoloir_bots_updates_total{{network=\"telegram\",kind=\"{kind}\"}} ");
    let text = bot.measures.text(0);
    text.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |n| n.trim().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_at_two_instances_loses_no_grade_and_one_of_them_renews_the_tokens() {
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let wire = Proxy::to(platform.address()).await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), wire.url());
    let addresses = [free_address(), free_address()];
    telegram.balance(&addresses);
    let start = |address| {
        let setup = Setup { webhook: Some(address), ..Setup::new(&telegram, &url, folder.path()) };
        setup.start()
    };
    let bots = [start(addresses[0]).await, start(addresses[1]).await];
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    ada.signs_in("ada@citoyen.example").await;
    ada.writes("/accueil").await;
    ada.registers().await;
    ada.writes("/lot").await;
    ada.taps("J’ai compris").await;

    // A button of each candidate, then all of them at once: the balancer gives every other one to the other instance.
    let mut codes = Vec::new();
    for _ in 0..5 {
        let page = ada.sees("Quelle mention pour").await;
        codes.push(page.codes()[0].clone());
        ada.taps("Suivant").await;
    }
    let message = ada.last().unwrap().id;
    let answers: Vec<_> = codes.iter().map(|code| ada.pushes(ada.id, message, code)).collect();
    for mut answer in answers {
        answer.wait_for(Option::is_some).await.unwrap();
    }
    ada.until("every grade", |it| it.text.contains("5 sur 5")).await;
    ada.taps("Relire mon bulletin").await;
    ada.taps("Voter").await;
    ada.sees("A voté").await;
    let (one, two) = (heard(&bots[0], "press"), heard(&bots[1], "press"));
    assert!(one > 3 && two > 3, "every other one each: {one} and {two}");

    // Her tokens end; both instances are asked for what needs them, at once.
    let renewals = |wire: &Proxy| wire.seen().iter().filter(|it| it.target == "/v1/auth/tokens").count();
    let before = renewals(&wire);
    platform.at(platform.clock.now() + SignedDuration::from_mins(20)).await;
    for command in ["/recus", "/soutiens", "/recus", "/soutiens", "/recus", "/soutiens"] {
        ada.says(command);
    }
    // Webhooks bring them in no order: the last one asked for is asked for again until it is there.
    ada.writes_until("/recus", |it| it.text.contains("· Premier tour ·")).await;
    assert_eq!(renewals(&wire) - before, 1, "one renewal for both");
    ada.writes_until("/compte", |it| it.offers("Recevoir tout")).await;
    let counts = Raw::new(platform.url()).get("/v1/counts").await.ok();
    assert_eq!(counts["lots_cast"], 1, "{counts}");
    telegram.assert_clean();
    for bot in bots {
        bot.stop().await;
    }
}
