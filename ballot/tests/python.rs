//! The other verifier: `tests/verifier/verify.py`, in Python, written from `docs/ballot-format.md` alone. It must say the
//! same as ours of the examples, of a new archive, and of archives that a cheating platform would publish.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Body, Counts, Line};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::{Fixed, from_json, to_json};
use isoloir_ballot::hash::{BALLOT_SIGNATURE, sha256};
use isoloir_ballot::verify::Stage;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use world::{Plan, World, ballots, bytes, check};

type Leaves = Vec<(Kind, Vec<u8>)>;

fn python(script: &str, args: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/verifier");
    let mut command = Command::new("python3");
    command.arg("-B").arg(folder.join(script)).args(args);
    command.output().expect("this test needs `python3`")
}

fn kept(name: &str, lines: &[Line]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes(lines)).unwrap();
    path
}

/// What the other one says; false if it refuses, and it must say why.
fn other(name: &str, lines: &[Line], stage: &str) -> bool {
    let path = kept(name, lines);
    let output = python("verify.py", &[path.to_str().unwrap(), "--stage", stage]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(wrong, "", "{name}: it must not crash");
    assert_eq!(output.status.success(), !said.starts_with("WRONG: "), "{name}: {said}");
    output.status.success()
}

#[test]
fn the_examples_and_damaged_copies() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
    let output = python("vectors.py", &[vectors]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn both_verifiers_agree_on_elections_and_on_attacks() {
    let mut world = World::new(&Plan { candidates: 2, grades: 3, trustees: (2, 1), ..Plan::default() });
    let mut fine = ballots([world.ballot(0, 1, &[0, 1]), world.ballot(2, 1, &[2, 2]), world.ballot(0, 2, &[1, 1])]);
    world.count(&mut fine, &[2]);

    let resign = |body: &[u8], voter: usize, change: &dyn Fn(&mut Vec<u8>)| {
        let mut body = body[..body.len() - 64].to_vec();
        body[33..65].copy_from_slice(&world.voters[voter].public().0);
        change(&mut body);
        let signature = world.voters[voter].sign(BALLOT_SIGNATURE, &body);
        [&body[..], &signature.0].concat()
    };
    let with = |change: &dyn Fn(&mut Leaves)| {
        let mut leaves = fine.clone();
        change(&mut leaves);
        leaves
    };
    let first = fine[0].1.clone();
    // Each leaves all that comes after it as it was, under a board signed anew.
    let attacks = [
        ("fine", true, fine.clone()),
        ("copied", false, with(&|leaves| leaves[1].1 = resign(&first, 1, &|_| ()))),
        ("sequence", false, with(&|leaves| leaves[2].1 = resign(&first, 0, &|body| body[76] = 7))),
        (
            "columns",
            false,
            with(&|leaves| {
                leaves[0].1 = resign(&first, 0, &|body| (88..152).for_each(|n| body.swap(n, n + 64)));
            }),
        ),
        ("order", false, with(&|leaves| leaves.swap(0, 2))),
        ("spoiled", false, with(&|leaves| leaves.insert(0, (Kind::Spoiled, sha256(&[&first]).to_vec())))),
        ("late", false, with(&|leaves| leaves.swap(2, 3))),
        ("early", false, with(&|leaves| leaves.swap(3, 4))),
        (
            "result",
            false,
            with(&|leaves| {
                let mut counts: Counts = from_json(&leaves[5].1).unwrap();
                counts.counts[0].swap(0, 1);
                leaves[5].1 = to_json(&counts);
            }),
        ),
        ("few", false, with(&|leaves| drop(leaves.remove(4)))),
        ("unsigned", false, with(&|leaves| *leaves[0].1.last_mut().unwrap() ^= 1)),
    ];
    for (name, holds, leaves) in attacks {
        let lines = world.lines(&leaves);
        assert_eq!(check(&lines, Stage::Counted).is_ok(), holds, "{name}: ours");
        assert_eq!(other(&format!("{name}.jsonl"), &lines, "counted"), holds, "{name}: the other");
    }
    // Erased bodies: the board holds.
    let mut lines = world.lines(&fine);
    for line in &mut lines {
        if let Line::Leaf(leaf) = line
            && leaf.kind == Kind::Ballot
            && let Body::Whole(body) = &leaf.body
        {
            leaf.body = Body::Hash(Fixed(sha256(&[&body.0])));
        }
    }
    assert!(check(&lines, Stage::Counted).is_ok() && other("erased.jsonl", &lines, "counted"));
    // An open vote, and one that is asked for more than it has.
    let open = world.lines(&fine[..2]);
    assert!(check(&open, Stage::Open).is_ok() && other("open.jsonl", &open, "open"));
    assert!(check(&open, Stage::Closed).is_err() && !other("unfinished.jsonl", &open, "closed"));
}
