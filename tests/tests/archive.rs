//! What a stranger has: the public archive of a vote that this platform ran. Our verifier, the program that anybody has
//! and the one in Python, written from `docs/ballot-format.md` alone, say the same of it; none of them takes a changed one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_ballot::verify::{Options, Report, verify};
use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::binary;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The archive of a round, as a file.
async fn archive(platform: &TestPlatform, round: &str) -> PathBuf {
    let answer = Raw::new(platform.url()).get(&format!("/v1/elections/{round}/archive")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let path = platform.folder().join(format!("{round}.jsonl"));
    std::fs::write(&path, answer.text).unwrap();
    path
}

fn ours(path: &Path) -> Result<Report, String> {
    let open = || Ok(std::io::BufReader::new(std::fs::File::open(path)?));
    verify(open, &Options::default(), &mut ()).map_err(|error| error.to_string())
}

fn python(path: &Path, pins: &[String]) -> Output {
    let mut command = Command::new("python3");
    command.arg("-B").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/verifier/verify.py")).arg(path);
    for pin in pins {
        command.args(["--pin", pin]);
    }
    command.output().expect("this test needs `python3`")
}

fn program(path: &Path) -> Output {
    binary::command("isoloir").arg("verify").arg(path).arg("--json").output().expect("the program starts")
}

/// A line of an archive, changed.
fn changed(path: &Path, name: &str, change: impl Fn(&mut Vec<String>)) -> PathBuf {
    let mut lines: Vec<String> = std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    change(&mut lines);
    let out = path.with_file_name(format!("{name}.jsonl"));
    std::fs::write(&out, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    out
}

fn line(receipt: &Value) -> String {
    let part = |name: &str| receipt["board"]["checkpoint"][name].to_string().replace('"', "");
    format!("isoloir/1 {} {} {} {} {}", part("election"), part("size"), part("time"), part("root"), part("signature"))
}

fn by_candidate(result: &Value) -> Vec<(u64, Value)> {
    let mut rows: Vec<_> = result["candidates"].as_array().unwrap().iter().collect();
    rows.sort_by_key(|row| row["id"].as_u64());
    rows.into_iter().map(|row| (row["id"].as_u64().unwrap(), row["counts"].clone())).collect()
}

async fn holds(platform: &TestPlatform, round: &str, pins: &[String]) {
    let path = archive(platform, round).await;
    let report = ours(&path).unwrap();
    assert!(report.result_checked());
    let counts = report.counts.unwrap();
    let result = Raw::new(platform.url()).get(&format!("/v1/results/{round}")).await.ok();
    let ids = report.election.candidates();
    let mut mine: Vec<_> = ids.iter().zip(&counts.counts).map(|(id, row)| (u64::from(*id), json!(row))).collect();
    mine.sort_by_key(|(id, _)| *id);
    assert_eq!(by_candidate(&result), mine, "the announced counts follow from the ballots");

    let said = python(&path, pins);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    let said = program(&path);
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );

    // A cut one, one with a ballot less, and one with a letter of a ballot changed.
    let ballot = |lines: &[String]| lines.iter().position(|line| line.contains(r#""kind":"ballot""#)).unwrap();
    let cut = changed(&path, "cut", |lines| drop(lines.pop()));
    let dropped = changed(&path, "dropped", |lines| drop(lines.remove(ballot(lines))));
    let flipped = changed(&path, "flipped", |lines| {
        let at = ballot(lines);
        let middle = lines[at].len() / 2;
        let other = if &lines[at][middle..=middle] == "A" { "B" } else { "A" };
        lines[at].replace_range(middle..=middle, other);
    });
    for wrong in [cut, dropped, flipped] {
        assert!(ours(&wrong).is_err(), "{}", wrong.display());
        assert!(!python(&wrong, &[]).status.success(), "{}", wrong.display());
        assert_eq!(program(&wrong).status.code(), Some(1), "{}", wrong.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_verifies_both_rounds() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    setup::crowd(&platform, 12).await;
    let voter = Raw::citizen(&platform.url(), "une@citoyen.example").await;
    let lot = voter.draw().await.ok();
    let first = voter.cast_lot(&lot, |_| 1).await.ok();
    let again = voter.get(&format!("/v1/me/lots/{}", lot["id"])).await.ok();
    let second = voter.cast_lot(&again, |_| 5).await.ok();
    setup::to_the_final(&platform, &candidates).await;
    holds(&platform, "preselection", &[line(&first), line(&second)]).await;
    let status = |receipt: &Value| format!("/v1/receipts/{}", receipt["tracker"].as_str().unwrap());
    assert_eq!(voter.get(&status(&first)).await.ok()["status"], "replaced");
    assert_eq!(voter.get(&status(&second)).await.ok()["status"], "counted");

    let last = voter.cast_final(|id| u8::try_from(id % 6).unwrap()).await.ok();
    platform.enter(PhaseKind::Result).await;
    holds(&platform, "final", &[line(&last)]).await;

    // A checkpoint of another board is no part of this one.
    let path = platform.folder().join("final.jsonl");
    assert!(!python(&path, &[line(&second)]).status.success());
}
