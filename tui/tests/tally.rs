//! `isoloir tally` and `isoloir verify --draws` as the real program, on real files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/tests/fixtures").join(name)
}

fn isoloir(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("isoloir").unwrap();
    command.env_clear().args(["--lang", "en"]).args(args);
    command
}

fn json(command: &mut Command) -> Value {
    serde_json::from_slice(&command.assert().success().get_output().stdout).unwrap()
}

#[test]
fn every_fixture_is_ranked_as_expected() {
    for entry in std::fs::read_dir(fixture("mj")).unwrap() {
        let path = entry.unwrap().path();
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        if expected.get("proposals").is_none() {
            continue;
        }
        let said = json(isoloir(&["tally", "--json"]).arg(&path));
        assert_eq!(said.as_object().unwrap().keys().collect::<Vec<_>>(), ["candidates"]);
        for candidate in said["candidates"].as_array().unwrap() {
            let name = candidate["name"].as_str().unwrap();
            assert_eq!(candidate["rank"], expected["expected_ranks"][name], "{}: {name}", path.display());
            let mut fields: Vec<&String> = candidate.as_object().unwrap().keys().collect();
            fields.sort();
            assert_eq!(fields, ["counts", "decided_by", "majority_grade", "name", "rank"]);
        }
    }
}

#[test]
fn the_ballots_of_orsay_as_files_and_from_standard_input() {
    let files = ["01", "06", "12"].map(|bureau| fixture(&format!("orsay_2007_ballots/bureau_{bureau}.csv")));
    let said = json(isoloir(&["tally", "--json"]).args(&files));
    let names: Vec<&str> = said["candidates"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    assert_eq!(names[..3], ["Bayrou", "Royal", "Sarkozy"]);
    let one = json(isoloir(&["tally", "--json"]).arg(&files[2]));
    let piped = json(isoloir(&["tally", "--json", "-"]).write_stdin(std::fs::read(&files[2]).unwrap()));
    assert_eq!(one, piped);
}

#[test]
fn pictures_are_written_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (svg, png) = (folder.path().join("p.svg"), folder.path().join("p.png"));
    let mut command = isoloir(&["tally"]);
    command.arg(fixture("laprimaire_2016_round1.json")).arg("--svg").arg(&svg).arg("--png").arg(&png);
    command.assert().success();
    assert!(std::fs::read_to_string(svg).unwrap().contains("<title"));
    assert!(std::fs::read(png).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn what_is_wrong_is_said_on_stderr_with_its_exit_code() {
    let fails = |command: &mut Command, code: i32| {
        let output = command.assert().failure().code(code).get_output().clone();
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let said = fails(isoloir(&["tally", "-"]).write_stdin("A,B\n1,2\n1,9\n"), 2);
    assert_eq!(said, "isoloir: stdin:3: “9” (B) is not a grade of the scale; see --scale.\n");
    let said = fails(&mut isoloir(&["tally", "nowhere.csv"]), 6);
    assert!(said.contains("nowhere.csv"), "{said}");
    let said = fails(isoloir(&["tally", "-", "--scale", "one"]).write_stdin("A\n1\n"), 2);
    assert!(said.contains("2 to 26 grades"), "{said}");
    fails(&mut isoloir(&["tally"]), 2);
    let said = fails(isoloir(&["--json", "tally", "-"]).write_stdin("{"), 2);
    assert!(serde_json::from_str::<Value>(&said).unwrap()["error"]["message"].is_string());
}

#[test]
fn draws_are_verified() {
    let golden = fixture("lots/golden.json");
    let said = isoloir(&["verify", "--draws"]).arg(&golden).assert().success().get_output().stdout.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(said.starts_with("All as published: 60 lots drawn again, 15 gone back"), "{said}");
    let changed = std::fs::read_to_string(golden).unwrap().replacen("\"draw\": 1", "\"draw\": 2", 1);
    isoloir(&["verify", "--draws", "-"]).write_stdin(changed).assert().failure().code(2);
}

#[test]
fn numbers_are_read_both_ways_and_which_way_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let numbers = file("numbers.csv", "Ada,Bob\n6,1\n6,2\n");
    let first = |args: &[&str]| {
        let said = json(isoloir(&["tally", "--json"]).args(args).arg(&numbers));
        said["candidates"][0]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!((first(&[]), first(&["--numbers", "best-first"])), ("Ada".to_owned(), "Bob".to_owned()));
    let note = |args: &[&str], path: &PathBuf| {
        let done = isoloir(&["tally"]).args(args).arg(path).assert().success();
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    assert!(note(&[], &numbers).contains("from 1 (the worst grade) to 6 (the best)"));
    assert!(note(&["--numbers", "best-first"], &numbers).contains("from 1 (the best grade)"));
    let words = file("words.csv", "Ada,Bob\nbien,D\n,0\n");
    assert_eq!(note(&[], &words), "", "there were no numbers");
}
