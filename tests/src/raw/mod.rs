//! An independent client: JSON over HTTP as `openapi.json` says, sharing nothing with ours.

mod audit;
mod booth;

pub use audit::Audit;
pub use booth::hash;

use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Raw {
    http: reqwest::Client,
    base: String,
    tokens: Option<Arc<Mutex<Tokens>>>,
    audit: Option<Audit>,
    keys: booth::Keys,
}

/// A session's tokens.
struct Tokens {
    access: String,
    refresh: String,
}

impl Tokens {
    fn of(view: &Value) -> Self {
        let text = |name: &str| view[name].as_str().expect("a token").to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token") }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type, without its parameters.
    pub media_type: String,
    /// The body; null if it is not JSON.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The body of a success.
    ///
    /// # Panics
    /// If it is none.
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        self.body
    }

    /// The code of a problem, empty for a success.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Raw {
    /// A client of the platform at `base`.
    pub fn new(base: impl Into<String>) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: base.into(),
            tokens: None,
            audit: None,
            keys: booth::Keys::default(),
        }
    }

    /// Signs in by e-mail and the code that a demonstration shows.
    pub async fn sign_in(base: &str, email: &str) -> Self {
        let mut client = Self::new(base);
        let sent = client.post("/v1/auth/codes", json!({"email": email, "lang": "fr"})).await.ok();
        let code = sent["demo_code"].as_str().expect("a demonstration shows the code");
        let asked = json!({"email": email, "code": code, "device": "test"});
        let tokens = client.post("/v1/auth/sessions", asked).await.ok();
        client.tokens = Some(Arc::new(Mutex::new(Tokens::of(&tokens))));
        client
    }

    /// The same, and on the roll.
    pub async fn citizen(base: &str, email: &str) -> Self {
        let client = Self::sign_in(base, email).await;
        let asked = json!({"of_age": true, "civil_rights": true, "place": "Orsay", "charter": true});
        client.put("/v1/me/registration", asked).await.ok();
        client
    }

    /// The same client, held to the file.
    #[must_use]
    pub fn audited(mut self, audit: &Audit) -> Self {
        self.audit = Some(audit.clone());
        self
    }

    /// The access token.
    pub fn token(&self) -> String {
        self.tokens.as_ref().map(|tokens| tokens.lock().expect("no panic holds it").access.clone()).unwrap_or_default()
    }

    /// A new pair for the old one: the first is good for a quarter of an hour only.
    async fn refresh(&self) {
        let Some(tokens) = &self.tokens else { return };
        let asked = json!({"refresh_token": tokens.lock().expect("no panic holds it").refresh});
        let answer = self.once("POST", "/v1/auth/tokens", Some(&asked), Some(Uuid::new_v4())).await;
        *tokens.lock().expect("no panic holds it") = Tokens::of(&answer.ok());
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None, None).await
    }

    /// `POST` with a key of its own.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body), Some(Uuid::new_v4())).await
    }

    /// `PUT` with a key of its own.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call("PUT", path, Some(body), Some(Uuid::new_v4())).await
    }

    /// `DELETE` with a key of its own.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None, Some(Uuid::new_v4())).await
    }

    /// Any call; with new tokens, if the platform says that the old ones are no longer good.
    ///
    /// # Panics
    /// If no answer comes.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>, key: Option<Uuid>) -> Answer {
        let mut answer = self.once(method, path, body.as_ref(), key).await;
        if answer.code() == "unauthenticated" && self.tokens.is_some() {
            self.refresh().await;
            answer = self.once(method, path, body.as_ref(), key).await;
        }
        if let Some(audit) = &self.audit {
            audit.check(method, path, &answer);
        }
        answer
    }

    async fn once(&self, method: &str, path: &str, body: Option<&Value>, key: Option<Uuid>) -> Answer {
        let verb = method.parse().expect("a method");
        let mut request = self.http.request(verb, format!("{}{path}", self.base));
        if self.tokens.is_some() {
            request = request.bearer_auth(self.token());
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key.to_string());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let media_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().to_owned();
        let text = answer.text().await.expect("a whole answer");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, media_type, body, text }
    }
}
