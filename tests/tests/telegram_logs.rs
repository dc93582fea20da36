//! Everything that the bots, the platform and their libraries log at the most talkative level, and every measure, while
//! somebody signs in in a chat, votes and leaves: no secret, address, place, name, chat, tracker or grade is in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use isoloir_tests::telegram::bot::{SECRET, Setup};
use isoloir_tests::telegram::{TOKEN, Telegram, habits};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_anybodys_is_logged_or_measured() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_writer(log.clone())
        .with_max_level(tracing::Level::TRACE)
        .init();
    let platform = TestPlatform::start("lots").await;
    setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;

    let ada = telegram.person("Zénobie", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    ada.taps("Me connecter par e-mail").await;
    let shown = ada.writes("personne.secrete@citoyen.example").await;
    let shown = if habits::digits(&shown.text).is_some() { shown } else { ada.sees("code à six chiffres").await };
    let code = habits::digits(&shown.text).unwrap();
    ada.writes(&code).await;
    ada.sees("vous voilà dans votre compte").await;
    ada.writes("/accueil").await;
    ada.registers_from("Trifouillis-les-Oies").await;
    ada.writes("/lot").await;
    ada.taps("J’ai compris").await;
    ada.writes("Assez Bien").await;
    let tracker = ada.grades_and_casts(&["Très Bien", "À Rejeter", "Insuffisant", "Passable"]).await;
    ada.press_raw(ada.id, ada.last().unwrap().id, "forgé-par-Zénobie").await;
    ada.blocks();
    ada.unblocks();
    ada.writes("/compte").await;

    let measures = bot.measures.text(0);
    bot.stop().await;
    platform.stop().await;
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(text.lines().count() > 50, "the log was caught");
    assert!(measures.contains("isoloir_bots_updates_total"), "{measures}");
    let chat = ada.id.to_string();
    let secrets = [
        TOKEN,
        SECRET,
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "personne.secrete",
        "Trifouillis",
        "Zénobie",
        &code,
        &tracker,
        &chat,
        "Assez Bien",
        "Très Bien",
        "Rejeter",
    ];
    for line in text.lines().chain(measures.lines()) {
        for secret in secrets {
            assert!(!line.contains(secret), "{secret} is told: {line}");
        }
    }
    telegram.assert_clean();
}
