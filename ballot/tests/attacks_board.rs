//! Attacks on the board and on the archive's shape: each archive is rebuilt and signed by the board's own key, so that
//! only the check that is meant can find it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Body, Leaf, Line, LineFault};
use isoloir_ballot::board::{Checkpoint, Frontier, Kind, ViewFault, leaf_hash};
use isoloir_ballot::bytes::{Blob, Fixed};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::verify::{Fault, Stage};
use world::{bytes, check, check_bytes, fault, options, over};

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
    // It may be the last one.
    assert_eq!(with(&leaves[..2], vec![seen.clone()]).unwrap().pinned, 1);
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
    // A pin of nothing says nothing, so it is not called checked.
    let nothing = world.checkpoint(&Frontier::default());
    assert!(matches!(with(&leaves, vec![nothing]).unwrap_err().fault, Fault::Pinned(0)));
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
    // Two at one time hold, and each is counted.
    lines.push(lines[end].clone());
    let all = lines.iter().filter(|line| matches!(line, Line::Checkpoint(_))).count() as u64;
    assert_eq!(check(&lines, Stage::Counted).unwrap().checkpoints, all);
    lines.pop();
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
    let mut long = vec![b' '; usize::try_from(isoloir_ballot::archive::MAX_LINE).unwrap()];
    let found = check_bytes(&[&bytes[..], &long].concat(), &options(Stage::Counted)).unwrap_err();
    assert!(matches!(found.fault, Fault::Line(LineFault::Cut)));
    long.push(b' ');
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
    // Another one may not even be an archive; its line is named.
    let mut second = first.clone();
    let third = first.split_inclusive(|byte| *byte == b'\n').take(2).map(<[u8]>::len).sum::<usize>();
    second[third] = b' ';
    times.set(0);
    let open = || {
        times.set(times.get() + 1);
        Ok(if times.get() == 1 { &first[..] } else { &second[..] })
    };
    let found = isoloir_ballot::verify::verify(open, &options(Stage::Counted), &mut ()).unwrap_err();
    assert!(found.to_string().starts_with("line 3: "), "{found}");
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
fn a_ballot_that_was_changed_in_the_archive_alone_is_named() {
    const ARCHIVE: &str = include_str!("../vectors/archive-all.jsonl");
    let lines: Vec<&str> = ARCHIVE.lines().collect();
    let ballots = lines.iter().enumerate().filter(|(_, line)| line.contains(r#""kind":"ballot","body":{"whole":"#));
    let mut tried = 0;
    for (place, line) in ballots {
        // From the head to the signature: whatever is changed, the voter did not sign it.
        for part in [3, 4, 6, 8, 10, 11] {
            let mut changed: Vec<char> = line.chars().collect();
            let at = changed.len() * part / 12;
            changed[at] = if changed[at] == 'A' { 'B' } else { 'A' };
            let mut other: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            other[place] = changed.into_iter().collect();
            let text = other.join("\n") + "\n";
            let wrong = check_bytes(text.as_bytes(), &options(Stage::Counted)).unwrap_err();
            assert_eq!(wrong.line, Some(place as u64 + 1), "{wrong}");
            assert!(wrong.ballot.is_some() && wrong.leaf.is_some(), "{wrong}");
            tried += 1;
        }
    }
    assert!(tried > 8);
}
