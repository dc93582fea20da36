//! An independent client: JSON over HTTP as `openapi.json` says, sharing nothing with ours.

use serde_json::{Value, json};
use uuid::Uuid;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Raw {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
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
        Self { http: reqwest::Client::new(), base: base.into(), token: None }
    }

    /// Signs in by e-mail and the code that a demonstration shows.
    pub async fn sign_in(base: &str, email: &str) -> Self {
        let mut client = Self::new(base);
        let sent = client.post("/v1/auth/codes", json!({"email": email, "lang": "fr"})).await.ok();
        let code = sent["demo_code"].as_str().expect("a demonstration shows the code");
        let asked = json!({"email": email, "code": code, "device": "test"});
        let tokens = client.post("/v1/auth/sessions", asked).await.ok();
        client.token = Some(tokens["access_token"].as_str().expect("a token").to_owned());
        client
    }

    /// The same, and on the roll.
    pub async fn citizen(base: &str, email: &str) -> Self {
        let client = Self::sign_in(base, email).await;
        let asked = json!({"of_age": true, "civil_rights": true, "place": "Orsay", "charter": true});
        client.put("/v1/me/registration", asked).await.ok();
        client
    }

    /// The token.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
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

    /// Any call.
    ///
    /// # Panics
    /// If no answer comes.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>, key: Option<Uuid>) -> Answer {
        let method = method.parse().expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key.to_string());
        }
        if let Some(body) = body {
            request = request.json(&body);
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
