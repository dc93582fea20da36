//! Attacks with ballots, by voters and by whoever runs the platform: each archive is rebuilt and signed by the board's own key, so that
//! only the check that is meant can find it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::ballot::{Ballot, BallotFault, Place};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::credential::{Credential, SignatureError};
use isoloir_ballot::hash::sha256;
use isoloir_ballot::verify::{Fault, Stage, Watch};
use world::{Plan, World, ballots, bytes, check, check_bytes, fault, hide_ballots, options, over, resigned, signed_by};

#[test]
fn a_copied_ballot() {
    let (world, leaves) = over();
    let body = &leaves[0].1;
    // Word for word, and under another credential.
    assert!(matches!(fault(&world, &ballots([body.clone(), body.clone()]), Stage::Open), Fault::Sequence));
    let copy = resigned(&world, 2, body, |_| ());
    // What makes it a copy: all the ciphertexts, and nothing else.
    let ballot = Ballot::decode(body.clone()).unwrap();
    let ciphertexts: Vec<u8> =
        ballot.ciphertexts().iter().flat_map(|one| [*one.a.bytes(), *one.b.bytes()].concat()).collect();
    assert_eq!(ballot.fingerprint(), sha256(&[&ciphertexts])[..16]);
    assert!(matches!(fault(&world, &ballots([body.clone(), copy.clone()]), Stage::Open), Fault::Copy));
    // Even if the original is not there, the proof was made for its voter.
    let found = check(&world.lines(&ballots([copy.clone()])), Stage::Open).unwrap_err();
    assert!(matches!(found.fault, Fault::Ballot(BallotFault::Proof)));
    assert_eq!((found.leaf, found.ballot), (Some(1), Some(Fixed(sha256(&[&copy])))));
}

#[test]
fn the_first_wrong_ballot_is_named_on_any_number_of_threads() {
    struct Seen(usize);
    impl Watch for Seen {
        fn ballot(&mut self, _: &isoloir_ballot::verify::Seen) {
            self.0 += 1;
        }
    }
    let mut world = World::new(&Plan { voters: 330, candidates: 1, grades: 2, ..Plan::default() });
    let mut leaves = ballots((0..330).map(|voter| world.ballot(voter, 1, &[1])));
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
    // The reading stops soon after: one batch is being checked and one waits while the third is filled.
    let options = isoloir_ballot::verify::Options { threads: std::num::NonZeroUsize::MIN, ..options(Stage::Open) };
    let (bytes, mut seen) = (bytes(&world.lines(&leaves)), Seen(0));
    isoloir_ballot::verify::verify(|| Ok(&bytes[..]), &options, &mut seen).unwrap_err();
    assert!(seen.0 <= 320, "{} of 330", seen.0);
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
    let hash = Fixed(sha256(&[&body]));
    // The ballot is named, and a leaf of another kind is no ballot.
    let found = check(&world.lines(&ballots([body])), Stage::Open).unwrap_err();
    assert!(matches!(found.fault, Fault::Unknown));
    assert_eq!((found.leaf, found.ballot), (Some(1), Some(hash)));
    let tracker = isoloir_ballot::ballot::Tracker::of(&hash);
    assert_eq!(found.to_string(), format!("line 4: leaf 1: ballot {tracker}: the credential is not on the list"));
    let found = check(&world.lines(&[(Kind::Admitted, vec![1; 33])]), Stage::Open).unwrap_err();
    assert_eq!((found.leaf, found.ballot), (Some(1), None));
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
