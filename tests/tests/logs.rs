//! Everything that the platform and its libraries log, at the most talkative level, while citizens sign in, support and
//! vote: no token, code, address, place, tracker or grade is in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::PhaseKind;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::setup;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// A log line that tells what somebody answered: `grade: Some(4)`, `"grade":4`, `grade=4`, `answers: [`.
fn tells_a_grade(line: &str) -> bool {
    let after = |word: &str| {
        line.split(word).skip(1).map(|rest| rest.trim_start_matches(['"', '\\', ':', '=', ' '])).collect::<Vec<_>>()
    };
    after("grade").iter().any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("Some("))
        || after("answers").iter().any(|rest| rest.starts_with('['))
}

#[test]
fn the_search_for_grades_can_find_some() {
    for line in [r#"grade: Some(4)"#, r#"{"grade":4}"#, "grade=4", r#"body={\"answers\":[{}]}"#, "grade: 3"] {
        assert!(tells_a_grade(line), "{line}");
    }
    assert!(!tells_a_grade("BallotRequest { 5 answers } GradeAnswer { candidate: 3, … } no_grades"));
}

#[tokio::test]
async fn no_secret_and_no_grade_is_logged() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_writer(log.clone())
        .with_max_level(tracing::Level::TRACE)
        .init();
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    platform.enter(PhaseKind::Preselection).await;

    let email = "personne.secrete@citoyen.example";
    let anyone = Raw::new(platform.url());
    let sent = anyone.post("/v1/auth/codes", json!({"email": email, "lang": "fr"})).await.ok();
    let code = sent["demo_code"].as_str().unwrap().to_owned();
    // Wrong codes are logged no more than right ones.
    anyone.post("/v1/auth/sessions", json!({"email": email, "code": "000000", "device": "d"})).await;
    let tokens =
        anyone.post("/v1/auth/sessions", json!({"email": email, "code": code, "device": "Ordi de Zénobie"})).await.ok();
    let again = anyone.post("/v1/auth/tokens", json!({"refresh_token": tokens["refresh_token"]})).await.ok();

    let voter = Raw::sign_in(&platform.url(), email).await;
    let roll = json!({"of_age": true, "civil_rights": true, "place": "Trifouillis-les-Oies", "charter": true});
    voter.put("/v1/me/registration", roll).await.ok();
    let lot = voter.draw().await.ok();
    let path = format!("/v1/me/lots/{}/ballot", lot["id"]);
    let receipt = voter.cast_lot(&lot, |id| u8::try_from(id % 6).unwrap()).await.ok();
    let tracker = receipt["tracker"].as_str().unwrap().to_owned();
    anyone.get(&format!("/v1/receipts/{tracker}")).await.ok();
    // Refused ones too.
    voter.put(&path, json!({"answers": [{"candidate": 1, "grade": 99}]})).await;

    voter.get("/v1/me/export").await.ok();
    voter.delete("/v1/me").await;
    drop(candidates);

    let token = voter.token();
    platform.stop().await;
    let text = log.text();
    assert!(text.lines().count() > 50, "the log was caught");
    let secret =
        [&tokens, &again].map(|view| [view["access_token"].as_str().unwrap(), view["refresh_token"].as_str().unwrap()]);
    let mut secrets: Vec<&str> = secret.into_iter().flatten().collect();
    secrets.extend([
        token.as_str(),
        email,
        "personne.secrete",
        "Trifouillis",
        "Zénobie",
        tracker.as_str(),
        code.as_str(),
    ]);
    for line in text.lines() {
        for secret in &secrets {
            assert!(!line.contains(secret), "{secret} is logged: {line}");
        }
        assert!(!tells_a_grade(line), "a grade is logged: {line}");
    }
}
