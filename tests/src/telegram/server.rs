//! The server itself.

use super::flood::Flood;
use super::methods::{self, Refusal};
use super::schema::SCHEMA;
use super::state::{Chat, Logged, State};
use super::{Group, Person, body};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The bot's token here.
pub const TOKEN: &str = "4242:AAEmulatorOfTheBotApiForIsoloirTests0";

/// The bot's name here.
pub const BOT_NAME: &str = "IsoloirTestBot";

/// A Telegram of its own for each test. Ends with its value.
pub struct Telegram {
    pub(super) world: Arc<World>,
    address: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
}

pub(super) struct World {
    state: Mutex<State>,
    pub arrived: Notify,
    pub http: reqwest::Client,
    pub backends: Mutex<Vec<SocketAddr>>,
    pub turn: AtomicUsize,
}

impl World {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic while it was held")
    }
}

impl Telegram {
    /// Starts one, on a free port.
    pub async fn start() -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().expect("an HTTP client");
        let world = Arc::new(World {
            state: Mutex::new(State::new()),
            arrived: Notify::new(),
            http,
            backends: Mutex::new(Vec::new()),
            turn: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let (api, files) = (world.clone(), world.clone());
        let app = Router::new()
            .route("/{bot}/{method}", any(move |path, request| call(api.clone(), path, request)))
            .route("/file/{bot}/{*path}", get(move |path| download(files.clone(), path)))
            .layer(DefaultBodyLimit::disable());
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        let delivering = tokio::spawn(world.clone().deliver());
        Self { world, address, tasks: vec![serving, delivering] }
    }

    /// Where it listens, for a wire that misbehaves.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a bot is told with `--api-url`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Somebody with this first name, whose app speaks that language.
    pub fn person(&self, name: &str, lang: &str) -> Person {
        let mut state = self.world.lock();
        let id = state.next_user;
        state.next_user += 1;
        let user = json!({"id": id, "is_bot": false, "first_name": name, "language_code": lang});
        state.users.insert(id, user);
        state.chats.insert(id, Chat::new(id, None));
        Person::new(self.world.clone(), id)
    }

    /// A group that the bot is in.
    pub fn group(&self, title: &str) -> Group {
        let mut state = self.world.lock();
        let id = -1_000_000_000_000 - i64::try_from(state.other_id()).expect("few groups");
        state.chats.insert(id, Chat::new(id, Some(title.to_owned())));
        Group::new(self.world.clone(), id)
    }

    /// The instances behind the bot's public address.
    pub fn balance(&self, instances: &[SocketAddr]) {
        *self.world.backends.lock().expect("no panic while it was held") = instances.to_vec();
        self.world.arrived.notify_waiters();
    }

    /// Telegram's patience; none: endless.
    pub fn flood(&self, rules: Option<Flood>) {
        self.world.lock().flood.set(rules);
    }

    /// Telegram's clock for floods goes on.
    pub fn advance(&self, seconds: f64) {
        self.world.lock().flood.advance(seconds);
    }

    /// How often 429 was answered, and how often to a bot that was told to wait.
    pub fn floods(&self) -> (usize, usize) {
        let state = self.world.lock();
        (state.flood.refused, state.flood.impatient)
    }

    /// Messages that went out in each second since Telegram counts: what was announced, and answers that were new
    /// messages.
    pub fn sent(&self) -> Vec<usize> {
        self.world.lock().flood.taken.clone()
    }

    /// What of that was refused, when and why.
    pub fn refusals(&self) -> Vec<String> {
        self.world.lock().flood.told.clone()
    }

    /// Requests like that (by method and parameters) are refused from now on, as Telegram does for reasons of its own.
    pub fn refuse(&self, refuses: impl Fn(&str, &Map<String, Value>) -> bool + Send + 'static) {
        self.world.lock().refuses = Some(Box::new(refuses));
    }

    /// Nothing is refused any more but what is wrong.
    pub fn refuse_nothing(&self) {
        self.world.lock().refuses = None;
    }

    /// Every update comes twice from now on.
    pub fn deliver_twice(&self, twice: bool) {
        self.world.lock().twice = twice;
    }

    /// Batches of updates come in reverse from now on.
    pub fn deliver_reversed(&self, reversed: bool) {
        self.world.lock().reversed = reversed;
    }

    /// An update comes again, as it was.
    pub fn deliver_again(&self, update: i64) {
        self.world.push_again(update);
    }

    /// Ids of all updates so far.
    pub fn updates(&self) -> Vec<i64> {
        self.world.lock().history.iter().filter_map(|it| it["update_id"].as_i64()).collect()
    }

    /// How many updates wait to be taken, or to be acknowledged.
    pub fn waiting(&self) -> usize {
        self.world.lock().queue.len()
    }

    /// Every request of the bot, but for `getUpdates`.
    pub fn requests(&self) -> Vec<Logged> {
        self.world.lock().log.clone()
    }

    /// What was set with `setMyCommands`, by scope and language.
    pub fn commands(&self) -> Vec<((String, String), Value)> {
        self.world.lock().commands.clone().into_iter().collect()
    }

    /// What was set with `setMyDescription`, `setMyShortDescription`, `setMyName`, by method and language.
    pub fn about(&self) -> Vec<((String, String), String)> {
        self.world.lock().about.clone().into_iter().collect()
    }

    /// For loads: nothing is kept or checked beyond what people see, and latencies are measured.
    pub fn measure(&self) {
        let mut state = self.world.lock();
        (state.keep_log, state.keep_history, state.check) = (false, false, false);
        state.latencies = Some(Vec::new());
    }

    /// From each update to the bot's first message for it, since the last look.
    pub fn latencies(&self) -> Vec<Duration> {
        self.world.lock().latencies.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// What Telegram would have refused.
    pub fn violations(&self) -> Vec<String> {
        self.world.lock().violations.clone()
    }

    /// # Panics
    /// If the bot did anything that Telegram refuses as malformed.
    pub fn assert_clean(&self) {
        let found = self.violations();
        assert!(found.is_empty(), "{} requests against the published schema:\n{}", found.len(), found.join("\n"));
    }
}

impl Drop for Telegram {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn call(world: Arc<World>, Path((bot, name)): Path<(String, String)>, request: Request) -> Response {
    if bot.strip_prefix("bot") != Some(TOKEN) {
        return Refusal::new(401, "Unauthorized").into_response();
    }
    let Some(method) = SCHEMA.method(&name) else {
        world.lock().violations.push(format!("unknown method {name}"));
        return Refusal::new(404, "Not Found").into_response();
    };
    let given = match body::read(request, method).await {
        Ok(given) => given,
        Err(why) => return Refusal::new(400, &format!("Bad Request: {why}")).into_response(),
    };
    let files: Vec<_> = given.files.keys().cloned().collect();
    let wrong = SCHEMA.check_call(method, &given.params, &files);
    if let Some(first) = wrong.first() {
        let refusal = Refusal::new(400, &format!("Bad Request: {first}"));
        world.lock().violations.extend(wrong);
        return refusal.into_response();
    }
    if method.name == "getUpdates" {
        return match world.updates(&given.params).await {
            Ok(updates) => json_text(format!("{{\"ok\":true,\"result\":{updates}}}")),
            Err(refusal) => refusal.into_response(),
        };
    }
    let params = world.lock().keep_log.then(|| given.params.clone());
    let (name, answer) = (method.name.clone(), methods::answer(&world, method, given));
    if let Some(params) = params {
        let status = answer.as_ref().map_or_else(|refusal| refusal.status, |_| 200);
        world.lock().log.push(Logged { method: name, params, status });
    }
    match answer {
        Ok(result) => json_text(json!({"ok": true, "result": result}).to_string()),
        Err(refusal) => refusal.into_response(),
    }
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({"ok": false, "error_code": self.status, "description": self.text});
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({"retry_after": seconds});
        }
        let status = StatusCode::from_u16(self.status).expect("a status");
        (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
    }
}

async fn download(world: Arc<World>, Path((bot, path)): Path<(String, String)>) -> Response {
    let state = world.lock();
    let file = state.files.values().find(|file| file.path == path);
    match file {
        Some(file) if bot.strip_prefix("bot") == Some(TOKEN) => file.bytes.clone().into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
