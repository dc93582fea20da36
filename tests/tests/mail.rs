//! Codes go out over a protected connection, to a mail server that asks for a login; and whoever runs the platform is
//! told what is wrong where it is. The program itself, and a mail server that is not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::mail::{SmtpSettings, SmtpTls};
use isoloir_shared::api::client::Client as Api;
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{
    Audience, CodeRequest, Decision, Lang, Localized, NoticesView, Role, SignInRequest, TokensView,
};
use isoloir_shared::api::{Call, OrganiseCall, OrganiseReply, Reply};
use isoloir_tests::binary;
use isoloir_tests::mail::{Letter, PASSWORD, Post, USER};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::staff::Staff;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The platform, told to send its letters there.
fn program(folder: &Path, tls: &str, port: u16, password: &str) -> Command {
    let secret = folder.join("password");
    std::fs::write(&secret, format!("{password}\n")).unwrap();
    let mut command = binary::command("isoloir-platform");
    command.args(["serve", "--listen", "127.0.0.1:0", "--primary", "demo", "--smtp-host", "localhost"]);
    command.args(["--smtp-tls", tls, "--smtp-port", &port.to_string(), "--smtp-user", USER]);
    command.args(["--smtp-from", "Isoloir <no-reply@primaire.example>"]);
    command.arg("--smtp-password-file").arg(secret).arg("--data").arg(folder.join("data"));
    command
}

/// A platform that runs.
struct Running {
    process: Child,
    url: String,
}

impl Running {
    fn start(mut command: Command, log: &Path) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(File::create(log).unwrap()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://"), "{}", std::fs::read_to_string(log).unwrap());
        Self { process, url: url.trim().to_owned() }
    }

    async fn post(&self, path: &str, body: Value) -> Response {
        let key = uuid::Uuid::new_v4().to_string();
        let request = Client::new().post(format!("{}{path}", self.url)).header("Idempotency-Key", key).json(&body);
        request.send().await.unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The six digits of a letter's subject.
fn code(letter: &str) -> String {
    let subject = letter.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap();
    subject.chars().take(6).collect()
}

#[tokio::test]
async fn a_code_comes_over_tls_after_a_login() {
    for tls in ["starttls", "implicit"] {
        let folder = tempfile::tempdir().unwrap();
        let post = Post::start(folder.path());
        let mut command = program(folder.path(), tls, post.port(tls), PASSWORD);
        command.arg("--smtp-ca-file").arg(post.authority());
        let log = folder.path().join("log");
        let platform = Running::start(command, &log);
        let asked = json!({"email": "ada@example.org", "lang": "fr"});
        assert_eq!(platform.post("/v1/auth/codes", asked).await.status(), 202);
        let letter = post.next();
        assert_eq!(letter.to, ["ada@example.org"]);
        assert!(letter.tls && letter.signed_in, "{tls}: {letter:?}");
        let entry = json!({"email": "ada@example.org", "code": code(&letter.text), "device": "Test"});
        let answer = platform.post("/v1/auth/sessions", entry).await;
        assert!(answer.status().is_success(), "{}", answer.status());
        let _: TokensView = answer.json().await.unwrap();
        drop(platform);
        let log = std::fs::read_to_string(log).unwrap();
        assert!(log.contains("the mail server accepts us"), "{log}");
        assert!(!log.contains(PASSWORD) && !log.contains("ada@example.org"), "{log}");
    }
}

/// What the program says when it does not start.
fn refused(mut command: Command) -> String {
    let done = command.output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(done.stdout.is_empty(), "it listened");
    let last = said.lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("isoloir-platform: localhost: "), "{said}");
    assert!(!said.contains("wrong-password") && !said.contains(PASSWORD), "{said}");
    last
}

#[test]
fn what_only_the_operator_can_mend_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let post = Post::start(folder.path());
    let trusting = |tls: &str, port: u16, password: &str| {
        let mut command = program(folder.path(), tls, port, password);
        command.arg("--smtp-ca-file").arg(post.authority());
        command
    };
    for tls in ["starttls", "implicit"] {
        let said = refused(trusting(tls, post.port(tls), "wrong-password"));
        assert!(said.contains("does not accept this user and password"), "{said}");
        // An authority that nobody named: whoever stands between could have made it.
        let said = refused(program(folder.path(), tls, post.port(tls), PASSWORD));
        assert!(said.contains("UnknownIssuer") && said.contains("--smtp-ca-file"), "{said}");
    }
    // A server that would take letters without protection is not given any.
    let said = refused(trusting("starttls", post.port("none"), PASSWORD));
    assert!(said.contains("STARTTLS is not supported"), "{said}");
    let said = refused(trusting("implicit", post.port("none"), PASSWORD));
    assert!(said.contains("no protected connection"), "{said}");
    // A login where none is offered.
    let said = refused(trusting("none", post.port("none"), PASSWORD));
    assert!(said.contains("authentication"), "{said}");
    // Another server's name: the certificate is for localhost.
    let command = program(folder.path(), "implicit", post.port("implicit"), PASSWORD);
    let args: Vec<_> = command.get_args().map(std::ffi::OsStr::to_owned).collect();
    let renamed = args.into_iter().map(|arg| if arg == "localhost" { "127.0.0.1".into() } else { arg });
    let mut other = binary::command("isoloir-platform");
    other.args(renamed).env("ISOLOIR_SMTP_CA_FILE", post.authority());
    let done = other.output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(!done.status.success() && said.contains("not valid for name"), "{said}");
}

#[tokio::test]
async fn a_mail_server_that_is_away_keeps_nobody_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let log = folder.path().join("log");
    let platform = Running::start(program(folder.path(), "starttls", port, PASSWORD), &log);
    let asked = json!({"email": "ada@example.org", "lang": "en"});
    let answer = platform.post("/v1/auth/codes", asked).await;
    assert_eq!(answer.status(), 503, "{}", answer.text().await.unwrap());
    drop(platform);
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("no letter can be sent for now") && !log.contains("ada@example.org"), "{log}");
}

fn key() -> IdempotencyKey {
    IdempotencyKey(uuid::Uuid::new_v4())
}

/// Somebody who asked for announcements by letter.
async fn subscriber(platform: &TestPlatform, email: &str) -> Api {
    let client = Api::new(platform.url().parse().unwrap()).unwrap();
    let asked = CodeRequest { email: email.to_owned(), lang: Lang::Fr };
    let Ok(Reply::CodeSent(sent)) = client.call(&Call::RequestCode(key(), asked)).await else { panic!("no code") };
    let (code, device) = (sent.demo_code.expect("a demonstration shows the code"), "Test".to_owned());
    client.call(&Call::SignIn(key(), SignInRequest { email: email.to_owned(), code, device })).await.unwrap();
    let wish = NoticesView { email: true, quiet: None, ..NoticesView::default() };
    client.call(&Call::AskNotices(key(), wish)).await.unwrap();
    client
}

async fn announce(platform: &TestPlatform, title: &str, ada: &Api, ben: &Api) {
    let both = |text: &str| Localized { fr: text.to_owned(), en: text.to_owned() };
    let decision = Decision::Announce {
        title: both(title),
        body: both("Rendez-vous à 18 h."),
        audience: Audience::Everyone,
        urgent: false,
        send_at: None,
        sender: None,
    };
    let proposed = ada.call(&Call::Organise(OrganiseCall::Propose(key(), decision))).await;
    let Ok(Reply::Organise(OrganiseReply::Proposal(it))) = proposed else { panic!("{proposed:?} {}", platform.url()) };
    ben.call(&Call::Organise(OrganiseCall::Approve(key(), it.id))).await.unwrap();
}

/// The next letter to many.
fn of_many(post: &Post) -> Letter {
    let mut letters = (0..20).map(|_| post.next());
    letters.find(|it| it.text.contains("List-Unsubscribe")).expect("a letter to many")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_arrives_in_a_letter_whose_one_click_ends_them() {
    let folder = tempfile::tempdir().unwrap();
    let post = Post::start(folder.path());
    let platform = TestPlatform::start_with("lots", |settings| {
        settings.public_url = "https://primaire.example/".into();
        settings.smtp = Some(SmtpSettings {
            host: "localhost".into(),
            port: Some(post.port("starttls")),
            tls: SmtpTls::Starttls,
            user: Some(USER.into()),
            password: Some(PASSWORD.to_owned().into()),
            ca: Some(std::fs::read(post.authority()).unwrap()),
            from: "Isoloir <no-reply@primaire.example>".into(),
        });
    })
    .await;
    let mut ada = Staff::named(&platform, "ada@orga.example", Role::Organiser).await;
    let mut ben = Staff::named(&platform, "ben@orga.example", Role::Organiser).await;
    let (ada, ben) = (ada.signs_in(&platform).await, ben.signs_in(&platform).await);
    let (me, _you) =
        (subscriber(&platform, "me@citoyen.example").await, subscriber(&platform, "you@citoyen.example").await);
    announce(&platform, "Table ronde lundi", &ada, &ben).await;
    let letters = tokio::task::block_in_place(|| [of_many(&post), of_many(&post)]);
    assert!(letters.iter().all(|it| it.tls && it.signed_in && it.to.len() == 1), "each to one: {letters:?}");
    let mine = letters.iter().find(|it| it.to == ["me@citoyen.example"]).expect("mine");
    let link = mine.text.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: ")).expect("a way to end them");
    let path = link.trim().trim_matches(['<', '>']).strip_prefix("https://primaire.example").expect("its address");
    let click = Client::new().post(format!("{}{path}", platform.url())).body("List-Unsubscribe=One-Click");
    assert!(click.send().await.unwrap().status().is_success());
    let Ok(Reply::Notices(now)) = me.call(&Call::Notices).await else { panic!("my notices") };
    assert!(!now.email);
    announce(&platform, "Débat jeudi", &ada, &ben).await;
    let next = tokio::task::block_in_place(|| of_many(&post));
    assert_eq!(next.to, ["you@citoyen.example"], "who clicked gets no more");
    platform.stop().await;
}
