//! The bot under test: the real program, set up and run as an operator does it.

use super::{Account, Homeserver};
use crate::binary;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// `isoloir-bots matrix run`, with its own folder. Ends with its value.
pub struct Bot {
    /// Its account.
    pub account: Account,
    folder: TempDir,
    arguments: Vec<String>,
    log: String,
    child: Option<Child>,
}

impl Bot {
    /// Registers it, sets it up, runs it.
    pub async fn start(server: &Homeserver, platform: &str) -> Self {
        Self::start_with(server, &server.url(), platform, "").await
    }

    /// The same, with a room in which it writes what is announced.
    pub async fn start_announcing(server: &Homeserver, platform: &str, room: &str) -> Self {
        Self::start_as(server, &server.url(), platform, "", &["--announcement-room", room]).await
    }

    /// The same, reaching its homeserver at another address (a wire that misbehaves), and as talkative as `log` says
    /// (empty: as usual).
    pub async fn start_with(server: &Homeserver, homeserver: &str, platform: &str, log: &str) -> Self {
        Self::start_as(server, homeserver, platform, log, &[]).await
    }

    async fn start_as(server: &Homeserver, homeserver: &str, platform: &str, log: &str, more: &[&str]) -> Self {
        let account = server.register("isoloir").await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        fs::write(path("password"), &account.password).expect("a file");
        let arguments = ["--homeserver", homeserver, "--platform", platform, "--data", &path("data")];
        let arguments: Vec<String> = arguments.iter().chain(more).map(|it| (*it).to_owned()).collect();
        let mut bot = Self { account, folder, arguments, log: log.to_owned(), child: None };
        bot.refuses_before_setup();
        let password =
            ["--user", "isoloir", "--password-file", &path_in(bot.folder.path(), "password")].map(str::to_owned);
        bot.command("setup", &password);
        bot.run();
        bot
    }

    fn refuses_before_setup(&self) {
        let done = self.program("run").output().expect("the program starts");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && said.contains("matrix setup"), "{said}");
    }

    fn command(&self, what: &str, more: &[String]) {
        let done = self.program(what).args(more).output().expect("the program starts");
        let mut log = fs::File::options().create(true).append(true).open(self.log_path()).expect("a file");
        log.write_all(&done.stderr).expect("a file");
        assert!(done.status.success(), "matrix {what}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn program(&self, what: &str) -> std::process::Command {
        let mut command = binary::command("isoloir-bots");
        command.args(["matrix", what]).args(&self.arguments).stdin(Stdio::null());
        if !self.log.is_empty() {
            command.env("ISOLOIR_LOG", &self.log);
        }
        command
    }

    /// Runs it (again).
    pub fn run(&mut self) {
        let log = fs::File::options().create(true).append(true).open(self.log_path()).expect("a file");
        let mut command = Command::from(self.program("run"));
        command.stdout(log.try_clone().expect("a file")).stderr(log).kill_on_drop(true);
        self.child = Some(command.spawn().expect("the program starts"));
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.expect("it can be killed");
        }
    }

    /// Stops it as systemd does; it must end well.
    pub async fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let id = child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill");
        assert!(told.success());
        let status = child.wait().await.expect("it ends");
        assert!(status.success(), "{status}: {}", self.log());
    }

    /// Everything that it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Its folder: conversations, key, encryption state.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

fn path_in(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// A test that fails tells what the bot had to say.
impl Drop for Bot {
    #[allow(clippy::print_stderr, reason = "of a test that failed")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the bot's log:\n{}", self.log());
        }
    }
}
