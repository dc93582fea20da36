//! What is checked beside the archive: checkpoints, receipts, the platform's word, the organisers' log.

use super::world::{self, Plan, World, over};
use super::{code, said, tracker, verdict};
use isoloir_ballot::archive::{Body, Leaf, Line};
use isoloir_ballot::board::{Checkpoint, Frontier, Kind, Receipt, leaf_hash};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::hash::sha256;
use isoloir_shared::api::types::{AuditEntry, AuditHead};
use isoloir_shared::domain::audit::{GENESIS, link};
use isoloir_shared::verify::{AuditLog, MineStatus, Outcome, Request};
use std::collections::BTreeMap;

fn first(world: &World, leaves: &[(Kind, Vec<u8>)]) -> Checkpoint {
    let lines = world.lines(leaves);
    lines.iter().find_map(|line| if let Line::Checkpoint(it) = line { Some(it.clone()) } else { None }).unwrap()
}

/// Another view of the same election: what somebody else was shown.
fn split(world: &World, size: u64) -> Checkpoint {
    Checkpoint::sign(&world.board, *world.election.hash(), size, world::CLOSES, [7; 32])
}

#[test]
fn a_checkpoint_seen_elsewhere_must_be_on_the_way() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    let with = |elsewhere| Request { elsewhere, ..Request::default() };
    let held = verdict(&lines, &with(vec![first(&world, &leaves)]));
    assert_eq!(held.outcome(), Outcome::Holds);
    assert_eq!(held.facts.as_ref().unwrap().seen.elsewhere, 1);
    assert!(!said(&held).contains("forged from end to end"));
    assert_eq!(code(&lines, &with(vec![split(&world, 3)])), "split");
    assert_eq!(code(&lines, &with(vec![split(&world, 300)])), "split");
    let other = World::new(&Plan { seed: 2, ..Plan::default() });
    assert_eq!(code(&lines, &with(vec![split(&other, 3)])), "other_checkpoint");
    // Not signed by the board.
    let mut forged = first(&world, &leaves);
    forged.time += 1;
    assert_eq!(code(&lines, &with(vec![forged])), "signature");
}

#[test]
fn what_the_device_saw_must_fit_and_is_nobody_elses_word() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    let other = World::new(&Plan { seed: 2, ..Plan::default() });
    let device = vec![first(&world, &leaves), split(&other, 3)];
    let held = verdict(&lines, &Request { device, ..Request::default() });
    assert_eq!(held.outcome(), Outcome::Holds, "{:?}", held.fault);
    let seen = held.facts.as_ref().unwrap().seen;
    assert_eq!((seen.elsewhere, seen.device, seen.older), (0, 1, false));
    assert!(said(&held).contains("forged from end to end"));
    let with = |device| Request { device, ..Request::default() };
    assert_eq!(code(&lines, &with(vec![split(&world, 3)])), "split");
    // A closed archive must reach as far as was seen; an older copy of an open one need not.
    assert_eq!(code(&lines, &with(vec![split(&world, 300)])), "shorter");
    let open = verdict(&world.lines(&leaves[..2]), &with(vec![split(&world, 300)]));
    assert_eq!(open.outcome(), Outcome::Partial);
    assert!(open.facts.unwrap().seen.older);
}

/// A receipt as the platform gives it when it takes a ballot as that leaf.
/// Somebody who voted elsewhere is not told that it holds.
#[test]
fn another_vote_than_this_device_follows_is_named() {
    let (world, leaves) = over();
    let other = World::new(&Plan { seed: 2, ..Plan::default() });
    let with = |it: &World| Request { followed: Some(*it.election.hash()), ..Request::default() };
    assert_eq!(verdict(&world.lines(&leaves), &with(&world)).outcome(), Outcome::Holds);
    assert_eq!(code(&world.lines(&leaves), &with(&other)), "other_election");
    // Receipts of other votes are not passed over in silence.
    let mut elsewhere = receipt(&world, &leaves, 2);
    elsewhere.checkpoint.election = *other.election.hash();
    let told = verdict(&world.lines(&leaves), &Request { receipts: vec![elsewhere], ..Request::default() });
    assert_eq!(told.facts.as_ref().unwrap().others, 1);
    assert!(said(&told).contains("of another vote"));
}

fn receipt(world: &World, leaves: &[(Kind, Vec<u8>)], leaf: usize) -> Receipt {
    let mut board = Frontier::default();
    board.push(leaf_hash(Kind::Manifest, &world.election.hash().0));
    leaves[..leaf].iter().for_each(|(kind, body)| board.push(leaf_hash(*kind, &sha256(&[body]))));
    let ballot = Fixed(sha256(&[&leaves[leaf - 1].1]));
    Receipt { ballot, leaf: leaf as u64, path: Vec::new(), checkpoint: world.checkpoint(&board) }
}

#[test]
fn a_receipt_finds_its_ballot_or_shows_that_it_is_gone() {
    let (world, leaves) = over();
    let receipts = vec![receipt(&world, &leaves, 2)];
    let request = Request { receipts, ..Request::default() };
    let held = verdict(&world.lines(&leaves), &request);
    assert_eq!(held.outcome(), Outcome::Holds, "{:?}", held.fault);
    let mine = &held.facts.as_ref().unwrap().mine[0];
    assert_eq!((mine.status, mine.leaf, mine.receipt), (MineStatus::Counts, Some(2), true));

    // The same election with that ballot dropped, signed again from end to end.
    let (mut again, _) = over();
    let mut dropped = vec![leaves[0].clone(), leaves[2].clone()];
    again.count(&mut dropped, &[1, 2, 3]);
    assert_eq!(code(&again.lines(&dropped), &request), "split");
    // Even without the receipt's checkpoint the ballot is missed.
    let request = Request { trackers: vec![tracker(&leaves[1].1)], ..Request::default() };
    let gone = verdict(&again.lines(&dropped), &request);
    assert_eq!(gone.fault.as_ref().unwrap().code, "missing");
    assert!(said(&gone).contains(&tracker(&leaves[1].1).to_string()));
}

#[test]
fn an_opened_ballot_is_found_as_such() {
    let (mut world, _) = over();
    let opened = world.ballot(3, 1, &[0, 0, 0]);
    let hash = Fixed(sha256(&[&opened]));
    let mut leaves = vec![(Kind::Spoiled, hash.0.to_vec())];
    world.count(&mut leaves, &[1, 2, 3]);
    let lines = world.lines(&leaves);
    let request = Request { spoiled: vec![hash], trackers: vec![tracker(&opened)], ..Request::default() };
    let held = verdict(&lines, &request);
    assert_eq!(held.outcome(), Outcome::Holds, "{:?}", held.fault);
    assert!(held.facts.unwrap().mine.iter().all(|it| it.status == MineStatus::Spoiled && it.leaf == Some(1)));
    let request = Request { spoiled: vec![Fixed([1; 32])], ..Request::default() };
    assert_eq!(code(&lines, &request), "missing");
}

#[test]
fn the_organisers_log_is_checked_where_it_is_given() {
    let (world, leaves) = over();
    let entry = |seq| AuditEntry {
        seq,
        at: "2016-04-05T00:00:00Z".parse().unwrap(),
        actor: "ada".into(),
        action: "open".into(),
        subject: "final".into(),
        data: BTreeMap::new(),
        previous: String::new(),
        hash: String::new(),
    };
    let one = link(GENESIS, entry(1));
    let two = link(&one.hash, entry(2));
    let head = Some(AuditHead { seq: 2, hash: two.hash.clone() });
    let mut log = AuditLog { entries: vec![one, two], head };
    let lines = world.lines(&leaves);
    let with = |log: &AuditLog| Request { audit: Some(log.clone()), ..Request::default() };
    assert_eq!(verdict(&lines, &with(&log)).facts.unwrap().audit.unwrap().seq, 2);
    log.entries[0].subject = "preselection".into();
    assert_eq!(code(&lines, &with(&log)), "audit");
    log.entries.clear();
    assert_eq!(code(&lines, &with(&log)), "audit");
}

#[test]
fn a_leaf_of_another_kind_is_no_ballot() {
    let (world, leaves) = over();
    let mut lines = world.lines(&leaves);
    let at = lines.iter().position(|line| matches!(line, Line::Leaf(Leaf { kind: Kind::Close, .. }))).unwrap();
    let Line::Leaf(leaf) = &mut lines[at] else { panic!() };
    leaf.body = Body::Hash(Fixed([0; 32]));
    assert_eq!(code(&lines, &Request::default()), "body");
}
