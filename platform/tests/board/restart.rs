//! A count that was cut anywhere ends as one that was not.

use crate::poll::{Poll, poll};
use isoloir_ballot::verify::Stage;
use isoloir_platform::phases::apply_due;
use isoloir_shared::api::types::{PhaseKind, PhaseStatus, Round};

async fn cast() -> Poll {
    let mut poll = poll(3).await;
    for voter in 0..3 {
        poll.lot(voter, 4).await;
    }
    poll
}

async fn counted(poll: &Poll) {
    let report = poll.verified(Round::Preselection, Stage::Counted).await;
    assert!(report.result_checked());
    assert_eq!(report.decrypted, [1, 2, 3], "each trustee once");
    poll.check_result(Round::Preselection).await;
    assert_eq!(poll.number("SELECT count(*) FROM board WHERE kind IN (4, 6) AND round = 'preselection'").await, 2);
    assert_eq!(poll.number("SELECT count(*) FROM trustee_secrets").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_close() {
    let mut poll = cast().await;
    let closed_at = poll.close().await;
    assert!(poll.app().store.result(Round::Preselection).await.unwrap().is_none());
    poll.restart().await;
    counted(&poll).await;
    let result = poll.app().store.result(Round::Preselection).await.unwrap().unwrap();
    assert_eq!(result.published_at, closed_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_trustee_decrypted() {
    let mut poll = cast().await;
    poll.close().await;
    let report = poll.verified(Round::Preselection, Stage::Closed).await;
    let (number, secret) = poll.app().store.local_trustees(Round::Preselection).await.unwrap().remove(1);
    let tally = report.tally.unwrap();
    let part = tally.decrypt(&report.election, number, &secret, &mut rand::rng()).unwrap();
    for _ in 0..2 {
        // The second is the same trustee's: there is one on the board.
        poll.app().store.add_decryption(Round::Preselection, part.clone(), poll.clock_now()).await.unwrap();
    }
    poll.restart().await;
    let mut report = poll.verified(Round::Preselection, Stage::Counted).await;
    report.decrypted.sort_unstable();
    assert_eq!(report.decrypted, [1, 2, 3]);
    poll.check_result(Round::Preselection).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_result() {
    let mut poll = cast().await;
    poll.close().await;
    apply_due(poll.app()).await.unwrap();
    let before = poll.archive(Round::Preselection).await;
    poll.restart().await;
    apply_due(poll.app()).await.unwrap();
    counted(&poll).await;
    assert_eq!(poll.archive(Round::Preselection).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_at_the_count_is_tried_again() {
    let poll = cast().await;
    poll.close().await;
    poll.app().store.limit_size(Some(1));
    apply_due(poll.app()).await.unwrap_err();
    assert!(poll.app().store.result(Round::Preselection).await.unwrap().is_none());
    poll.app().store.limit_size(None);
    apply_due(poll.app()).await.unwrap();
    counted(&poll).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_counted_stops_what_follows_and_nothing_else() {
    let poll = cast().await;
    poll.close().await;
    // A ballot is gone from the disk: whatever the counts were, they would not be those of the ballots cast.
    let file = format!("sqlite:{}/isoloir.db", poll.folder.path().display());
    let file = sqlx::SqlitePool::connect(&file).await.unwrap();
    let taken: Vec<u8> =
        sqlx::query_scalar("SELECT body FROM board WHERE kind = 1 ORDER BY leaf").fetch_one(&file).await.unwrap();
    let take = "UPDATE board SET body = ?1 WHERE (round, leaf) = (SELECT round, min(leaf) FROM board WHERE kind = 1)";
    sqlx::query(take).bind(None::<Vec<u8>>).execute(&file).await.unwrap();
    let final_vote = poll.app().calendar.get().phase(PhaseKind::FinalVote).unwrap().opens_at;
    poll.clock.set(final_vote);
    let next = apply_due(poll.app()).await.unwrap();
    assert!(next.is_some_and(|next| next > final_vote), "it is tried again");
    assert!(poll.app().store.election(Round::Final).await.unwrap().is_none());
    // It is back: all goes on, the result of the close first.
    sqlx::query(take).bind(taken).execute(&file).await.unwrap();
    file.close().await;
    apply_due(poll.app()).await.unwrap();
    counted(&poll).await;
    let status = poll.app().calendar.get().status(PhaseKind::Finalists, final_vote);
    assert_eq!(status, PhaseStatus::Closed);
}
