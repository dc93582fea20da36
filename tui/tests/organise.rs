//! A journey of two organisers, a moderator and an observer, as they type it: the real binary, a real platform.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use assert_cmd::Command;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::{Clock, ManualClock};
use isoloir_platform::email::Address;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::second_factor::{Seed, code, step};
use isoloir_platform::{Platform, Settings};
use isoloir_shared::api::types::{Lang, Role};
use serde_json::Value;
use std::process::Output;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

struct Stage {
    runtime: Runtime,
    platform: Platform,
    clock: Arc<ManualClock>,
    url: String,
    _data: tempfile::TempDir,
}

struct Person<'a> {
    stage: &'a Stage,
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new("2016-05-01T10:00:00Z".parse().unwrap()));
        let primary = Primary::built_in("laprimaire-2016").unwrap().unwrap();
        let mut settings = Settings::new(data.path(), Arc::new(primary));
        settings.demo = true;
        settings.limits = LimitSettings::OFF;
        let (platform, url) = runtime.block_on(async {
            let platform = Platform::open(settings, clock.clone()).await.unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let served = platform.clone();
            tokio::spawn(async move { served.serve(listener, std::future::pending()).await });
            (platform, url)
        });
        Self { runtime, platform, clock, url, _data: data }
    }

    /// Somebody with a role, signed in.
    fn person(&self, email: &str, role: Option<Role>) -> Person<'_> {
        let app = self.platform.app();
        if let Some(role) = role {
            let kept = Address::parse(email).unwrap().keep(&app.key).unwrap();
            self.runtime.block_on(app.store.grant(kept, Lang::Fr, role, app.clock.now())).unwrap();
        }
        let person = Person { stage: self, folder: tempfile::tempdir().unwrap() };
        std::fs::write(person.folder.path().join("config.toml"), "").unwrap();
        let out = person.run(&["--lang", "en", "sign-in", email]);
        let told = String::from_utf8(out.stderr).unwrap();
        let code = told.lines().find_map(|line| line.split_once("the mail said: ")).unwrap().1.trim().to_owned();
        assert!(person.run(&["sign-in", email, "--code", &code]).status.success());
        person
    }
}

impl Person<'_> {
    fn run(&self, args: &[&str]) -> Output {
        let data = self.folder.path();
        Command::new(env!("CARGO_BIN_EXE_isoloir"))
            .env_clear()
            .args(["--data".as_ref(), data.as_os_str(), "--config".as_ref(), data.join("config.toml").as_os_str()])
            .args(["--platform", &self.stage.url])
            .args(args)
            .write_stdin("\n")
            .output()
            .unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let out = self.run(&[args, &["--json"]].concat());
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// The code and the exit status of a refusal.
    fn refused(&self, args: &[&str]) -> (String, i32) {
        let out = self.run(&[args, &["--json"]].concat());
        let error: Value = serde_json::from_slice(&out.stderr).unwrap_or_else(|e| panic!("{e}: {out:?}"));
        (error["error"]["code"].as_str().unwrap().to_owned(), out.status.code().unwrap())
    }

    /// Sets the second factor up, and shows it.
    fn enrol(&self) {
        let factor = self.json(&["organise", "enrol"])["factor"].clone();
        let seed = seed(factor["secret"].as_str().unwrap());
        let now = code(&seed, step(self.stage.clock.now()));
        let staff = self.json(&["organise", "prove", &now]);
        assert_eq!(staff["staff"]["enrolled"], true);
        assert_eq!(self.refused(&["organise", "prove", &now]), ("wrong_code".into(), 1), "good once");
    }
}

fn seed(secret: &str) -> Seed {
    let bits = |letter: u8| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(char::from(letter)).unwrap() as u64;
    let bytes = secret
        .as_bytes()
        .chunks(8)
        .flat_map(|letters| letters.iter().fold(0_u64, |n, letter| n << 5 | bits(*letter)).to_be_bytes()[3..].to_vec());
    bytes.collect::<Vec<u8>>().try_into().unwrap()
}

#[test]
fn two_organisers_a_moderator_and_an_observer_run_a_primary() {
    let stage = Stage::new();
    let ada = stage.person("ada@example.org", Some(Role::Organiser));
    let ben = stage.person("ben@example.org", Some(Role::Organiser));
    let mo = stage.person("mo@example.org", Some(Role::Moderator));
    let eve = stage.person("eve@example.org", Some(Role::Observer));
    let cleo = stage.person("cleo@example.org", None);

    // Nothing is written before the second factor was shown; an observer reads.
    let sooner =
        ["organise", "calendar", "preselection", "--from", "2016-10-20", "--to", "2016-11-06", "--reason", "x"];
    assert_eq!(ada.refused(&sooner), ("second_factor".into(), 1));
    [&ada, &ben, &mo].iter().for_each(|person| person.enrol());
    assert_eq!(eve.json(&["organise", "status"])["status"]["phases"][0]["needs"][0]["need"], "qualified");
    assert_eq!(cleo.refused(&["organise"]), ("forbidden".into(), 1));
    let status = String::from_utf8(eve.run(&["--lang", "en", "organise"]).stdout).unwrap();
    assert!(status.contains("0 candidates meet the conditions (threshold: 500 supports)."), "{status}");

    // The calendar: moved with a reason, refused with one.
    assert_eq!(ada.json(&sooner)["phase"]["from"], "2016-10-20");
    let past = ["organise", "calendar", "preselection", "--from", "2016-04-20", "--to", "2016-11-06", "--reason", "x"];
    let out = ada.run(&[&["--lang", "en"], &past[..]].concat());
    assert!(String::from_utf8(out.stderr).unwrap().contains("is past already"));
    let none = ["organise", "calendar", "preselection", "--from", "tomorrow", "--reason", "x"];
    assert_eq!(ada.refused(&none), ("usage".into(), 2));

    // What everyone hears needs two.
    let words = ["--title-fr", "Un", "--title-en", "One", "--body-fr", "Deux", "--body-en", "Two"];
    let announce = [&["organise", "propose", "announce"], &words[..]].concat();
    assert_eq!(eve.refused(&announce), ("forbidden".into(), 1));
    assert_eq!(ada.json(&announce)["proposal"]["id"], 1);
    assert_eq!(ada.refused(&["organise", "approve", "1"]), ("own_proposal".into(), 1));
    assert_eq!(mo.refused(&["organise", "approve", "1"]), ("forbidden".into(), 1));
    assert_eq!(ben.json(&["organise", "approve", "1"])["proposal"]["state"], "approved");
    assert_eq!(ada.refused(&["organise", "withdraw", "1"]), ("wrong_state".into(), 1));

    // A candidate's page is hidden, and shown after an appeal that somebody else hears.
    let place = ["--place", "Orsay"];
    cleo.json(&[&["register", "--of-age", "--civil-rights", "--charter"], &place[..]].concat());
    let text = cleo.folder.path().join("text");
    std::fs::write(&text, "Hello.").unwrap();
    let text = text.to_str().unwrap();
    cleo.json(&["candidacy", "declare", "--name", "Cleo Candidate", "--presentation", text, "--charter"]);
    assert_eq!(mo.json(&["organise", "moderate"])["queue"][0]["body"], "Hello.");
    assert_eq!(mo.refused(&["organise", "moderate", "1"]), ("usage".into(), 2));
    assert_eq!(mo.json(&["organise", "moderate", "1", "--reject", "off_topic"])["moderation"]["state"], "rejected");
    assert_eq!(cleo.json(&["candidacy"])["candidacy"]["moderation"][0]["because"], "off_topic");
    assert!(cleo.run(&["organise", "appeal", "1", text]).status.success());
    assert_eq!(mo.refused(&["organise", "moderate", "1", "--accept"]), ("own_proposal".into(), 1));
    assert_eq!(ben.json(&["organise", "moderate", "1", "--accept"])["moderation"]["state"], "accepted");
    assert_eq!(eve.json(&["organise", "moderate", "--counts"])["counts"]["granted"], 1);
    assert_eq!(eve.json(&["organise", "flags"])["flags"].as_array().unwrap().len(), 0);

    // A disqualification stands on the candidate's page with their reply, each on one line.
    let reply = cleo.folder.path().join("reply");
    std::fs::write(&reply, "I am.\nAsk anyone.").unwrap();
    ada.json(&["organise", "propose", "disqualify", "1", "--reason", "Not who they said.\nTwice."]);
    ben.json(&["organise", "approve", "2"]);
    cleo.json(&["candidacy", "reply", reply.to_str().unwrap()]);
    let page = String::from_utf8(eve.run(&["--lang", "en", "candidate", "1"]).stdout).unwrap();
    let lines: Vec<&str> = page.lines().rev().take(2).collect();
    assert_eq!(lines[0], "\t\tThe candidate’s reply: I am. Ask anyone.", "{page}");
    assert!(lines[1].ends_with("\tDisqualified\tNot who they said. Twice."), "{page}");

    // Anyone checks the log: the platform's, a kept one, one that was changed, one that was written anew.
    let head = cleo.json(&["audit", "verify"])["head"].clone();
    let log = cleo.json(&["audit"]);
    assert_eq!(log["audit"]["items"].as_array().unwrap().len() as u64, head["seq"].as_u64().unwrap());
    let kept = cleo.folder.path().join("log.json");
    let file = kept.to_str().unwrap();
    std::fs::write(&kept, log.to_string()).unwrap();
    assert_eq!(cleo.json(&["audit", "verify", file])["head"], head);
    let end = format!("{}:{}", head["seq"], head["hash"].as_str().unwrap());
    assert!(cleo.run(&["audit", "verify", file, "--head", &end]).status.success());
    let other = format!("{}:{}", head["seq"], "0".repeat(64));
    assert_eq!(cleo.refused(&["audit", "verify", file, "--head", &other]), ("usage".into(), 2));
    std::fs::write(&kept, log.to_string().replace("organiser:2", "organiser:1")).unwrap();
    let broken = cleo.run(&["--lang", "en", "audit", "verify", file]);
    assert_eq!(broken.status.code(), Some(2));
    let said = String::from_utf8(broken.stderr).unwrap();
    assert!(said.contains("First entry at fault: ") && said.contains("its hash is not that of what it says"), "{said}");
    let said = String::from_utf8(cleo.run(&["--lang", "fr", "audit", "verify", file]).stderr).unwrap();
    assert!(said.contains("son empreinte n’est pas celle de ce qu’elle dit"), "{said}");
    let lines = String::from_utf8(eve.run(&["audit"]).stdout).unwrap();
    assert!(lines.contains("approved\tproposal:1\tdecision=announce"), "{lines}");
}

#[test]
fn an_announcement_is_counted_tried_proposed_and_let_go_by_commands() {
    let stage = Stage::new();
    let ada = stage.person("ada@example.org", Some(Role::Organiser));
    let ben = stage.person("ben@example.org", Some(Role::Organiser));
    let eve = stage.person("eve@example.org", Some(Role::Observer));
    let cleo = stage.person("cleo@example.org", None);
    ada.enrol();
    ben.enrol();
    let words = ["--title-fr", "Un", "--title-en", "One", "--body-fr", "Deux", "--body-en", "Two"];
    let with = |first: &[&'static str]| [first, &words[..]].concat();

    assert_eq!(eve.json(&["organise", "recipients"])["recipients"]["inbox"], 4);
    assert_eq!(eve.json(&["organise", "recipients", "--to", "lot-waiting"])["recipients"]["inbox"], 0);
    assert!(ada.json(&with(&["organise", "try"]))["trial"]["email"].is_boolean());
    assert_eq!(ada.json(&["inbox"])["inbox"]["items"][0]["title"]["en"], "Test: One");
    assert_eq!(cleo.json(&["inbox"])["inbox"]["unread"], 0, "nobody else is told");

    assert_eq!(eve.refused(&with(&["organise", "announce"])), ("forbidden".into(), 1));
    assert_eq!(ada.json(&with(&["organise", "announce"]))["proposal"]["state"], "open");
    assert_eq!(ben.json(&["organise", "approve", "1"])["proposal"]["state"], "approved");
    // It goes out by itself, at once.
    let heard = (0..100).any(|_| cleo.json(&["inbox"])["inbox"]["unread"] == 1);
    assert!(heard && cleo.json(&["inbox"])["inbox"]["items"][0]["body"]["fr"] == "Deux");

    // One that has time is let go by one organiser.
    let later = with(&["organise", "announce", "--at", "2016-10-20T09:00:00+02:00"]);
    ada.json(&later);
    ben.json(&["organise", "approve", "2"]);
    let newest = ada.json(&["organise", "announcements"])["announcements"][0].clone();
    assert_eq!(newest["state"], "scheduled");
    let id = newest["id"].to_string();
    assert_eq!(eve.refused(&["organise", "announcements", &id, "--cancel"]), ("forbidden".into(), 1));
    let gone = ada.json(&["organise", "announcements", &id, "--cancel"]);
    assert_eq!(gone["announcement"]["state"], "cancelled");
    assert_eq!(cleo.json(&["inbox"])["inbox"]["unread"], 1);
}
