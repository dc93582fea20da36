//! A thousand who draw at once get what they would have got one after another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod common;

use common::{IDENTIFICATION, candidates, citizens, draw_order, go_to, key, open, primary, register};
use isoloir_platform::Platform;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::phases::apply_due;
use isoloir_platform::store::AccountId;
use isoloir_shared::api::ids::LotId;
use isoloir_shared::api::types::{LotCountView, PhaseKind, Round};
use isoloir_shared::domain::lots::{DrawState, LogEntry, OperatorSecret, replay};
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::sync::Arc;

const VOTERS: usize = 1000;

struct Poll {
    platform: Platform,
    clock: Arc<ManualClock>,
    voters: Vec<AccountId>,
    folder: tempfile::TempDir,
}

async fn poll() -> Poll {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    let platform = open(folder.path(), primary(), clock.clone()).await;
    candidates(platform.app(), 16).await;
    let voters = citizens(platform.app(), "voter", VOTERS).await;
    let app = platform.app();
    futures::future::join_all(voters.iter().map(|voter| register(app, Round::Preselection, *voter))).await;
    go_to(platform.app(), &clock, PhaseKind::Preselection).await;
    Poll { platform, clock, voters, folder }
}

impl Poll {
    async fn draw(&self, voter: AccountId) -> LotId {
        let app = self.platform.app();
        app.store.draw_lot(key(app, voter), draw_order(app, voter)).await.unwrap()
    }

    async fn counts(&self) -> Vec<LotCountView> {
        self.platform.app().store.lot_counts().await.unwrap()
    }

    /// Draws the whole log again; gives the state after it.
    async fn replayed(&self) -> DrawState {
        let store = &self.platform.app().store;
        let round = store.round(Round::Preselection).await.unwrap().unwrap();
        let secret = OperatorSecret::new(round.secret);
        let start = DrawState::new(round.candidates.unwrap(), 5).unwrap();
        let log = store.draw_log().await.unwrap();
        assert!(log.iter().any(|entry| matches!(entry, LogEntry::Issued { .. })));
        replay(start, &secret, &secret.commitment(), &round.randomness.unwrap().0, log).unwrap()
    }
}

fn issued(counts: &[LotCountView]) -> BTreeMap<u64, usize> {
    counts.iter().fold(BTreeMap::new(), |mut multiset, row| {
        *multiset.entry(row.issued).or_default() += 1;
        multiset
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_at_once_and_one_after_another_end_alike() {
    let at_once = poll().await;
    // Every second one asks twice at once: two devices of one citizen.
    let twice = at_once.voters.iter().step_by(2);
    let asking = at_once.voters.iter().chain(twice).map(|voter| at_once.draw(*voter));
    let mut lots = futures::future::join_all(asking).await;
    assert_eq!(lots[..VOTERS].iter().step_by(2).copied().collect::<Vec<_>>(), lots[VOTERS..]);
    lots.truncate(VOTERS);
    lots.sort_unstable();
    assert_eq!(lots, (1..=VOTERS as u64).map(LotId).collect::<Vec<_>>());

    let in_turn = poll().await;
    for voter in &in_turn.voters {
        in_turn.draw(*voter).await;
        in_turn.draw(*voter).await;
    }
    let (counts, others) = (at_once.counts().await, in_turn.counts().await);
    assert_eq!(issued(&counts), issued(&others));
    assert_eq!(issued(&counts), BTreeMap::from([(312, 8), (313, 8)]));

    // One after another in the order of the log gives the very same lots and the very same state.
    let state = at_once.replayed().await;
    assert_eq!(state.issued(), counts.iter().map(|row| row.issued).collect::<Vec<_>>());
    assert_eq!(state.draws(), VOTERS as u64);
    let (mut met, mut placed) = (vec![], vec![]);
    for a in 0..16 {
        met.extend((0..16).filter(|b| *b != a).map(|b| state.met(a, b)));
        placed.extend((0..5).map(|place| state.placed(a, place)));
    }
    let spread = |all: &[u64]| all.iter().max().unwrap() - all.iter().min().unwrap();
    // The secret is another each time: of 6,000 tried, 2 or 3 after a thousand lots, 4 for one in forty, never 5.
    assert!(spread(&met) <= 5, "{}", spread(&met));
    assert!(spread(&placed) <= 2, "{}", spread(&placed));
}

#[tokio::test(flavor = "multi_thread")]
async fn lots_that_go_back_in_between_are_in_the_log_where_they_happened() {
    let poll = poll().await;
    for (n, voters) in poll.voters[..300].chunks(50).enumerate() {
        futures::future::join_all(voters.iter().map(|voter| poll.draw(*voter))).await;
        poll.clock.advance(SignedDuration::from_mins(if n % 2 == 0 { 10 } else { 25 }));
        apply_due(poll.platform.app()).await.unwrap();
    }
    // Those who come after level the counts again.
    futures::future::join_all(poll.voters[300..400].iter().map(|voter| poll.draw(*voter))).await;
    let counts = poll.counts().await;
    let state = poll.replayed().await;
    assert_eq!(state.expired(), counts.iter().map(|row| row.expired).collect::<Vec<_>>());
    assert!(counts.iter().map(|row| row.expired).sum::<u64>() >= 5 * 200);
    let shown: Vec<u64> = counts.iter().map(|row| row.issued - row.expired).collect();
    assert!(shown.iter().max().unwrap() - shown.iter().min().unwrap() <= 1, "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_database_does_not_tell_the_next_lot() {
    let poll = poll().await;
    let round = poll.platform.app().store.round(Round::Preselection).await.unwrap().unwrap();
    let published = OperatorSecret::new(round.secret).commitment();
    let file = format!("sqlite:{}/isoloir.db", poll.folder.path().display());
    let file = sqlx::SqlitePool::connect(&file).await.unwrap();
    let kept: Vec<u8> =
        sqlx::query_scalar("SELECT secret FROM rounds WHERE round = 'preselection'").fetch_one(&file).await.unwrap();
    assert_ne!(OperatorSecret::new(kept.try_into().unwrap()).commitment(), published);
}
