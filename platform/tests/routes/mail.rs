//! Codes over SMTP, to a server that is not ours.

use crate::harness::{IDENTIFICATION, Person, TestPlatform, candidacy};
use isoloir_platform::Settings;
use isoloir_platform::mail::{SmtpSettings, SmtpTls};
use isoloir_shared::api::types::{
    CandidacyView, CodeSentView, LinkAnswerView, LinkClaimedView, LinkOfferView, PhaseKind, ProblemCode, StatusView,
    TokensView,
};
use jiff::SignedDuration;
use mailin_embedded::response::{NO_MAILBOX, OK};
use mailin_embedded::{Handler, Response, Server};
use serde_json::json;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// What the server took, each as it came.
#[derive(Clone, Default)]
pub struct Post {
    pub taken: Arc<Mutex<Vec<String>>>,
    pub refuse: Arc<Mutex<bool>>,
    unknown: Arc<Mutex<String>>,
    letter: Vec<u8>,
}

impl Handler for Post {
    fn rcpt(&mut self, to: &str) -> Response {
        if *self.refuse.lock().unwrap() || to == *self.unknown.lock().unwrap() { NO_MAILBOX } else { OK }
    }
    fn data(&mut self, buf: &[u8]) -> io::Result<()> {
        self.letter.extend(buf);
        Ok(())
    }
    fn data_end(&mut self) -> Response {
        self.taken.lock().unwrap().push(String::from_utf8(std::mem::take(&mut self.letter)).unwrap());
        OK
    }
}

/// A platform that sends to a server that runs.
async fn start() -> (TestPlatform, Post) {
    start_with(|_| {}).await
}

pub async fn start_with(set: impl FnOnce(&mut Settings)) -> (TestPlatform, Post) {
    let post = Post::default();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut server = Server::new(post.clone());
    server.with_name("post.example").with_tcp_listener(listener);
    std::thread::spawn(move || drop(server.serve()));
    let platform = TestPlatform::start_with(IDENTIFICATION, |settings| {
        settings.demo = false;
        settings.smtp = Some(SmtpSettings {
            host: "127.0.0.1".into(),
            port: Some(port),
            tls: SmtpTls::None,
            user: None,
            password: None,
            ca: None,
            from: "Isoloir <no-reply@primaire.example>".into(),
        });
        set(settings);
    })
    .await;
    (platform, post)
}

pub fn header<'a>(letter: &'a str, name: &str) -> &'a str {
    let line = letter.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {letter}"))
}

/// The text of a letter, out of quoted-printable.
pub fn text(letter: &str) -> String {
    let (_, body) = letter.split_once("\r\n\r\n").unwrap();
    if header(letter, "Content-Transfer-Encoding") != "quoted-printable" {
        return body.replace("\r\n", "\n");
    }
    let body = body.replace("=\r\n", "").replace("\r\n", "\n");
    let (mut out, mut bytes) = (Vec::new(), body.bytes());
    while let Some(byte) = bytes.next() {
        let hex = if byte == b'=' { Some([bytes.next().unwrap(), bytes.next().unwrap()]) } else { None };
        out.push(hex.map_or(byte, |hex| u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()));
    }
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn a_code_comes_by_mail_in_the_language_asked_and_signs_in() {
    let (p, post) = start().await;
    for (lang, subject, words) in [
        ("fr", "est votre code Isoloir", "Votre code pour LaPrimaire.org 2016"),
        ("en", "is your Isoloir code", "Your code for LaPrimaire.org 2016"),
    ] {
        let asked = json!({"email": "Ada@Example.org", "lang": lang});
        let sent: CodeSentView = p.post("/v1/auth/codes", &asked).await.json();
        assert_eq!(sent, CodeSentView { expires_in: 600, demo_code: None });
        let letter = post.taken.lock().unwrap().pop().unwrap();
        assert_eq!(header(&letter, "To"), "ada@example.org");
        assert_eq!(header(&letter, "From"), "Isoloir <no-reply@primaire.example>");
        assert_eq!(header(&letter, "Content-Type"), "text/plain; charset=utf-8");
        let (code, rest) = header(&letter, "Subject").split_at(6);
        assert_eq!(rest.trim(), subject);
        assert_eq!(header(&letter, "MIME-Version"), "1.0");
        let id = header(&letter, "Message-ID");
        assert!(id.starts_with('<') && id.ends_with('>') && id.contains('@'), "{id}");
        let text = text(&letter);
        assert!(text.contains(words) && text.contains(code) && text.contains("10 minutes"), "{text}");
        let body = json!({"email": "ada@example.org", "code": code, "device": "test"});
        p.post("/v1/auth/sessions", &body).await.json::<TokensView>();
    }
}

#[tokio::test]
async fn a_repeated_request_sends_no_second_letter() {
    let (p, post) = start().await;
    let (asked, key) = (json!({"email": "ada@example.org", "lang": "fr"}), Uuid::new_v4());
    for _ in 0..3 {
        p.post_with_key("/v1/auth/codes", &asked, key).await.json::<CodeSentView>();
    }
    assert_eq!(post.taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_letter_that_was_refused_goes_out_when_the_request_is_repeated() {
    let (p, post) = start().await;
    let (asked, key) = (json!({"email": "ada@example.org", "lang": "fr"}), Uuid::new_v4());
    *post.refuse.lock().unwrap() = true;
    let refused = p.post_with_key("/v1/auth/codes", &asked, key).await.problem();
    assert_eq!(refused.code, ProblemCode::Unavailable);
    assert!(!serde_json::to_string(&refused).unwrap().contains("ada"));
    *post.refuse.lock().unwrap() = false;
    p.post_with_key("/v1/auth/codes", &asked, key).await.json::<CodeSentView>();
    assert_eq!(post.taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn one_mailbox_that_is_gone_leaves_no_other_candidate_unasked() {
    let (p, post) = start_with(|settings| {
        settings.demo = true;
        crate::stage::easy(settings, |_| {});
    })
    .await;
    for (email, name) in [("ada@example.org", "Ada"), ("bea@example.org", "Béa"), ("cleo@example.org", "Cléo")] {
        let person = p.citizen(email).await;
        person.put("/v1/me/candidacy", &candidacy(name)).await.json::<CandidacyView>();
    }
    let app = p.platform.app();
    let file = sqlx::SqlitePool::connect(p.folder.path().join("isoloir.db").to_str().unwrap()).await.unwrap();
    let broken =
        "UPDATE accounts SET email_sealed = x'00' WHERE id = (SELECT account FROM candidates WHERE name = 'Béa')";
    sqlx::query(broken).execute(&file).await.unwrap();
    *post.unknown.lock().unwrap() = "ada@example.org".into();
    post.taken.lock().unwrap().clear();
    p.open(PhaseKind::Preparation).await;
    isoloir_platform::confirmations::tell(app).await;
    let letters = std::mem::take(&mut *post.taken.lock().unwrap());
    assert_eq!(letters.iter().map(|it| header(it, "To")).collect::<Vec<_>>(), ["cleo@example.org"]);
    // Nobody is said to have been told who was not.
    let told = async || app.store.contenders().await.unwrap().into_iter().map(|it| it.told).collect::<Vec<_>>();
    assert_eq!(told().await, [false, false, true]);
    post.unknown.lock().unwrap().clear();
    isoloir_platform::confirmations::tell(app).await;
    assert_eq!(told().await, [true, false, true]);
}

/// Links a chat; gives its tokens.
async fn link(p: &TestPlatform, me: &Person<'_>, label: &str) -> LinkAnswerView {
    let offered: LinkOfferView = me.post("/v1/me/links", &json!({})).await.json();
    let body = json!({"code": offered.code, "channel": "matrix", "label": label});
    let claimed: LinkClaimedView = p.post("/v1/links/claims", &body).await.json();
    let confirmation = format!("/v1/me/links/{}/confirmation", claimed.link);
    let confirmed = me.put(&confirmation, &json!({"channel": "matrix", "label": label})).await;
    assert_eq!(confirmed.status, 204);
    p.post("/v1/links/tokens", &json!({"secret": claimed.secret})).await.json()
}

#[tokio::test]
async fn an_account_is_told_of_each_chat_that_is_linked() {
    let (p, post) = start().await;
    p.post("/v1/auth/codes", &json!({"email": "ada@example.org", "lang": "en"})).await.json::<CodeSentView>();
    let letter = post.taken.lock().unwrap().pop().unwrap();
    let (code, _) = header(&letter, "Subject").split_at(6);
    let body = json!({"email": "ada@example.org", "code": code, "device": "test"});
    let me = Person { at: &p, name: String::new(), tokens: p.post("/v1/auth/sessions", &body).await.json() };

    link(&p, &me, "@ada:matrix.example").await.tokens.unwrap();
    let letter = post.taken.lock().unwrap().pop().unwrap();
    assert_eq!(header(&letter, "To"), "ada@example.org");
    assert_eq!(header(&letter, "Subject"), "A Matrix chat is linked to your Isoloir account");
    let words = text(&letter);
    assert!(words.contains("“@ada:matrix.example”") && !words.contains("again"), "{words}");

    // What the mail server refuses does not undo the link, and goes out later.
    *post.refuse.lock().unwrap() = true;
    link(&p, &me, "@ada:matrix.example").await.tokens.unwrap();
    assert!(post.taken.lock().unwrap().is_empty());
    *post.refuse.lock().unwrap() = false;
    for _ in 0..2 {
        isoloir_platform::housekeeping::once(p.platform.app()).await;
    }
    let letters = std::mem::take(&mut *post.taken.lock().unwrap());
    assert_eq!(letters.len(), 1);
    assert!(text(&letters[0]).contains("again"), "{}", text(&letters[0]));

    // Nor does a mailbox that is gone keep another account from hearing of its own.
    p.post("/v1/auth/codes", &json!({"email": "bea@example.org", "lang": "en"})).await.json::<CodeSentView>();
    let letter = post.taken.lock().unwrap().pop().unwrap();
    let (code, _) = header(&letter, "Subject").split_at(6);
    let body = json!({"email": "bea@example.org", "code": code, "device": "test"});
    let bea = Person { at: &p, name: String::new(), tokens: p.post("/v1/auth/sessions", &body).await.json() };
    *post.refuse.lock().unwrap() = true;
    link(&p, &me, "@ada:elsewhere.example").await.tokens.unwrap();
    p.clock.advance(SignedDuration::from_secs(1));
    link(&p, &bea, "@bea:matrix.example").await.tokens.unwrap();
    *post.refuse.lock().unwrap() = false;
    *post.unknown.lock().unwrap() = "ada@example.org".into();
    isoloir_platform::housekeeping::once(p.platform.app()).await;
    let letters = std::mem::take(&mut *post.taken.lock().unwrap());
    assert_eq!(letters.iter().map(|it| header(it, "To")).collect::<Vec<_>>(), ["bea@example.org"]);
}

#[tokio::test]
async fn who_is_asked_to_confirm_is_told_by_mail_once() {
    let (p, post) = start_with(|settings| {
        settings.demo = true;
        crate::stage::easy(settings, |_| {});
    })
    .await;
    let me = p.citizen("cleo@example.org").await;
    me.put("/v1/me/candidacy", &candidacy("Cléo Candidate")).await.json::<CandidacyView>();
    post.taken.lock().unwrap().clear();
    // The mail server is down when they are asked; the letter goes out later, and once.
    *post.refuse.lock().unwrap() = true;
    p.open(PhaseKind::Preparation).await;
    isoloir_platform::confirmations::tell(p.platform.app()).await;
    let app = p.platform.app();
    assert!(!app.store.contenders().await.unwrap()[0].told);
    *post.refuse.lock().unwrap() = false;
    let told = || post.taken.lock().unwrap().iter().filter(|it| header(it, "To") == "cleo@example.org").count();
    for _ in 0..2 {
        isoloir_platform::confirmations::tell(app).await;
        assert_eq!(told(), 1);
    }
    let organiser = p.organiser().await;
    let letters = post.taken.lock().unwrap().clone();
    let letter = letters.iter().find(|it| header(it, "To") == "cleo@example.org").unwrap();
    let words = text(letter);
    assert!(words.contains("avant le") && words.contains("9 août 2016 à 0 h 00"), "{words}");
    let status: StatusView = organiser.get("/v1/organise/status").await.json();
    assert!(status.awaited[0].told, "{status:?}");
}

#[tokio::test]
async fn who_has_not_answered_is_reminded_three_days_and_a_day_before_the_end() {
    let (p, post) = start_with(|settings| {
        settings.demo = true;
        crate::stage::easy(settings, |_| {});
    })
    .await;
    let (cleo, ben) = (p.citizen("cleo@example.org").await, p.citizen("ben@example.org").await);
    cleo.put("/v1/me/candidacy", &candidacy("Cléo Candidate")).await.json::<CandidacyView>();
    ben.put("/v1/me/candidacy", &candidacy("Ben Candidat")).await.json::<CandidacyView>();
    p.open(PhaseKind::Preparation).await;
    let ben = p.person("ben@example.org").await;
    let app = p.platform.app();
    let letters = async |to: &str| -> Vec<String> {
        isoloir_platform::confirmations::tell(app).await;
        let taken = post.taken.lock().unwrap();
        let letters = taken.iter().filter(|it| header(it, "To") == to).map(|it| text(it));
        // Codes to sign in with came to them, too.
        letters.filter(|text| text.contains("9 août 2016")).collect()
    };
    assert_eq!(letters("cleo@example.org").await.len(), 1, "asked");
    ben.put("/v1/me/candidacy/confirmation", &json!({"accept": true})).await.json::<CandidacyView>();
    // Until 9 August 0:00 in Paris.
    for (now, sent) in [
        ("2016-08-05T21:59:59Z", 1),
        ("2016-08-05T22:00:00Z", 2),
        ("2016-08-06T12:00:00Z", 2),
        ("2016-08-07T22:00:00Z", 3),
        ("2016-08-08T21:00:00Z", 3),
    ] {
        p.set_now(now);
        let all = letters("cleo@example.org").await;
        assert_eq!(all.len(), sent, "{now}");
        assert!(sent == 1 || all[1].contains("pas encore dit"), "{}", all[1]);
    }
    assert_eq!(letters("ben@example.org").await.len(), 1, "who answered is left alone");
}
