//! The commands for scripts, as a script runs them: the real binary against a real platform (a demonstration's).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use assert_cmd::Command;
use isoloir_platform::demo::{Demo, DemoHandle, DemoOptions, DemoPhase};
use serde_json::Value;
use std::path::Path;
use std::process::Output;
use tokio::runtime::Runtime;

struct Stage {
    runtime: Runtime,
    demo: DemoHandle,
    folder: tempfile::TempDir,
}

impl Stage {
    fn during(phase: DemoPhase) -> Self {
        let runtime = Runtime::new().unwrap();
        let options = DemoOptions { phase, ..DemoOptions::default() };
        let demo = runtime.block_on(Demo::start(options)).unwrap();
        Self { runtime, demo, folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, args: &[&str]) -> Output {
        run(self.folder.path(), &self.demo.url, args, "")
    }

    fn json(&self, args: &[&str]) -> Value {
        let out = self.run(&[args, &["--json"]].concat());
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        let value: Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_eq!(value["version"], 1);
        value
    }

    /// The mail is shown by a demonstration: its code is on stderr, and typed on stdin.
    fn sign_in(&self, email: &str) {
        let out = run(self.folder.path(), &self.demo.url, &["--lang", "en", "sign-in", email], "\n");
        assert_eq!(out.status.code(), Some(2), "no code was typed");
        let told = String::from_utf8(out.stderr).unwrap();
        let code = told.lines().find_map(|line| line.split_once("the mail said: ")).unwrap().1.trim().to_owned();
        let out = self.run(&["sign-in", email, "--code", &code]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
}

fn run(data: &Path, url: &str, args: &[&str], typed: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_isoloir"))
        .env_clear()
        .arg("--data")
        .arg(data)
        .arg("--config")
        .arg(data.join("config.toml"))
        .args(["--platform", url])
        .args(args)
        .write_stdin(typed)
        .output()
        .unwrap()
}

fn with_settings(folder: &Path) {
    std::fs::write(folder.join("config.toml"), "").unwrap();
}

#[test]
fn a_citizen_votes_from_a_script() {
    let stage = Stage::during(DemoPhase::Preselection);
    with_settings(stage.folder.path());
    let refused = stage.run(&["lot", "--json"]);
    assert_eq!(refused.status.code(), Some(4), "nobody is signed in");
    let error: Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(error["error"]["code"], "signed_out");
    assert!(refused.stdout.is_empty());

    stage.sign_in(&stage.demo.email.clone());
    assert_eq!(stage.json(&["account"])["account"]["registered"], true);
    let lot = stage.json(&["lot"])["lot"].clone();
    assert_eq!(stage.json(&["lot"])["lot"]["id"], lot["id"], "asking again gives the open lot");
    let id = lot["id"].to_string();
    let ids: Vec<String> =
        lot["candidates"].as_array().unwrap().iter().map(|it| it["candidate"]["id"].to_string()).collect();

    let incomplete = stage.run(&["vote", &id, "--grade", &format!("{}=bien", ids[0]), "--json"]);
    assert_eq!(incomplete.status.code(), Some(1));
    let error: Value = serde_json::from_slice(&incomplete.stderr).unwrap();
    assert_eq!(error["error"]["code"], "incomplete_ballot");
    // Who has no answer is named, and nobody else.
    let said = error["error"].to_string();
    let named = |it: &Value| said.contains(it["candidate"]["name"].as_str().unwrap());
    let rows = lot["candidates"].as_array().unwrap();
    assert!(rows[1..].iter().all(named) && !named(&rows[0]), "{said}");
    let none = stage.run(&["--lang", "en", "vote", "999999", "--grade", "1=bien"]);
    assert!(String::from_utf8(none.stderr).unwrap().contains("No lot has number 999999"));
    let none = stage.run(&["--lang", "en", "receipts"]);
    assert!(none.stdout.is_empty() && String::from_utf8(none.stderr).unwrap().contains("You have not voted yet"));

    let file = stage.folder.path().join("ballot.txt");
    std::fs::write(&file, ids.iter().map(|id| format!("{id}=bien\n")).collect::<String>()).unwrap();
    let receipt = stage.json(&["vote", &id, "--file", file.to_str().unwrap()])["receipt"].clone();
    assert_eq!(receipt["status"], "recorded");
    let tracker = receipt["tracker"].as_str().unwrap();
    assert_eq!(stage.json(&["tracker", tracker])["tracker"]["status"], "recorded");
    assert_eq!(stage.json(&["receipts"])["receipts"].as_array().unwrap().len(), 1);
    assert_eq!(stage.json(&["lot", "--list"])["lots"][0]["status"], "cast");

    // The key is moved to another device by hand; until then that one cannot vote.
    let told = stage.run(&["key", "show", "preselection"]);
    let code = String::from_utf8(told.stdout).unwrap();
    assert!(code.starts_with("PRE-"), "{code}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(stage.folder.path().join("purse.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let other = tempfile::tempdir().unwrap();
    with_settings(other.path());
    std::fs::copy(stage.folder.path().join("tokens.json"), other.path().join("tokens.json")).unwrap();
    let there = |args: &[&str], typed: &str| run(other.path(), &stage.demo.url, args, typed);
    let refused = there(&["vote", &id, "--file", file.to_str().unwrap(), "--json"], "");
    assert_eq!(serde_json::from_slice::<Value>(&refused.stderr).unwrap()["error"]["code"], "other_credential");
    assert_eq!(there(&["key", "enter", "preselection"], "PRE-7KQM\n").status.code(), Some(2));
    assert_eq!(there(&["key", "new", "preselection"], "").status.code(), Some(1), "a ballot was cast with the first");
    assert!(there(&["key", "enter", "preselection"], &code.to_lowercase()).status.success());
    let again = there(&["vote", &id, "--file", file.to_str().unwrap(), "--json"], "");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));

    let early = stage.run(&["results", "preselection", "--json"]);
    assert_eq!(early.status.code(), Some(1));
    assert_eq!(serde_json::from_slice::<Value>(&early.stderr).unwrap()["error"]["code"], "not_yet");

    let export = stage.run(&["export"]);
    assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
    let export: Value = serde_json::from_slice(&export.stdout).unwrap();
    assert!(export.is_object());
    assert_eq!(stage.run(&["erase"]).status.code(), Some(2), "asks first");
    assert!(stage.run(&["erase", "--yes"]).status.success());
    assert_eq!(stage.run(&["account"]).status.code(), Some(4));
    stage.runtime.block_on(stage.demo.stop());
}

#[test]
fn a_ballot_is_cast_or_opened_from_a_script_once_its_tracker_is_known() {
    let stage = Stage::during(DemoPhase::Preselection);
    with_settings(stage.folder.path());
    stage.sign_in(&stage.demo.email.clone());
    let lot = stage.json(&["lot"])["lot"].clone();
    let id = lot["id"].to_string();
    let rows = lot["candidates"].as_array().unwrap().iter();
    let ballot: String = rows.map(|it| format!("{}=bien\n", it["candidate"]["id"])).collect();
    let file = stage.folder.path().join("ballot.txt");
    std::fs::write(&file, ballot).unwrap();
    let shown = stage.folder.path().join("opened.json");
    let check = |into: &Path, typed: &str, json: bool| {
        let mut args = vec!["--lang", "en", "vote", &id, "--file", file.to_str().unwrap()];
        args.extend(["--check", into.to_str().unwrap()]);
        args.extend(json.then_some("--json"));
        run(stage.folder.path(), &stage.demo.url, &args, typed)
    };
    let documents = |out: &Output| {
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let documents = serde_json::Deserializer::from_slice(&out.stdout).into_iter();
        documents.map(Result::unwrap).collect::<Vec<Value>>()
    };

    // What cannot be kept is not opened, and who chooses neither has sent nothing.
    let nowhere = check(&stage.folder.path().join("none").join("opened.json"), "open\n", false);
    assert_eq!(nowhere.status.code(), Some(6), "{}", String::from_utf8_lossy(&nowhere.stderr));
    for typed in ["", "yes\n"] {
        let neither = check(&shown, typed, false);
        let said = String::from_utf8(neither.stderr).unwrap();
        assert!(neither.status.code() == Some(2) && said.contains("nothing was sent"), "{said}");
    }
    assert!(!shown.exists());

    let opened = documents(&check(&shown, "open\n", true));
    assert_eq!(opened[0]["sealed"]["tracker"], opened[1]["spoiled"]["tracker"]);
    let told = stage.json(&["verify", "--spoiled", shown.to_str().unwrap()]);
    assert_eq!(told["verification"]["spoiled"]["tracker"], opened[0]["sealed"]["tracker"]);
    assert_eq!(opened[1]["spoiled"]["answers"].as_array().unwrap().len(), lot["candidates"].as_array().unwrap().len());
    assert!(stage.json(&["receipts"])["receipts"].as_array().unwrap().is_empty(), "it was not cast");

    // In words; and a file that is there already stays as it is.
    let before = std::fs::read(&shown).unwrap();
    let words = check(&shown, "OPEN\n", false);
    let said = String::from_utf8(words.stderr).unwrap();
    assert!(said.contains("Tracker: ") && said.contains("opened-2.json"), "{said}");
    assert!(String::from_utf8(words.stdout).unwrap().lines().all(|line| line.ends_with("\tGood")));
    assert_eq!(std::fs::read(&shown).unwrap(), before);

    let cast = documents(&check(&shown, "cast\n", true));
    assert_eq!(cast[0]["sealed"]["tracker"], cast[1]["receipt"]["tracker"]);
    assert_eq!(stage.json(&["receipts"])["receipts"][0]["tracker"], cast[1]["receipt"]["tracker"]);
    stage.runtime.block_on(stage.demo.stop());
}

#[test]
fn a_citizen_supports_and_nominates_from_a_script() {
    let stage = Stage::during(DemoPhase::Identification);
    with_settings(stage.folder.path());
    stage.sign_in(&stage.demo.email.clone());
    let all = stage.json(&["candidates", "--order", "name"]);
    let first = all["candidates"][0].clone();
    let id = first["id"].to_string();
    assert_eq!(stage.json(&["support", &id])["supports"]["supports"][0]["id"], first["id"]);
    assert_eq!(stage.json(&["support", &id, "--withdraw"])["supports"]["supports"], Value::Array(Vec::new()));
    let mine = stage.json(&["nominate", "Zoé Lefèvre"]);
    assert_eq!(mine["supports"]["nominations"][0]["name"], "Zoé Lefèvre");
    let found = stage.json(&["candidates", "--search", "zoe lefevre"]);
    assert_eq!(found["candidates"][0]["name"], "Zoé Lefèvre");
    assert_eq!(stage.json(&["candidate", &id])["candidate"]["id"], first["id"]);
    assert!(stage.json(&["phase"])["primary"]["phases"].as_array().unwrap().len() >= 7);
    assert!(stage.json(&["counts"])["counts"]["registered"].as_u64().unwrap() > 0);
    assert_eq!(
        stage.json(&["sessions"])["sessions"].as_array().unwrap().iter().filter(|s| s["current"] == true).count(),
        1
    );
    let link = stage.json(&["links", "--offer"])["link"]["link"].as_str().unwrap().to_owned();
    assert_eq!(stage.json(&["links"])["links"][0]["status"], "offered");
    assert_eq!(stage.run(&["links", "--confirm", &link]).status.code(), Some(2), "nobody asks for it");
    assert_eq!(stage.json(&["links", "--cut", &link])["links"], Value::Array(Vec::new()));
    let said = |args: &[&str]| String::from_utf8(stage.run(args).stderr).unwrap();
    assert!(said(&["--lang", "en", "candidate", "999999"]).contains("No candidate has number 999999"));
    assert!(said(&["--lang", "fr", "candidacy", "photo", "/nowhere.png"]).contains("n’existe pas"));
    assert!(said(&["--lang", "en", "candidates", "--state", "wise"]).contains("declared, "), "the words there are");
    assert!(said(&["--lang", "de", "candidates"]).contains("fr, en"));
    assert!(said(&["--lang", "fr", "candidats"]).contains("Vouliez-vous dire « candidates »"));
    assert!(stage.run(&["help", "vote"]).status.success());
    let lines = stage.run(&["--lang", "en", "phase"]);
    assert!(String::from_utf8(lines.stdout).unwrap().contains("open"));
    assert!(stage.run(&["sign-out"]).status.success());
    assert_eq!(stage.run(&["support"]).status.code(), Some(4));
    stage.runtime.block_on(stage.demo.stop());
}

#[test]
fn results_and_the_final_from_a_script() {
    let stage = Stage::during(DemoPhase::Final);
    with_settings(stage.folder.path());
    let results = stage.json(&["results", "preselection"]);
    let candidates = results["results"]["candidates"].as_array().unwrap().clone();
    assert_eq!(candidates[0]["rank"], 1);
    stage.sign_in(&stage.demo.email.clone());
    let finalists: Vec<String> =
        candidates.iter().filter(|it| it["elected"] == true).map(|it| it["id"].to_string()).collect();
    let grades: Vec<String> = finalists.iter().map(|id| format!("{id}=A")).collect();
    let mut args = vec!["vote", "--final"];
    grades.iter().for_each(|grade| args.extend(["--grade", grade]));
    assert_eq!(stage.json(&args)["receipt"]["round"], "final");
    let table = stage.run(&["results", "preselection"]);
    assert!(table.status.success());
    assert!(String::from_utf8(table.stdout).unwrap().contains('\t'));
    stage.runtime.block_on(stage.demo.stop());
}

#[test]
fn a_platform_that_is_not_there_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    with_settings(folder.path());
    let out = run(folder.path(), "http://127.0.0.1:9", &["phase"], "");
    assert_eq!(out.status.code(), Some(3));
    let out = run(folder.path(), "http://127.0.0.1:9", &["dance"], "");
    assert_eq!(out.status.code(), Some(2));
    std::fs::write(folder.path().join("keys.toml"), "up = [\"x\"]\ndown = [\"x\"]\n").unwrap();
    let out = run(folder.path(), "http://127.0.0.1:9", &["--lang", "en", "--plain"], "");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).unwrap().contains("keys.toml:"), "names the file and the line");
}

#[test]
fn completions_and_manual_pages() {
    let folder = tempfile::tempdir().unwrap();
    with_settings(folder.path());
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = run(folder.path(), "http://127.0.0.1:9", &["completions", shell], "");
        assert!(String::from_utf8(out.stdout).unwrap().contains("isoloir"), "{shell}");
    }
    let pages = folder.path().join("man");
    let out = run(folder.path(), "http://127.0.0.1:9", &["--lang", "en", "man", "--out", pages.to_str().unwrap()], "");
    assert!(out.status.success());
    for page in ["isoloir.1", "isoloir-vote.1", "isoloir-candidacy-declare.1"] {
        assert!(std::fs::read_to_string(pages.join(page)).unwrap().contains(".TH"), "{page}");
    }
}
