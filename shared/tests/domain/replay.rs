//! The sequence of lots, drawn again from its secret: the same lots, bit for bit, whoever draws.

use crate::lots::candidates;
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::domain::lots::{
    DrawState, ElectionSeed, LogEntry, OperatorSecret, ReplayError, draw, expire, hex, replay, unhex,
};
use isoloir_shared::verify::draws::{VerifyError, verify};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Mutex;

/// An election's lots as they are published at the close.
#[derive(Serialize, Deserialize)]
struct Published {
    about: String,
    secret: String,
    commitment: String,
    randomness: String,
    candidates: Vec<CandidateId>,
    lot_size: usize,
    log: Vec<LogEntry>,
}

fn bytes(text: &str) -> [u8; 32] {
    unhex(text).unwrap().try_into().unwrap()
}

impl Published {
    fn replay(&self, log: Vec<LogEntry>) -> Result<DrawState, ReplayError> {
        let start = DrawState::new(self.candidates.clone(), self.lot_size).unwrap();
        let secret = OperatorSecret::new(bytes(&self.secret));
        replay(start, &secret, &bytes(&self.commitment), &bytes(&self.randomness), log)
    }
}

/// A platform in a few lines: one state behind one lock, and a log in the order of the draws.
struct Platform {
    seed: ElectionSeed,
    inner: Mutex<(DrawState, Vec<LogEntry>)>,
}

impl Platform {
    fn new(n: u32, secret: &OperatorSecret, randomness: &[u8; 32]) -> Self {
        let state = DrawState::new(candidates(n), 5).unwrap();
        Self { seed: ElectionSeed::new(secret, randomness), inner: Mutex::new((state, Vec::new())) }
    }

    fn draw(&self, credential: &str, number: u32) {
        let mut inner = self.inner.lock().unwrap();
        let lot = LotId(inner.0.draws() + 1);
        let mut stream = self.seed.stream(credential.as_bytes(), number);
        let candidates = draw(&mut inner.0, &mut stream).ids();
        let commitment = hex(&stream.commitment(lot, &candidates));
        let credential = hex(credential.as_bytes());
        inner.1.push(LogEntry::Issued { lot, credential, draw: number, candidates, commitment });
    }

    fn expire(&self, wanted: LotId) {
        let mut inner = self.inner.lock().unwrap();
        let found = inner.1.iter().find_map(|entry| match entry {
            LogEntry::Issued { lot, candidates, .. } if *lot == wanted => Some(candidates.clone()),
            _ => None,
        });
        expire(&mut inner.0, &found.unwrap()).unwrap();
        inner.1.push(LogEntry::Expired { lot: wanted });
    }
}

fn published(n: u32, about: &str, run: impl FnOnce(&Platform)) -> (Published, DrawState) {
    let (secret, randomness) = (OperatorSecret::new(*b"the secret of an operator, 32 B."), [7; 32]);
    let platform = Platform::new(n, &secret, &randomness);
    run(&platform);
    let (state, log) = platform.inner.into_inner().unwrap();
    let published = Published {
        about: about.to_owned(),
        secret: hex(&secret.reveal()),
        commitment: hex(&secret.commitment()),
        randomness: hex(&randomness),
        candidates: candidates(n),
        lot_size: 5,
        log,
    };
    (published, state)
}

fn sample() -> (Published, DrawState) {
    published(
        16,
        "Lots of a small election, one in four of which goes back. Made by isoloir-shared; CC0-1.0.",
        |platform| {
            for number in 1..=60 {
                platform.draw(&format!("citizen {}", number % 40), 1 + number / 40);
                if number % 4 == 0 {
                    platform.expire(LotId(u64::from(number) - 3));
                }
            }
        },
    )
}

/// Kept in the repository: whoever writes a verifier has something to test it with, and we notice when a change of ours
/// would draw other lots.
#[test]
fn the_golden_sequence_has_not_changed() {
    let (sample, state) = sample();
    let text = serde_json::to_string_pretty(&sample).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lots/golden.json");
    if std::env::var_os("ISOLOIR_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, format!("{text}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert_eq!(golden.trim_end(), text);
    let golden: Published = serde_json::from_str(&golden).unwrap();
    let log = golden.log.clone();
    assert_eq!(golden.replay(log).unwrap(), state);
}

#[test]
fn a_thousand_concurrent_requests_give_what_the_same_requests_give_one_after_another() {
    let (published, state) = published(16, "", |platform| {
        std::thread::scope(|scope| {
            for thread in 0..50 {
                scope.spawn(move || (0..20).for_each(|i| platform.draw(&format!("citizen {thread} {i}"), 1)));
            }
        });
    });
    assert_eq!(published.log.len(), 1_000);
    let shown = state.issued();
    assert!(shown.iter().max().unwrap() - shown.iter().min().unwrap() <= 1, "{shown:?}");
    assert_eq!(published.replay(published.log.clone()).unwrap(), state);
}

#[test]
fn whatever_is_changed_in_a_log_is_noticed_at_its_line() {
    let (published, _) = sample();
    let changed = |change: &dyn Fn(&mut Vec<LogEntry>)| {
        let mut log = published.log.clone();
        change(&mut log);
        published.replay(log).unwrap_err()
    };
    // Lines 1 to 4 are lots, line 5 takes the first one back.
    let error = changed(&|log| match &mut log[1] {
        LogEntry::Issued { candidates, .. } => candidates.swap(0, 1),
        LogEntry::Expired { .. } => unreachable!(),
    });
    assert!(matches!(error, ReplayError::Lot { line: 2, .. }), "{error}");
    let error = changed(&|log| match &mut log[2] {
        LogEntry::Issued { commitment, .. } => *commitment = "00".repeat(32),
        LogEntry::Expired { .. } => unreachable!(),
    });
    assert_eq!(error, ReplayError::Commitment { line: 3 });
    let error = changed(&|log| match &mut log[3] {
        LogEntry::Issued { credential, .. } => *credential = "é".to_owned(),
        LogEntry::Expired { .. } => unreachable!(),
    });
    assert_eq!(error, ReplayError::Credential { line: 4 });
    let error = changed(&|log| drop(log.remove(1)));
    assert!(matches!(error, ReplayError::Lot { line: 2, .. }), "a lot left out: {error}");
    let error = changed(&|log| drop(log.remove(4)));
    assert!(matches!(error, ReplayError::Lot { .. }), "an expiry left out: {error}");
    let error = changed(&|log| log.insert(5, log[4].clone()));
    assert!(matches!(error, ReplayError::Sequence { line: 6, .. }), "{error}");
    let error = changed(&|log| log.insert(1, log[0].clone()));
    assert!(matches!(error, ReplayError::Sequence { line: 2, .. }), "{error}");
}

#[test]
fn another_secret_is_not_the_one_that_was_committed_to() {
    let (mut published, _) = sample();
    published.secret = "11".repeat(32);
    assert_eq!(published.replay(published.log.clone()), Err(ReplayError::Secret));
}

#[test]
fn a_published_file_verifies_and_a_changed_one_says_where() {
    let (published, state) = sample();
    let text = serde_json::to_string(&published).unwrap();
    let verified = verify(text.as_bytes()).unwrap();
    assert_eq!((verified.issued, verified.expired), (state.draws(), 15));
    let refused = |from: &str, to: &str| verify(text.replacen(from, to, 1).as_bytes()).unwrap_err();
    assert!(matches!(refused("\"candidates\":[6,", "\"candidates\":[9,"), VerifyError::Replay(_)));
    assert_eq!(refused(&format!("\"secret\":\"{}\"", published.secret), "\"secret\":null"), VerifyError::StillOpen);
    assert_eq!(refused(&published.randomness, "07"), VerifyError::Bytes("randomness"));
    assert_eq!(refused(&published.secret, &"ab".repeat(32)), VerifyError::Replay(ReplayError::Secret));
    assert!(matches!(refused("{", "["), VerifyError::File(_)));
}

#[test]
fn secrets_have_no_debug() {
    let secret = OperatorSecret::new([0xab; 32]);
    let seed = ElectionSeed::new(&secret, &[1; 32]);
    let said = format!("{secret:?} {seed:?} {:?}", seed.stream(b"x", 1));
    assert_eq!(said, "OperatorSecret(…) ElectionSeed(…) DrawStream(…)");
}
