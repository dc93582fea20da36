//! Everything that is no success is a problem, whoever made it.

use crate::harness::{TestPlatform, registration, send};
use isoloir_platform::limits::LimitSettings;
use isoloir_shared::api::types::ProblemCode;
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use uuid::Uuid;

#[tokio::test]
async fn unknown_routes_and_methods_are_problems() {
    let p = TestPlatform::start().await;
    let nothing = p.get("/v1/nothing").await;
    assert_eq!((nothing.status, nothing.code()), (StatusCode::NOT_FOUND, ProblemCode::NotFound));
    let method = send(p.request(Method::PUT, "/v1/primary")).await;
    assert_eq!((method.status, method.code()), (StatusCode::METHOD_NOT_ALLOWED, ProblemCode::Unsupported));
    assert_eq!(method.headers["allow"], "GET,HEAD");
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_problems_with_their_place() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let put = async |media: &str, body: String| {
        let request = me.write(Method::PUT, "/v1/me/registration", Uuid::new_v4()).header("Content-Type", media);
        send(request.body(body)).await
    };
    let syntax = put("application/json", "{".into()).await.problem();
    assert_eq!((syntax.code, syntax.field.as_deref()), (ProblemCode::Malformed, Some("line 1 column 1")));
    let missing = put("application/json", r#"{"of_age": true}"#.into()).await.problem();
    assert_eq!((missing.code, missing.field.as_deref()), (ProblemCode::Malformed, Some("civil_rights")));
    let media = put("text/plain", registration().to_string()).await;
    assert_eq!((media.status, media.code()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemCode::Unsupported));
    let deep = put("application/json; charset=utf-8", "[".repeat(60_000)).await;
    assert_eq!(deep.code(), ProblemCode::Malformed);
    let large = put("application/json", " ".repeat(64 * 1024 + 1)).await;
    assert_eq!((large.status, large.code()), (StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge));
}

#[tokio::test]
async fn requests_are_limited_and_say_what_is_left() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| {
        s.limits = LimitSettings { requests_per_ip: 3, ..LimitSettings::OFF };
    })
    .await;
    let first = p.get("/v1/counts").await;
    assert_eq!(first.headers["ratelimit-policy"], "\"ip\";q=3;w=60");
    assert_eq!(first.headers["ratelimit"], "\"ip\";r=2;t=60");
    p.get("/v1/counts").await;
    p.get("/v1/counts").await;
    let fourth = p.get("/v1/counts").await;
    assert_eq!(fourth.code(), ProblemCode::TooManyRequests);
    assert_eq!(fourth.headers["retry-after"], "20");
    assert_eq!(fourth.problem().retry_after, Some(20));
    assert!(p.get("/health/live").await.status.is_success(), "those who watch the platform are not limited");
    p.clock.advance(SignedDuration::from_secs(20));
    assert_eq!(p.get("/v1/counts").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_is_limited_by_itself() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| {
        s.limits = LimitSettings { requests_per_account: 2, ..LimitSettings::OFF };
    })
    .await;
    let (a, b) = (p.person("a@example.org").await, p.person("b@example.org").await);
    a.get("/v1/me").await;
    a.get("/v1/me").await;
    assert_eq!(a.get("/v1/me").await.code(), ProblemCode::TooManyRequests);
    assert_eq!(b.get("/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_code_has_words_in_both_languages() {
    let p = TestPlatform::start().await;
    for (lang, title) in [
        ("fr", "Introuvable"),
        ("en-GB,en;q=0.9", "Not found"),
        ("de", "Introuvable"),
        ("en; q=0.1, fr", "Introuvable"),
        ("frr, en;q=0.5", "Not found"),
    ] {
        let answer = send(p.request(Method::GET, "/v1/nothing").header("Accept-Language", lang)).await;
        assert_eq!(answer.problem().title, title);
    }
}

/// A fault of ours is told as one, and takes nothing else down.
#[tokio::test]
async fn a_panic_is_a_problem() {
    let p = TestPlatform::start().await;
    let broken = axum::Router::new().route("/broken", axum::routing::get(|| async { panic!("broken") as &str }));
    let routes = isoloir_platform::routes::layered(p.platform.app().clone(), broken);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/broken", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    for _ in 0..2 {
        let answer = send(p.http.get(&url)).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal));
        assert!(!String::from_utf8(answer.body).unwrap().contains("broken"));
    }
    assert!(p.platform.app().measures.text().contains("status=\"500\"} 2"));
}
