//! `matrix setup`: once makes the device and its identity, again nothing new; a lost folder comes back with its recovery key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_bots::config::MatrixSettings;
use isoloir_bots::matrix;
use isoloir_shared::api::types::Lang;
use isoloir_tests::matrix::Homeserver;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Stdio;

fn settings(server: &Homeserver, folder: &Path, name: &str) -> MatrixSettings {
    let password = folder.join("password");
    MatrixSettings {
        homeserver: Some(server.url().parse().expect("a URL")),
        user: Some("isoloir".into()),
        password_file: Some(password),
        state: folder.join(name),
        ..MatrixSettings::default()
    }
}

#[tokio::test]
async fn set_up_once_and_for_all() {
    isoloir_tests::matrix::tls();
    let server = Homeserver::start().await;
    let account = server.register("isoloir").await;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("password"), &account.password).expect("a file");
    let first = settings(&server, folder.path(), "first");
    let told = matrix::check(&first).await;
    assert_eq!(told[0].name, "matrix.setup");
    assert_eq!(serde_json::to_value(told[0].state).expect("JSON"), json!("missing"));
    let unnamed = MatrixSettings { homeserver: None, ..first.clone() };
    assert!(!matrix::is_meant(&unnamed), "nothing says that Matrix is to be served");

    matrix::setup(first.clone()).await.expect("it is set up");
    assert!(matrix::is_meant(&unnamed), "the device knows its homeserver: nobody has to name it again");
    for name in ["device.json", "store.key", "recovery.key"] {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(first.state.join(name)).expect(name).permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        let text = fs::read_to_string(first.state.join(name)).expect(name);
        assert!(!text.contains(&account.password), "{name} holds the password");
    }
    let keys = |answer: &serde_json::Value| answer["master_keys"][&account.user]["keys"].clone();
    let ask = json!({"device_keys": {&account.user: []}});
    let known = server.post("keys/query", &account.token, &ask).await;
    let device: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(first.state.join("device.json")).expect("a file")).expect("JSON");
    let name = device["session"]["device_id"].as_str().expect("a device").to_owned();
    let signed =
        known["device_keys"][&account.user][&name]["signatures"][&account.user].as_object().expect("signatures");
    assert_eq!(signed.len(), 2, "signed by itself and by the account's identity: {signed:?}");
    let backup = server.get("room_keys/version", &account.token).await;
    assert!(backup["version"].is_string(), "no key backup: {backup}");

    // Again: the same device, the same identity.
    let devices = server.get("devices", &account.token).await;
    matrix::setup(first.clone()).await.expect("again");
    assert_eq!(
        server.get("devices", &account.token).await["devices"].as_array().map(Vec::len),
        devices["devices"].as_array().map(Vec::len)
    );
    assert_eq!(keys(&server.post("keys/query", &account.token, &ask).await), keys(&known));
    let told = matrix::check(&first).await;
    assert!(told.iter().all(|it| serde_json::to_value(it.state).expect("JSON") == json!("good")), "{told:?}");

    // The folder is lost. Without its recovery key nothing is made in its place; with it, the same identity goes on.
    let second = settings(&server, folder.path(), "second");
    let refused = matrix::setup(second.clone()).await.expect_err("another identity");
    assert!(refused.text(Lang::En).contains("recovery key"), "{refused}");
    assert!(refused.text(Lang::Fr).contains(second.state.join("recovery.key").to_str().expect("a path")), "{refused}");
    fs::copy(first.state.join("recovery.key"), second.state.join("recovery.key")).expect("a file");
    matrix::setup(second).await.expect("recovered");
    let after = server.post("keys/query", &account.token, &ask).await;
    assert_eq!(keys(&after), keys(&known));

    // Another password; then the device is signed out on the server.
    fs::write(folder.path().join("password"), "un autre").expect("a file");
    let third = settings(&server, folder.path(), "third");
    says_why(&third, "setup", "refuse ce compte ou ce mot de passe", "refuses this account or this password");
    let token = device["session"]["access_token"].as_str().expect("a token");
    server.post("logout", token, &json!({})).await;
    for command in ["run", "setup"] {
        says_why(&first, command, "ne connaît plus l’appareil", "no longer knows the bot’s device");
    }
}

/// The program ends, and says why in both languages, and what to do.
fn says_why(settings: &MatrixSettings, command: &str, french: &str, english: &str) {
    let state = settings.state.to_str().expect("a path");
    for (lang, words, todo) in [("fr", french, "À faire"), ("en", english, "To do")] {
        let mut program = isoloir_tests::binary::command("isoloir-bots");
        program.args(["matrix", command, "--lang", lang, "--platform", "http://127.0.0.1:9", "--state", state]);
        program.args(["--homeserver", settings.homeserver.as_ref().expect("a URL").as_str(), "--user", "isoloir"]);
        let data = settings.state.parent().expect("a folder").join("data");
        program.arg("--data").arg(data).arg("--password-file").arg(settings.password_file.as_ref().expect("a path"));
        let done = program.stdin(Stdio::null()).output().expect("the program starts");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && said.contains(words) && said.contains(todo), "{command}: {said}");
    }
}
