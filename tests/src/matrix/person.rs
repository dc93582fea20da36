//! A person with matrix-nio: a program of its own (`tests/matrix/person.py`), told what to do line by line.

use super::{Account, Homeserver, Seen};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// How long a person waits for anything before the test fails: a bound, far above what a busy machine needs.
const PATIENCE: u32 = 90;

/// Somebody at their client.
pub struct Person {
    /// Their account.
    pub account: Account,
    /// The room they talk to the bot in.
    pub room: String,
    /// What the bot's last message says now.
    pub page: Seen,
    /// All that was seen, for the message of a failed assertion and for reading.
    pub story: String,
    /// Every message's HTML.
    pub htmls: Vec<String>,
    /// Every message, as it came.
    pub pages: Vec<Seen>,
    folder: TempDir,
    _child: Child,
    tell: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
}

impl Person {
    /// A new account, signed in at an encrypting client (matrix-nio).
    pub async fn arrive(server: &Homeserver, name: &str) -> Self {
        let mut command = Command::new(super::python());
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("matrix/person.py"));
        Self::with(server, name, command).await
    }

    /// The same at another implementation: the library of Element's web client.
    pub async fn arrive_with_elements_library(server: &Homeserver, name: &str) -> Self {
        Self::with(server, name, crate::node::program("matrix/second", "person.mjs").into()).await
    }

    async fn with(server: &Homeserver, name: &str, mut command: Command) -> Self {
        let account = server.register(name).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        command.current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(std::fs::File::create(folder.path().join("stderr")).expect("a file"));
        let mut child = command.kill_on_drop(true).spawn().expect("the client starts");
        let tell = child.stdin.take().expect("a pipe");
        let told = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let (room, page, story, htmls, pages) = (String::new(), Seen::default(), String::new(), Vec::new(), Vec::new());
        let mut person = Self { account, room, page, story, htmls, pages, folder, _child: child, tell, told };
        let login = json!({"do": "login", "homeserver": server.url(), "user": person.account.user,
            "password": person.account.password, "store": person.folder.path()});
        person.ask(login).await;
        person
    }

    /// A place for this person's files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Has it done.
    ///
    /// # Panics
    /// If it cannot be.
    pub async fn ask(&mut self, command: Value) -> Value {
        let answer = self.attempt(command.clone()).await;
        assert!(answer["error"].is_null(), "{command}: {answer}\n{}", self.story);
        answer
    }

    /// The same, where the answer may be an error.
    pub async fn attempt(&mut self, command: Value) -> Value {
        let line = format!("{command}\n");
        self.tell.write_all(line.as_bytes()).await.expect("the client listens");
        let line = self
            .told
            .next_line()
            .await
            .expect("the client answers")
            .unwrap_or_else(|| panic!("the client has ended:\n{}", self.complaints()));
        serde_json::from_str(&line).expect("JSON")
    }

    /// Opens an encrypted conversation with somebody, in a room of that version (by default the server's).
    pub async fn meet(&mut self, who: &str, version: Option<&str>) {
        self.room = self.make_room(who, version, true, false).await;
        self.comes(who).await;
    }

    /// A room with an invitation.
    pub async fn make_room(&mut self, who: &str, version: Option<&str>, encrypted: bool, group: bool) -> String {
        let made = self
            .ask(json!({"do": "dm", "invite": who, "version": version, "encrypted": encrypted, "group": group}))
            .await;
        made["room"].as_str().expect("a room").to_owned()
    }

    /// Waits until somebody has joined this person's room.
    pub async fn comes(&mut self, who: &str) {
        self.ask(json!({"do": "joined", "room": self.room, "who": who})).await;
    }

    /// Writes something. The id of the event.
    pub async fn say(&mut self, text: &str) -> String {
        self.story.push_str(&format!("\n> {text}\n"));
        let sent = self.ask(json!({"do": "say", "room": self.room, "text": text})).await;
        sent["event"].as_str().expect("an id").to_owned()
    }

    /// Sends a message of any form.
    pub async fn send(&mut self, content: Value) -> String {
        let sent = self.ask(json!({"do": "say", "room": self.room, "text": "", "content": content})).await;
        sent["event"].as_str().expect("an id").to_owned()
    }

    /// Reacts to a message with an emoji.
    pub async fn react(&mut self, event: &str, key: &str) {
        self.story.push_str(&format!("\n> ({key})\n"));
        self.ask(json!({"do": "react", "room": self.room, "event": event, "key": key})).await;
    }

    /// The next thing that somebody else does, anywhere.
    ///
    /// # Panics
    /// If nothing happens, or if something comes that this client cannot decrypt.
    pub async fn next(&mut self) -> Seen {
        let seen = self.within(PATIENCE).await;
        assert_ne!(seen.kind, "nothing", "nothing came.\n{}\n{}", self.story, self.complaints());
        assert_ne!(seen.kind, "undecryptable", "{} cannot be decrypted.\n{}", seen.event, self.story);
        seen
    }

    /// What this person's client complained of.
    fn complaints(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("stderr")).unwrap_or_default()
    }

    /// The same, where it may be that nothing comes.
    pub async fn within(&mut self, seconds: u32) -> Seen {
        let answer = self.ask(json!({"do": "next", "seconds": seconds})).await;
        let seen: Seen = serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"));
        if !seen.kind.is_empty() && seen.kind != "nothing" {
            let how = if seen.replaces.is_some() { " (edited)" } else { "" };
            let what = if seen.kind == "message" { "" } else { seen.kind.as_str() };
            self.story.push_str(&format!("\n< {what}{how} {}\n", seen.body));
        }
        if seen.kind == "message" && seen.room == self.room {
            self.htmls.push(seen.html.clone());
            self.pages.push(seen.clone());
            self.page = seen.clone();
        }
        seen
    }

    /// Waits for a message in this person's room that says something: new, or an edit.
    pub async fn reads(&mut self, words: &str) -> Seen {
        self.until(|seen| seen.kind == "message" && seen.body.contains(words)).await
    }

    /// Waits for what fits.
    ///
    /// # Panics
    /// If a hundred other things come first.
    pub async fn until(&mut self, fits: impl Fn(&Seen) -> bool) -> Seen {
        for _ in 0..100 {
            let seen = self.next().await;
            if fits(&seen) {
                return seen;
            }
        }
        panic!("never seen:\n{}", self.story);
    }

    /// Waits until the bot's last message offers something, chooses it, and waits for what it says next.
    pub async fn takes(&mut self, words: &str, then: &str) -> Seen {
        while self.page.offers(words).is_none() {
            self.next().await;
        }
        self.choose(words, then).await
    }

    /// Asks again and again, as people do who wait for something to open.
    ///
    /// # Panics
    /// If it never does.
    pub async fn asks_until(&mut self, text: &str, offered: &str) {
        for _ in 0..100 {
            self.say(text).await;
            self.until(|seen| seen.kind == "message" && seen.replaces.is_none()).await;
            if self.page.offers(offered).is_some() {
                return;
            }
        }
        panic!("never offered: {offered}\n{}", self.story);
    }

    /// How many new messages of the bot have come, and how many edits.
    pub fn counts(&self) -> (usize, usize) {
        let edits = self.pages.iter().filter(|it| it.replaces.is_some()).count();
        (self.pages.len() - edits, edits)
    }

    /// Leaves the conversation where somebody can read it.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn keep(&self, folder: &str, name: &str) {
        let folder = Path::new(folder).join("transcripts");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{name}.txt")), &self.story).expect("a file");
    }

    /// Chooses what the bot's last message offers, by its number, and waits for what it says next.
    pub async fn choose(&mut self, words: &str, then: &str) -> Seen {
        let number = self.page.number(words);
        self.say(&number).await;
        self.reads(then).await
    }
}
