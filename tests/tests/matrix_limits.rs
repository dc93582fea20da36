//! Synapse with the limits that it has by itself: the bot is told to wait, waits, and loses nothing.

use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;

/// Nine questions, each answered before the next: as many as one person's own limit lets through.
async fn talk(person: &mut Person, bot: &str) {
    person.meet(bot, None).await;
    person.reads("Bonjour").await;
    for turn in 0..9 {
        let (words, page) = if turn % 2 == 0 { ("/langue", "English") } else { ("/accueil", "Appel à candidatures") };
        person.say(words).await;
        person.reads(page).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_homeserver_that_asks_to_wait_is_obeyed() {
    let platform = TestPlatform::start("lots").await;
    let server = Homeserver::start_with_default_limits().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    // Two at once: twice the bot's burst of ten, then one message in five seconds.
    let user = bot.account.user.clone();
    tokio::join!(talk(&mut ada, &user), talk(&mut bob, &user));
    bot.stop().await;
    let log = bot.log();
    assert!(log.contains("the homeserver asks to wait"), "the limits were not reached:\n{log}");
    for person in [&ada, &bob] {
        let events = server.events(&person.room, &person.account.token).await;
        let answers = events.iter().filter(|it| it["type"] == "m.room.encrypted" && it["sender"] == bot.account.user);
        assert!(answers.count() >= 10, "an answer is lost:\n{}", person.story);
    }
}
