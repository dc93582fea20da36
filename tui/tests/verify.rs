//! `isoloir verify` as the real program, on archives as they are published: good, cut, altered, pruned, split.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use assert_cmd::Command;
use isoloir_ballot::archive::{Body, Leaf, Line, Reader, Writer};
use isoloir_ballot::ballot::{Ballot, Channel, Opening, Place, Seed, Tracker, make};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::{Blob, Fixed};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::manifest::Election;
use isoloir_shared::booth::{OpeningBytes, SPOILED, SpoiledDocument};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn vector() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ballot/vectors/archive-all.jsonl")
}

fn archive() -> Vec<u8> {
    std::fs::read(vector()).unwrap()
}

fn lines() -> Vec<Line> {
    let bytes = archive();
    let mut reader = Reader::new(&bytes[..]);
    std::iter::from_fn(|| reader.next_line().unwrap()).collect()
}

fn written(lines: &[Line]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    lines.iter().for_each(|line| writer.line(line).unwrap());
    writer.finish().unwrap()
}

/// A device of its own for each run.
struct Stranger(TempDir);

impl Stranger {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_isoloir"));
        command.env_clear().env("HOME", self.0.path());
        command.args(["--lang", "en", "--data"]).arg(self.0.path().join("data")).arg("verify").args(args);
        command
    }

    /// What it prints, ending with that code.
    fn says(&self, args: &[&str], code: i32) -> String {
        let output = self.command(args).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{}{err}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str], code: i32) -> Value {
        let document: Value = serde_json::from_str(&self.says(&[args, &["--json"]].concat(), code)).unwrap();
        assert_eq!(document["version"], 1);
        document["verification"].clone()
    }
}

#[test]
fn a_good_archive_holds() {
    let (stranger, path) = (Stranger::new(), vector());
    let path = path.to_str().unwrap();
    let said = stranger.says(&[path], 0);
    assert!(said.starts_with("It holds: the announced result follows from the ballots cast."), "{said}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("verify-holds", said);
    });
    let found = stranger.json(&[path], 0);
    assert_eq!((&found["outcome"], &found["fault"]), (&Value::from("holds"), &Value::Null));
    assert_eq!((&found["facts"]["ballots"], &found["facts"]["counted"]["ballots"]), (&3.into(), &2.into()));
    assert_eq!(found["result"][0]["counts"], serde_json::json!([0, 1, 1]));
    let stdin = stranger.command(&["-"]).write_stdin(archive()).output().unwrap();
    assert_eq!(stdin.status.code(), Some(0));
    assert!(stdin.stderr.is_empty(), "no bar where there is no terminal");
}

#[test]
fn what_is_wrong_is_named() {
    let stranger = Stranger::new();
    let good = archive();
    let cut = stranger.file("cut.jsonl", &good[..good.len() - 1]);
    assert_eq!(stranger.json(&[&cut], 1)["fault"]["code"], "cut");
    let mut altered = lines();
    let ballot = altered.iter().position(|line| matches!(line, Line::Leaf(Leaf { kind: Kind::Ballot, .. }))).unwrap();
    let dropped = written(&[&altered[..ballot], &altered[ballot + 1..]].concat());
    let dropped = stranger.file("dropped.jsonl", &dropped);
    let fault = stranger.json(&[&dropped], 1)["fault"].clone();
    assert_eq!((&fault["code"], &fault["line"]), (&Value::from("index"), &(ballot + 1).into()));
    let Line::Leaf(Leaf { body: Body::Whole(body), .. }) = &mut altered[ballot] else { panic!("a ballot") };
    body.0[100] ^= 1;
    let altered = stranger.file("altered.jsonl", &written(&altered));
    assert!(stranger.says(&[&altered], 1).starts_with("It does not hold.\n"));
    let nothing = stranger.file("nothing.jsonl", b"{}\n");
    assert_eq!(stranger.json(&[&nothing], 1)["fault"]["code"], "no_archive");
}

#[test]
fn pruned_ballots_leave_the_result_open() {
    let stranger = Stranger::new();
    let mut pruned = lines();
    for line in &mut pruned {
        if let Line::Leaf(Leaf { kind: Kind::Ballot, body, .. }) = line
            && let Body::Whole(whole) = body
        {
            *body = Body::Hash(Fixed(sha256(&[&whole.0])));
        }
    }
    let pruned = stranger.file("pruned.jsonl", &written(&pruned));
    assert!(stranger.says(&[&pruned], 7).contains("nothing can be said of the result: 3 ballots are no longer"));
    let found = stranger.json(&[&pruned], 7);
    assert_eq!((&found["outcome"], &found["result"]), (&Value::from("partial"), &Value::Null));
}

#[test]
fn checkpoints_and_trackers_are_looked_for() {
    let (stranger, path) = (Stranger::new(), vector());
    let path = path.to_str().unwrap();
    let all = lines();
    let seen = all.iter().find_map(|line| if let Line::Checkpoint(it) = line { Some(it) } else { None }).unwrap();
    let found = stranger.json(&[path, "--checkpoint", &seen.to_string()], 0);
    assert_eq!(found["facts"]["seen"]["elsewhere"], 1);
    let mut later = seen.clone();
    later.size = 300;
    assert_eq!(stranger.json(&[path, "--checkpoint", &later.to_string()], 1)["fault"]["code"], "split");
    let ballot = all.iter().find_map(|line| match line {
        Line::Leaf(Leaf { kind: Kind::Ballot, body: Body::Whole(body), .. }) => Some(Fixed(sha256(&[&body.0]))),
        _ => None,
    });
    let tracker = Tracker::of(&ballot.unwrap()).to_string();
    let said = stranger.says(&[path, "--tracker", &tracker.to_lowercase()], 0);
    assert!(said.contains(&format!("Ballot {tracker}: in the ballot box as it was cast (entry 1)")), "{said}");
    let gone = stranger.json(&[path, "--tracker", "7KQM-2XVT-9H4C-PDW3-8R02-6TYB"], 1);
    assert_eq!(gone["fault"]["code"], "missing");
    stranger.says(&[path, "--tracker", "7KQM"], 2);
    stranger.says(&[path, "--checkpoint", "isoloir/1"], 2);
    stranger.says(&[], 2);
    stranger.says(&[path, "--live"], 2);
    stranger.says(&["nowhere.jsonl"], 6);
}

#[test]
fn an_opened_ballot_tells_what_it_held() {
    let (stranger, path) = (Stranger::new(), vector());
    let Some(Line::Leaf(Leaf { body: Body::Whole(manifest), .. })) = lines().into_iter().next() else { panic!() };
    let election = Election::read(&manifest.0).unwrap();
    let credential = Credential::from_secret(&[5; 32]);
    let place = Place {
        election: *election.hash(),
        credential: credential.public(),
        lot: 0,
        sequence: 1,
        channel: Channel::Own,
        candidates: election.candidates(),
        columns: election.columns(),
    };
    let document = |choices: Vec<u8>, shown: Vec<u8>| {
        let opening = Opening::new(Seed::new([8; 32]), choices);
        let ballot = make(&place, &opening, &credential, election.key(), election.generators()).unwrap();
        Ballot::decode(ballot.clone()).unwrap();
        SpoiledDocument {
            format: SPOILED.into(),
            election: *election.hash(),
            manifest: manifest.clone(),
            ballot: Blob(ballot),
            opening: OpeningBytes(Opening::new(Seed::new([8; 32]), shown)),
        }
        .bytes()
    };
    let honest = stranger.file("spoiled.json", &document(vec![2, 0], vec![2, 0]));
    let said = stranger.says(&["--spoiled", &honest], 0);
    assert!(said.contains("grade-2") && said.contains("grade-0") && said.contains("did not lie"), "{said}");
    let lie = stranger.file("lie.json", &document(vec![2, 0], vec![2, 1]));
    assert!(stranger.says(&["--spoiled", &lie], 1).contains("the program that made it lied"));
    // It was never published as opened.
    let found = stranger.json(&[path.to_str().unwrap(), "--spoiled", &honest], 1);
    assert_eq!(
        (&found["fault"]["code"], &found["spoiled"]["rows"][0]["grade"]),
        (&"missing".into(), &"grade-2".into())
    );
    let other = stranger.file("other.json", b"{}");
    assert_eq!(stranger.json(&["--spoiled", &other], 1)["fault"]["code"], "spoiled_document");
}
