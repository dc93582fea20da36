//! What is promised to be gone is in no file of the database.

use crate::poll::{holds, poll};
use isoloir_ballot::verify::Stage;
use isoloir_platform::housekeeping;
use isoloir_platform::phases::apply_due;
use isoloir_shared::api::types::Round;
use jiff::SignedDuration;

#[tokio::test(flavor = "multi_thread")]
async fn trustees_keys_are_gone_with_the_count() {
    let mut poll = poll(2).await;
    poll.lot(0, 1).await;
    poll.close().await;
    let file = format!("sqlite:{}/isoloir.db", poll.folder.path().display());
    let file = sqlx::SqlitePool::connect(&file).await.unwrap();
    let sealed: Vec<Vec<u8>> = sqlx::query_scalar("SELECT sealed FROM trustee_secrets").fetch_all(&file).await.unwrap();
    file.close().await;
    let secrets = poll.app().store.local_trustees(Round::Preselection).await.unwrap();
    assert_eq!((sealed.len(), secrets.len()), (3, 3));
    let before = poll.files();
    assert!(sealed.iter().all(|key| holds(&before, key)));
    assert!(secrets.iter().all(|(_, secret)| !holds(&before, &secret.to_bytes()[..])), "never but sealed");
    apply_due(poll.app()).await.unwrap();
    let after = poll.files();
    assert!(!sealed.iter().any(|key| holds(&after, key)));
    assert!(poll.app().store.local_trustees(Round::Preselection).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_challenge_period_nothing_tells_whose_a_ballot_is() {
    let mut poll = poll(2).await;
    let closes_at = poll.app().calendar.get().next_transition(poll.clock_now()).unwrap().at;
    poll.clock.set(closes_at - SignedDuration::from_hours(1));
    let (voter, receipt) = (poll.voters[0], poll.lot(0, 1).await);
    poll.lot(1, 2).await;
    let closed_at = poll.close().await;
    apply_due(poll.app()).await.unwrap();
    let links = "SELECT count(*) FROM credentials WHERE account IS NOT NULL AND round = 'preselection'";
    let answers = "SELECT count(*) FROM write_keys";
    poll.clock.set(closed_at + SignedDuration::from_hours(3 * 24) - SignedDuration::from_micros(1));
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.number(links).await, 2);
    assert!(poll.number(answers).await > 0);
    assert_eq!(poll.app().store.receipts_of(voter, None, 10).await.unwrap().len(), 1);

    poll.clock.set(closed_at + SignedDuration::from_hours(3 * 24));
    housekeeping::once(poll.app()).await;
    assert_eq!((poll.number(links).await, poll.number(answers).await), (0, 0));
    let instants = "SELECT count(*) FROM credentials WHERE registered_at % 86400000000 <> 0 AND round = 'preselection'";
    assert_eq!(poll.number(instants).await, 0, "an account has its instants, too");
    assert!(poll.app().store.receipts_of(voter, None, 10).await.unwrap().is_empty());
    assert!(poll.app().store.credential(voter, Round::Preselection).await.unwrap().is_none());
    let tracked = poll.app().store.tracker(&receipt.tracker).await.unwrap();
    assert!(tracked.is_some(), "who kept the tracker still finds the ballot");
    assert!(poll.verified(Round::Preselection, Stage::Counted).await.result_checked());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_challenge_period_instants_are_days() {
    const INSTANTS: &str = "SELECT count(*) FROM (
        SELECT registered_at AS at FROM credentials UNION ALL SELECT issued_at FROM lots
        UNION ALL SELECT expires_at FROM lots UNION ALL SELECT cast_at FROM ballots) WHERE at % 86400000000 <> 0";
    let mut poll = poll(2).await;
    // In the middle of a day.
    poll.clock.set(poll.clock_now() + SignedDuration::from_secs(36_123));
    let receipt = poll.lot(0, 1).await;
    poll.lot(1, 2).await;
    let closed_at = poll.close().await;
    apply_due(poll.app()).await.unwrap();
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.number(INSTANTS).await, 8, "of two keys, lots and ballots, while it can be contested");
    let (counts, log) = (poll.app().store.lot_counts().await.unwrap(), poll.archive(Round::Preselection).await);

    poll.clock.set(closed_at + SignedDuration::from_hours(3 * 24));
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.number(INSTANTS).await, 0);
    let day = poll.number("SELECT min(cast_at) FROM ballots").await;
    assert_eq!(day, receipt.cast_at.as_microsecond().div_euclid(86_400_000_000) * 86_400_000_000);
    assert_eq!(poll.app().store.lot_counts().await.unwrap(), counts);
    assert_eq!(poll.archive(Round::Preselection).await, log, "what everyone verifies is the same bytes");
    assert!(poll.verified(Round::Preselection, Stage::Counted).await.result_checked());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_never_counted_is_cut_too_and_keeps_its_ballots() {
    let mut poll = poll(2).await;
    poll.lot(0, 1).await;
    poll.lot(1, 2).await;
    let closed_at = poll.close().await;
    let links = "SELECT count(*) FROM credentials WHERE account IS NOT NULL AND round = 'preselection'";
    let twice = closed_at + SignedDuration::from_hours(6 * 24);
    poll.clock.set(twice - SignedDuration::from_micros(1));
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.number(links).await, 2);
    poll.clock.set(twice);
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.number(links).await, 0);
    assert_eq!(poll.app().store.prune_ballots().await.unwrap(), 0, "they can still be counted");
    apply_due(poll.app()).await.unwrap();
    assert!(poll.verified(Round::Preselection, Stage::Counted).await.result_checked());
    assert_eq!(poll.app().store.prune_ballots().await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn ballots_are_erased_and_the_board_still_verifies() {
    let mut poll = poll(2).await;
    poll.lot(0, 1).await;
    let receipt = poll.lot(1, 2).await;
    let closed_at = poll.close().await;
    apply_due(poll.app()).await.unwrap();
    assert_eq!(poll.app().store.prune_ballots().await.unwrap(), 0, "not while it can be contested");
    let whole = poll.verified(Round::Preselection, Stage::Counted).await;
    let file = format!("sqlite:{}/isoloir.db", poll.folder.path().display());
    let file = sqlx::SqlitePool::connect(&file).await.unwrap();
    let bodies: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT body FROM board WHERE kind = 1").fetch_all(&file).await.unwrap();
    file.close().await;
    // Its middle: SQLite spreads what is longer than a page.
    let piece = |body: &Vec<u8>| body[body.len() / 2..][..64].to_vec();
    assert!(bodies.iter().all(|body| holds(&poll.files(), &piece(body))));

    poll.clock.set(closed_at + SignedDuration::from_hours(3 * 24));
    housekeeping::once(poll.app()).await;
    assert_eq!(poll.app().store.prune_ballots().await.unwrap(), 2);
    assert_eq!(poll.app().store.prune_ballots().await.unwrap(), 0);
    assert!(!bodies.iter().any(|body| holds(&poll.files(), &piece(body))));
    let pruned = poll.verified(Round::Preselection, Stage::Counted).await;
    assert_eq!((pruned.ballots, pruned.missing, &pruned.checkpoint), (2, 2, &whole.checkpoint));
    assert!(!pruned.result_checked());
    let view = poll.app().store.tracker(&receipt.tracker).await.unwrap().unwrap();
    let row = poll.app().store.election(Round::Preselection).await.unwrap().unwrap();
    view.board.check(&receipt.board.unwrap().ballot, &row.election.manifest().board, row.election.hash()).unwrap();
}
