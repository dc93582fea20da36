//! Telegram on a bad day: restarts, updates twice and out of order, floods, blocks, old and forged buttons, texts that
//! want to be something else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Flood, Person, Telegram};
use tempfile::TempDir;

const GRADES: [&str; 5] = ["Très Bien", "Bien", "Passable", "À Rejeter", "Assez Bien"];

struct Stage {
    _platform: TestPlatform,
    telegram: Telegram,
    folder: TempDir,
    url: String,
}

impl Stage {
    /// A pre-selection that is open.
    async fn voting() -> Self {
        let platform = TestPlatform::start("lots").await;
        setup::confirmed(&platform, &PUBLISHED).await;
        platform.enter(PhaseKind::Preselection).await;
        Self::on(platform).await
    }

    async fn on(platform: TestPlatform) -> Self {
        let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
        Self { _platform: platform, telegram, folder, url }
    }

    fn bot(&self) -> Setup<'_> {
        Setup::new(&self.telegram, &self.url, self.folder.path())
    }

    /// Somebody who is about to grade the first candidate of a lot.
    async fn voter(&self, name: &str) -> Person {
        let person = self.telegram.person(name, "fr");
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person.signs_in(&format!("{name}@citoyen.example")).await;
        person.writes("/accueil").await;
        person.registers().await;
        person.writes("/lot").await;
        person.taps("J’ai compris").await;
        person.sees("Quelle mention pour").await;
        person
    }

    async fn lots_cast(&self) -> u64 {
        Raw::new(&self.url).get("/v1/counts").await.ok()["lots_cast"].as_u64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_dies_in_the_middle_of_a_ballot_goes_on_where_it_was() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    let ada = stage.voter("ada").await;
    ada.taps("Bien").await;
    let old = ada.taps("Passable").await;
    bot.kill();

    // She presses while nobody is there.
    let third = old.codes();
    let mut answer = ada.pushes(ada.id, old.id, &third[0]);
    let bot = stage.bot().start().await;
    answer.wait_for(Option::is_some).await.unwrap();
    ada.until("the third grade", |it| it.text.contains("3 sur 5")).await;

    // Once more the bot dies, and her finger is still on the old message: that is about the third candidate, and says so.
    bot.kill();
    let bot = stage.bot().start().await;
    let word = ada.press_raw(ada.id, old.id, &third[1]).await;
    assert!(word.contains("à la place de"), "{word}");
    let again = ada.press_raw(ada.id, old.id, &third[1]).await;
    assert!(again.contains("a déjà"), "{again}");
    ada.until("still the third grade", |it| it.text.contains("3 sur 5")).await;

    ada.taps("Bien").await;
    ada.until("the fourth grade", |it| it.text.contains("4 sur 5")).await;
    ada.taps("Bien").await;
    ada.until("the last grade", |it| it.text.contains("5 sur 5")).await;
    ada.taps("Relire mon bulletin").await;
    ada.taps("Voter").await;
    ada.sees("A voté").await;
    assert_eq!(stage.lots_cast().await, 1);
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn updates_that_come_twice_and_out_of_order_are_handled_once() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    stage.telegram.deliver_twice(true);
    let ada = stage.voter("ada").await;
    ada.grades_and_casts(&GRADES).await;
    assert_eq!(stage.lots_cast().await, 1);

    // All of it once more, in reverse: it is known, and what is shown stays.
    let before = ada.last().unwrap();
    let sent = |telegram: &Telegram| telegram.requests().iter().filter(|it| it.method == "sendMessage").count();
    let messages = sent(&stage.telegram);
    stage.telegram.deliver_reversed(true);
    for update in stage.telegram.updates() {
        stage.telegram.deliver_again(update);
    }
    ada.writes("/aide").await;
    assert_eq!(stage.lots_cast().await, 1);
    assert_eq!(sent(&stage.telegram), messages + 1, "only the help is new");
    assert!(ada.all().iter().any(|it| it.id == before.id && it.text == before.text));
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_that_nobody_showed_do_nothing() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    let ada = stage.voter("ada").await;
    let bob = stage.voter("bob").await;
    let (hers, his) = (ada.last().unwrap(), bob.last().unwrap());
    let real = his.codes()[0].clone();
    let forged = [
        String::new(),
        "x".into(),
        "A".repeat(64),
        "00000000 g.999.5.1".into(),
        format!("{}…", &real[..real.len() / 2]),
        real.chars().rev().collect(),
        "<script>alert(1)</script>".into(),
        "'; DROP TABLE people; --".into(),
        "\u{202e}\0".into(),
    ];
    for code in forged.iter().filter(|it| !it.is_empty()) {
        ada.press_raw(ada.id, hers.id, code).await;
        assert!(ada.last().unwrap().text.contains("0 sur 5"), "{code:?}: {}", ada.last().unwrap().text);
    }
    // His button pressed by her: about his lot, which is not hers.
    ada.press_raw(ada.id, hers.id, &real).await;
    // Of a message that was deleted, or never was.
    ada.press_raw(ada.id, 999_999, "x").await;
    bob.taps("Bien").await;
    bob.until("his own grade", |it| it.text.contains("1 sur 5")).await;
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_are_gone_or_too_old_are_sent_anew() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    let ada = stage.voter("ada").await;
    let first = ada.last().unwrap();
    ada.lets_messages_grow_old();
    ada.press_on(&first, "Bien").await;
    let second = ada.until("a new message", |it| it.id > first.id && it.text.contains("1 sur 5")).await;
    let code = second.codes()[1].clone();
    ada.deletes(second.id);
    ada.press_raw(ada.id, second.id, &code).await;
    ada.until("another", |it| it.id > second.id && it.text.contains("2 sur 5")).await;
    // An edited message is no second answer.
    let written = ada.says("bien");
    ada.until("the third grade", |it| it.text.contains("3 sur 5")).await;
    ada.edits(written, "à rejeter");
    ada.writes("/lot").await;
    assert!(ada.last().unwrap().text.contains("3 sur 5"), "{}", ada.last().unwrap().text);
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_blocks_the_bot_is_left_alone_and_finds_everything_again() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    let ada = stage.voter("ada").await;
    ada.taps("Bien").await;
    let press = ada.last().unwrap().codes()[1].clone();
    ada.blocks();
    // A press that was under way when she blocked it.
    ada.press_raw(ada.id, ada.last().unwrap().id, &press).await;
    let told = stage.telegram.requests().iter().filter(|it| it.status == 403).count();
    assert!(told <= 1, "told once that she does not want to hear, the bot writes no more: {told}");
    ada.unblocks();
    ada.start();
    ada.writes("/lot").await;
    ada.until("her ballot", |it| it.text.contains("sur 5")).await;
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_told_to_wait_waits_and_everybody_is_answered() {
    let stage = Stage::voting().await;
    let bot = stage.bot().start().await;
    // Four of Telegram's seconds pass in one of ours: less than the pace of a bot that has just begun.
    stage.telegram.flood(Some(Flood { overall: 5, per_chat: Some(1), speed: 4.0 }));
    let people: Vec<_> = (0..20).map(|n| stage.telegram.person(&format!("P{n}"), "fr")).collect();
    for person in &people {
        person.start();
    }
    for person in &people {
        person.until("the first page", |it| it.offers("Me connecter par e-mail")).await;
    }
    let (refused, impatient) = stage.telegram.floods();
    assert!(refused > 0, "the flood was felt");
    // What was already on the wire when the first 429 came still arrives; after that they go one by one.
    assert!(impatient <= 25, "{impatient} of {refused} came although told to wait");
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_texts_are_shown_as_texts() {
    let platform = TestPlatform::start("lots").await;
    let names = [
        "<b>Gras</b> & <script>alert(1)</script>",
        "@mallory_bot https://evil.example",
        "*Étoile* _souligne_ `code`",
        "</b></i></code>",
    ];
    for name in names {
        let client = Raw::citizen(&platform.url(), &format!("c{}@candidat.example", name.len())).await;
        let page = serde_json::json!({
            "name": name, "slogan": "Votez /erase t.me/evil", "link": "", "charter": true,
            "presentation": format!("\u{202e}{}\u{200b}<a href=\"https://evil.example\">ici</a>", "é<".repeat(900)),
        });
        client.put("/v1/me/candidacy", page).await.ok();
    }
    let stage = Stage::on(platform).await;
    let bot = stage.bot().start().await;
    let ada = stage.telegram.person("<i>Ada</i>", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    ada.writes("/candidats").await;
    let list = ada.until("the list", |it| it.text.contains("Gras")).await;
    let bad: Vec<_> = list.links.iter().filter(|it| it.contains("mallory") || it.contains("/erase")).collect();
    assert!(bad.is_empty(), "clickable: {bad:?}");
    assert!(list.text.contains("<b>Gras"), "{}", list.text);
    for number in 1..=names.len() {
        ada.writes("/candidats").await;
        // Edited, not sent: `<` is four characters on its way, and one on the screen.
        ada.taps(&format!("{number}. ")).await;
        let page = ada.until("a presentation", |it| it.text.contains("é<é<")).await;
        let bad: Vec<_> = page.links.iter().filter(|it| it.contains("evil") || it.contains("mallory")).collect();
        assert!(bad.is_empty(), "clickable: {bad:?}");
    }
    // What she writes is as long as it likes.
    ada.writes(&"🗳<b>".repeat(25_000)).await;
    ada.writes("</b>").await;
    stage.telegram.assert_clean();
    bot.stop().await;
}
