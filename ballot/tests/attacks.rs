//! Attacks on a whole election by whoever runs the platform: each archive is rebuilt and signed by the board's own key, so
//! that only the check that is meant can find it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Body, Close, Counts, Leaf, Line, LineFault, Lot};
use isoloir_ballot::ballot::{Ballot, BallotFault, Place};
use isoloir_ballot::board::{Checkpoint, Frontier, Kind, ViewFault, leaf_hash};
use isoloir_ballot::bytes::{Blob, Fixed, from_json, to_json};
use isoloir_ballot::credential::{Credential, SignatureError};
use isoloir_ballot::group::{Element, G};
use isoloir_ballot::hash::{BALLOT_SIGNATURE, sha256};
use isoloir_ballot::tally::{Decryption, TallyFault};
use isoloir_ballot::verify::{Fault, Stage};
use world::{CLOSES, Plan, World, ballots, bytes, check, check_bytes, fault, options};

type Leaves = Vec<(Kind, Vec<u8>)>;

/// An election that is over: two voters, one of them twice.
fn over() -> (World, Leaves) {
    let mut world = World::new(&Plan::default());
    let mut leaves =
        ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(1, 1, &[3, 3, 2]), world.ballot(0, 2, &[1, 1, 1])]);
    world.count(&mut leaves, &[1, 2, 3]);
    (world, leaves)
}

/// Another body, signed again with this credential's key.
fn signed_by(credential: &Credential, body: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut body = body[..body.len() - 64].to_vec();
    body[33..65].copy_from_slice(&credential.public().0);
    change(&mut body);
    let signature = credential.sign(BALLOT_SIGNATURE, &body);
    body.extend_from_slice(&signature.0);
    body
}

fn resigned(world: &World, voter: usize, body: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    signed_by(&world.voters[voter], body, change)
}

#[test]
fn a_copied_ballot() {
    let (world, leaves) = over();
    let body = &leaves[0].1;
    // Word for word, and under another credential.
    assert!(matches!(fault(&world, &ballots([body.clone(), body.clone()]), Stage::Open), Fault::Sequence));
    let copy = resigned(&world, 2, body, |_| ());
    assert!(matches!(fault(&world, &ballots([body.clone(), copy.clone()]), Stage::Open), Fault::Copy));
    // Even if the original is not there, the proof was made for its voter.
    let found = check(&world.lines(&ballots([copy.clone()])), Stage::Open).unwrap_err();
    assert!(matches!(found.fault, Fault::Ballot(BallotFault::Proof)));
    assert_eq!((found.leaf, found.ballot), (Some(1), Some(Fixed(sha256(&[&copy])))));
}

#[test]
fn the_first_wrong_ballot_is_named_on_any_number_of_threads() {
    let mut world = World::new(&Plan { voters: 200, candidates: 1, grades: 2, ..Plan::default() });
    let mut leaves = ballots((0..200).map(|voter| world.ballot(voter, 1, &[1])));
    for bad in [150, 70, 190] {
        let last = leaves[bad].1.len() - 1;
        if bad == 150 { leaves[bad].1[last - 70] ^= 1 } else { leaves[bad].1[last] ^= 1 }
    }
    for threads in [1, 2, 5] {
        let options = isoloir_ballot::verify::Options {
            threads: std::num::NonZeroUsize::new(threads).unwrap(),
            ..options(Stage::Open)
        };
        let found = check_bytes(&bytes(&world.lines(&leaves)), &options).unwrap_err();
        assert_eq!(found.leaf, Some(71), "{found}");
        assert!(matches!(found.fault, Fault::Ballot(BallotFault::Signature(_))));
        assert_eq!(found.tracker(), found.ballot.as_ref().map(isoloir_ballot::ballot::Tracker::of));
    }
}

#[test]
fn a_ballot_for_another_election_or_other_candidates() {
    let (mut world, leaves) = over();
    let body = &leaves[0].1;
    let with = |world: &World, change: &dyn Fn(&mut Vec<u8>)| {
        fault(world, &ballots([resigned(world, 0, body, change)]), Stage::Open)
    };
    assert!(matches!(with(&world, &|body| body[5] ^= 1), Fault::Ballot(BallotFault::Election)));
    assert!(matches!(with(&world, &|body| body.swap(83, 87)), Fault::Ballot(BallotFault::Candidates)));
    assert!(matches!(with(&world, &|body| body[72] = 1), Fault::LotOwner));
    // The sequence and the channel are bound by the proof alone.
    assert!(matches!(with(&world, &|body| body[76] = 9), Fault::Ballot(BallotFault::Proof)));
    assert!(matches!(with(&world, &|body| body[77] ^= 1), Fault::Ballot(BallotFault::Proof)));
    let more = Place { columns: 5, ..world.place(0, 0, 1) };
    let generators = isoloir_ballot::proofs::generators::Generators::new(15);
    let opening = isoloir_ballot::ballot::Opening::new(isoloir_ballot::ballot::Seed::new([1; 32]), vec![4, 4, 4]);
    let more =
        isoloir_ballot::ballot::make(&more, &opening, &world.voters[0], world.election.key(), &generators).unwrap();
    assert!(matches!(fault(&world, &ballots([more]), Stage::Open), Fault::Ballot(BallotFault::Shape)));
    let fine = ballots([world.ballot(0, 1, &[0, 0, 0])]);
    assert!(check(&world.lines(&fine), Stage::Open).is_ok());
}

#[test]
fn strangers_and_forgers() {
    let (mut world, leaves) = over();
    let stranger = Credential::generate(&mut world.rng);
    let body = signed_by(&stranger, &leaves[0].1, |_| ());
    assert!(matches!(fault(&world, &ballots([body]), Stage::Open), Fault::Unknown));
    let mut forged = leaves[0].1.clone();
    let last = forged.len() - 1;
    forged[last - 40] ^= 1;
    assert!(matches!(
        fault(&world, &ballots([forged]), Stage::Open),
        Fault::Ballot(BallotFault::Signature(SignatureError::Signature))
    ));
}

#[test]
fn the_order_of_votes_and_votes_again() {
    let (world, leaves) = over();
    let (first, second) = (leaves[0].clone(), leaves[2].clone());
    assert!(check(&world.lines(&[first.clone(), second.clone()]), Stage::Open).is_ok());
    assert!(matches!(fault(&world, &[second, first.clone()], Stage::Open), Fault::Sequence));
    // One sequence twice.
    let mut world = World::new(&Plan::default());
    let again = ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(0, 1, &[1, 1, 2])]);
    assert!(matches!(fault(&world, &again, Stage::Open), Fault::Sequence));
    // Where nobody may change.
    let mut world = World::new(&Plan { change: false, ..Plan::default() });
    let twice = ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(0, 2, &[1, 1, 2])]);
    assert!(matches!(fault(&world, &twice, Stage::Open), Fault::Change));
}

#[test]
fn a_spoiled_ballot_is_not_cast() {
    let (world, leaves) = over();
    let spoil = (Kind::Spoiled, sha256(&[&leaves[0].1]).to_vec());
    assert!(matches!(fault(&world, &[spoil.clone(), leaves[0].clone()], Stage::Open), Fault::Spoiled));
    assert!(matches!(fault(&world, &[leaves[0].clone(), spoil.clone()], Stage::Open), Fault::Spoiled));
    assert!(check(&world.lines(&[spoil, leaves[1].clone()]), Stage::Open).is_ok());
    assert!(matches!(fault(&world, &[(Kind::Spoiled, vec![0; 31])], Stage::Open), Fault::Spelling));
    // Nor by its hash alone.
    let mut lines = world.lines(&[(Kind::Spoiled, sha256(&[&leaves[0].1]).to_vec()), leaves[0].clone()]);
    hide_ballots(&mut lines);
    assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Spoiled));
}

fn hide_ballots(lines: &mut [Line]) {
    for line in lines {
        if let Line::Leaf(Leaf { kind: Kind::Ballot, body, .. }) = line
            && let Body::Whole(whole) = body
        {
            *body = Body::Hash(Fixed(sha256(&[&whole.0])));
        }
    }
}

#[test]
fn bodies_of_other_leaves_cannot_be_hidden() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    for (place, line) in lines.iter().enumerate() {
        let Line::Leaf(leaf) = line else { continue };
        let Body::Whole(body) = &leaf.body else { continue };
        let mut lines = lines.clone();
        let hash = Fixed(sha256(&[&body.0]));
        lines[place] = Line::Leaf(Leaf { body: Body::Hash(hash), ..leaf.clone() });
        let found = check(&lines, Stage::Counted);
        match leaf.kind {
            Kind::Ballot => assert!(found.is_ok_and(|report| !report.result_checked())),
            Kind::Manifest => assert!(matches!(found.unwrap_err().fault, Fault::Order)),
            _ => assert!(matches!(found.unwrap_err().fault, Fault::Body)),
        }
    }
}

#[test]
fn who_is_admitted() {
    let mut world = World::new(&Plan::default());
    let late = Credential::generate(&mut world.rng);
    let admit = |credential: &Credential| (Kind::Admitted, credential.public().0.to_vec());
    assert!(check(&world.lines(&[admit(&late)]), Stage::Open).is_ok());
    let listed = world.voters[0].clone();
    assert!(matches!(fault(&world, &[admit(&listed)], Stage::Open), Fault::Admitted));
    assert!(matches!(fault(&world, &[admit(&late), admit(&late)], Stage::Open), Fault::Admitted));
    assert!(matches!(fault(&world, &[(Kind::Admitted, vec![1; 33])], Stage::Open), Fault::Spelling));
    // Not before they vote.
    world.voters.push(late.clone());
    let ballot = (Kind::Ballot, world.ballot(6, 1, &[0, 0, 0]));
    assert!(matches!(fault(&world, &[ballot, admit(&late)], Stage::Open), Fault::Unknown));
    let world = World::new(&Plan { late: false, ..Plan::default() });
    assert!(matches!(fault(&world, &[admit(&late)], Stage::Open), Fault::Admitted));
}

#[test]
fn the_list_of_credentials() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    let place = lines.iter().position(|line| matches!(line, Line::Credentials(_))).unwrap();
    let Line::Credentials(some) = &lines[place] else { unreachable!() };
    let wrong = |some: Vec<_>| {
        let mut lines = lines.clone();
        lines[place] = Line::Credentials(some);
        check(&lines, Stage::Counted).unwrap_err().fault
    };
    let mut exchanged = some.clone();
    exchanged.swap(0, 1);
    assert!(matches!(wrong(exchanged), Fault::Credentials));
    assert!(matches!(wrong(some[1..].to_vec()), Fault::Credentials));
    let mut twice = some.clone();
    twice.insert(0, some[0]);
    assert!(matches!(wrong(twice), Fault::Credentials));
    let mut other = some.clone();
    other[0].0[31] ^= 1;
    assert!(matches!(wrong(other), Fault::Credentials));
    // Lines after the second leaf.
    let mut late = lines.clone();
    let line = late.remove(place);
    late.insert(late.len() - 1, line);
    assert!(matches!(check(&late, Stage::Counted).unwrap_err().fault, Fault::Credentials));
    let mut more = lines.clone();
    more.insert(lines.len() - 1, Line::Credentials(vec![]));
    assert!(matches!(check(&more, Stage::Counted).unwrap_err().fault, Fault::Order));
}

#[test]
fn an_altered_leaf_a_dropped_one_and_one_too_many() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    let ballots_at: Vec<usize> =
        (0..lines.len()).filter(|n| matches!(&lines[*n], Line::Leaf(leaf) if leaf.kind == Kind::Ballot)).collect();
    // Another (valid) ballot in the place of the first, under the old checkpoint.
    let mut altered = lines.clone();
    let Line::Leaf(leaf) = &mut altered[ballots_at[1]] else { unreachable!() };
    leaf.body = Body::Whole(Blob(leaves[2].1.clone()));
    let found = check(&altered[..=ballots_at[2] - 1], Stage::Open).unwrap_err();
    assert!(matches!(found.fault, Fault::Root | Fault::Sequence), "{found}");
    // Dropped: the next leaf has the wrong number; renumbered: the root differs.
    let mut dropped = lines.clone();
    dropped.remove(ballots_at[0]);
    assert!(matches!(check(&dropped, Stage::Counted).unwrap_err().fault, Fault::Index(1)));
    for line in &mut dropped {
        if let Line::Leaf(leaf) = line
            && leaf.index > 1
        {
            leaf.index -= 1;
        }
    }
    assert!(matches!(check(&dropped, Stage::Counted).unwrap_err().fault, Fault::Root));
    // A second manifest.
    let mut twice = leaves.clone();
    twice.insert(1, (Kind::Manifest, world.election.manifest().to_bytes()));
    assert!(matches!(fault(&world, &twice, Stage::Open), Fault::Order));
}

#[test]
fn a_split_view_and_a_ballot_dropped_later() {
    let (world, leaves) = over();
    let seen = world.lines(&leaves[..2]);
    let Some(Line::Checkpoint(seen)) = seen.last() else { unreachable!() };
    let with = |leaves: &[(Kind, Vec<u8>)], pinned: Vec<Checkpoint>| {
        let options = isoloir_ballot::verify::Options { pinned, ..options(Stage::Open) };
        check_bytes(&bytes(&world.lines(leaves)), &options)
    };
    assert_eq!(with(&leaves, vec![seen.clone()]).unwrap().pinned, 1);
    // The second ballot was on the board when the checkpoint was seen, and is not any more.
    let dropped = [leaves[0].clone(), leaves[2].clone()];
    assert!(matches!(with(&dropped, vec![seen.clone()]).unwrap_err().fault, Fault::Pinned(3)));
    assert!(matches!(with(&leaves[..1], vec![seen.clone()]).unwrap_err().fault, Fault::Pinned(3)));
    // What was pinned must be the board's word about this election.
    let mut other = seen.clone();
    other.time += 1;
    assert!(matches!(with(&leaves, vec![other]).unwrap_err().fault, Fault::View(ViewFault::Signature(_))));
    let mut other = seen.clone();
    other.election.0[0] ^= 1;
    assert!(matches!(with(&leaves, vec![other]).unwrap_err().fault, Fault::View(ViewFault::Election)));
    // A pin of the manifest alone.
    let mut board = Frontier::default();
    board.push(leaf_hash(Kind::Manifest, &world.election.hash().0));
    assert_eq!(with(&leaves, vec![world.checkpoint(&board), seen.clone()]).unwrap().pinned, 2);
    board = Frontier::default();
    board.push([3; 32]);
    assert!(matches!(with(&leaves, vec![world.checkpoint(&board)]).unwrap_err().fault, Fault::Pinned(1)));
}

#[test]
fn checkpoints() {
    let (world, leaves) = over();
    let mut lines = world.lines(&leaves);
    let end = lines.len() - 1;
    let Line::Checkpoint(last) = lines[end].clone() else { unreachable!() };
    let sign = |size, time, root| Line::Checkpoint(Checkpoint::sign(&world.board, last.election, size, time, root));
    let mut with = |line: Line| {
        lines[end] = line;
        check(&lines, Stage::Counted).unwrap_err().fault
    };
    assert!(matches!(with(sign(last.size + 1, last.time, last.root.0)), Fault::Root));
    assert!(matches!(with(sign(last.size, last.time, [0; 32])), Fault::Root));
    assert!(matches!(with(sign(last.size, 5, last.root.0)), Fault::Time));
    let other = Credential::from_secret(&[3; 32]);
    let forged = Checkpoint::sign(&other, last.election, last.size, last.time, last.root.0);
    assert!(matches!(with(Line::Checkpoint(forged)), Fault::View(ViewFault::Signature(_))));
    let elsewhere = Checkpoint::sign(&world.board, Fixed([0; 32]), last.size, last.time, last.root.0);
    assert!(matches!(with(Line::Checkpoint(elsewhere)), Fault::View(ViewFault::Election)));
}

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

#[test]
fn lots_of_others() {
    let plan = Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    let place = world.place(0, 1, 1);
    let fine = (Kind::Ballot, world.ballot_at(&place, 0, &[0, 1, 2]));
    assert!(check(&world.lines(std::slice::from_ref(&fine)), Stage::Open).is_ok());
    let mut with = |place: Place| {
        let ballot = (Kind::Ballot, world.ballot_at(&place, 0, &[0, 1, 2]));
        fault(&world, &[ballot], Stage::Open)
    };
    // Somebody else's lot, none, one that was never drawn, another order.
    assert!(matches!(with(Place { lot: 2, ..place.clone() }), Fault::LotOwner));
    assert!(matches!(with(Place { lot: 0, ..place.clone() }), Fault::LotOwner));
    assert!(matches!(with(Place { lot: 99, ..place.clone() }), Fault::LotOwner));
    let mut order = place.clone();
    order.candidates.swap(0, 1);
    assert!(matches!(with(order), Fault::Ballot(BallotFault::Candidates)));
    // A second lot of the same voter, where one may be cast.
    let second = (Kind::Ballot, world.ballot_at(&world.place(0, 7, 1), 0, &[0, 1, 2]));
    assert!(matches!(fault(&world, &[fine.clone(), second], Stage::Open), Fault::LotCount));
    // A lot that went back.
    world.lots.push(Line::LotExpired(1));
    assert!(matches!(fault(&world, &[fine], Stage::Open), Fault::LotOwner));
}

#[test]
fn lots_that_cannot_be() {
    let plan = Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    let fine = world.lots.clone();
    let close = world.close(&[]);
    assert!(check(&world.lines(std::slice::from_ref(&close)), Stage::Closed).is_ok());
    let mut with = |lots: Vec<Line>| {
        world.lots = lots;
        check(&world.lines(std::slice::from_ref(&close)), Stage::Closed).err().map(|found| found.fault)
    };
    let changed = |change: &dyn Fn(&mut Lot)| {
        let mut lots = fine.clone();
        if let Line::Lot(lot) = &mut lots[2] {
            change(lot);
        }
        lots
    };
    let changes: [&dyn Fn(&mut Lot); 6] = [
        &|lot| lot.number = 0,
        &|lot| lot.number = 1,
        &|lot| lot.candidates[1] = lot.candidates[0],
        &|lot| lot.candidates[1] = 1_000,
        &|lot| lot.candidates.truncate(2),
        &|lot| lot.candidates.push(lot.candidates[0]),
    ];
    for change in changes {
        assert!(matches!(with(changed(change)), Some(Fault::Lot)));
    }
    // Another draw, commitment or credential: the log's root is not that of the close.
    assert!(matches!(with(changed(&|lot| lot.draw += 1)), Some(Fault::LotLog)));
    assert!(matches!(with(changed(&|lot| lot.commitment.0[0] ^= 1)), Some(Fault::LotLog)));
    assert!(matches!(with(fine[..5].to_vec()), Some(Fault::LotLog)));
    let mut expired = fine.clone();
    expired.push(Line::LotExpired(2));
    assert!(matches!(with(expired.clone()), Some(Fault::LotLog)));
    expired.push(Line::LotExpired(2));
    assert!(matches!(with(expired), Some(Fault::Lot)));
    let mut never = fine.clone();
    never.push(Line::LotExpired(99));
    assert!(matches!(with(never), Some(Fault::Lot)));
    // The secret is committed to; what lots were drawn with comes first, and once.
    let mut secret = fine.clone();
    if let Line::Draws(draws) = &mut secret[0] {
        draws.secret.0[0] ^= 1;
    }
    assert!(matches!(with(secret), Some(Fault::LotSecret)));
    assert!(matches!(with(fine[1..].to_vec()), Some(Fault::Order)));
    let mut twice = fine.clone();
    twice.push(fine[0].clone());
    assert!(matches!(with(twice), Some(Fault::Order)));
    assert!(with(fine.clone()).is_none());
    // Lots where the manifest has none, and credentials after lots.
    let mut none = World::new(&Plan { candidates: 6, ..Plan::default() });
    none.lots = fine;
    assert!(matches!(fault(&none, &[], Stage::Open), Fault::Order));
    let mut lines = world.lines(&[]);
    let place = lines.iter().position(|line| matches!(line, Line::Credentials(_))).unwrap();
    let credentials = lines.remove(place);
    lines.insert(lines.len() - 1, credentials);
    assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order));
}

#[test]
fn a_cut_archive() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    // After each whole line but the last.
    for length in 0..lines.len() {
        let found = check(&lines[..length], Stage::Counted).unwrap_err();
        assert!(
            matches!(found.fault, Fault::Order | Fault::Credentials | Fault::End | Fault::Unfinished),
            "{length}: {found}"
        );
    }
    let bytes = bytes(&lines);
    let found = check_bytes(&bytes[..bytes.len() - 1], &options(Stage::Counted)).unwrap_err();
    assert!(matches!(found.fault, Fault::Line(LineFault::Cut)));
    // Something after the end, an empty line, a longer line than any.
    for extra in [&b"\n"[..], b"x\n", b" \n", b"{}\n"] {
        let found = check_bytes(&[&bytes, extra].concat(), &options(Stage::Counted)).unwrap_err();
        assert!(matches!(found.fault, Fault::Line(LineFault::Spelling)), "{found}");
        assert_eq!(found.line, Some(lines.len() as u64 + 1));
    }
    let long = vec![b' '; usize::try_from(isoloir_ballot::archive::MAX_LINE).unwrap() + 5];
    let found = check_bytes(&[&bytes[..], &long].concat(), &options(Stage::Counted)).unwrap_err();
    assert!(matches!(found.fault, Fault::Line(LineFault::Long)));
}

#[test]
fn an_archive_that_changes_between_the_walks() {
    let (world, leaves) = over();
    let first = bytes(&world.lines(&leaves));
    let mut other = leaves.clone();
    other.swap(0, 1);
    let second = bytes(&world.lines(&other));
    let times = std::cell::Cell::new(0);
    let open = || {
        times.set(times.get() + 1);
        Ok(if times.get() == 1 { &first[..] } else { &second[..] })
    };
    let found = isoloir_ballot::verify::verify(open, &options(Stage::Counted), &mut ()).unwrap_err();
    assert!(found.to_string().contains("changed"), "{found}");
}

#[test]
fn a_platform_checks_one_ballot_at_a_time() {
    let (mut world, _) = over();
    let ballot = world.decode(0, &[1, 2, 3]);
    let candidates = world.election.candidates();
    let check = |ballot: &Ballot| isoloir_ballot::verify::check_one(ballot, &world.election, &candidates);
    assert_eq!(check(&ballot), Ok(()));
    let with = |place: usize, resign: bool| {
        let mut bytes = ballot.bytes().to_vec();
        bytes[place] ^= 1;
        check(&Ballot::decode(if resign { resigned(&world, 0, &bytes, |_| ()) } else { bytes }).unwrap())
    };
    assert_eq!(with(1, true), Err(BallotFault::Election));
    assert_eq!(with(76, true), Err(BallotFault::Proof));
    assert_eq!(with(76, false), Err(BallotFault::Signature(SignatureError::Signature)));
}
