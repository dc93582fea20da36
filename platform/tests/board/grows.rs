//! Its archive verifies at every step, and the board only grows.

use crate::common::{confirm_all, go_to};
use crate::poll::poll;
use isoloir_ballot::board::check_consistency;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::verify::Stage;
use isoloir_platform::phases::apply_due;
use isoloir_shared::api::types::{PhaseKind, ReceiptStatus, Round};

#[tokio::test(flavor = "multi_thread")]
async fn it_verifies_as_it_grows_and_counts_what_was_meant() {
    let mut poll = poll(4).await;
    let opened = poll.verified(Round::Preselection, Stage::Open).await;
    assert_eq!((opened.ballots, opened.credentials, opened.leaves), (0, 1, 1));
    for voter in 0..4 {
        poll.lot(voter, u8::try_from(voter).unwrap() + 1).await;
        let report = poll.verified(Round::Preselection, Stage::Open).await;
        let cast = voter as u64 + 1;
        assert_eq!((report.ballots, report.missing, report.admitted), (cast, cast, voter as u64));
        assert!(report.tally.is_none() && report.counts.is_none(), "nothing to decrypt before the close");
    }
    // One more lot, for the first voter; its ballot is among those that count.
    poll.lot(0, 5).await;
    poll.close().await;
    let closed = poll.verified(Round::Preselection, Stage::Closed).await;
    assert_eq!((closed.ballots, closed.missing, closed.lots), (5, 0, (5, 0)));
    assert!(closed.decrypted.is_empty());
    apply_due(poll.app()).await.unwrap();
    let counted = poll.verified(Round::Preselection, Stage::Counted).await;
    assert!(counted.result_checked());
    assert_eq!(counted.decrypted, [1, 2, 3]);
    let counts = counted.counts.unwrap();
    assert_eq!((counts.ballots, counts.voters, counts.own, counts.assisted), (5, 4, 5, 0));
    poll.check_result(Round::Preselection).await;

    // The final, on a board of its own, with a ballot that another one replaces.
    (poll.seen, poll.meant) = (vec![], Default::default());
    confirm_all(poll.app()).await;
    go_to(poll.app(), &poll.clock, PhaseKind::FinalVote).await;
    let first = poll.finale(0, 5, None).await;
    poll.finale(1, 4, None).await;
    let last = poll.finale(0, 2, Some(5)).await;
    poll.verified(Round::Final, Stage::Open).await;
    poll.close().await;
    apply_due(poll.app()).await.unwrap();
    let counted = poll.verified(Round::Final, Stage::Counted).await;
    let counts = counted.counts.unwrap();
    assert_eq!((counted.ballots, counts.ballots, counts.voters), (3, 2, 2));
    poll.check_result(Round::Final).await;
    for (receipt, status) in [(first, ReceiptStatus::Replaced), (last, ReceiptStatus::Counted)] {
        let view = poll.app().store.tracker(&receipt.tracker).await.unwrap().unwrap();
        assert_eq!(view.status, status);
        let row = poll.app().store.election(Round::Final).await.unwrap().unwrap();
        let (board, election) = (row.election.manifest().board, *row.election.hash());
        view.board.check(&receipt.board.unwrap().ballot, &board, &election).unwrap();
        assert_eq!(view.board.checkpoint, row.checkpoint);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_two_checkpoints_are_of_one_log() {
    let mut poll = poll(5).await;
    for voter in 0..5 {
        poll.lot(voter, 3).await;
    }
    poll.close().await;
    apply_due(poll.app()).await.unwrap();
    let last = poll.app().store.election(Round::Preselection).await.unwrap().unwrap().checkpoint;
    poll.seen.push(last);
    for (place, new) in poll.seen.iter().enumerate() {
        for old in &poll.seen[..=place] {
            let path = poll.app().store.consistency(Round::Preselection, old.size, new.size).await.unwrap();
            check_consistency((old.size, &old.root.0), (new.size, &new.root.0), &path).unwrap();
        }
    }
    assert!(poll.app().store.consistency(Round::Preselection, 1, 10_000).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_receipt_holds_at_once_and_shows_nothing() {
    let mut poll = poll(3).await;
    let row = poll.app().store.election(Round::Preselection).await.unwrap().unwrap();
    let (board, election) = (row.election.manifest().board, *row.election.hash());
    for voter in 0..3 {
        let receipt = poll.lot(voter, 0).await.board.unwrap();
        receipt.check(&receipt.ballot, &board, &election).unwrap();
        assert_eq!(receipt.leaf + 1, receipt.checkpoint.size);
        let another = Fixed(sha256(&[b"another ballot"]));
        receipt.check(&another, &board, &election).unwrap_err();
    }
    // While the vote is open the archive has hashes of ballots, and no lot.
    let archive = String::from_utf8(poll.archive(Round::Preselection).await).unwrap();
    let ballots: Vec<&str> = archive.lines().filter(|line| line.contains(r#""kind":"ballot""#)).collect();
    assert_eq!(ballots.len(), 3);
    assert!(ballots.iter().all(|line| line.contains(r#""body":{"hash":"#)), "{archive}");
    assert!(!archive.contains(r#"{"lot":"#) && !archive.contains(r#"{"draws":"#), "{archive}");
}
