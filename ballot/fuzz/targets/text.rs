//! What people paste: checkpoints, trackers, keys; and checkpoints, receipts and pins as JSON.
#![no_main]

use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::board::{Checkpoint, Pin, Receipt};
use isoloir_ballot::bytes::{Bytes32, Bytes64};
use isoloir_ballot::credential::{check_key, check_signature};
use isoloir_ballot_fuzz::{ALL, one_spelling};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: isoloir_ballot_fuzz::seeds::write().expect("a folder to write to"), |bytes: &[u8]| {
    let (election, board) = (ALL.world.election.hash(), &ALL.world.election.manifest().board);
    if let Some(receipt) = one_spelling::<Receipt>(bytes) {
        let holds = receipt.check(&receipt.ballot, board, election).is_ok();
        assert!(!holds || there(&receipt.checkpoint), "a receipt that the board never gave");
    }
    if let Some(mut pin) = one_spelling::<Pin>(bytes) {
        let other = pin.latest.clone();
        let _ = (pin.see(&other, &[]), Pin::new(pin.board, other, election));
    }
    if let Some(checkpoint) = one_spelling::<Checkpoint>(bytes) {
        assert!(checkpoint.check(board, election).is_err() || there(&checkpoint));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(tracker) = text.parse::<Tracker>() {
        assert_eq!(tracker.to_string().parse(), Ok(tracker));
    }
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint.clone()));
        assert!(checkpoint.check(board, election).is_err() || there(&checkpoint));
    }
    if let Ok(key) = text.parse::<Bytes32>() {
        assert_eq!(key.to_string(), text);
        if let Ok(point) = check_key(&key) {
            assert_eq!(point.to_bytes(), key.0);
        }
        assert!(check_signature(&key, "x", b"y", &isoloir_ballot::bytes::Fixed([1; 64])).is_err());
    }
    if let Ok(signature) = text.parse::<Bytes64>() {
        assert_eq!(signature.to_string(), text);
    }
});

/// Is it one that the board signed?
fn there(checkpoint: &Checkpoint) -> bool {
    let line = isoloir_ballot::archive::Line::Checkpoint(checkpoint.clone());
    ALL.archive.split(|byte| *byte == b'\n').any(|known| known == isoloir_ballot::bytes::to_json(&line))
}
