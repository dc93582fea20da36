//! Attacks on the close, the decryption and the result: each archive is rebuilt and signed by the board's own key, so that
//! only the check that is meant can find it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Close, Counts};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::{Fixed, from_json, to_json};
use isoloir_ballot::group::{Element, G};
use isoloir_ballot::tally::{Decryption, TallyFault};
use isoloir_ballot::verify::{Fault, Stage};
use world::{CLOSES, World, check, fault, hide_ballots, over};

#[test]
fn the_close() {
    let (world, leaves) = over();
    let close = |time, ballots| (Kind::Close, to_json(&Close { time, ballots, lots: None }));
    let with = |close| [leaves[0].clone(), leaves[1].clone(), close];
    assert!(check(&world.lines(&with(close(CLOSES, 2))), Stage::Closed).is_ok());
    assert!(matches!(fault(&world, &with(close(CLOSES - 1, 2)), Stage::Closed), Fault::Close));
    assert!(matches!(fault(&world, &with(close(CLOSES, 1)), Stage::Closed), Fault::Close));
    assert!(matches!(fault(&world, &with((Kind::Close, b"{}".to_vec())), Stage::Closed), Fault::Spelling));
    let lots = isoloir_ballot::archive::lots_root([]);
    let lots = (Kind::Close, to_json(&Close { time: CLOSES, ballots: 2, lots: Some(lots) }));
    assert!(matches!(fault(&world, &with(lots), Stage::Closed), Fault::LotLog));
    // Nothing is cast, spoiled, admitted or closed after it.
    let closed = [leaves[0].clone(), close(CLOSES, 1)];
    let late = [leaves[1].clone(), (Kind::Spoiled, vec![0; 32]), (Kind::Admitted, vec![0; 32]), close(CLOSES, 1)];
    for one in late {
        let leaves = [closed[0].clone(), closed[1].clone(), one];
        assert!(matches!(fault(&world, &leaves, Stage::Closed), Fault::Order));
    }
}

#[test]
fn decryption_before_the_close_and_anything_after_the_result() {
    let (world, leaves) = over();
    let kinds: Vec<Kind> = leaves.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds[3], Kind::Close);
    let mut early = leaves.clone();
    early.swap(3, 4);
    assert!(matches!(fault(&world, &early, Stage::Counted), Fault::Order));
    let result = leaves[7].clone();
    let early = [leaves[0].clone(), result];
    assert!(matches!(fault(&world, &early, Stage::Open), Fault::Order));
    let mut late = leaves.clone();
    late.push(leaves[4].clone());
    assert!(matches!(fault(&world, &late, Stage::Counted), Fault::Order));
    // A trustee's program is given nothing to decrypt before the close.
    assert!(check(&world.lines(&leaves[..3]), Stage::Open).unwrap().tally.is_none());
}

#[test]
fn wrong_decryptions() {
    let (mut world, leaves) = over();
    let part = |n: usize| from_json::<Decryption>(&leaves[3 + n].1).unwrap();
    let with = |world: &World, decryption: &Decryption| {
        let mut leaves = leaves.clone();
        leaves[4].1 = to_json(decryption);
        check(&world.lines(&leaves), Stage::Counted).unwrap_err()
    };
    let mut moved = part(1);
    let right = Element::decode_any(&moved.shares[2].point.0).unwrap();
    moved.shares[2].point = Element::new(right.point() + G).into();
    let found = with(&world, &moved);
    assert!(matches!(found.fault, Fault::Tally(TallyFault::Proof { trustee: 1, row: 1, column: 3 })), "{found}");
    assert_eq!(found.leaf, Some(5));
    let mut exchanged = part(1);
    exchanged.shares.swap(0, 5);
    assert!(matches!(with(&world, &exchanged).fault, Fault::Tally(TallyFault::Proof { .. })));
    let mut short = part(1);
    short.shares.pop();
    assert!(matches!(with(&world, &short).fault, Fault::Tally(TallyFault::Number(1))));
    let mut bad = part(1);
    bad.shares[0].point = Fixed([0xff; 32]);
    assert!(matches!(with(&world, &bad).fault, Fault::Tally(TallyFault::Point { .. })));
    let mut bad = part(1);
    bad.shares[0].proof = Fixed([0xff; 64]);
    assert!(matches!(with(&world, &bad).fault, Fault::Tally(TallyFault::Point { .. })));
    for trustee in [0, 4] {
        let unknown = Decryption { trustee, ..part(1) };
        assert!(matches!(with(&world, &unknown).fault, Fault::Tally(TallyFault::Trustee(_))));
        // Also where no share can be checked.
        let mut leaves = leaves.clone();
        leaves[4].1 = to_json(&unknown);
        let mut lines = world.lines(&leaves);
        hide_ballots(&mut lines);
        assert!(matches!(check(&lines, Stage::Counted).unwrap_err().fault, Fault::Tally(TallyFault::Trustee(_))));
    }
    // Somebody else's shares, and one trustee twice.
    let other = Decryption { trustee: 1, ..part(2) };
    assert!(matches!(with(&world, &other).fault, Fault::Tally(TallyFault::Proof { .. })));
    assert!(matches!(with(&world, &part(2)).fault, Fault::Tally(TallyFault::Twice(2))));
    // A trustee missing.
    let mut few = leaves.clone();
    few.remove(5);
    assert!(matches!(fault(&world, &few, Stage::Counted), Fault::Tally(TallyFault::Few { present: 2, needed: 3 })));
    // A wrong share is found before there is a result, too.
    let mut early = leaves[..5].to_vec();
    early[4].1 = to_json(&moved);
    assert!(matches!(fault(&world, &early, Stage::Closed), Fault::Tally(TallyFault::Proof { .. })));
    // One trustee twice before there is a result.
    let mut twice = leaves[..5].to_vec();
    twice.push(leaves[4].clone());
    assert!(matches!(fault(&world, &twice, Stage::Closed), Fault::Tally(TallyFault::Twice(1))));
    // A program does not decrypt with a key that is not this trustee's.
    let tally = check(&world.lines(&leaves), Stage::Counted).unwrap().tally.unwrap();
    let secret = world.secrets[0].clone();
    let wrong = tally.decrypt(&world.election, 2, &secret, &mut world.rng);
    assert_eq!(wrong.unwrap_err(), TallyFault::Trustee(2));
    // Nor does it open with fewer, one twice among them.
    let twice = [part(1), part(2), part(2)];
    assert_eq!(tally.open(&world.election, &twice), Err(TallyFault::Twice(2)));
}

#[test]
fn a_false_result() {
    let (world, leaves) = over();
    let counts: Counts = from_json(&leaves[7].1).unwrap();
    let with = |change: &dyn Fn(&mut Counts)| {
        let mut counts = counts.clone();
        change(&mut counts);
        let mut leaves = leaves.clone();
        leaves[7].1 = to_json(&counts);
        fault(&world, &leaves, Stage::Counted)
    };
    let changes: [&dyn Fn(&mut Counts); 6] = [
        &|counts| counts.counts[0].swap(0, 1),
        &|counts| counts.counts.swap(0, 2),
        &|counts| counts.ballots += 1,
        &|counts| counts.voters += 1,
        &|counts| (counts.own, counts.assisted) = (counts.own - 1, counts.assisted + 1),
        &|counts| counts.counts.push(vec![0; 4]),
    ];
    for change in changes {
        assert!(matches!(with(change), Fault::Result));
    }
    let mut spelled = leaves.clone();
    spelled[7].1.push(b' ');
    assert!(matches!(fault(&world, &spelled, Stage::Counted), Fault::Spelling));
    let mut spelled = leaves;
    spelled[4].1.push(b' ');
    assert!(matches!(fault(&world, &spelled, Stage::Counted), Fault::Spelling));
}
