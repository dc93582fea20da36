//! An announcement from its first word to the last person who gets it: written, looked at and tried at a terminal (the
//! real program), approved, held and let go on from Telegram, followed by an observer on Matrix.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod desk;

use desk::palette;
use isoloir_bots::engine::Clock as BotClock;
use isoloir_bots::outbox::report;
use isoloir_bots::store::{SqliteStore, Store as _};
use isoloir_platform::clock::Clock as _;
use isoloir_platform::secrets::token_hash;
use isoloir_shared::api::types::{EventKind, PhaseKind, Role};
use isoloir_tests::matrix::{Bot as MatrixBot, Homeserver, Person as MatrixPerson};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::staff::Staff;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Person, Telegram};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const TOKEN: &str = "a-token-of-the-bots-0123456789";
/// Ctrl-S: what was typed on several lines is the answer.
const SUBMIT: &str = "\x13";

/// The bots' clock: an evening in which nobody is woken, until the morning comes.
struct Night {
    begun: Instant,
    morning: AtomicBool,
}

impl BotClock for Night {
    fn now(&self) -> Timestamp {
        let at =
            if self.morning.load(Ordering::SeqCst) { "2027-01-05T09:00:00+01:00" } else { "2027-01-04T22:00:00+01:00" };
        let at: Timestamp = at.parse().expect("an instant");
        at + SignedDuration::try_from(self.begun.elapsed()).expect("a test is short")
    }
}

/// Ada writes it, looks at it as Telegram will show it, sends a test to herself and asks for approval.
fn ada_writes(platform: &TestPlatform, ada: &mut Staff) {
    let (_data, mut terminal) = desk::organises(platform, &ada.email, 40);
    terminal.until("Votre rôle");
    palette(&mut terminal, "annonces", "Annonces");
    terminal.until("Aucune annonce n’a été approuvée");
    palette(&mut terminal, "ecrire une", "Écrire une annonce");
    for (asked, words, end) in [
        ("Titre en français", "Table ronde lundi", "\r"),
        ("Texte en français", "À 20 h, salle des fêtes.", SUBMIT),
        ("Titre en anglais", "Round table on Monday", "\r"),
        ("Texte en anglais", "At 8 p.m., in the village hall.", SUBMIT),
    ] {
        terminal.until(asked);
        terminal.key(words);
        terminal.until(words);
        terminal.key(end);
    }
    terminal.until("Comptes qui la trouveront");
    terminal.until("Discussions Telegram");
    palette(&mut terminal, "apercu", "Voir l’aperçu");
    terminal.until("Tel que chaque personne le lira");
    palette(&mut terminal, "telegram", "Telegram");
    terminal.until("/annonces_stop");
    palette(&mut terminal, "revenir a l", "Revenir à l’annonce");
    terminal.until("Comptes qui la trouveront");
    palette(&mut terminal, "essai", "M’envoyer un essai");
    terminal.until("Code à six chiffres");
    terminal.key(&ada.code(platform.clock.now()));
    terminal.key("\r");
    terminal.until("Un essai est dans votre boîte");
    palette(&mut terminal, "demander l", "Demander l’approbation");
    terminal.until("Une autre personne de l’organisation doit l’approuver");
    terminal.key("q");
}

/// Ben looks at it on Telegram, approves, holds it and lets it go on.
async fn ben_decides(platform: &TestPlatform, ben: &mut Staff, on: &Person) {
    on.organises(&ben.email).await;
    on.sees("Votre rôle").await;
    on.taps("Annonces").await;
    on.until("what waits", |it| it.offers("Annoncer : Table ronde lundi")).await;
    on.taps("Annoncer : Table ronde lundi").await;
    on.sees("in the village hall.").await;
    on.taps("Voir l’aperçu").await;
    on.sees("Tel que chaque personne le lira").await;
    on.taps("Revenir à l’annonce").await;
    on.sees("in the village hall.").await;
    on.taps("Approuver…").await;
    on.taps("Oui, approuver").await;
    on.sees("Code à six chiffres").await;
    let written = on.says(&ben.code(platform.clock.now()));
    on.sees("C’est approuvé").await;
    on.until_gone(written).await;
    on.taps("Annonces").await;
    on.until("what was approved", |it| it.offers("Table ronde lundi") && !it.offers("Annoncer")).await;
    on.taps("Table ronde lundi").await;
    on.sees("Envoi d’une annonce").await;
    // Zoé sleeps: her copy waits for the morning, and Ben sees that it does.
    let mut shown = on.last().unwrap();
    for _ in 0..60 {
        if shown.text.contains("en attente 1") && shown.text.contains("Remis à plus tard") {
            break;
        }
        on.press("Actualiser").await;
        tokio::time::timeout(Duration::from_secs(1), on.changes().changed()).await.ok();
        shown = on.last().unwrap();
    }
    assert!(shown.text.contains("en attente 1") && shown.text.contains("Fin estimée"), "{}", on.transcript());
    on.taps("Suspendre").await;
    on.sees("C’est suspendu").await;
    on.taps("Reprendre").await;
    on.sees("C’est reparti").await;
}

/// Eve follows it to the end on Matrix, and is offered nothing to decide.
async fn eve_follows(eve: &mut MatrixPerson, email: &str) {
    eve.signs_in(email).await;
    eve.asks_until("/accueil", "Organiser la primaire").await;
    eve.takes("Organiser la primaire", "observation").await;
    eve.takes("Annonces", "Table ronde lundi").await;
    eve.takes("Table ronde lundi", "Envoi d’une annonce").await;
    for _ in 0..60 {
        if eve.page.body.contains("reçues 1, en attente 0") {
            break;
        }
        eve.takes("Actualiser", "Envoi d’une annonce").await;
    }
    assert!(eve.page.body.contains("reçues 1, en attente 0"), "{}", eve.story);
    assert!(eve.page.offers("Suspendre").is_none() && eve.page.offers("Annuler…").is_none(), "{}", eve.page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_is_written_tried_approved_held_and_followed_to_its_end() {
    let platform =
        TestPlatform::start_with("lots", |settings| settings.bots.token_hash = Some(token_hash(TOKEN))).await;
    let mut ada = Staff::named(&platform, "ada@orga.example", Role::Organiser).await;
    let mut ben = Staff::named(&platform, "ben@orga.example", Role::Organiser).await;
    let eve = Staff::named(&platform, "eve@orga.example", Role::Observer).await;
    ada.signs_in(&platform).await;
    ben.signs_in(&platform).await;

    let telegram = Telegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let night = Arc::new(Night { begun: Instant::now(), morning: AtomicBool::new(false) });
    let url = platform.url();
    let bot = Setup { clock: night.clone(), ..Setup::new(&telegram, &url, folder.path()) }.start().await;
    let stop = CancellationToken::new();
    let telling = tokio::spawn(report(bot.engine.clone(), TOKEN.to_owned().into(), stop.clone()));
    let zoe = telegram.person("Zoé", "fr");
    zoe.start();
    zoe.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    zoe.writes("/annonces").await;
    // The bots hear the platform's events from now on.
    let store = SqliteStore::open(&folder.path().join("bots.db")).await.unwrap();
    let app = platform.platform.app();
    for _ in 0..200 {
        if store.position("announcements.event").await.unwrap().is_some() {
            break;
        }
        app.events.stored(
            app.store
                .add_event(platform.clock.now(), EventKind::Calendar { phase: PhaseKind::Preselection })
                .await
                .unwrap(),
        );
        tokio::time::timeout(Duration::from_millis(100), std::future::pending::<()>()).await.ok();
    }

    tokio::task::block_in_place(|| ada_writes(&platform, &mut ada));
    let trial = app.store.inbox(isoloir_platform::store::AccountId(1), 10).await.unwrap();
    assert_eq!((trial.unread, trial.items[0].announcement.title.fr.as_str()), (1, "Essai : Table ronde lundi"));
    platform.clock.advance(SignedDuration::from_mins(1));
    let on = telegram.person("Ben", "fr");
    ben_decides(&platform, &mut ben, &on).await;
    assert!(!zoe.all().iter().any(|it| it.text.contains("Table ronde")), "nobody is woken");
    night.morning.store(true, Ordering::SeqCst);
    let told = zoe.receives("the announcement", |it| it.text.contains("Table ronde lundi")).await;
    assert!(told.text.contains("Les organisateurs · ") && told.text.contains("/annonces_stop"), "{}", told.text);

    let server = Homeserver::start().await;
    let mut room_bot = MatrixBot::start(&server, &platform.url()).await;
    let mut room = MatrixPerson::arrive(&server, "eve").await;
    room.meet(&room_bot.account.user, None).await;
    room.reads("Bonjour").await;
    eve_follows(&mut room, &eve.email).await;
    room_bot.stop().await;
    room.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-announcing-eve");
    let copies = zoe.all().iter().filter(|it| it.text.contains("salle des fêtes")).count();
    assert_eq!(copies, 1, "once");
    stop.cancel();
    telling.await.unwrap();
    telegram.assert_clean();
    bot.stop().await;
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_to_oneself_arrives_in_all_of_ones_chats_and_in_nobody_elses() {
    let platform = TestPlatform::start("lots").await;
    let mut ada = Staff::named(&platform, "ada@orga.example", Role::Organiser).await;
    ada.signs_in(&platform).await;
    let telegram = Telegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let bot = Setup::new(&telegram, &platform.url(), folder.path()).start().await;
    let [there, zoe, here] = ["Ada", "Zoé", "Ada"].map(|name| telegram.person(name, "fr"));
    zoe.start();
    zoe.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    zoe.signs_in("zoe@citoyen.example").await;
    there.organises(&ada.email).await;
    here.organises(&ada.email).await;
    here.sees("Votre rôle").await;
    here.taps("Annonces").await;
    here.until("a way to write", |it| it.offers("Écrire une annonce")).await;
    here.taps("Écrire une annonce").await;
    for (asked, words) in [
        ("Titre en français", "Table ronde lundi"),
        ("Texte en français", "À 20 h, salle des fêtes."),
        ("Titre en anglais", "Round table on Monday"),
        ("Texte en anglais", "At 8 p.m., in the village hall."),
    ] {
        here.sees(asked).await;
        here.writes(words).await;
    }
    here.until("all of it", |it| it.offers("M’envoyer un essai")).await;
    here.taps("M’envoyer un essai").await;
    here.sees("Code à six chiffres").await;
    here.says(&ada.code(platform.clock.now()));
    for mine in [&here, &there] {
        let got = mine.receives("the test", |it| it.text.contains("Essai : Table ronde lundi")).await;
        assert!(got.text.contains("Les organisateurs · ") && got.text.contains("/annonces_stop"), "{}", got.text);
    }
    assert!(!zoe.all().iter().any(|it| it.text.contains("Table ronde")), "{}", zoe.transcript());
    telegram.assert_clean();
    bot.stop().await;
    platform.stop().await;
}
