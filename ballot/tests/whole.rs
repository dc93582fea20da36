//! Elections from their keys to their verified result.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Body, Draws, Line, Lot};
use isoloir_ballot::ballot::Channel;
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::verify::{Seen, Stage, Watch, verify};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use world::{Plan, World, ballots, bytes, check, options};

#[test]
fn a_final_vote_counts_what_was_cast() {
    let mut world = World::new(&Plan { candidates: 5, grades: 6, voters: 12, ..Plan::default() });
    let mut choices = StdRng::seed_from_u64(3);
    let mut expected = vec![vec![0; 6]; 5];
    let mut leaves = Vec::new();
    for voter in 0..10 {
        let grades: [u8; 5] = std::array::from_fn(|_| choices.random_range(0..6));
        // Some vote twice: the last one counts.
        if voter % 4 == 0 {
            leaves.push((Kind::Ballot, world.ballot(voter, 1, &[0; 5])));
        }
        leaves.push((Kind::Ballot, world.ballot(voter, 2, &grades)));
        grades.iter().zip(&mut expected).for_each(|(grade, row)| row[usize::from(*grade)] += 1);
    }
    let counts = world.count(&mut leaves, &[1, 2, 3]);
    assert_eq!(counts.counts, expected);
    assert_eq!((counts.ballots, counts.voters, counts.own, counts.assisted), (10, 10, 7, 3));
    let report = check(&world.lines(&leaves), Stage::Counted).unwrap();
    assert!(report.result_checked());
    assert_eq!(report.counts, Some(counts));
    assert_eq!((report.ballots, report.credentials, report.missing), (13, 12, 0));
    // What is decrypted are the sums of those that count.
    assert_eq!(report.tally.unwrap().ballots(), 10);
    assert_eq!(report.decrypted, [1, 2, 3]);
}

#[test]
fn lots_no_opinion_and_a_lost_trustee() {
    let plan = Plan { candidates: 7, no_opinion: true, trustees: (3, 2), lots: Some((5, 2)), ..Plan::default() };
    let mut world = World::new(&plan);
    let mut expected = vec![vec![0; 5]; 7];
    let mut leaves = Vec::new();
    for lot in 1..=9_u64 {
        let voter = usize::try_from((lot - 1) % 6).unwrap();
        let place = world.place(voter, lot, 1);
        let grades: Vec<u8> = (0..5).map(|n| (n + u8::try_from(lot).unwrap()) % 5).collect();
        for (candidate, grade) in place.candidates.iter().zip(&grades) {
            expected[world.election.row(*candidate).unwrap()][usize::from(*grade)] += 1;
        }
        leaves.push((Kind::Ballot, world.ballot_at(&place, voter, &grades)));
    }
    for by in [[1, 2], [3, 1], [2, 3]] {
        let mut leaves = leaves.clone();
        let counts = world.count(&mut leaves, &by);
        assert_eq!(counts.counts, expected, "{by:?}");
        assert_eq!((counts.ballots, counts.voters), (9, 6));
        let report = check(&world.lines(&leaves), Stage::Counted).unwrap();
        assert_eq!(report.lots, (12, 0));
    }
    // All three may decrypt as well.
    let counts = world.count(&mut leaves, &[2, 1, 3]);
    assert_eq!(counts.counts, expected);
}

#[test]
fn nobody_voted() {
    let mut world = World::new(&Plan::default());
    let mut leaves = Vec::new();
    let counts = world.count(&mut leaves, &[1, 2, 3]);
    assert_eq!(counts.counts, vec![vec![0; 4]; 3]);
    assert!(check(&world.lines(&leaves), Stage::Counted).unwrap().result_checked());
}

#[test]
fn somebody_admitted_late_votes_and_a_spoiled_ballot_is_noted() {
    let mut world = World::new(&Plan::default());
    let late = Credential::generate(&mut world.rng);
    let spoiled = world.ballot(0, 1, &[0, 1, 2]);
    world.voters.push(late.clone());
    let mut leaves = vec![(Kind::Admitted, late.public().0.to_vec())];
    leaves.push((Kind::Spoiled, sha256(&[&spoiled]).to_vec()));
    leaves.push((Kind::Ballot, world.ballot(6, 1, &[0, 1, 2])));
    leaves.push((Kind::Ballot, world.ballot(0, 2, &[0, 1, 2])));
    world.count(&mut leaves, &[1, 2, 3]);
    let report = check(&world.lines(&leaves), Stage::Counted).unwrap();
    assert_eq!((report.admitted, report.spoiled, report.ballots), (1, 1, 2));
}

#[test]
fn bodies_can_be_erased_and_the_log_still_holds_but_no_result_is_called_checked() {
    let mut world = World::new(&Plan::default());
    let mut leaves = ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(1, 1, &[3, 3, 3])]);
    world.count(&mut leaves, &[1, 2, 3]);
    let mut lines = world.lines(&leaves);
    let mut erased = 0;
    for line in &mut lines {
        if let Line::Leaf(leaf) = line
            && leaf.kind == Kind::Ballot
            && let Body::Whole(body) = &leaf.body
        {
            leaf.body = Body::Hash(Fixed(sha256(&[&body.0])));
            erased += 1;
        }
    }
    let report = check(&lines, Stage::Counted).unwrap();
    assert_eq!((erased, report.missing), (2, 2));
    assert!(!report.result_checked() && report.counts.is_none() && report.tally.is_none());
}

#[test]
fn one_finds_ones_ballot_and_whether_it_counts() {
    #[derive(Default)]
    struct Mine(Vec<Seen>, u64, Option<u64>, usize);
    impl Watch for Mine {
        fn ballot(&mut self, seen: &Seen) {
            self.0.push(*seen);
        }
        fn progress(&mut self, done: u64, total: Option<u64>) {
            assert!(done > self.1);
            (self.1, self.2) = (done, total);
            self.3 += usize::from(total.is_none());
        }
    }
    let mut world = World::new(&Plan::default());
    let mut leaves = ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(0, 2, &[3, 3, 3])]);
    world.count(&mut leaves, &[1, 2, 3]);
    let lines = world.lines(&leaves);
    let bytes = bytes(&lines);
    let mut mine = Mine::default();
    verify(|| Ok(&bytes[..]), &options(Stage::Counted), &mut mine).unwrap();
    let found: Vec<_> = mine.0.iter().map(|seen| (seen.leaf, seen.counts)).collect();
    assert_eq!(found, [(1, Some(false)), (2, Some(true))]);
    assert_eq!(mine.0[1].hash, Fixed(sha256(&[&leaves[1].1])));
    assert_eq!(Some(mine.1), mine.2);
    // Of the first walk too, after each line but the manifest.
    assert_eq!(mine.3, lines.len() - 1);
}

#[test]
fn who_replays_the_draws_sees_each_line_of_the_lots() {
    #[derive(Default)]
    struct Lots(Vec<Line>);
    impl Watch for Lots {
        fn draws(&mut self, draws: &Draws) {
            self.0.push(Line::Draws(draws.clone()));
        }
        fn lot(&mut self, lot: &Lot) {
            self.0.push(Line::Lot(lot.clone()));
        }
        fn lot_expired(&mut self, number: u64) {
            self.0.push(Line::LotExpired(number));
        }
    }
    let mut world = World::new(&Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() });
    world.lots.push(Line::LotExpired(2));
    let bytes = bytes(&world.lines(&[]));
    let mut seen = Lots::default();
    verify(|| Ok(&bytes[..]), &options(Stage::Open), &mut seen).unwrap();
    assert_eq!(seen.0, world.lots);
}

#[test]
fn both_channels_are_counted() {
    let world = World::new(&Plan::default());
    assert_eq!(
        [0, 1, 2].map(|voter| world.place(voter, 0, 1).channel),
        [Channel::Own, Channel::Own, Channel::Assisted]
    );
}
