//! Synapse, on a free port and in a temporary folder. Ends with its value, and with the test's process.

use serde_json::{Value, json};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::net::UnixDatagram;
use tokio::process::{Child, ChildStdin, Command};

/// A homeserver named `localhost`.
pub struct Homeserver {
    folder: TempDir,
    python: PathBuf,
    port: u16,
    // Its standard input, open as long as it shall live.
    child: Option<(Child, ChildStdin)>,
    http: reqwest::Client,
}

/// Somebody who has an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// `@ada:localhost`
    pub user: String,
    /// `ada`
    pub name: String,
    /// Theirs.
    pub password: String,
    /// Acts for them through the client API, beside their own client.
    pub token: String,
}

impl Homeserver {
    /// One that slows nobody down.
    pub async fn start() -> Self {
        Self::start_with(Self::fast()).await
    }

    /// Settings without limits.
    fn fast() -> Value {
        let fast = json!({"per_second": 10_000, "burst_count": 10_000});
        let mut config = json!({});
        for limit in
            ["message", "registration", "joins_per_room", "3pid_validation", "room_creation", "admin_redaction"]
        {
            config[format!("rc_{limit}")] = fast.clone();
        }
        config["rc_login"] = json!({"address": fast, "account": fast, "failed_attempts": fast});
        config["rc_joins"] = json!({"local": fast, "remote": fast});
        config["rc_invites"] = json!({"per_room": fast, "per_user": fast, "per_issuer": fast});
        config
    }

    /// One with the limits that Synapse has by itself.
    pub async fn start_with_default_limits() -> Self {
        Self::start_with(json!({})).await
    }

    /// One that slows nobody down, and gives pictures to clients that are older than Matrix 1.11.
    pub async fn start_for_old_clients() -> Self {
        let mut config = Self::fast();
        config["enable_authenticated_media"] = false.into();
        Self::start_with(config).await
    }

    async fn start_with(extra: Value) -> Self {
        let python = super::python();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let path = |name: &str| folder.path().join(name).display().to_string();
        // Tests may see this key: nobody else is served by this server.
        let key = "ed25519 a_test AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
        fs::write(path("signing.key"), key).expect("a file is written");
        let log = json!({"version": 1, "disable_existing_loggers": false,
            "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"file": {"class": "logging.FileHandler", "filename": path("synapse.log"), "formatter": "plain"}},
            "root": {"level": "WARNING", "handlers": ["file"]}});
        fs::write(path("log.yaml"), log.to_string()).expect("a file is written");
        let mut config = json!({
            "server_name": "localhost",
            "public_baseurl": format!("http://127.0.0.1:{port}/"),
            "report_stats": false,
            "pid_file": path("pid"),
            "listeners": [{"port": port, "type": "http", "bind_addresses": ["127.0.0.1"], "resources": [{"names": ["client"]}]}],
            "database": {"name": "sqlite3", "args": {"database": path("homeserver.db")}},
            "media_store_path": path("media"),
            "signing_key_path": path("signing.key"),
            "log_config": path("log.yaml"),
            "trusted_key_servers": [],
            "macaroon_secret_key": "tests",
            "bcrypt_rounds": 4,
            "presence": {"enabled": false},
            "enable_registration": true,
            "enable_registration_without_verification": true,
        });
        for (name, value) in extra.as_object().expect("settings") {
            config[name] = value.clone();
        }
        // YAML takes JSON.
        fs::write(path("homeserver.yaml"), config.to_string()).expect("a file is written");
        let mut server = Self { folder, python, port, child: None, http: reqwest::Client::new() };
        server.run().await;
        server
    }

    /// Starts it (again), and waits until it says that it is ready, as it would to systemd.
    ///
    /// # Panics
    /// If it ends instead.
    pub async fn run(&mut self) {
        let socket = self.folder.path().join("notify");
        let _ = fs::remove_file(&socket);
        let ready = UnixDatagram::bind(&socket).expect("a socket");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("matrix/homeserver.py");
        let mut child = Command::new(&self.python)
            .arg(script)
            .arg(self.folder.path().join("homeserver.yaml"))
            .current_dir(self.folder.path())
            .env("NOTIFY_SOCKET", &socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(fs::File::create(self.folder.path().join("stderr")).expect("a file"))
            .kill_on_drop(true)
            .spawn()
            .expect("Python starts");
        let stdin = child.stdin.take().expect("a pipe");
        let mut said = [0; 256];
        loop {
            tokio::select! {
                got = ready.recv(&mut said) => {
                    let size = got.expect("a message of Synapse");
                    if said[..size].starts_with(b"READY=1") {
                        break;
                    }
                }
                status = child.wait() => panic!("Synapse ended ({status:?}):\n{}", self.log()),
            }
        }
        self.child = Some((child, stdin));
    }

    /// Kills it, without a word of warning.
    pub async fn kill(&mut self) {
        if let Some((mut child, _)) = self.child.take() {
            child.kill().await.expect("it can be killed");
        }
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The same, for a wire.
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// What it complained about.
    pub fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        format!("{}{}", read("stderr"), read("synapse.log"))
    }

    /// A new account.
    pub async fn register(&self, name: &str) -> Account {
        let password = format!("password of {name}");
        let body = json!({"username": name, "password": password, "auth": {"type": "m.login.dummy"},
            "initial_device_display_name": "beside"});
        let made = self.post("register", "", &body).await;
        let text = |field: &str| made[field].as_str().unwrap_or_else(|| panic!("no account: {made}")).to_owned();
        Account { user: text("user_id"), name: name.to_owned(), password, token: text("access_token") }
    }

    /// Asks the client API something for somebody.
    pub async fn get(&self, path: &str, token: &str) -> Value {
        let url = format!("{}/_matrix/client/v3/{path}", self.url());
        let answer = self.http.get(url).bearer_auth(token).send().await.expect("Synapse answers");
        answer.json().await.expect("JSON")
    }

    /// The same, to change something.
    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Value {
        let url = format!("{}/_matrix/client/v3/{path}", self.url());
        let mut request = self.http.post(url).json(body);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.expect("Synapse answers");
        answer.json().await.expect("JSON")
    }

    /// The same, for what has a name.
    pub async fn put(&self, path: &str, token: &str, body: &Value) -> Value {
        let url = format!("{}/_matrix/client/v3/{path}", self.url());
        let answer = self.http.put(url).bearer_auth(token).json(body).send().await.expect("Synapse answers");
        answer.json().await.expect("JSON")
    }

    /// Every event of a room that the server holds in this form: what the homeserver sees.
    pub async fn events(&self, room: &str, token: &str) -> Vec<Value> {
        let page = self.get(&format!("rooms/{}/messages?dir=b&limit=1000", escape(room)), token).await;
        page["chunk"].as_array().unwrap_or_else(|| panic!("no events: {page}")).clone()
    }
}

/// An id as a part of a path.
pub fn escape(id: &str) -> String {
    let mut url = reqwest::Url::parse("http://x").expect("a URL");
    url.path_segments_mut().expect("it has a path").push(id);
    url.path().trim_start_matches('/').to_owned()
}
