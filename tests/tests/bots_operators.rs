//! What an operator sees of the program that is shipped: why it does not start, health and measures, a stop that finishes
//! what was begun.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_tests::binary;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::telegram::bot::free_address;
use isoloir_tests::telegram::{Person, TOKEN, Telegram};
use isoloir_tests::wire::{Fault, Proxy};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use tokio_util::sync::CancellationToken;

/// The program, serving Telegram. Ends with its value.
struct Shipped(Child);

impl Shipped {
    fn start(telegram: &Telegram, platform: &str, folder: &Path, ops: SocketAddr) -> Self {
        let mut command = binary::command("isoloir-bots");
        command.args(["telegram", "--api-url", &telegram.url(), "--platform", platform]);
        command.args(["--listen-ops", &ops.to_string(), "--drain-seconds", "60", "--data"]).arg(folder);
        command.env("ISOLOIR_TELEGRAM_TOKEN", TOKEN).env("ISOLOIR_LOG", "warn");
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("it starts"))
    }

    /// As systemd does.
    fn told_to_stop(&self) {
        let done = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().expect("kill");
        assert!(done.success());
    }

    async fn ended(mut self) -> ExitStatus {
        tokio::task::spawn_blocking(move || self.0.wait().expect("it ends")).await.unwrap()
    }
}

impl Drop for Shipped {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What an address tells: status and words. Asked until it is as wanted.
async fn until(url: &str, wanted: impl Fn(u16, &str) -> bool) -> String {
    let (client, mut last) = (reqwest::Client::new(), String::new());
    for _ in 0..20_000 {
        if let Ok(answer) = client.get(url).send().await {
            let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
            if wanted(status, &text) {
                return text;
            }
            last = format!("{status} {text}");
        }
        tokio::task::yield_now().await;
    }
    panic!("{url} never told what was wanted: {last}");
}

async fn asks_for_a_code(person: &Person, email: &str) {
    person.writes("/accueil").await;
    person.taps("Me connecter par e-mail").await;
    person.says(email);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_readiness_and_measures_tell_how_it_stands() {
    let platform = TestPlatform::start("lots").await;
    let (wire, telegram) = (Proxy::to(platform.address()).await, Telegram::start().await);
    let (folder, ops) = (tempfile::tempdir().unwrap(), free_address());
    let bot = Shipped::start(&telegram, &wire.url(), folder.path(), ops);
    let at = |path: &str| format!("http://{ops}{path}");
    until(&at("/readyz"), |status, text| status == 200 && text == "ready\n").await;
    until(&at("/healthz"), |status, text| status == 200 && text == "ok\n").await;
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    until(&at("/metrics"), |status, text| {
        status == 200
            && text.contains("isoloir_bots_updates_total{network=\"telegram\",kind=\"start\"} 1")
            && text.contains("isoloir_bots_update_seconds_count{network=\"telegram\"} 1")
            && text.contains("isoloir_bots_queue 0")
    })
    .await;

    // The platform is cut off: alive, and not ready; then it is back.
    wire.plan(|_| Fault::Cut);
    asks_for_a_code(&ada, "ada@citoyen.example").await;
    until(&at("/readyz"), |status, text| status == 503 && text == "platform\n").await;
    until(&at("/healthz"), |status, _| status == 200).await;
    let measures = until(&at("/metrics"), |_, text| text.contains("outcome=\"unreachable\"")).await;
    assert!(!measures.contains("ada@"), "{measures}");
    wire.plan(|_| Fault::Pass);
    ada.until("to try again", |it| it.offers("Réessayer")).await;
    ada.press("Réessayer").await;
    until(&at("/readyz"), |status, _| status == 200).await;

    bot.told_to_stop();
    assert!(bot.ended().await.success(), "told to stop, it ends well");
    telegram.assert_clean();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bot_keeps_is_its_owners_alone() {
    use std::fs::{Permissions, create_dir, metadata, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| metadata(path).unwrap().permissions().mode() & 0o777;
    let platform = TestPlatform::start("lots").await;
    let telegram = Telegram::start().await;
    let (around, ops) = (tempfile::tempdir().unwrap(), free_address());
    // Left open to others by whoever made it.
    let folder = around.path().join("bots");
    create_dir(&folder).unwrap();
    set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    write(folder.join("bots.db"), "").unwrap();
    set_permissions(folder.join("bots.db"), Permissions::from_mode(0o644)).unwrap();

    let bot = Shipped::start(&telegram, &platform.url(), &folder, ops);
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(
        ["bots.db", "bots.db-wal", "bots.db-shm"].iter().all(|name| files.contains(&folder.join(name))),
        "{files:?}"
    );
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    bot.told_to_stop();
    assert!(bot.ended().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_was_begun_and_takes_nothing_new() {
    let platform = TestPlatform::start("lots").await;
    let (wire, telegram) = (Proxy::to(platform.address()).await, Telegram::start().await);
    let (folder, ops) = (tempfile::tempdir().unwrap(), free_address());
    let bot = Shipped::start(&telegram, &wire.url(), folder.path(), ops);
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    // The platform takes its time with her code.
    let (slow, held) = (CancellationToken::new(), CancellationToken::new());
    wire.plan({
        let (slow, held) = (slow.clone(), held.clone());
        move |request| {
            if request.target.starts_with("/v1/auth/") {
                held.cancel();
                return Fault::Hold(slow.clone());
            }
            Fault::Pass
        }
    });
    asks_for_a_code(&ada, "ada@citoyen.example").await;
    held.cancelled().await;
    bot.told_to_stop();
    // It polls no more: what comes now waits at Telegram for whoever starts next.
    slow.cancel();
    let status = bot.ended().await;
    assert!(status.success(), "{status}");
    ada.until("the answer to what was begun", |it| it.text.contains("six chiffres")).await;
    let before = ada.all().len();
    ada.says("/aide");
    assert!(telegram.waiting() > 0, "nobody takes it");
    assert_eq!(ada.all().len(), before);
    let _next = Shipped::start(&telegram, &wire.url(), folder.path(), free_address());
    ada.until("the help, from the next one", |it| it.offers("Retour") && !it.text.contains("six chiffres")).await;
    telegram.assert_clean();
}

fn says(lang: &str, arguments: &[&str], environment: &[(&str, &str)]) -> (Output, String) {
    let mut command = binary::command("isoloir-bots");
    command.args(arguments).args(["--lang", lang]).envs(environment.iter().copied());
    let done = command.stdin(Stdio::null()).output().expect("it runs");
    let said = String::from_utf8(done.stderr.clone()).unwrap();
    // The log is JSON; what is for the operator is not.
    let said = said.lines().filter(|line| !line.starts_with('{')).collect::<Vec<_>>().join("\n");
    (done, said)
}

#[test]
fn why_it_does_not_start_is_told_in_the_operators_language_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let key = |byte: char| format!("{}=", byte.to_string().repeat(43));
    let (one, two) = (key('A'), key('E'));
    let token = ("ISOLOIR_TELEGRAM_TOKEN", TOKEN);
    let dead = "http://127.0.0.1:9";
    // Something is sealed with the first key.
    let sealed = folder.path().join("sealed");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(isoloir_tests::bots::seal_something(&sealed.join("bots.db"), &one));
    let sealed = sealed.to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: [Case<'_>; 7] = [
        (&["telegram", "--data", data], &[token], "Aucune plateforme"),
        (&["telegram", "--data", data, "--platform", "http://example.org"], &[token], "adresse de la plateforme"),
        (&["telegram", "--data", data, "--platform", dead], &[], "jeton de Telegram manque"),
        (&["run", "--data", data, "--platform", dead], &[], "Aucun réseau"),
        (&["telegram", "--data", "/proc/nowhere", "--platform", dead], &[token], "fichier des conversations"),
        (&["telegram", "--data", sealed, "--platform", dead], &[token, ("ISOLOIR_BOTS_KEY", &two)], "autre clé"),
        (&["telegram", "--data", data, "--platform", dead, "--listen-ops", &taken], &[token], "s’est arrêté"),
    ];
    told_in_both_languages(&cases, &[TOKEN, &two]);
}

/// What is typed, what the environment says, and what the operator is told.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

fn told_in_both_languages(cases: &[Case<'_>], secrets: &[&str]) {
    for (arguments, environment, expected) in cases {
        let (done, said) = says("fr", arguments, environment);
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(*expected) && said.contains("À faire"), "{arguments:?}: {said}");
        let (_, english) = says("en", arguments, environment);
        assert!(english.contains("To do") && !english.contains("À faire"), "{arguments:?}: {english}");
        assert!(!english.contains(*expected), "{arguments:?}: {english}");
        assert!(!secrets.iter().any(|secret| said.contains(secret)), "{said}");
    }
}

#[test]
fn why_matrix_does_not_start_is_told_in_both_languages_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, dead, password) = (path("data"), "http://127.0.0.1:9", ("ISOLOIR_MATRIX_PASSWORD", "un-mot-de-passe"));
    // A state that is damaged, one that a program holds, one that cannot be made.
    let (damaged, held, file) = (path("damaged"), path("held"), path("file"));
    for state in [&damaged, &held] {
        std::fs::create_dir(state).unwrap();
    }
    std::fs::write(folder.path().join("damaged/device.json"), "{").unwrap();
    std::fs::write(&file, "").unwrap();
    let lock = std::fs::File::create(folder.path().join("held/lock")).unwrap();
    lock.lock().unwrap();
    let run = ["matrix", "run", "--platform", dead, "--homeserver", dead, "--data", &data];
    let with = |state| [&run[..], &["--state", state]].concat();
    let (damaged, held, below) = (with(&damaged), with(&held), path("file/state"));
    let (no_folder, gone) = (with(&below), path("gone"));
    let setup = ["matrix", "setup", "--data", &data];
    let at = [&setup[..], &["--homeserver", dead]].concat();
    let whose = [&at[..], &["--user", "isoloir"]].concat();
    let unread = [&whose[..], &["--password-file", &gone]].concat();
    let cases: [Case<'_>; 9] = [
        (&run, &[], "pas encore d’appareil"),
        (&damaged, &[], "abîmé"),
        (&held, &[], "Un autre programme"),
        (&no_folder, &[], "dossier d’état"),
        (&setup, &[password], "adresse du serveur Matrix manque"),
        (&at, &[password], "nom du compte"),
        (&whose, &[], "mot de passe du compte Matrix du robot manque"),
        (&unread, &[], "s’est arrêté"),
        (&whose, &[password], "ne répond pas"),
    ];
    told_in_both_languages(&cases, &[password.1]);
}
