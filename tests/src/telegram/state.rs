//! What Telegram knows: people, chats, messages, updates that wait.

use super::flood::Counter;
use super::webhook::Webhook;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The bot's own id.
pub(super) const BOT_ID: i64 = 4_242;

/// A request that the bot made.
#[derive(Clone, Debug)]
pub struct Logged {
    /// As documented.
    pub method: String,
    /// Its parameters.
    pub params: Map<String, Value>,
    /// The status it was answered with.
    pub status: u16,
}

/// Whether a request is to be refused.
pub(super) type Refuses = Box<dyn Fn(&str, &Map<String, Value>) -> bool + Send>;

pub(super) struct State {
    pub users: HashMap<i64, Value>,
    pub chats: HashMap<i64, Chat>,
    pub files: HashMap<String, Stored>,
    pub queue: VecDeque<Queued>,
    /// Every update ever made, in order of its id: for tests that deliver one again.
    pub history: Vec<Value>,
    pub keep_history: bool,
    pub callbacks: HashMap<String, Question>,
    pub inline: HashMap<String, Question>,
    pub webhook: Option<Webhook>,
    pub allowed: Option<Vec<String>>,
    pub commands: BTreeMap<(String, String), Value>,
    pub about: BTreeMap<(String, String), String>,
    pub flood: Counter,
    /// What Telegram would refuse, or the emulator answered wrongly.
    pub violations: Vec<String>,
    pub log: Vec<Logged>,
    pub keep_log: bool,
    /// Whether answers are held against the schema too.
    pub check: bool,
    /// What is refused though nothing is wrong with it, by method and parameters.
    pub refuses: Option<Refuses>,
    /// Faults to put into the delivery.
    pub twice: bool,
    pub reversed: bool,
    /// From each person's update to the bot's first message to them.
    pub latencies: Option<Vec<Duration>>,
    pub polls: u64,
    pub next_user: i64,
    pub next_message: i64,
    pub next_update: i64,
    pub next_other: u64,
    pub now: i64,
}

/// An update that the bot has not acknowledged.
pub(super) struct Queued {
    pub id: i64,
    pub update: Arc<str>,
    /// Delivered once more although it was acknowledged.
    pub again: bool,
}

/// A press or an inline query that waits for an answer.
pub(super) struct Question {
    pub person: i64,
    pub answer: watch::Sender<Option<Value>>,
}

pub(super) struct Stored {
    pub path: String,
    pub bytes: Vec<u8>,
}

pub(super) struct Chat {
    pub id: i64,
    pub title: Option<String>,
    pub messages: BTreeMap<i64, Message>,
    /// The person does not want to hear from the bot, or the group threw it out.
    pub blocked: bool,
    /// The bot may not begin: the person never wrote to it.
    pub silent: bool,
    pub changed: watch::Sender<u64>,
    pub asked: Option<Instant>,
    pub transcript: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Message {
    pub value: Value,
    pub by_bot: bool,
    /// Telegram says that it cannot be edited any more.
    pub frozen: bool,
}

impl Chat {
    pub(super) fn new(id: i64, title: Option<String>) -> Self {
        let (messages, transcript) = (BTreeMap::new(), Vec::new());
        let (blocked, silent) = (false, title.is_none());
        Self { id, title, messages, blocked, silent, changed: watch::Sender::new(0), asked: None, transcript }
    }

    pub(super) fn value(&self, users: &HashMap<i64, Value>) -> Value {
        match &self.title {
            Some(title) => json!({"id": self.id, "type": "supergroup", "title": title}),
            None => json!({"id": self.id, "type": "private", "first_name": users[&self.id]["first_name"]}),
        }
    }

    pub(super) fn touch(&self) {
        self.changed.send_modify(|n| *n += 1);
    }
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            users: HashMap::new(),
            chats: HashMap::new(),
            files: HashMap::new(),
            queue: VecDeque::new(),
            history: Vec::new(),
            keep_history: true,
            callbacks: HashMap::new(),
            inline: HashMap::new(),
            webhook: None,
            allowed: None,
            commands: BTreeMap::new(),
            about: BTreeMap::new(),
            flood: Counter::new(),
            violations: Vec::new(),
            log: Vec::new(),
            keep_log: true,
            check: true,
            refuses: None,
            twice: false,
            reversed: false,
            latencies: None,
            polls: 0,
            next_user: 1_000_001,
            next_message: 1,
            next_update: 500_000,
            next_other: 1,
            // Telegram's clock stands still: nothing here depends on it.
            now: 1_799_000_000,
        }
    }

    pub(super) fn message_id(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message - 1
    }

    pub(super) fn other_id(&mut self) -> u64 {
        self.next_other += 1;
        self.next_other - 1
    }

    /// The bot wrote to a chat: who waited for it has their answer.
    pub(super) fn answered(&mut self, chat: i64) {
        if let Some(chat) = self.chats.get_mut(&chat)
            && let Some(asked) = chat.asked.take()
            && let Some(all) = &mut self.latencies
        {
            all.push(asked.elapsed());
        }
    }
}

/// A value for the words of an error: never longer than a line.
pub(super) fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
