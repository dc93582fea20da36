//! `kill -9` at any moment of anything that somebody does: the process dies before or after any of its writes and pages,
//! and another takes over. What was begun is there once, and the person goes on where they were.

use super::{Stage, fair};
use isoloir_bots::engine::Engine;
use isoloir_platform::clock::Clock;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::bots::wishes::{NOMINEE, TWO, Wish};
use isoloir_tests::bots::{Doomed, Fuse, Person, store};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::raw::Raw;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Moments that are gone through at once, each with a store, processes and a person of its own.
const AT_ONCE: i64 = 6;

/// Somebody whose process dies at a moment.
struct Unlucky {
    folder: TempDir,
    ada: Person,
    first: Engine,
    second: Option<Engine>,
    fuse: Fuse,
}

impl Unlucky {
    async fn new(stage: &Stage, chat: i64, moment: i64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let fuse = Fuse::at(moment);
        let doomed = Arc::new(Doomed { store: store(folder.path()).await, fuse: fuse.clone() });
        let first = stage.instance_on(doomed, fuse.clone()).await;
        let mut ada = Person::new(&first, &stage.rooms, chat + moment);
        ada.fuse = fuse.clone();
        Self { folder, ada, first, second: None, fuse }
    }

    /// Another process takes over, if the first is dead. What the network was not told is noted comes again.
    async fn take_over(&mut self, stage: &Stage) {
        if self.fuse.is_out() && self.second.is_none() {
            self.first.abandon();
            let living = stage.instance_on(store(self.folder.path()).await, Fuse::never()).await;
            (self.ada.engine, self.ada.fuse) = (living.clone(), Fuse::never());
            self.second = Some(living);
            self.ada.deliver().await;
        }
    }

    /// Until they have what they want, whatever dies.
    async fn gets(&mut self, stage: &Stage, wish: impl Fn(&Person) -> Option<isoloir_bots::engine::Doing>) {
        for _ in 0..120 {
            self.take_over(stage).await;
            let Some(doing) = wish(&self.ada) else { return };
            self.ada.does(doing).await;
        }
        panic!("it does not end: {}", self.ada.shown());
    }

    /// Whether the moment came.
    fn end(&self) -> bool {
        self.first.abandon();
        self.second.as_ref().inspect(|it| it.abandon()).is_some()
    }
}

/// A wish, killed at every moment; how many there were.
async fn at_every_moment(stage: &Stage, chat: i64, wish: Wish, check: impl AsyncFn(&str, i64)) -> i64 {
    let one = async |moment| {
        let email = format!("ada{chat}x{moment}@example.org");
        // On the roll already: from the first word over the sign-in to the end.
        Raw::citizen(&stage.platform.url(), &email).await;
        let mut unlucky = Unlucky::new(stage, chat, moment).await;
        unlucky.gets(stage, |ada| wish(ada, &email)).await;
        check(&email, moment).await;
        unlucky.end()
    };
    every(one).await
}

async fn every(one: impl AsyncFn(i64) -> bool) -> i64 {
    for from in (1..).step_by(usize::try_from(AT_ONCE).expect("small")) {
        let came = futures::future::join_all((from..from + AT_ONCE).map(|moment| one(moment))).await;
        if let Some(last) = came.iter().position(|came| !came) {
            return from + i64::try_from(last).expect("small") - 1;
        }
    }
    unreachable!("there is a last moment")
}

async fn mine(stage: &Stage, email: &str, path: &str) -> Value {
    Raw::citizen(&stage.platform.url(), email).await.get(path).await.ok()
}

#[tokio::test]
async fn in_a_lot() {
    let stage = Stage::new().await;
    let moments = at_every_moment(
        &stage,
        1_000,
        |ada, email| ada.casts(Place::Lot, email, fair),
        async |email, moment| assert_eq!(stage.has(email).await, (1, 1), "killed at {moment}"),
    );
    // Fewer moments than that would mean that the fuse does not burn.
    assert!(moments.await > 60);
}

#[tokio::test]
async fn in_the_final_vote() {
    let stage = Stage::in_the_final().await;
    let moments = at_every_moment(
        &stage,
        1_000,
        |ada, email| ada.casts(Place::Final, email, fair),
        async |email, moment| {
            let receipts = mine(&stage, email, "/v1/me/receipts").await;
            assert_eq!(receipts["items"].as_array().map(Vec::len), Some(1), "killed at {moment}: {receipts}");
        },
    );
    assert!(moments.await > 60);
}

#[tokio::test]
async fn in_supports_that_are_given_and_taken_back() {
    let stage = Stage::calling().await;
    let moments = at_every_moment(&stage, 1_000, Person::supports, async |email, moment| {
        let mine = mine(&stage, email, "/v1/me/supports").await;
        let ids: Vec<_> = mine["supports"].as_array().expect("rows").iter().map(|row| row["id"].as_u64()).collect();
        assert_eq!(ids, [Some(u64::from(TWO.0))], "killed at {moment}: {mine}");
    });
    assert!(moments.await > 40);
}

#[tokio::test]
async fn in_a_nomination() {
    let stage = Stage::calling().await;
    let moments = at_every_moment(&stage, 1_000, Person::nominates, async |email, moment| {
        let mine = mine(&stage, email, "/v1/me/supports").await;
        let names: Vec<_> =
            mine["nominations"].as_array().expect("rows").iter().map(|row| row["name"].as_str()).collect();
        assert_eq!(names, [Some(NOMINEE)], "killed at {moment}: {mine}");
    });
    assert!(moments.await > 30);
}

#[tokio::test]
async fn while_a_chat_is_linked() {
    let stage = Stage::calling().await;
    let one = async |moment| {
        let email = format!("ada{moment}@example.org");
        let mut home = Citizen::at(stage.fresh_client(), &format!("home{moment}"), stage.platform.clock.now()).await;
        home.join(&email).await;
        home.choose(Intent::Open(Place::Links)).await;
        home.choose(Intent::OfferLink).await;
        let code = home.verbatim().into_iter().find(|text| text.len() == 22).expect("a code");
        let mut unlucky = Unlucky::new(&stage, 1_000, moment).await;
        unlucky.ada.start(&code).await;
        // The owner says yes, and the chat finds out by itself, whichever process it is.
        let mut said = false;
        let linked = async {
            loop {
                unlucky.take_over(&stage).await;
                if !said {
                    home.wait().await;
                    let yes = home.screen().intents().into_iter().find(|it| matches!(it, Intent::ConfirmLink(_)));
                    if let Some(yes) = yes {
                        home.choose(yes).await;
                        said = true;
                    }
                }
                let seen = unlucky.ada.seen().screen;
                if seen.is_some_and(|it| it.id == ScreenId::Join && it.input.is_none()) {
                    return;
                }
                let mut changes = stage.rooms.changes();
                let _ = tokio::time::timeout(Duration::from_millis(50), changes.changed()).await;
            }
        };
        let done = tokio::time::timeout(Duration::from_secs(120), linked).await;
        assert!(done.is_ok(), "killed at {moment}: {}", unlucky.ada.shown());
        // It acts for the account, from whichever process.
        unlucky.gets(&stage, |ada| ada.supports(&email)).await;
        let links = mine(&stage, &email, "/v1/me/links").await;
        let all = links.as_array().or_else(|| links["items"].as_array()).expect("links").len();
        assert_eq!(all, 1, "killed at {moment}: {links}");
        unlucky.end()
    };
    assert!(every(one).await > 20);
}
