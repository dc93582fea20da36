//! What one client may do to the others, and may not.

use crate::harness::{Answer, IDENTIFICATION, Person, TestPlatform, send};
use isoloir_platform::limits::LimitSettings;
use isoloir_shared::api::types::{AccountView, CodeSentView, ProblemCode, TokensView};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const OWNER: &str = "198.51.100.2";
const STRANGER: &str = "203.0.113.1";

async fn limited(limits: LimitSettings) -> TestPlatform {
    TestPlatform::start_with(IDENTIFICATION, |s| {
        s.limits = limits;
        s.behind_proxy = true;
    })
    .await
}

async fn post_from(p: &TestPlatform, ip: &str, path: &str, body: &Value) -> Answer {
    let request = p.request(Method::POST, path).header("X-Forwarded-For", ip);
    send(request.header("Idempotency-Key", Uuid::new_v4().to_string()).json(body)).await
}

#[tokio::test]
async fn a_stranger_does_not_use_up_the_codes_of_an_address() {
    let p = limited(LimitSettings { codes_per_address: 4, codes_per_address_and_ip: 2, ..LimitSettings::OFF }).await;
    let body = json!({"email": "ada@example.org", "lang": "fr"});
    for _ in 0..2 {
        post_from(&p, STRANGER, "/v1/auth/codes", &body).await.json::<CodeSentView>();
    }
    for _ in 0..10 {
        let answer = post_from(&p, STRANGER, "/v1/auth/codes", &body).await;
        assert_eq!(answer.code(), ProblemCode::TooManyRequests);
    }
    post_from(&p, OWNER, "/v1/auth/codes", &body).await.json::<CodeSentView>();
}

#[tokio::test]
async fn a_stranger_who_guesses_does_not_lock_the_owner_out() {
    let p = limited(LimitSettings { tries_per_address_and_ip: 6, ..LimitSettings::OFF }).await;
    let asked = json!({"email": "ada@example.org", "lang": "fr"});
    let typed = |code: &str| json!({"email": "ada@example.org", "code": code, "device": "test"});
    post_from(&p, OWNER, "/v1/auth/codes", &asked).await.json::<CodeSentView>();
    for _ in 0..5 {
        post_from(&p, STRANGER, "/v1/auth/sessions", &typed("x")).await.problem();
    }
    // The code is used up; the next one is not, whatever the stranger does.
    let sent: CodeSentView = post_from(&p, OWNER, "/v1/auth/codes", &asked).await.json();
    for _ in 0..10 {
        post_from(&p, STRANGER, "/v1/auth/sessions", &typed("x")).await.problem();
    }
    let code = sent.demo_code.unwrap();
    post_from(&p, OWNER, "/v1/auth/sessions", &typed(&code)).await.json::<TokensView>();
}

#[tokio::test]
async fn setting_the_clock_neither_lifts_a_limit_nor_prolongs_it() {
    let p = limited(LimitSettings { requests_per_ip: 1, ..LimitSettings::OFF }).await;
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::OK);
    p.set_now("2016-06-01T10:00:00Z");
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::TOO_MANY_REQUESTS);
    p.set_now("2016-04-20T10:00:00Z");
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::TOO_MANY_REQUESTS);
    p.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::OK);
}

#[tokio::test]
async fn made_up_tokens_are_counted_before_they_are_looked_up() {
    let p = limited(LimitSettings { requests_per_ip: 1, ..LimitSettings::OFF }).await;
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::OK);
    p.platform.app().store.close().await;
    let made_up = p.request(Method::GET, "/v1/counts").bearer_auth("made up");
    assert_eq!(send(made_up).await.code(), ProblemCode::TooManyRequests);
    assert_eq!(p.get("/health/ready").await.code(), ProblemCode::TooManyRequests);
}

#[tokio::test]
async fn made_up_methods_are_one_series() {
    let p = TestPlatform::start().await;
    for method in ["BREW", "brew", "X1", "X2"] {
        send(p.request(Method::from_bytes(method.as_bytes()).unwrap(), "/v1/counts")).await;
    }
    let text = String::from_utf8(p.get("/metrics").await.body).unwrap();
    assert!(text.contains("method=\"other\""), "{text}");
    assert!(!text.contains("BREW") && !text.contains("brew") && !text.contains("X1"), "{text}");
}

#[tokio::test]
async fn what_is_one_person_s_is_kept_by_no_cache() {
    let p = TestPlatform::start().await;
    let code = p.code("ada@example.org").await;
    let body = json!({"email": "ada@example.org", "code": code, "device": "test"});
    let answer = p.post("/v1/auth/sessions", &body).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let me = Person { at: &p, name: String::new(), tokens: answer.json() };
    for path in ["/v1/me", "/v1/me/sessions", "/v1/me/supports"] {
        assert_eq!(me.get(path).await.headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_late_duplicate_of_a_refresh_ends_nothing() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let (first, key) = (json!({"refresh_token": me.tokens.refresh_token}), Uuid::new_v4());
    let second: TokensView = p.post_with_key("/v1/auth/tokens", &first, key).await.json();
    let third: TokensView = p.post("/v1/auth/tokens", &json!({"refresh_token": second.refresh_token})).await.json();
    let late = p.post_with_key("/v1/auth/tokens", &first, key).await;
    assert_eq!(late.code(), ProblemCode::Unauthenticated);
    let me = Person { at: &p, name: String::new(), tokens: third };
    me.get("/v1/me").await.json::<AccountView>();
}

#[tokio::test]
async fn a_wrong_code_sent_twice_costs_one_try() {
    let p = TestPlatform::start().await;
    let code = p.code("ada@example.org").await;
    let key = Uuid::new_v4();
    let wrong = json!({"email": "ada@example.org", "code": "no", "device": "test"});
    for _ in 0..10 {
        let answer = p.post_with_key("/v1/auth/sessions", &wrong, key).await;
        assert_eq!(answer.code(), ProblemCode::WrongCode);
    }
    let right = json!({"email": "ada@example.org", "code": code, "device": "test"});
    p.post("/v1/auth/sessions", &right).await.json::<TokensView>();
}
