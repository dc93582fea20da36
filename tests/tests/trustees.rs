//! Three trustees with the program on machines of their own (three data folders), two of whom suffice: they join, compare,
//! deal and check; the vote opens with their keys; one of them is lost; the two others verify and decrypt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::binary;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// One trustee's machine.
struct Machine {
    folder: TempDir,
    url: String,
}

impl Machine {
    fn new(url: String) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), url }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = binary::command("isoloir");
        command.arg("trustee").args(arguments).arg("--data").arg(self.folder.path());
        command.args(["--platform", &self.url, "--lang", "fr", "--json"]).output().expect("the program starts")
    }

    /// What it says when it goes well.
    fn done(&self, arguments: &[&str]) -> Value {
        let said = self.run(arguments);
        assert!(said.status.success(), "{arguments:?} {} {}", text(&said.stdout), text(&said.stderr));
        serde_json::from_slice::<Value>(&said.stdout).unwrap_or_default()["trustee"].take()
    }

    fn code(&self, arguments: &[&str]) -> Option<i32> {
        self.run(arguments).status.code()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("trustee-preselection.json")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn operator(data: &Path, arguments: &[&str]) -> String {
    let mut command = binary::command("isoloir-platform");
    let done = command.arg("trustees").args(arguments).args(["--round", "preselection", "--data"]).arg(data).output();
    let done = done.expect("the program starts");
    assert!(done.status.success(), "{arguments:?} {}", text(&done.stderr));
    text(&done.stdout)
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_trustees_of_whom_one_is_lost() {
    let platform = TestPlatform::start("lots").await;
    let invited = operator(platform.folder(), &["invite", "--threshold", "2", "Ada", "Grace", "Sofia"]);
    let tokens: Vec<&str> = invited.lines().map(|line| line.split('\t').nth(1).unwrap()).collect();
    let machines: Vec<Machine> = tokens.iter().map(|_| Machine::new(platform.url())).collect();

    // Nothing is kept yet; a token that is none; then all join, twice over.
    assert_eq!(machines[0].code(&["deal"]), Some(2));
    assert_eq!(
        machines[0].code(&["join", "--token", "preselection.1.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]),
        Some(2)
    );
    for (machine, token) in machines.iter().zip(&tokens) {
        machine.done(&["join", "--token", token, "--again"]);
        #[cfg(unix)]
        private(&machine.file());
        machine.done(&["join"]);
    }
    // A stolen token is good for nothing once its owner has joined.
    let thief = Machine::new(platform.url());
    assert_eq!(thief.code(&["join", "--token", tokens[1]]), Some(2));
    assert!(!thief.file().exists());

    // Nobody goes on with a fingerprint that another did not read out.
    let code = machines[0].done(&["status"])["fingerprint"].as_str().unwrap().to_owned();
    let other = if code.starts_with('0') { code.replacen('0', "1", 1) } else { format!("0{}", &code[1..]) };
    assert_eq!(machines[0].code(&["deal", "--compared", &other]), Some(8));
    assert_eq!(machines[0].code(&["deal", "--compared", "abc"]), Some(2));
    assert_eq!(machines[0].code(&["check"]), Some(7), "nobody dealt yet");
    for machine in &machines {
        assert_eq!(machine.done(&["status"])["fingerprint"], code.as_str());
        machine.done(&["deal", "--compared", &code]);
        machine.done(&["deal"]);
    }
    assert_eq!(machines[0].code(&["check"]), Some(7), "its key is there, others' are not");
    assert_eq!(machines[1].code(&["check"]), Some(7));
    for machine in [&machines[2], &machines[0], &machines[1]] {
        assert_eq!(machine.done(&["check"])["step"], "finished");
    }
    assert!(operator(platform.folder(), &["status"]).contains("2 of 3 needed; finished"));

    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;
    let election = Raw::new(platform.url()).get("/v1/elections/preselection").await.ok();
    assert_eq!(election["local"], false);
    setup::crowd(&platform, 6).await;
    // Before the close there is nothing to decrypt, and nothing to forget.
    assert_eq!(machines[0].code(&["decrypt"]), Some(7));
    assert_eq!(machines[0].code(&["forget"]), Some(2));
    machines[0].done(&["status"]);
    let early = Raw::new(platform.url()).get("/v1/elections/preselection/checkpoint").await.ok();

    platform.enter(PhaseKind::Finalists).await;
    assert_eq!(Raw::new(platform.url()).get("/v1/results/preselection").await.code(), "not_yet");
    // Sofia's machine is lost. A checkpoint of another board stops Ada; the right one does not.
    let seen = Raw::new(platform.url()).get("/v1/elections/preselection/checkpoint").await.ok();
    let line = |seen: &Value, size: Option<&str>| {
        let part = |name: &str| seen[name].to_string().replace('"', "");
        let size = size.map_or_else(|| part("size"), str::to_owned);
        format!("isoloir/1 {} {size} {} {} {}", part("election"), part("time"), part("root"), part("signature"))
    };
    assert_eq!(machines[0].code(&["decrypt", "--checkpoint", &line(&seen, Some("1"))]), Some(8));
    assert_eq!(machines[0].code(&["decrypt", "--checkpoint", &line(&early, None)]), Some(2), "from before the close");
    assert_eq!(machines[0].code(&["decrypt"]), Some(2), "one is asked for");
    machines[0].done(&["decrypt", "--checkpoint", &line(&seen, None)]);
    // Other totals than those that were decrypted: as if a ballot had been left out.
    let honest = std::fs::read(machines[0].file()).unwrap();
    let mut kept: Value = serde_json::from_slice(&honest).unwrap();
    kept["decryption"]["shares"][0]["point"] = format!("{}ERE", "ERER".repeat(10)).into();
    std::fs::write(machines[0].file(), kept.to_string()).unwrap();
    assert_eq!(machines[0].code(&["decrypt", "--unseen"]), Some(8));
    std::fs::write(machines[0].file(), honest).unwrap();
    machines[0].done(&["decrypt", "--unseen"]);
    assert_eq!(Raw::new(platform.url()).get("/v1/results/preselection").await.code(), "not_yet");
    machines[1].done(&["decrypt", "--unseen"]);
    platform.counted("preselection").await;
    setup::confirm(&candidates).await;
    let verified = binary::command("isoloir")
        .args(["verify", "--live", "--round", "preselection", "--platform", &platform.url(), "--data"])
        .arg(thief.folder.path())
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}{}", text(&verified.stdout), text(&verified.stderr));

    // Who comes late is told; secrets go.
    machines[2].done(&["decrypt"]);
    for machine in &machines {
        machine.done(&["forget"]);
        assert!(!machine.file().exists());
    }
    platform.enter(PhaseKind::FinalVote).await;
}
