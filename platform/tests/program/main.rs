//! The program itself: as operators start, set and stop it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

use isoloir_shared::api::types::{AccountView, CodeSentView, Role, TokensView};
use reqwest::Client;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use tempfile::TempDir;
use uuid::Uuid;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isoloir-platform"));
    // Whatever the machine that tests has set.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ISOLOIR_")) {
        command.env_remove(name);
    }
    command
}

/// A demonstration that runs, with its log in a file.
struct Running {
    process: Child,
    url: String,
    folder: TempDir,
}

impl Running {
    fn start(set: impl FnOnce(&mut Command, &Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program();
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--primary", "demo", "--data"]);
        command.arg(folder.path().join("data"));
        set(&mut command, folder.path());
        let log = File::create(folder.path().join("log")).unwrap();
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{url:?} {log}");
        Self { process, url: url.trim().to_owned(), folder }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    #[cfg(unix)]
    fn stop(&mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn post(http: &Client, url: String, body: Value) -> reqwest::Response {
    let key = Uuid::new_v4().to_string();
    http.post(url)
        .header("Idempotency-Key", key)
        .header("X-Forwarded-For", "203.0.113.77")
        .json(&body)
        .send()
        .await
        .unwrap()
}

async fn sign_in(http: &Client, url: &str, email: &str) -> (String, TokensView) {
    let asked = json!({"email": email, "lang": "fr"});
    let sent: CodeSentView = post(http, format!("{url}/v1/auth/codes"), asked).await.json().await.unwrap();
    let code = sent.demo_code.unwrap();
    let body = json!({"email": email, "code": code, "device": "A rare device"});
    (code, post(http, format!("{url}/v1/auth/sessions"), body).await.json().await.unwrap())
}

#[cfg(unix)]
#[tokio::test]
async fn it_says_where_it_listens_and_stops_when_told() {
    let mut running = Running::start(|_, _| {});
    let ready = reqwest::get(format!("{}/health/ready", running.url)).await.unwrap();
    assert_eq!(ready.status(), 204);
    // Somebody who listens to events does not keep it from stopping.
    let listening = reqwest::get(format!("{}/v1/events", running.url)).await.unwrap();
    assert!(running.stop().success());
    drop(listening);
    assert!(running.log().contains("stopped"));
}

#[tokio::test]
async fn a_flag_wins_over_the_environment_over_the_file() {
    let set = |command: &mut Command, folder: &Path| {
        let file = folder.join("settings.toml");
        std::fs::write(&file, "[limits]\nrequests_per_ip = 5\ncodes_per_ip = 3\n").unwrap();
        command
            .arg("--config")
            .arg(file)
            .env("ISOLOIR_LIMITS_REQUESTS_PER_IP", "7")
            .env("ISOLOIR_LISTEN", "127.0.0.1:1");
    };
    // Port 1 would be refused: the flag `--listen` wins over ISOLOIR_LISTEN.
    let running = Running::start(set);
    let http = Client::new();
    let answer = http.get(format!("{}/v1/counts", running.url)).send().await.unwrap();
    assert_eq!(answer.headers()["ratelimit-policy"], "\"ip\";q=7;w=60");
    let asked = |i: u32| json!({"email": format!("a{i}@example.org"), "lang": "fr"});
    for i in 0..3 {
        assert_eq!(post(&http, format!("{}/v1/auth/codes", running.url), asked(i)).await.status(), 202);
    }
    assert_eq!(post(&http, format!("{}/v1/auth/codes", running.url), asked(3)).await.status(), 429);
}

#[test]
fn what_is_wrong_with_the_settings_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, "port = 80\n").unwrap();
    let data = folder.path().join("data");
    let says = |args: &[&str]| {
        let out = program().args(["serve", "--listen", "127.0.0.1:0"]).args(args).output().unwrap();
        assert!(!out.status.success());
        assert!(out.stdout.is_empty());
        String::from_utf8(out.stderr).unwrap()
    };
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    assert!(says(&["--config", file]).contains("port"));
    assert!(says(&["--data", data]).contains("--primary"));
    assert!(says(&["--data", data, "--primary", "nowhere.toml"]).contains("nowhere.toml"));
    assert!(says(&["--data", data, "--primary", "demo"]).contains("no mail server is set"));
    assert!(says(&["--data", data, "--primary", "demo", "--smtp-host", "h"]).contains("--smtp-from"));
}

#[tokio::test]
async fn the_first_organiser_comes_from_the_command_line() {
    let running = Running::start(|_, _| {});
    let data = running.folder.path().join("data");
    let elsewhere = running.folder.path().join("mistyped");
    let wrong = program().args(["organiser", "add", "orga@example.org", "--data"]).arg(&elsewhere).output().unwrap();
    assert!(!wrong.status.success() && !elsewhere.exists(), "a mistyped folder is no new platform");
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("holds no platform"));
    let added = program().args(["organiser", "add", "Orga@Example.org", "--data"]).arg(&data).status().unwrap();
    assert!(added.success());
    assert!(!program().args(["organiser", "add", "nobody", "--data"]).arg(&data).status().unwrap().success());
    let http = Client::new();
    let (_, tokens) = sign_in(&http, &running.url, "orga@example.org").await;
    let me = http.get(format!("{}/v1/me", running.url)).bearer_auth(tokens.access_token).send().await.unwrap();
    assert_eq!(me.json::<AccountView>().await.unwrap().roles, [Role::Organiser]);
}

#[cfg(unix)]
#[tokio::test]
async fn the_log_holds_nothing_personal() {
    let mut running = Running::start(|command, _| {
        command.arg("--behind-proxy").env("ISOLOIR_LOG", "debug");
    });
    let (http, url) = (Client::new(), running.url.clone());
    let (code, tokens) = sign_in(&http, &url, "somebody.rare@example.org").await;
    let write = |method: reqwest::Method, path: &str| {
        let request = http.request(method, format!("{url}{path}")).bearer_auth(&tokens.access_token);
        request.header("Idempotency-Key", Uuid::new_v4().to_string()).header("X-Forwarded-For", "203.0.113.77")
    };
    let said = json!({"of_age": true, "civil_rights": true, "place": "Rareville", "charter": true});
    assert!(write(reqwest::Method::PUT, "/v1/me/registration").json(&said).send().await.unwrap().status().is_success());
    let named = json!({"name": "Rarename Personne"});
    write(reqwest::Method::POST, "/v1/me/nominations").json(&named).send().await.unwrap();
    write(reqwest::Method::PUT, "/v1/me/supports/4242424242").json(&json!({})).send().await.unwrap();
    write(reqwest::Method::DELETE, "/v1/me").send().await.unwrap();
    http.get(format!("{url}/v1/candidates?q=raresearch")).send().await.unwrap();
    assert!(running.stop().success());
    let log = running.log();
    assert!(log.contains("/v1/me/supports/{candidate}"), "requests are logged: {log}");
    let mut said = String::new();
    for line in log.lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let fields = line.as_object_mut().unwrap();
        // Times may hold any six digits.
        assert!(fields.remove("timestamp").is_some());
        fields.remove("micros");
        said.push_str(&line.to_string());
    }
    let secrets = [
        "somebody.rare",
        "203.0.113",
        "Rareville",
        "Rarename",
        "4242424242",
        "raresearch",
        "rare device",
        &tokens.access_token,
        &tokens.refresh_token,
        &tokens.session.to_string(),
        &code,
    ];
    for secret in secrets {
        let at = said.find(secret).map(|at| said[..at + secret.len()].chars().rev().take(300).collect::<String>());
        let line = at.map(|text| text.chars().rev().collect::<String>());
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}

#[test]
fn the_description_is_printed() {
    let out = program().arg("openapi").output().unwrap();
    assert!(out.status.success());
    assert_eq!(serde_json::from_slice::<Value>(&out.stdout).unwrap()["openapi"], "3.1.0");
}

#[test]
fn only_old_ballots_are_erased_and_of_a_platform_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    let wrong = program().args(["prune", "--data"]).arg(&elsewhere).output().unwrap();
    assert!(!wrong.status.success() && !elsewhere.exists(), "a mistyped folder is no new platform");
    let running = Running::start(|_, _| {});
    let pruned = program().args(["prune", "--data"]).arg(running.folder.path().join("data")).output().unwrap();
    let said = String::from_utf8(pruned.stdout).unwrap();
    assert!(pruned.status.success() && said.starts_with("nothing to erase"), "{said}");
}
