//! `kill -9` of the real program in the middle of casts: every ballot that was acknowledged is there, once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

#[path = "../benches/http/client.rs"]
#[allow(dead_code, reason = "the bench uses the rest")]
mod client;
mod common;

use client::{Request, answer};
use common::booth;
use common::{candidates, confirm_all, open};
use isoloir_ballot::bytes::Bytes32;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::email::Address;
use isoloir_platform::phases::apply_due;
use isoloir_platform::secrets::{random, token_hash};
use isoloir_platform::store::{ImportedCitizen, ImportedDraw, ImportedSession, played_key};
use isoloir_shared::api::ids::{LotId, SessionId};
use isoloir_shared::api::types::{Lang, ReceiptView, Round};
use isoloir_shared::domain::lots::{LogEntry, hex};
use jiff::SignedDuration;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use uuid::Uuid;

const CASTS: usize = 2_000;
const CONNECTIONS: usize = 32;
/// Acknowledgements after which the program is killed.
const KILLS: [usize; 3] = [500, 1_000, 1_500];

/// A primary whose pre-selection is open whatever day it is.
const PHASES: &str = r#"
[[phases]]
kind = "identification"
from = "2001-01-01"
to = "2001-01-31"
[[phases]]
kind = "provisional_list"
from = "2001-02-01"
to = "2001-02-28"
[[phases]]
kind = "preparation"
from = "2001-03-01"
to = "2001-03-31"
[[phases]]
kind = "preselection"
from = "2001-04-01"
to = "2299-12-31"
[[phases]]
kind = "finalists"
from = "2300-01-01"
to = "2300-01-31"
[[phases]]
kind = "final_vote"
from = "2300-02-01"
to = "2300-02-28"
[[phases]]
kind = "result"
from = "2300-03-01"
"#;

fn always_open() -> String {
    let text = include_str!("../../config/primaries/laprimaire-2016.toml");
    let (rules, _) = text.split_once("[[phases]]").unwrap();
    format!("{}{PHASES}", rules.replace("threshold = 500", "threshold = 1"))
}

/// A pre-selection in which each voter has an open lot; gives their casts.
async fn prepare(folder: &Path, primary: &str) -> Vec<Request> {
    let clock = Arc::new(ManualClock::new("2001-01-10T12:00:00Z".parse().unwrap()));
    let platform = open(folder, Primary::from_toml("test", primary).unwrap(), clock.clone()).await;
    let app = platform.app();
    candidates(app, 12).await;
    clock.set("2001-03-02T12:00:00Z".parse().unwrap());
    apply_due(app).await.unwrap();
    confirm_all(app).await;
    clock.set("2001-04-02T12:00:00Z".parse().unwrap());
    apply_due(app).await.unwrap();
    let (mut tokens, until) = (vec![], "2290-01-01T00:00:00Z".parse().unwrap());
    let citizen = |n| {
        let token = hex(&random::<32>());
        tokens.push(token.clone());
        let session = ImportedSession {
            id: SessionId(Uuid::new_v4()),
            device: "test".into(),
            access: (token_hash(&token), until),
            refresh: (random(), until),
        };
        let email = Address::parse(&format!("voter-{n}@example.org")).unwrap().keep(&app.key).unwrap();
        ImportedCitizen { email, lang: Lang::Fr, place: "Orsay".into(), session: Some(session) }
    };
    let citizens = (0..CASTS).map(citizen).collect();
    let at = app.clock.now();
    let voters = app.store.import_citizens(citizens, at).await.unwrap();
    let draws = voters.iter().map(|voter| ImportedDraw { voter: *voter, at, abandoned: true }).collect();
    let ages = SignedDuration::from_hours(24 * 365 * 200);
    app.store.import_lots(draws, ages, Box::new(|_| 0)).await.unwrap();
    let log = app.store.draw_log().await.unwrap();
    let election = app.store.election(Round::Preselection).await.unwrap().unwrap().election;
    app.store.close().await;
    let blank = |(entry, voter)| {
        let LogEntry::Issued { lot, candidates, .. } = entry else { panic!("nothing went back") };
        let own = played_key(&app.key, Round::Preselection, voter);
        let place = booth::place(&election, &own, lot.0, candidates.iter().map(|id| id.0).collect());
        (own, place, vec![3; candidates.len()])
    };
    let blanks: Vec<_> = log.into_iter().zip(voters).map(blank).collect();
    let ballots = booth::seal_all(&election, &blanks).into_iter();
    let request = |((ballot, token), (_, place, _)): ((Vec<u8>, &String), &(_, isoloir_ballot::ballot::Place, _))| {
        Request::put(&format!("/v1/me/lots/{}/ballot", place.lot), token, &booth::body(ballot).to_string())
    };
    ballots.zip(&tokens).zip(&blanks).map(request).collect()
}

fn serve(folder: &Path, primary: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_isoloir-platform"))
        .args(["serve", "--demo", "--no-limits", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .arg("--primary")
        .arg(primary)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{line:?}")).parse().unwrap();
    (child, address)
}

struct Casting {
    requests: Vec<Request>,
    receipts: Vec<Mutex<Option<ReceiptView>>>,
    acknowledged: AtomicUsize,
    kill_at: AtomicUsize,
    kill: Notify,
}

impl Casting {
    /// Sends what is not acknowledged, with the same keys, until all is or the connection is cut.
    async fn connection(self: Arc<Self>, address: SocketAddr, first: usize) {
        let Ok(mut stream) = TcpStream::connect(address).await else { return };
        let mut buffer = vec![];
        for n in (first..self.requests.len()).step_by(CONNECTIONS) {
            if self.receipts[n].lock().unwrap().is_some() {
                continue;
            }
            if self.requests[n].send(&mut stream).await.is_err() {
                return;
            }
            match answer(&mut stream, &mut buffer).await {
                Ok(body) => *self.receipts[n].lock().unwrap() = Some(serde_json::from_slice(&body).unwrap()),
                Err(error) if error.kind() == std::io::ErrorKind::Other => panic!("refused: {error}"),
                Err(_) => return,
            }
            if self.acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == self.kill_at.load(Ordering::Relaxed) {
                self.kill.notify_one();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_ballot_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let (data, primary) = (folder.path().join("data"), folder.path().join("primary.toml"));
    std::fs::write(&primary, always_open()).unwrap();
    let requests = prepare(&data, &always_open()).await;
    let receipts = requests.iter().map(|_| Mutex::new(None)).collect();
    let casting = Arc::new(Casting {
        requests,
        receipts,
        acknowledged: AtomicUsize::new(0),
        kill_at: AtomicUsize::new(0),
        kill: Notify::new(),
    });
    for kill_at in KILLS.into_iter().map(Some).chain([None]) {
        casting.kill_at.store(kill_at.unwrap_or(usize::MAX), Ordering::Relaxed);
        let (mut child, address) = serve(&data, &primary);
        let all = (0..CONNECTIONS).map(|first| tokio::spawn(casting.clone().connection(address, first)));
        let all: Vec<_> = all.collect();
        if kill_at.is_some() {
            casting.kill.notified().await;
            child.kill().unwrap();
        }
        for one in all {
            one.await.unwrap();
        }
        let _ = child.kill();
        child.wait().unwrap();
    }
    let clock = Arc::new(ManualClock::new("2030-01-01T00:00:00Z".parse().unwrap()));
    let platform = open(&data, Primary::from_toml("test", &always_open()).unwrap(), clock).await;
    let store = &platform.app().store;
    assert_eq!(store.counts().await.unwrap().lots_cast, CASTS as u64);
    let election = store.election(Round::Preselection).await.unwrap().unwrap();
    let (manifest, hash) = (election.election.manifest(), election.election.hash());
    // Each voter's key was admitted; then a leaf for each ballot, and no other.
    assert_eq!(election.checkpoint.size, 1 + 2 * CASTS as u64);
    for (receipt, id) in casting.receipts.iter().zip(1..) {
        let mut acknowledged = receipt.lock().unwrap().clone().expect("all were acknowledged in the end");
        let board = acknowledged.board.take().unwrap();
        let ballot: Bytes32 = board.ballot;
        board.check(&ballot, &manifest.board, hash).unwrap();
        // Where the receipt says, on the board of after all kills.
        let now = store.inclusion(Round::Preselection, board.leaf, ballot).await.unwrap();
        now.check(&ballot, &manifest.board, hash).unwrap();
        let lot = store.lot(LotId(id)).await.unwrap().unwrap();
        assert_eq!(lot.receipt, Some(acknowledged));
        assert_eq!(store.receipts_of(lot.voter.unwrap(), None, 10).await.unwrap().len(), 1, "once");
    }
}
