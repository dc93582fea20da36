//! Pages on their way: one that Telegram refuses is told of, once; one that comes below what somebody has just written is
//! edited, not followed by another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Person, Telegram};
use isoloir_tests::wire::{Fault, Proxy};
use std::time::Duration;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

struct Stage {
    platform: TestPlatform,
    telegram: Telegram,
    folder: TempDir,
}

impl Stage {
    async fn new() -> Self {
        let platform = TestPlatform::start("lots").await;
        for name in PUBLISHED {
            setup::declare(&platform, name).await;
        }
        Self { platform, telegram: Telegram::start().await, folder: tempfile::tempdir().unwrap() }
    }

    async fn somebody(&self) -> Person {
        let person = self.telegram.person("Ada", "fr");
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person
    }
}

const APOLOGY: &str = "Cette page n’a pas pu être affichée";

/// How often somebody was told that a page could not be shown.
fn apologies(person: &Person) -> usize {
    person.all().iter().filter(|it| it.text.contains(APOLOGY)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_refused_is_told_of_once_and_nothing_on_it_can_be_chosen() {
    let stage = Stage::new().await;
    let url = stage.platform.url();
    let bot = Setup::new(&stage.telegram, &url, stage.folder.path()).start().await;
    let ada = stage.somebody().await;
    stage
        .telegram
        .refuse(|_, params| params.get("text").is_some_and(|it| it.to_string().contains("tiré au sort pour vous")));

    // Pressed for: the page that she sees stays, and below it she is told.
    let home = ada.last().unwrap();
    ada.press("Les candidatures").await;
    let told = ada.sees(APOLOGY).await;
    assert!(told.id > home.id && told.text.contains("accueil"), "{}", told.text);
    // A number is meant for what she sees, and she never saw the list: nobody's page opens.
    ada.says("1");
    ada.until("a second word, for a second try", |it| it.id > told.id && it.text.contains(APOLOGY)).await;
    assert_eq!(apologies(&ada), 2, "{}", ada.transcript());
    // Written for: the same.
    ada.says("/candidats");
    ada.until("a third", |_| apologies(&ada) == 3).await;
    let refused = stage.telegram.requests().iter().filter(|it| it.status == 400).count();
    assert!(refused <= 2 * 3, "it is not tried again and again: {refused}");

    // What she was told leads on.
    let again = ada.writes("accueil").await;
    assert!(again.offers("Les candidatures"), "{}", ada.transcript());
    stage.telegram.refuse_nothing();
    ada.press("Les candidatures").await;
    ada.sees("tiré au sort pour vous").await;
    assert_eq!(apologies(&ada), 3, "{}", ada.transcript());

    // A file that is refused keeps no page from being shown, which says so.
    ada.writes("/accueil").await;
    ada.signs_in("ada@citoyen.example").await;
    stage.telegram.refuse(|method, _| method == "sendDocument");
    ada.writes("/compte").await;
    ada.press("Recevoir tout").await;
    ada.sees("Le fichier n’a pas pu être envoyé").await;
    assert_eq!(apologies(&ada), 3, "{}", ada.transcript());
    stage.telegram.assert_clean();
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_while_a_page_is_on_its_way_is_answered_in_that_page() {
    let stage = Stage::new().await;
    let (url, wire) = (stage.platform.url(), Proxy::to(stage.telegram.address()).await);
    let setup = Setup { api: Some(wire.url()), ..Setup::new(&stage.telegram, &url, stage.folder.path()) };
    let bot = setup.start().await;
    let ada = stage.somebody().await;
    ada.signs_in("ada@citoyen.example").await;
    ada.writes("/compte").await;
    // The file is there; Telegram takes its time to say so, and the page behind it waits.
    let (held, sent) = (CancellationToken::new(), CancellationToken::new());
    wire.plan({
        let (held, sent) = (held.clone(), sent.clone());
        move |request| {
            if request.target.to_ascii_lowercase().ends_with("/senddocument") {
                sent.cancel();
                return Fault::Hold(held.clone());
            }
            Fault::Pass
        }
    });
    ada.press("Recevoir tout").await;
    let file = ada.receives("the file", |it| it.file.is_some()).await;
    sent.cancelled().await;
    let written = ada.says("/langue");
    assert!(written > file.id);
    // The bot has it: what it does not have waits at Telegram.
    let taken = async {
        while stage.telegram.waiting() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(25), taken).await.expect("the bot takes it");
    held.cancel();
    let page = ada.until("the answer", |it| it.id > written && it.offers("English")).await;
    let below: Vec<_> = ada.all().into_iter().filter(|it| it.id > written).collect();
    assert_eq!(below.len(), 1, "one page, edited:\n{}", ada.transcript());
    assert!(ada.transcript().contains(&format!("── {} (le même message, modifié)", page.id)), "{}", ada.transcript());
    // Below that, what is written next gets a page of its own.
    let next = ada.writes("/accueil").await;
    assert!(next.id > page.id);
    stage.telegram.assert_clean();
    bot.stop().await;
}
