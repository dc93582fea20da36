//! My account.

use crate::harness::{TestPlatform, registration, send};
use isoloir_shared::api::types::{AccountView, Lang, ProblemCode, SessionView};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn registration_asks_all_three_and_a_place() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    for field in ["of_age", "civil_rights", "charter"] {
        let mut said = registration();
        said[field] = json!(false);
        let problem = me.put("/v1/me/registration", &said).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some(field)));
    }
    let mut said = registration();
    said["place"] = json!(" \u{200b} ");
    assert_eq!(me.put("/v1/me/registration", &said).await.problem().field.as_deref(), Some("place"));
    assert!(!me.get("/v1/me").await.json::<AccountView>().registered);
    let account: AccountView = me.put("/v1/me/registration", &registration()).await.json();
    assert_eq!((account.registered, account.place.as_deref()), (true, Some("Orsay")));
}

#[tokio::test]
async fn the_language_of_problems_is_the_request_s_else_the_account_s() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let account: AccountView = me.patch("/v1/me", &json!({"lang": "en"})).await.json();
    assert_eq!(account.lang, Lang::En);
    let mut said = registration();
    said["charter"] = json!(false);
    let words = me.put("/v1/me/registration", &said).await;
    assert_eq!(words.headers["content-language"], "en");
    assert_eq!(words.problem().title, "Value refused");
    let request = me.write(Method::PUT, "/v1/me/registration", Uuid::new_v4()).json(&said);
    let words = send(request.header("Accept-Language", "de, fr-FR;q=0.8, en;q=0.2")).await;
    assert_eq!(words.problem().title, "Valeur refusée");
}

#[tokio::test]
async fn a_device_is_signed_out_from_afar() {
    let p = TestPlatform::start().await;
    let (here, there) = (p.person("ada@example.org").await, p.person("ada@example.org").await);
    let stranger = p.person("eve@example.org").await;
    let sessions: Vec<SessionView> = here.get("/v1/me/sessions").await.json();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|s| s.current).count(), 1);
    let path = format!("/v1/me/sessions/{}", there.tokens.session);
    assert_eq!(stranger.delete(&path).await.code(), ProblemCode::NotFound);
    there.get("/v1/me").await.json::<Value>();
    let key = Uuid::new_v4();
    for _ in 0..2 {
        let done = send(here.write(Method::DELETE, &path, key)).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(there.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    here.get("/v1/me").await.json::<Value>();
}

#[tokio::test]
async fn an_erased_account_is_gone_and_the_address_can_come_back() {
    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    assert_eq!(me.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    let back = p.person("ada@example.org").await;
    assert!(!back.get("/v1/me").await.json::<AccountView>().registered);
}

#[tokio::test]
async fn a_write_needs_its_key_and_keeps_it() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let without = send(me.request(Method::PUT, "/v1/me/registration").json(&registration())).await;
    assert_eq!(without.code(), ProblemCode::KeyMissing);
    let garbled = me.request(Method::PUT, "/v1/me/registration").header("Idempotency-Key", "7");
    assert_eq!(send(garbled.json(&registration())).await.code(), ProblemCode::Malformed);
    let key = Uuid::new_v4();
    let first = send(me.write(Method::PUT, "/v1/me/registration", key).json(&registration())).await;
    let again = send(me.write(Method::PUT, "/v1/me/registration", key).json(&registration())).await;
    assert_eq!(first.json::<AccountView>(), again.json::<AccountView>());
    let mut other = registration();
    other["place"] = json!("Lyon");
    let reused = send(me.write(Method::PUT, "/v1/me/registration", key).json(&other)).await;
    assert_eq!(reused.code(), ProblemCode::KeyReused);
    // Somebody else's same key is another key.
    let other_person = p.person("eve@example.org").await;
    let theirs = send(other_person.write(Method::PUT, "/v1/me/registration", key).json(&other)).await;
    assert_eq!(theirs.json::<AccountView>().place.as_deref(), Some("Lyon"));
}

#[tokio::test]
async fn who_left_can_say_so_again() {
    let p = TestPlatform::start().await;
    for path in ["/v1/auth/session", "/v1/me"] {
        let (me, other) = (p.citizen("ada@example.org").await, p.person("eve@example.org").await);
        let key = Uuid::new_v4();
        for _ in 0..3 {
            let left = send(me.write(Method::DELETE, path, key)).await;
            assert_eq!(left.status, StatusCode::NO_CONTENT, "{path}");
        }
        assert_eq!(me.delete(path).await.code(), ProblemCode::Unauthenticated);
        // Somebody else's token does not come in with that key.
        assert_eq!(send(other.write(Method::DELETE, path, key)).await.code(), ProblemCode::KeyReused);
        assert_eq!(other.get("/v1/me").await.status, StatusCode::OK);
    }
}
