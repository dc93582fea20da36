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
    /// What is typed, what the environment says, and what the operator is told.
    type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);
    let cases: [Case<'_>; 7] = [
        (&["telegram", "--data", data], &[token], "Aucune plateforme"),
        (&["telegram", "--data", data, "--platform", "http://example.org"], &[token], "adresse de la plateforme"),
        (&["telegram", "--data", data, "--platform", dead], &[], "jeton de Telegram manque"),
        (&["run", "--data", data, "--platform", dead], &[], "Aucun réseau"),
        (&["telegram", "--data", "/proc/nowhere", "--platform", dead], &[token], "fichier des conversations"),
        (&["telegram", "--data", sealed, "--platform", dead], &[token, ("ISOLOIR_BOTS_KEY", &two)], "autre clé"),
        (&["telegram", "--data", data, "--platform", dead, "--listen-ops", &taken], &[token], "s’est arrêté"),
    ];
    for (arguments, environment, expected) in cases {
        let (done, said) = says("fr", arguments, environment);
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(expected) && said.contains("À faire"), "{arguments:?}: {said}");
        let (_, english) = says("en", arguments, environment);
        assert!(english.contains("To do") && !english.contains("À faire"), "{arguments:?}: {english}");
        assert!(!said.contains(TOKEN) && !said.contains(&two), "{said}");
    }
}
