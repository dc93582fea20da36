//! A fault of ours, a panic, while somebody's message is handled or their page is shown: it is that message's alone, the
//! person is told, their next message is served; and what the program leaves of it in its log tells nothing of anybody.

use super::{Stage, fair};
use async_trait::async_trait;
use isoloir_bots::engine::{Doing, Engine, Hands, HandsError, Look, Meaning, Network, Shown};
use isoloir_bots::observe;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::Msg;
use isoloir_shared::view::{Intent, Place, Screen, ScreenId};
use isoloir_tests::bots::{Fuse, KEY, Person, Phone, ballot};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Says that this process is the one whose trace is read.
const TRACED: &str = "ISOLOIR_TEST_TRACED";
/// What she writes; it begins with a letter of two bytes, in the middle of which it is cut.
const WORDS: &str = "Émile a « Très Bien », dit Ada de Trifouillis";

/// Hands that fail as careless code does: the panic's own words hold what they looked at.
struct Clumsy {
    phone: Phone,
    drops: Arc<AtomicBool>,
}

#[async_trait]
impl Hands for Clumsy {
    fn network(&self) -> Network {
        self.phone.network()
    }

    fn read(&self, doing: &Doing, screen: &Screen, lang: Lang, shown: Option<&Shown>) -> Meaning {
        if let Doing::Text(text) = doing {
            assert!(text != WORDS || text[..1].is_empty(), "cut in the middle of a letter");
        }
        self.phone.read(doing, screen, lang, shown)
    }

    async fn show(&self, look: &Look<'_>) -> Result<Shown, HandsError> {
        let dropped = self.drops.swap(false, Ordering::Relaxed).then(|| format!("{:?}", look.screen));
        assert_eq!(dropped, None, "a page is dropped");
        self.phone.show(look).await
    }

    async fn deliver(&self, room: &str, key: &str, document: &Document) -> Result<(), HandsError> {
        self.phone.deliver(room, key, document).await
    }

    async fn say(&self, room: &str, key: &str, text: &Msg, lang: Lang) -> Result<(), HandsError> {
        self.phone.say(room, key, text, lang).await
    }

    async fn answer(&self, press: &str, word: Option<&Msg>, lang: Lang) -> Result<(), HandsError> {
        self.phone.answer(press, word, lang).await
    }
}

async fn clumsy(stage: &Stage) -> (Engine, Arc<AtomicBool>) {
    let engine = stage.instance().await;
    let (drops, phone) = (Arc::new(AtomicBool::new(false)), Phone { rooms: stage.rooms.clone(), fuse: Fuse::never() });
    engine.attach(Arc::new(Clumsy { phone, drops: drops.clone() }));
    (engine, drops)
}

/// The lines that she was told beside her page, once there are as many: nothing waits for those.
async fn lines(stage: &Stage, wanted: usize) -> Vec<String> {
    let mut changes = stage.rooms.changes();
    let told = async {
        while stage.rooms.seen("7").lines.len() < wanted {
            changes.changed().await.expect("the rooms are there");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.expect("she is told");
    stage.rooms.seen("7").lines
}

/// What happens in the process whose trace is read.
async fn faults() {
    observe::log();
    let stage = Stage::new().await;
    let (engine, drops) = clumsy(&stage).await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    // To her ballot, with a first grade on it.
    while ada.seen().screen.is_none_or(|screen| ballot(&screen).is_none()) {
        let doing = ada.casts(Place::Lot, "ada@example.org", fair).expect("a ballot comes");
        ada.does(doing).await;
    }
    let first = ada.casts(Place::Lot, "ada@example.org", fair).expect("a grade");
    ada.does(first).await;
    let before = ada.screen();

    ada.write(WORDS).await;
    let told = lines(&stage, 1).await;
    assert!(told.len() == 1 && told[0].contains("Une erreur du robot"), "{told:?}");
    assert_eq!(ada.screen(), before, "nothing came of it");
    assert!(ada.open.is_empty(), "it does not come again");
    // Somebody else is served, and so is she.
    let mut bob = Person::new(&engine, &stage.rooms, 8);
    bob.start("").await;
    ada.choose(Intent::Open(Place::Home)).await;
    assert_eq!(ada.screen().id, ScreenId::Home, "{}", ada.shown());

    // A page that falls: she is told, once, and goes on.
    drops.store(true, Ordering::Relaxed);
    ada.choose(Intent::Open(Place::Lot)).await;
    assert_eq!(ada.screen().id, ScreenId::Home);
    let told = lines(&stage, 2).await;
    assert!(told.len() == 2 && told[1].contains("n’a pas pu être affichée"), "{told:?}");
    ada.votes("ada@example.org", fair).await;
    assert_eq!(ada.screen().id, ScreenId::Receipt, "{}", ada.shown());
    assert_eq!(ada.seen().lines.len(), 2);
    engine.stop(Duration::from_secs(5)).await;
}

#[test]
fn a_fault_is_one_messages_own_and_its_trace_tells_nothing_of_anybody() {
    if std::env::var_os(TRACED).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        return runtime.expect("a runtime").block_on(faults());
    }
    // All that a process says of it, by its log or beside it.
    let mut process = Command::new(std::env::current_exe().expect("a test has a path"));
    process.args([
        "faults::a_fault_is_one_messages_own_and_its_trace_tells_nothing_of_anybody",
        "--exact",
        "--nocapture",
    ]);
    let done = process.env(TRACED, "yes").env("ISOLOIR_LOG", "trace").output().expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &*String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let faults: Vec<_> = said.lines().filter(|line| line.contains("a fault of this program")).collect();
    assert!(faults.iter().filter(|line| line.contains("faults.rs:")).count() >= 2, "where it was is told: {faults:#?}");
    let secrets = ["Émile", "mile a", "Trifouillis", "Très Bien", "À Rejeter", "ada@example.org", "panicked at", KEY];
    for line in said.lines() {
        for secret in secrets {
            assert!(!line.contains(secret), "{secret} is told: {line}");
        }
    }
}
