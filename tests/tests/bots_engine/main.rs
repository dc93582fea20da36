//! The bots' engine over a real platform: whole journeys, and everything that may happen to a process on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod faults;
mod keys;
mod kills;
mod witness;

use isoloir_bots::engine::{ChatKey, Doing, Engine, HandsError, Unreadable, Word};
use isoloir_bots::seal::Keyring;
use isoloir_bots::store::{Store, Vault, VaultError};
use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{Lang, PhaseKind};
use isoloir_shared::text::key;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::bots::{Fuse, Person, Phone, Rooms, ballot, instance_ahead, instance_of, store};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use jiff::SignedDuration;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const NAMES: [&str; 6] =
    ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Emmy Noether", "Sophie Germain", "Évariste Galois"];

/// A platform in its pre-selection, and what instances of the bots share.
struct Stage {
    platform: TestPlatform,
    client: Client,
    rooms: Rooms,
    folder: TempDir,
}

impl Stage {
    async fn new() -> Self {
        let platform = TestPlatform::start("lots").await;
        setup::confirmed(&platform, &NAMES).await;
        platform.enter(PhaseKind::Preselection).await;
        Self::on(platform)
    }

    /// While candidates are called for.
    async fn calling() -> Self {
        let platform = TestPlatform::start("lots").await;
        for name in NAMES {
            setup::declare(&platform, name).await;
        }
        Self::on(platform)
    }

    /// While the final is open.
    async fn in_the_final() -> Self {
        let platform = TestPlatform::start("lots").await;
        let candidates = setup::confirmed(&platform, &NAMES).await;
        platform.enter(PhaseKind::Preselection).await;
        setup::crowd(&platform, 12).await;
        setup::to_the_final(&platform, &candidates).await;
        Self::on(platform)
    }

    fn on(platform: TestPlatform) -> Self {
        let client = Client::new(platform.url().parse().expect("a URL")).expect("a client");
        Self { platform, client, rooms: Rooms::default(), folder: tempfile::tempdir().expect("a folder") }
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A client of somebody who is not here in a chat.
    fn fresh_client(&self) -> Client {
        Client::new(self.platform.url().parse().expect("a URL")).expect("a client")
    }

    /// Another instance on the same store.
    async fn instance(&self) -> Engine {
        self.instance_on(store(self.folder()).await, Fuse::never()).await
    }

    /// One whose clock is so much ahead.
    async fn instance_ahead(&self, ahead: SignedDuration) -> Engine {
        let phone = Phone { rooms: self.rooms.clone(), fuse: Fuse::never() };
        instance_ahead(store(self.folder()).await, self.client.clone(), phone, ahead).await
    }

    async fn instance_on(&self, store: Arc<dyn Store>, fuse: Fuse) -> Engine {
        instance_of(store, self.client.clone(), Phone { rooms: self.rooms.clone(), fuse }).await
    }

    /// What the platform has of somebody: lots that were drawn, ballots that were cast.
    async fn has(&self, email: &str) -> (usize, usize) {
        let raw = Raw::citizen(&self.platform.url(), email).await;
        let count = |page: serde_json::Value| page["items"].as_array().expect("a page").len();
        let lots = count(raw.get("/v1/me/lots").await.ok());
        (lots, count(raw.get("/v1/me/receipts").await.ok()))
    }
}

fn fair(candidate: CandidateId) -> u8 {
    u8::try_from(candidate.0 % 5).expect("small")
}

#[tokio::test]
async fn a_whole_lot_is_voted_in_a_chat() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.votes("ada@example.org", fair).await;
    assert_eq!(ada.screen().id, ScreenId::Receipt, "{}", ada.shown());
    assert_eq!(stage.has("ada@example.org").await, (1, 1));
    // One flow is one message: a new one only below what the person wrote (and the first).
    let seen = ada.seen();
    assert!(seen.messages <= 6, "{}", seen.messages);
    assert!(seen.edits > seen.messages);
    // Every press was answered, once.
    assert!(!seen.answers.is_empty());
    engine.stop(Duration::from_secs(5)).await;
}

#[tokio::test]
async fn an_update_that_comes_twice_is_handled_once() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    for _ in 0..80 {
        let Some(doing) = ada.casts(Place::Lot, "ada@example.org", fair) else { break };
        let update = ada.update(doing);
        ada.open.extend([update.clone(), update]);
        ada.deliver().await;
    }
    assert_eq!(ada.screen().id, ScreenId::Receipt, "{}", ada.shown());
    assert_eq!(stage.has("ada@example.org").await, (1, 1));
}

#[tokio::test]
async fn two_instances_lose_no_grade() {
    let stage = Stage::new().await;
    let engines = [stage.instance().await, stage.instance().await];
    let mut ada = Person::new(&engines[0], &stage.rooms, 7);
    // To the ballot, each message at another instance.
    for n in 0..80 {
        if ada.seen().screen.is_some_and(|screen| ballot(&screen).is_some()) {
            break;
        }
        ada.engine = engines[n % 2].clone();
        let doing = ada.casts(Place::Lot, "ada@example.org", fair).expect("a ballot comes");
        ada.does(doing).await;
    }
    let rows = ballot(&ada.screen()).expect("a ballot").rows;
    // Some of the grades at once, at both instances: a grade given at one is there at the other. An old button of the
    // same ballot is told so and is pressed again, as a person would.
    for row in &rows {
        let other = ballot(&ada.screen()).expect("a ballot").rows;
        let row = other.iter().find(|it| it.candidate == row.candidate).expect("the same lot");
        let choice = row.choices.iter().find(|it| it.grade == Some(fair(row.candidate))).expect("a grade");
        let mut noted = Vec::new();
        for engine in &engines {
            let press = Doing::Press { code: choice.intent.to_string(), press: "7/x".into(), message: String::new() };
            let update = ada.update(press);
            noted.push(engine.hear(update).await.expect("it hears"));
        }
        for noted in noted {
            noted.await.expect("it is noted");
        }
        for engine in &engines {
            ada.engine = engine.clone();
            ada.settled().await;
        }
    }
    let graded = ballot(&ada.screen()).expect("a ballot").rows;
    for row in &graded {
        let chosen: Vec<_> = row.choices.iter().filter(|it| it.chosen).map(|it| it.grade).collect();
        assert_eq!(chosen, vec![Some(fair(row.candidate))], "{}", ada.shown());
    }
    ada.votes("ada@example.org", fair).await;
    assert_eq!(stage.has("ada@example.org").await, (1, 1));
}

#[tokio::test]
async fn a_wrong_key_makes_no_new_voters() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    Person::new(&engine, &stage.rooms, 7).start("").await;
    let wrong = Vault::open(store(stage.folder()).await, Keyring::random()).await.map(drop);
    assert!(matches!(wrong, Err(VaultError::WrongKey(_))), "{wrong:?}");
}

#[tokio::test]
async fn links_lead_to_what_they_name_and_nowhere_else() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.start("c_1").await;
    assert_eq!(ada.screen().id, ScreenId::Candidate, "{}", ada.shown());
    assert_eq!(ada.seen().word, Some(Word::Greet));
    ada.start("").await;
    assert_eq!(ada.screen().id, ScreenId::Home);
    ada.start("c_1); DROP TABLE people").await;
    assert_eq!(ada.screen().id, ScreenId::Home);
    assert!(matches!(ada.seen().word, Some(Word::Say(_))), "{}", ada.shown());
    ada.start("l").await;
    ada.start("r_final").await;
    assert_eq!(ada.screen().id, ScreenId::Results, "{}", ada.shown());
}

#[tokio::test]
async fn a_number_is_meant_for_what_stood_there_when_it_was_typed() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.start("").await;
    ada.choose(Intent::Open(Place::Candidates)).await;
    // Twice at once: the second one comes before she can have seen what the first one did.
    let both = [ada.update(Doing::Text("!2".into())), ada.update(Doing::Text("!2".into()))];
    let mut noted = Vec::new();
    for update in both {
        noted.push(engine.hear(update).await.expect("it hears"));
    }
    for noted in noted {
        noted.await.expect("it is noted");
    }
    ada.settled().await;
    assert_eq!(ada.screen().id, ScreenId::Candidate, "{}", ada.shown());
    let Some(Word::Say(word)) = ada.seen().word else { panic!("{}", ada.shown()) };
    assert!(word.resolve(Lang::Fr).contains("ces numéros ont changé"), "{word:?}");
    // What stands there now is seen, and a number counts.
    ada.write("!1").await;
    assert_ne!(ada.seen().word, Some(Word::Unknown), "{}", ada.shown());
    assert!(!matches!(ada.seen().word, Some(Word::Say(_))), "{}", ada.shown());
}

#[tokio::test]
async fn a_flood_is_let_go_and_slows_nobody_else() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut noisy = Person::new(&engine, &stage.rooms, 7);
    noisy.start("").await;
    let mut quiet = Person::new(&engine, &stage.rooms, 8);
    quiet.start("").await;
    let before = noisy.seen();
    let mut noted = Vec::new();
    for n in 0..2_000 {
        let update = noisy.update(Doing::Text(format!("{n}")));
        noted.push(engine.hear(update).await.expect("it hears"));
    }
    let last = noisy.update(Doing::Unreadable(Unreadable::Kind));
    noted.push(engine.hear(last).await.expect("it hears"));
    // Nobody has waited for the two thousand yet: one of the quiet one's is answered among the first.
    let update = quiet.update(Doing::Text("bonjour".into()));
    engine.hear(update).await.expect("it hears").await.expect("it is noted");
    for noted in noted {
        noted.await.expect("it is noted, or let go");
    }
    noisy.settled().await;
    let after = noisy.seen();
    let pages = after.messages + after.edits - before.messages - before.edits;
    assert!(pages <= 40, "a flood is not answered with a flood: {pages}");
    assert_eq!(after.word, Some(Word::Say(key::BOTS_UNREADABLE.into())), "what was sent last is answered");
    assert!(matches!(quiet.seen().word, Some(Word::Unknown)));
}

#[tokio::test]
async fn a_network_that_fails_is_tried_again_and_who_left_is_left_alone() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    stage.rooms.fail("7", vec![HandsError::Later(Duration::from_millis(1)); 3]);
    ada.start("").await;
    assert_eq!(ada.screen().id, ScreenId::Home);
    // A page that is refused is not sent for ever; the next one is a new message.
    stage.rooms.fail("7", vec![HandsError::Failed("400".into())]);
    ada.choose(Intent::Open(Place::Candidates)).await;
    assert_eq!(ada.screen().id, ScreenId::Home);
    ada.choose(Intent::Open(Place::Calendar)).await;
    assert_eq!((ada.screen().id, ada.seen().messages), (ScreenId::Calendar, 2));
    // Blocked, in the middle; then back.
    stage.rooms.fail("7", vec![HandsError::Gone]);
    ada.choose(Intent::Open(Place::Home)).await;
    assert_eq!(ada.screen().id, ScreenId::Calendar);
    let row = store(stage.folder()).await.person(&ada.chat).await.expect("it is read").expect("known");
    assert!(!row.reachable);
    ada.start("").await;
    assert_eq!(ada.screen().id, ScreenId::Home);
}

#[tokio::test]
async fn the_other_chats_of_an_account_are_told_of_a_new_one() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.votes("ada@example.org", fair).await;
    let mut changes = stage.rooms.changes();
    let mut also = Person::new(&engine, &stage.rooms, 8);
    while let Some(doing) = also.enters("ada@example.org") {
        also.does(doing).await;
    }
    let told = async {
        while stage.rooms.seen("7").lines.is_empty() {
            changes.changed().await.expect("the rooms are there");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.expect("they are told");
    assert!(stage.rooms.seen("8").lines.is_empty());
}

#[tokio::test]
async fn nothing_is_kept_in_the_clear() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.votes("ada@example.org", fair).await;
    engine.stop(Duration::from_secs(5)).await;
    for file in std::fs::read_dir(stage.folder()).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("it is read");
        for secret in ["ada@example.org", "\"grade\"", "\"answers\"", "\"refresh\"", "\"access\""] {
            let found = bytes.windows(secret.len()).any(|it| it == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", path.display());
        }
    }
    assert_eq!(ChatKey::telegram(7).chat, "7");
}
