//! A platform of its own for each test: SQLite in a temporary folder, a clock that the test moves, real HTTP.

use isoloir_ballot::credential::Credential;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::{Clock, ManualClock};
use isoloir_platform::email::Address;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::second_factor::{self, Seed};
use isoloir_platform::{Platform, Settings};
use isoloir_shared::api::types::{CodeSentView, FactorView, Lang, Problem, ProblemCode, Role, Round, TokensView};
use jiff::Timestamp;
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use uuid::Uuid;

/// In the identification of 2016.
pub const IDENTIFICATION: &str = "2016-05-01T10:00:00Z";

/// A platform that runs.
pub struct TestPlatform {
    pub url: String,
    pub clock: Arc<ManualClock>,
    pub platform: Platform,
    pub http: reqwest::Client,
    pub folder: tempfile::TempDir,
    /// Of the second factors, by address.
    pub seeds: Mutex<HashMap<String, Seed>>,
    /// The voting keys that people keep, by address and round.
    pub keys: Mutex<HashMap<(String, Round), Credential>>,
}

/// The seed that a person types into an app.
pub fn seed(secret: &str) -> Seed {
    let bits = |letter: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap() as u128;
    let bytes = secret.as_bytes().chunks(8).flat_map(|letters| {
        let bits = letters.iter().fold(0, |n, letter| n << 5 | bits(char::from(*letter)));
        bits.to_be_bytes()[11..].to_vec()
    });
    bytes.collect::<Vec<u8>>().try_into().unwrap()
}

/// A signed-in person.
#[derive(Clone)]
pub struct Person<'a> {
    pub at: &'a TestPlatform,
    /// The address.
    pub name: String,
    pub tokens: TokensView,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{self:?} {}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }

    pub fn code(&self) -> ProblemCode {
        self.problem().code
    }
}

/// The primary of 2016.
pub fn primary() -> Arc<Primary> {
    Arc::new(toml::from_str(include_str!("../../../config/primaries/laprimaire-2016.toml")).unwrap())
}

impl TestPlatform {
    /// In the identification, without rate limits.
    pub async fn start() -> Self {
        Self::start_with(IDENTIFICATION, |_| {}).await
    }

    pub async fn start_with(now: &str, set: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(now.parse().unwrap()));
        let mut settings = Settings::new(folder.path(), primary());
        settings.demo = true;
        settings.limits = LimitSettings::OFF;
        set(&mut settings);
        let platform = Platform::open(settings, clock.clone()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = platform.clone();
        tokio::spawn(async move { served.serve(listener, std::future::pending()).await });
        Self {
            url,
            clock,
            platform,
            http: reqwest::Client::new(),
            folder,
            seeds: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    pub fn set_now(&self, now: &str) {
        self.clock.set(now.parse::<Timestamp>().unwrap());
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with_key(path, body, Uuid::new_v4()).await
    }

    pub async fn post_with_key(&self, path: &str, body: &Value, key: Uuid) -> Answer {
        send(self.request(Method::POST, path).header("Idempotency-Key", key.to_string()).json(body)).await
    }

    /// The code that a demonstration shows.
    pub async fn code(&self, email: &str) -> String {
        let sent: CodeSentView = self.post("/v1/auth/codes", &json!({"email": email, "lang": "fr"})).await.json();
        sent.demo_code.unwrap()
    }

    /// Signs in.
    pub async fn person(&self, email: &str) -> Person<'_> {
        let code = self.code(email).await;
        let body = json!({"email": email, "code": code, "device": "test"});
        let tokens = self.post("/v1/auth/sessions", &body).await.json();
        Person { at: self, name: email.to_owned(), tokens }
    }

    /// Signs in as an organiser, and shows the second factor.
    pub async fn organiser(&self) -> Person<'_> {
        self.staff("organiser@example.org", Role::Organiser).await
    }

    /// Signs in with a role, and shows the second factor; who only reads needs none.
    pub async fn staff(&self, email: &str, role: Role) -> Person<'_> {
        let app = self.platform.app();
        let address = Address::parse(email).unwrap().keep(&app.key).unwrap();
        app.store.grant(address, Lang::Fr, role, app.clock.now()).await.unwrap();
        let person = self.person(email).await;
        if role == Role::Observer {
            return person;
        }
        if !self.seeds.lock().unwrap().contains_key(email) {
            let factor: FactorView = person.post("/v1/organise/factor", &json!({})).await.json();
            self.seeds.lock().unwrap().insert(email.to_owned(), seed(&factor.secret));
        }
        self.prove(&person, email).await;
        person
    }

    /// Shows the second factor of this address, with a code that was not shown before.
    pub async fn prove(&self, person: &Person<'_>, email: &str) {
        let seed = self.seeds.lock().unwrap()[email];
        for drift in -1..=1 {
            let code = second_factor::code(&seed, second_factor::step(self.clock.now()) + drift);
            if person.post("/v1/organise/proof", &json!({"code": code})).await.status.is_success() {
                return;
            }
        }
        panic!("no code is left at this instant");
    }

    /// Signs in and gets on the roll.
    pub async fn citizen(&self, email: &str) -> Person<'_> {
        let person = self.person(email).await;
        person.put("/v1/me/registration", &registration()).await.json::<Value>();
        person
    }
}

/// All that is asked, said.
pub fn registration() -> Value {
    json!({"of_age": true, "civil_rights": true, "place": "Orsay", "charter": true})
}

impl Person<'_> {
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.at.request(method, path).bearer_auth(&self.tokens.access_token)
    }

    pub fn write(&self, method: Method, path: &str, key: Uuid) -> reqwest::RequestBuilder {
        self.request(method, path).header("Idempotency-Key", key.to_string())
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        send(self.write(Method::PUT, path, Uuid::new_v4()).json(body)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.write(Method::POST, path, Uuid::new_v4()).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        send(self.write(Method::PATCH, path, Uuid::new_v4()).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.write(Method::DELETE, path, Uuid::new_v4())).await
    }
}

pub async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

/// A candidacy with its charter signed.
pub fn candidacy(name: &str) -> Value {
    json!({"name": name, "slogan": "", "presentation": "", "link": "", "charter": true})
}
