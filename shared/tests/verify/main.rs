//! Archives as a stranger has them: good ones, and altered, cut, pruned, split ones; lots that are drawn again; ballots
//! that somebody asks about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

#[path = "../../../ballot/tests/world/mod.rs"]
mod world;

mod beside;
mod lots;

use isoloir_ballot::archive::{Leaf, Line};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::hash::sha256;
use isoloir_shared::api::types::Lang;
use isoloir_shared::verify::{MineStatus, Outcome, Request, Verdict, verify};
use std::io::Cursor;
use world::{bytes, hide_ballots, over};

/// What comes of an archive.
fn verdict_of(archive: &[u8], request: &Request) -> Verdict {
    verify(|| Ok(Cursor::new(archive)), request, &mut |_| {}).unwrap()
}

fn verdict(lines: &[Line], request: &Request) -> Verdict {
    verdict_of(&bytes(lines), request)
}

fn code(lines: &[Line], request: &Request) -> &'static str {
    let verdict = verdict(lines, request);
    assert_eq!(verdict.outcome(), Outcome::Fault);
    verdict.fault.unwrap().code
}

fn tracker(body: &[u8]) -> Tracker {
    Tracker::of(&Fixed(sha256(&[body])))
}

/// All that is said, in both languages: nothing is left unfilled.
fn said(verdict: &Verdict) -> String {
    let told = verdict.told();
    let all = [vec![told.headline], told.fault, told.result, told.checked, told.unchecked].concat();
    let text: Vec<_> = [Lang::En, Lang::Fr].iter().flat_map(|lang| all.iter().map(|it| it.resolve(*lang))).collect();
    let text = text.join("\n");
    assert!(!text.contains("{ $") && !text.contains("Unknown"), "{text}");
    text
}

#[test]
fn a_counted_vote_holds_and_says_what_was_checked() {
    let (world, leaves) = over();
    let request = Request { trackers: vec![tracker(&leaves[0].1), tracker(&leaves[1].1)], ..Request::default() };
    let verdict = verdict(&world.lines(&leaves), &request);
    assert_eq!(verdict.outcome(), Outcome::Holds, "{:?}", verdict.fault);
    let facts = verdict.facts.as_ref().unwrap();
    assert_eq!((facts.stage, facts.ballots, facts.credentials), ("counted", 3, 6));
    let status: Vec<_> = facts.mine.iter().map(|it| (it.status, it.leaf)).collect();
    assert_eq!(status, [(MineStatus::Replaced, Some(1)), (MineStatus::Counts, Some(2))]);
    let recount = verdict.recount.as_ref().unwrap();
    // Grades 1, 1, 1 and 3, 3, 2: the lower median of two judgments is 1 for each; the third has less above it.
    assert_eq!(recount.winners.len(), 2);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("said-holds", said(&verdict));
    });
}

#[test]
fn the_first_fault_is_named_with_its_line_leaf_and_ballot() {
    let (world, leaves) = over();
    let mut lines = world.lines(&leaves);
    let at = lines.iter().position(|line| matches!(line, Line::Leaf(Leaf { kind: Kind::Ballot, .. }))).unwrap();
    let archive = bytes(&lines);
    // A proof's scalar of the first ballot: everything else of it still reads well.
    let Line::Leaf(Leaf { body: isoloir_ballot::archive::Body::Whole(body), .. }) = &mut lines[at] else { panic!() };
    let end = body.0.len() - 100;
    body.0[end] ^= 1;
    let fault = verdict(&lines, &Request::default()).fault.unwrap();
    assert_eq!(fault.code, "ballot_signature", "{}", fault.reason);
    assert_eq!((fault.line, fault.leaf), (Some(at as u64 + 1), Some(1)));
    assert!(fault.tracker.is_some());
    let cut = verdict_of(&archive[..archive.len() - 40], &Request::default());
    assert_eq!(cut.fault.as_ref().unwrap().code, "cut");
    assert!(said(&cut).contains("cut"));
    for nonsense in [&b""[..], b"\n", b"{}\n", b"not an archive", &[0xff; 10_000]] {
        assert_eq!(verdict_of(nonsense, &Request::default()).fault.unwrap().code, "no_archive");
    }
}

#[test]
fn a_forged_ballot_is_named() {
    let (world, mut leaves) = over();
    leaves.truncate(3);
    let forged = world::resigned(&world, 1, &leaves[1].1, |body| {
        let end = body.len() - 10;
        body[end] ^= 1;
    });
    leaves[1].1 = forged.clone();
    let verdict = verdict(&world.lines(&leaves), &Request::default());
    let fault = verdict.fault.as_ref().unwrap();
    assert!(fault.code.starts_with("ballot_"), "{}", fault.code);
    assert_eq!((fault.leaf, fault.tracker.clone()), (Some(2), Some(tracker(&forged).to_string())));
    assert!(said(&verdict).contains(&tracker(&forged).to_string()));
}

#[test]
fn an_open_vote_and_pruned_ballots_hold_as_far_as_one_can_see() {
    let (world, leaves) = over();
    let open = verdict(&world.lines(&leaves[..3]), &Request::default());
    assert_eq!(open.outcome(), Outcome::Partial);
    assert!(said(&open).contains("no result yet"));
    let mut pruned = world.lines(&leaves);
    hide_ballots(&mut pruned);
    let request = Request { trackers: vec![tracker(&leaves[0].1)], ..Request::default() };
    let pruned = verdict(&pruned, &request);
    assert_eq!(pruned.outcome(), Outcome::Partial);
    assert!(pruned.recount.is_none());
    assert_eq!(pruned.facts.as_ref().unwrap().mine[0].status, MineStatus::Recorded);
    assert!(said(&pruned).contains("nothing can be said of the result"));
}

#[test]
fn whoever_stops_it_is_obeyed() {
    let (world, leaves) = over();
    let archive = bytes(&world.lines(&leaves));
    let request = Request::default();
    request.stop.now();
    assert!(verify(|| Ok(Cursor::new(&archive[..])), &request, &mut |_| {}).is_err());
}

#[test]
fn progress_goes_forward_to_its_end() {
    let (world, leaves) = over();
    let archive = bytes(&world.lines(&leaves));
    let mut last = 0;
    verify(|| Ok(Cursor::new(&archive[..])), &Request::default(), &mut |progress| {
        assert!(progress.done >= last && progress.done <= progress.total);
        last = progress.done;
    })
    .unwrap();
    assert_eq!(last, archive.len() as u64 * 13);
}
