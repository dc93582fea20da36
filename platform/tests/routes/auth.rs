//! Codes, sessions, tokens.

use crate::harness::{Person, TestPlatform, send};
use isoloir_platform::limits::LimitSettings;
use isoloir_shared::api::types::{AccountView, CodeSentView, ProblemCode, SessionView, TokensView};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

fn typed(email: &str, code: &str) -> Value {
    json!({"email": email, "code": code, "device": "test"})
}

/// Another code of six digits.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_opens_a_session_once() {
    let p = TestPlatform::start().await;
    let code = p.code("ada@example.org").await;
    assert_eq!(code.len(), 6);
    let tokens: TokensView = p.post("/v1/auth/sessions", &typed("Ada@Example.org", &code)).await.json();
    assert_eq!(tokens.expires_in, 900);
    let again = p.post("/v1/auth/sessions", &typed("ada@example.org", &code)).await;
    assert_eq!(again.code(), ProblemCode::CodeExpired);
    let me = Person { at: &p, name: String::new(), tokens };
    let account: AccountView = me.get("/v1/me").await.json();
    assert_eq!((account.email.as_str(), account.registered), ("ada@example.org", false));
}

#[tokio::test]
async fn the_answer_is_the_same_for_a_known_and_an_unknown_address() {
    let p = TestPlatform::start_with("2016-05-01T10:00:00Z", |s| {
        s.demo = false;
        // Nothing listens there: letters fail alike for both.
        s.smtp = Some(isoloir_platform::mail::SmtpSettings {
            host: "127.0.0.1".into(),
            port: Some(9),
            tls: isoloir_platform::mail::SmtpTls::None,
            user: None,
            password: None,
            ca: None,
            from: "Isoloir <no-reply@example.org>".into(),
        });
    })
    .await;
    let known = p.post("/v1/auth/codes", &json!({"email": "known@example.org", "lang": "en"})).await;
    let unknown = p.post("/v1/auth/codes", &json!({"email": "unknown@example.org", "lang": "en"})).await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.code(), ProblemCode::Unavailable);
}

#[tokio::test]
async fn five_wrong_tries_use_a_code_up() {
    let p = TestPlatform::start().await;
    let code = p.code("ada@example.org").await;
    for _ in 0..4 {
        let answer = p.post("/v1/auth/sessions", &typed("ada@example.org", &wrong(&code))).await;
        assert_eq!(answer.code(), ProblemCode::WrongCode);
    }
    let fifth = p.post("/v1/auth/sessions", &typed("ada@example.org", &wrong(&code))).await;
    assert_eq!(fifth.code(), ProblemCode::CodeExpired);
    let right = p.post("/v1/auth/sessions", &typed("ada@example.org", &code)).await;
    assert_eq!(right.code(), ProblemCode::CodeExpired);
    p.person("ada@example.org").await;
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    let p = TestPlatform::start().await;
    let code = p.code("ada@example.org").await;
    p.clock.advance(SignedDuration::from_mins(10));
    let late = p.post("/v1/auth/sessions", &typed("ada@example.org", &code)).await;
    assert_eq!(late.code(), ProblemCode::CodeExpired);
}

#[tokio::test]
async fn the_last_three_codes_are_good_until_one_is_used() {
    let p = TestPlatform::start().await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(p.code("ada@example.org").await);
    }
    if !codes[1..].contains(&codes[0]) {
        let old = p.post("/v1/auth/sessions", &typed("ada@example.org", &codes[0])).await;
        assert_eq!(old.code(), ProblemCode::WrongCode);
    }
    p.post("/v1/auth/sessions", &typed("ada@example.org", &codes[1])).await.json::<TokensView>();
    let other = p.post("/v1/auth/sessions", &typed("ada@example.org", &codes[3])).await;
    assert_eq!(other.code(), ProblemCode::CodeExpired);
}

#[tokio::test]
async fn a_repeated_request_gives_the_same_code_and_the_same_tokens() {
    let p = TestPlatform::start().await;
    let (asked, key) = (json!({"email": "ada@example.org", "lang": "fr"}), Uuid::new_v4());
    let first: CodeSentView = p.post_with_key("/v1/auth/codes", &asked, key).await.json();
    let again: CodeSentView = p.post_with_key("/v1/auth/codes", &asked, key).await.json();
    assert_eq!(first, again);
    let body = typed("ada@example.org", &first.demo_code.unwrap());
    let key = Uuid::new_v4();
    let first: TokensView = p.post_with_key("/v1/auth/sessions", &body, key).await.json();
    let again: TokensView = p.post_with_key("/v1/auth/sessions", &body, key).await.json();
    assert_eq!(first, again);
    let me = Person { at: &p, name: String::new(), tokens: first };
    let sessions: Vec<SessionView> = me.get("/v1/me/sessions").await.json();
    assert_eq!(sessions.len(), 1);
}

#[tokio::test]
async fn an_access_token_is_good_for_a_quarter_of_an_hour_and_refreshed() {
    let p = TestPlatform::start().await;
    let mut me = p.person("ada@example.org").await;
    me.get("/v1/me").await.json::<AccountView>();
    p.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(me.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    let (body, key) = (json!({"refresh_token": me.tokens.refresh_token}), Uuid::new_v4());
    let first: TokensView = p.post_with_key("/v1/auth/tokens", &body, key).await.json();
    let again: TokensView = p.post_with_key("/v1/auth/tokens", &body, key).await.json();
    assert_eq!(first, again);
    assert_eq!(first.session, me.tokens.session);
    me.tokens = first;
    me.get("/v1/me").await.json::<AccountView>();
}

#[tokio::test]
async fn an_old_token_is_dead_as_soon_as_it_is_refreshed() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    me.get("/v1/me").await.json::<AccountView>();
    let body = json!({"refresh_token": me.tokens.refresh_token});
    p.post("/v1/auth/tokens", &body).await.json::<TokensView>();
    assert_eq!(me.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn a_refresh_token_used_twice_ends_its_session() {
    let p = TestPlatform::start().await;
    let mut me = p.person("ada@example.org").await;
    let stolen = json!({"refresh_token": me.tokens.refresh_token});
    me.tokens = p.post("/v1/auth/tokens", &stolen).await.json();
    me.get("/v1/me").await.json::<AccountView>();
    assert_eq!(p.post("/v1/auth/tokens", &stolen).await.code(), ProblemCode::Unauthenticated);
    assert_eq!(me.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    let mine = json!({"refresh_token": me.tokens.refresh_token});
    assert_eq!(p.post("/v1/auth/tokens", &mine).await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn signing_out_is_seen_at_once() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    me.get("/v1/me").await.json::<AccountView>();
    assert_eq!(me.delete("/v1/auth/session").await.status, StatusCode::NO_CONTENT);
    assert_eq!(me.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn neither_code_nor_token_nor_address_is_in_the_database() {
    let p = TestPlatform::start().await;
    let me = p.citizen("somebody.rare@example.org").await;
    let code = p.code("somebody.rare@example.org").await;
    p.platform.app().store.close().await;
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(p.folder.path()).unwrap() {
        kept.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |needle: &str| kept.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(holds("Orsay"), "the search itself works");
    for secret in [&me.tokens.access_token, &me.tokens.refresh_token, &code, "somebody.rare"] {
        assert!(!holds(secret));
    }
}

#[tokio::test]
async fn codes_are_limited_for_an_address_and_for_a_network_address() {
    let p = TestPlatform::start_with("2016-05-01T10:00:00Z", |s| {
        s.limits = LimitSettings { codes_per_address: 2, codes_per_ip: 4, ..LimitSettings::OFF };
    })
    .await;
    let ask = async |email: &str| p.post("/v1/auth/codes", &json!({"email": email, "lang": "fr"})).await;
    ask("ada@example.org").await.json::<CodeSentView>();
    ask("ada@example.org").await.json::<CodeSentView>();
    let third = ask("ada@example.org").await;
    assert_eq!(third.code(), ProblemCode::TooManyRequests);
    assert_eq!(third.headers["retry-after"], "1800");
    assert_eq!(third.headers["ratelimit-policy"], "\"codes\";q=2;w=3600");
    ask("bob@example.org").await.json::<CodeSentView>();
    assert_eq!(ask("eve@example.org").await.code(), ProblemCode::TooManyRequests);
    p.clock.advance(SignedDuration::from_mins(30));
    ask("ada@example.org").await.json::<CodeSentView>();
}

#[tokio::test]
async fn what_is_no_address_is_refused_by_field() {
    let p = TestPlatform::start().await;
    let answer = p.post("/v1/auth/codes", &json!({"email": "ada", "lang": "fr"})).await.problem();
    assert_eq!((answer.code, answer.field.as_deref()), (ProblemCode::Invalid, Some("email")));
}

#[tokio::test]
async fn a_token_of_nobody_is_refused() {
    let p = TestPlatform::start().await;
    for token in ["", "x", "Bearer", "\u{e9}"] {
        let answer =
            send(p.request(Method::GET, "/v1/me").header("Authorization", format!("Bearer {token}").as_bytes())).await;
        assert_eq!(answer.code(), ProblemCode::Unauthenticated);
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
}
