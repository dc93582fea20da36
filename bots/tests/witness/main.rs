//! Witnesses of a board: what is stated, once; what does not hold is said, and what proves it is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

mod places;
#[path = "../../../shared/tests/client/server.rs"]
#[allow(dead_code, reason = "made for the client's tests")]
mod server;
#[path = "../../../shared/tests/client/town.rs"]
#[allow(dead_code, reason = "made for the booth's tests")]
mod town;

use isoloir_bots::store::{SqliteStore, Store};
use isoloir_bots::witness::{Kind, Statement, Trouble, Watch};
use isoloir_shared::api::client::Client;
use isoloir_shared::booth::BoothFault;
use jiff::{SignedDuration, Timestamp};
use server::Server;
use std::path::Path;
use std::sync::{Arc, Mutex};
use town::{Lie, Town};

const EVERY: SignedDuration = SignedDuration::from_hours(1);

fn at(minutes: i64) -> Timestamp {
    "2016-11-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

async fn store(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(&folder.join("bots.db")).await.unwrap())
}

fn watcher(server: &Server, store: &Arc<dyn Store>) -> Watch {
    Watch::new(&Client::new(server.url.clone()).unwrap(), store.clone(), EVERY)
}

struct Scene {
    folder: tempfile::TempDir,
    store: Arc<dyn Store>,
    server: Server,
    town: Arc<Mutex<Town>>,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let (server, town) = Town::open().await;
        Self { folder, store, server, town }
    }

    /// All that was stated, as a place that was never written to would get it.
    async fn stated(&self, now: Timestamp) -> Vec<Statement> {
        self.store.unsaid("nowhere", now, at(-1)).await.unwrap()
    }

    fn grows(&self) {
        self.town.lock().unwrap().others(3);
    }
}

fn kinds(statements: &[Statement]) -> Vec<Kind> {
    statements.iter().map(|it| it.kind).collect()
}

#[tokio::test]
async fn a_vote_is_told_of_at_its_opening_and_every_hour_once_for_all_instances() {
    let scene = Scene::new().await;
    let (mut one, mut two) =
        (watcher(&scene.server, &scene.store), watcher(&scene.server, &store(scene.folder.path()).await));
    one.look(at(10)).await.unwrap();
    two.look(at(11)).await.unwrap();
    scene.grows();
    two.look(at(50)).await.unwrap();
    let stated = scene.stated(at(50)).await;
    assert_eq!(kinds(&stated), [Kind::Opened]);
    assert_eq!(stated[0].told.checkpoint.as_ref().unwrap().size, 1);
    two.look(at(60)).await.unwrap();
    one.look(at(61)).await.unwrap();
    let stated = scene.stated(at(61)).await;
    assert_eq!(kinds(&stated), [Kind::Opened, Kind::Grown]);
    assert_eq!(stated[1].told.checkpoint.as_ref().unwrap().size, 4);
    // Nobody looked for hours: of an open vote the newest alone is told.
    scene.grows();
    one.look(at(130)).await.unwrap();
    let stated = scene.stated(at(500)).await;
    assert_eq!(kinds(&stated), [Kind::Opened, Kind::Grown]);
    assert_eq!(stated[1].told.checkpoint.as_ref().unwrap().size, 7);
}

#[tokio::test]
async fn a_board_made_anew_is_told_by_whoever_saw_the_one_before_and_the_proof_is_kept() {
    let scene = Scene::new().await;
    scene.grows();
    watcher(&scene.server, &scene.store).look(at(0)).await.unwrap();
    scene.town.lock().unwrap().lie(Lie::AnotherBoard);
    // Another run of the program: what it saw is in the store.
    let mut later = watcher(&scene.server, &store(scene.folder.path()).await);
    for minute in [1, 2, 3, 4, 70, 71, 72] {
        later.look(at(minute)).await.unwrap();
    }
    let stated = scene.stated(at(72)).await;
    assert_eq!(kinds(&stated), [Kind::Opened, Kind::Broken], "once, and nothing else is told of it meanwhile");
    let troubles = scene.store.troubles().await.unwrap();
    let Some(Trouble::Shown(BoothFault::Split { known, shown })) = &troubles[0].told.trouble else {
        panic!("{troubles:?}")
    };
    // Anyone can see with these two lines alone that both were signed.
    let town = scene.town.lock().unwrap();
    let (board, election) = (town.election().manifest().board, *town.election().hash());
    for line in [known, shown] {
        let line: isoloir_ballot::board::Checkpoint = line.to_string().parse().unwrap();
        line.check(&board, &election).unwrap();
    }
    assert_eq!((known.size, shown.size), (4, 5));
    let notice = isoloir_bots::chat::checkpoint::notice(&troubles[0]);
    for line in [known, shown] {
        assert!(notice.plain.contains(&line.to_string()) && notice.telegram.contains(&line.to_string()));
    }
    assert!(notice.loud && notice.plain.contains("ne montre pas que l’un continue l’autre"), "{}", notice.plain);
}

#[tokio::test]
async fn a_vote_described_anew_is_told() {
    let scene = Scene::new().await;
    let mut watch = watcher(&scene.server, &scene.store);
    watch.look(at(0)).await.unwrap();
    scene.town.lock().unwrap().lie(Lie::AnotherManifest);
    watch.look(at(1)).await.unwrap();
    let stated = scene.stated(at(1)).await;
    assert_eq!(kinds(&stated), [Kind::Opened, Kind::Broken]);
    assert_eq!(stated[1].told.trouble, Some(Trouble::Shown(BoothFault::OtherElection)));
    // Another run has forgotten nothing of it.
    watcher(&scene.server, &scene.store).look(at(70)).await.unwrap();
    assert_eq!(kinds(&scene.stated(at(70)).await), [Kind::Opened, Kind::Broken]);
}

#[tokio::test]
async fn a_board_that_is_not_shown_to_grow_is_told_after_a_while() {
    let scene = Scene::new().await;
    watcher(&scene.server, &scene.store).look(at(0)).await.unwrap();
    scene.grows();
    scene.town.lock().unwrap().lie(Lie::HidesGrowth);
    let mut watch = watcher(&scene.server, &scene.store);
    for minute in 1..3 {
        watch.look(at(minute)).await.unwrap();
    }
    assert_eq!(kinds(&scene.stated(at(2)).await), [Kind::Opened], "not for a moment's breakdown");
    scene.town.lock().unwrap().lie(Lie::None);
    watch.look(at(3)).await.unwrap();
    scene.grows();
    scene.town.lock().unwrap().lie(Lie::HidesGrowth);
    for minute in 4..7 {
        watch.look(at(minute)).await.unwrap();
    }
    let stated = scene.stated(at(6)).await;
    assert!(matches!(stated[1].told.trouble, Some(Trouble::Shown(BoothFault::Split { .. }))), "{stated:?}");
    // It is over: what it says is told again.
    scene.town.lock().unwrap().lie(Lie::None);
    watch.look(at(61)).await.unwrap();
    assert_eq!(kinds(&scene.stated(at(61)).await), [Kind::Opened, Kind::Broken, Kind::Grown]);
}

#[tokio::test]
async fn a_platform_that_answers_and_shows_nothing_any_more_is_told_of() {
    let scene = Scene::new().await;
    watcher(&scene.server, &scene.store).look(at(0)).await.unwrap();
    scene.town.lock().unwrap().lie(Lie::Silent);
    let mut watch = watcher(&scene.server, &scene.store);
    for minute in 1..15 {
        watch.look(at(minute)).await.unwrap();
    }
    assert_eq!(kinds(&scene.stated(at(14)).await), [Kind::Opened]);
    watch.look(at(15)).await.unwrap();
    assert_eq!(scene.stated(at(15)).await[1].told.trouble, Some(Trouble::Withheld));
}

#[tokio::test]
async fn what_still_does_not_hold_is_told_again_the_next_day_and_of_each_platform() {
    let scene = Scene::new().await;
    watcher(&scene.server, &scene.store).look(at(0)).await.unwrap();
    scene.town.lock().unwrap().lie(Lie::AnotherManifest);
    let alarms = |statements: &[Statement]| statements.iter().filter(|it| it.kind == Kind::Broken).count();
    // 08:00 UTC is the beginning; midnight is 960 minutes later.
    for (minute, told) in [(1, 1), (500, 1), (959, 1), (960, 2), (961, 2), (2_000, 2)] {
        // Each look by another run of the program: what was told is in the store.
        watcher(&scene.server, &store(scene.folder.path()).await).look(at(minute)).await.unwrap();
        assert_eq!(alarms(&scene.stated(at(minute)).await), told, "minute {minute}");
    }
    // The same bots watched a platform that was only tried: its alarm of today silences nothing of another.
    let (other, town) = Town::open().await;
    watcher(&other, &scene.store).look(at(2_001)).await.unwrap();
    town.lock().unwrap().lie(Lie::AnotherManifest);
    watcher(&other, &scene.store).look(at(2_002)).await.unwrap();
    assert_eq!(alarms(&scene.stated(at(2_002)).await), 3);
}

#[tokio::test]
async fn before_a_vote_opens_and_where_nobody_answers_nothing_is_told() {
    let scene = Scene::new().await;
    let nobody = Server::scripted([]).await;
    for _ in 0..20 {
        watcher(&nobody, &scene.store).look(at(0)).await.unwrap();
    }
    assert!(scene.stated(at(0)).await.is_empty());
    let mut watch = watcher(&scene.server, &scene.store);
    for minute in 0..20 {
        watch.look(at(minute)).await.unwrap();
    }
    assert_eq!(kinds(&scene.stated(at(19)).await), [Kind::Opened], "and nothing of the final, which there is not yet");
}
