//! Somebody with a phone: writes, sees what is shown, presses what is there.

use super::make::command_entities;
use super::server::World;
use super::shown::Shown;
use super::state::{Message, Question, Stored};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long somebody waits before the test has failed. Only ever spent by a test that fails.
const PATIENCE: Duration = Duration::from_secs(90);

pub(super) async fn patience<T>(wait: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(PATIENCE, wait).await.ok()
}

/// One person and their chat with the bot.
#[derive(Clone)]
pub struct Person {
    world: Arc<World>,
    /// Their number, which is that of their private chat.
    pub id: i64,
}

impl Person {
    pub(super) fn new(world: Arc<World>, id: i64) -> Self {
        Self { world, id }
    }

    /// Wrote to the bot long ago: it may begin.
    pub fn greets(&self) {
        self.world.lock().chats.get_mut(&self.id).expect("a chat").silent = false;
    }

    /// Opens the bot and presses its big button.
    pub fn start(&self) {
        self.says("/start");
    }

    /// Follows `t.me/BOT?start=PAYLOAD`.
    pub fn follows(&self, payload: &str) {
        self.says(&format!("/start {payload}"));
    }

    /// Writes something to the bot.
    pub fn says(&self, text: &str) -> i64 {
        self.note(&format!("▶ {}", text.lines().next().unwrap_or_default()));
        self.writes_in(self.id, text)
    }

    /// Writes something in any chat. Telegram cuts what is too long into several messages; what comes is the first.
    pub fn writes_in(&self, chat: i64, text: &str) -> i64 {
        let mut content = json!({"text": text});
        if let Some(entities) = command_entities(text) {
            content["entities"] = entities;
        }
        self.world.write(self.id, chat, content)
    }

    /// Sends a picture.
    pub fn sends_photo(&self, bytes: Vec<u8>) -> i64 {
        self.note("▶ [une image]");
        let size = bytes.len();
        let id = {
            let mut state = self.world.lock();
            let id = format!("photo-{}", state.other_id());
            state.files.insert(id.clone(), Stored { path: format!("photos/{id}.jpg"), bytes });
            id
        };
        let photo = json!([
            {"file_id": id, "file_unique_id": format!("unique-{id}"), "width": 800, "height": 800, "file_size": size},
        ]);
        self.world.write(self.id, self.id, json!({"photo": photo}))
    }

    /// Sends something that the bot has no use for.
    pub fn sends_sticker(&self) -> i64 {
        let sticker = json!({
            "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
            "is_animated": false, "is_video": false,
        });
        self.world.write(self.id, self.id, json!({"sticker": sticker}))
    }

    /// Changes a message that they wrote.
    pub fn edits(&self, message: i64, text: &str) {
        let mut state = self.world.lock();
        let now = state.now;
        let entry = state.chats.get_mut(&self.id).expect("a chat");
        let message = entry.messages.get_mut(&message).expect("their message");
        message.value["text"] = text.into();
        message.value["edit_date"] = now.into();
        let value = message.value.clone();
        self.world.push(&mut state, "edited_message", value);
    }

    /// Deletes a message, anybody's, from the chat. Telegram does not tell the bot.
    pub fn deletes(&self, message: i64) {
        self.world.lock().chats.get_mut(&self.id).expect("a chat").messages.remove(&message);
    }

    /// So much time passes that Telegram lets the bot's messages no more be edited.
    pub fn lets_messages_grow_old(&self) {
        let mut state = self.world.lock();
        for message in state.chats.get_mut(&self.id).expect("a chat").messages.values_mut() {
            message.frozen = true;
        }
    }

    /// Stops the bot.
    pub fn blocks(&self) {
        self.world.block(self.id, true);
    }

    /// Lets it write again (which pressing START does too).
    pub fn unblocks(&self) {
        self.world.block(self.id, false);
    }

    /// Everything that the bot has in this chat, oldest first.
    pub fn all(&self) -> Vec<Shown> {
        let state = self.world.lock();
        let all = state.chats[&self.id].messages.iter();
        all.filter(|(_, message)| message.by_bot).map(|(id, message)| Shown::of(*id, message)).collect()
    }

    /// The newest message of the bot, if there is one.
    pub fn last(&self) -> Option<Shown> {
        // Not by all of them: somebody who asks thousands of times would keep everybody waiting.
        let state = self.world.lock();
        let newest = state.chats[&self.id].messages.iter().rev().find(|(_, message)| message.by_bot);
        newest.map(|(id, message)| Shown::of(*id, message))
    }

    /// Tells of every change in this chat.
    ///
    /// # Panics
    /// If there is no such chat, which cannot be.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.world.lock().chats[&self.id].changed.subscribe()
    }

    /// Waits until the bot's newest message is as wanted.
    ///
    /// # Panics
    /// If it never is, with the conversation so far.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Shown) -> bool) -> Shown {
        let mut changed = self.world.lock().chats[&self.id].changed.subscribe();
        let looks = async {
            loop {
                if let Some(shown) = self.last().filter(|it| wanted(it)) {
                    return shown;
                }
                changed.changed().await.expect("the chat stays");
            }
        };
        match patience(looks).await {
            Some(shown) => shown,
            None => panic!("never saw {what}:\n{}", self.transcript()),
        }
    }

    /// Waits until the newest message says that.
    pub async fn sees(&self, text: &str) -> Shown {
        self.until(text, |it| it.text.contains(text)).await
    }

    /// Waits until any message of the bot is as wanted: a file, a line beside the flow.
    ///
    /// # Panics
    /// If none ever is.
    pub async fn receives(&self, what: &str, wanted: impl Fn(&Shown) -> bool) -> Shown {
        let mut changed = self.world.lock().chats[&self.id].changed.subscribe();
        let looks = async {
            loop {
                if let Some(shown) = self.all().into_iter().rev().find(|it| wanted(it)) {
                    return shown;
                }
                changed.changed().await.expect("the chat stays");
            }
        };
        match patience(looks).await {
            Some(shown) => shown,
            None => panic!("never received {what}:\n{}", self.transcript()),
        }
    }

    /// Waits until a message is in the chat no more.
    ///
    /// # Panics
    /// If it stays.
    pub async fn until_gone(&self, message: i64) {
        let mut changed = self.world.lock().chats[&self.id].changed.subscribe();
        let looks = async {
            while self.world.lock().chats[&self.id].messages.contains_key(&message) {
                changed.changed().await.expect("the chat stays");
            }
        };
        if patience(looks).await.is_none() {
            panic!("message {message} stays:\n{}", self.transcript());
        }
    }

    /// The bytes of a message's file or picture.
    pub fn bytes(&self, shown: &Shown) -> Vec<u8> {
        let state = self.world.lock();
        let value = &state.chats[&self.id].messages[&shown.id].value;
        let id = value["document"]["file_id"].as_str().or_else(|| value["photo"][0]["file_id"].as_str());
        state.files[id.expect("a file")].bytes.clone()
    }

    /// Presses a button of the newest message once it is there, and waits for the bot's answer: the word that pops up.
    pub async fn press(&self, label: &str) -> String {
        let shown = self.until(&format!("a button [ {label} ]"), |it| it.offers(label)).await;
        self.press_on(&shown, label).await
    }

    /// Presses a button of a message that is (or was) there.
    ///
    /// # Panics
    /// If the message has no such button.
    pub async fn press_on(&self, shown: &Shown, label: &str) -> String {
        let button = shown.button(label).unwrap_or_else(|| panic!("no [ {label} ]:\n{}", self.transcript()));
        self.note(&format!("▶ [ {} ]", button["text"].as_str().unwrap_or_default()));
        let data = button["callback_data"].as_str().unwrap_or_else(|| panic!("[ {label} ] is a link"));
        self.press_raw(self.id, shown.id, data).await
    }

    /// A press with any data whatever, as an altered app could send it.
    pub async fn press_raw(&self, chat: i64, message: i64, data: &str) -> String {
        let mut answer = self.pushes(chat, message, data);
        let waited = patience(answer.wait_for(Option::is_some)).await;
        let waited = waited.unwrap_or_else(|| panic!("a press was never answered:\n{}", self.transcript()));
        let word = waited.expect("the emulator stays").clone();
        word.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The same without waiting for the answer.
    pub fn pushes(&self, chat: i64, message: i64, data: &str) -> watch::Receiver<Option<Value>> {
        let mut state = self.world.lock();
        let id = format!("press-{}", state.other_id());
        state.chats.get_mut(&chat).expect("a chat").asked = Some(Instant::now());
        let chat_value = state.chats[&chat].value(&state.users);
        let about = match state.chats[&chat].messages.get(&message) {
            Some(Message { value, .. }) => value.clone(),
            // Deleted meanwhile: Telegram knows where it was.
            None => json!({"chat": chat_value, "message_id": message, "date": 0}),
        };
        let (sender, receiver) = watch::channel(None);
        state.callbacks.insert(id.clone(), Question { person: self.id, answer: sender });
        let user = state.users[&self.id].clone();
        let press = json!({"id": id, "from": user, "message": about, "chat_instance": "1", "data": data});
        self.world.push(&mut state, "callback_query", press);
        receiver
    }

    /// Types `@BOT query` in some chat: what the bot offers to share.
    pub async fn inline(&self, query: &str) -> Value {
        let mut answer = {
            let mut state = self.world.lock();
            let id = format!("inline-{}", state.other_id());
            let (sender, receiver) = watch::channel(None);
            state.inline.insert(id.clone(), Question { person: self.id, answer: sender });
            let user = state.users[&self.id].clone();
            let asked = json!({"id": id, "from": user, "query": query, "offset": "", "chat_type": "group"});
            self.world.push(&mut state, "inline_query", asked);
            receiver
        };
        let waited = patience(answer.wait_for(Option::is_some)).await.expect("an inline query is answered");
        let offered = waited.expect("the emulator stays").clone().expect("an answer");
        self.note(&format!("▶ @{} {query}", super::BOT_NAME));
        for result in offered["results"].as_array().into_iter().flatten() {
            let (title, text) = (&result["title"], &result["parsed"]["text"]);
            self.note(&format!("   · {} — {} ⇒ {}", title, result["description"], text));
        }
        offered
    }

    fn note(&self, line: &str) {
        let mut state = self.world.lock();
        if state.keep_history {
            state.chats.get_mut(&self.id).expect("a chat").transcript.push(format!("{line}\n"));
        }
    }

    /// The whole conversation, as it went.
    pub fn transcript(&self) -> String {
        self.world.lock().chats[&self.id].transcript.concat()
    }

    /// The number of the newest update, for tests that deliver one again.
    pub fn newest_update(&self) -> i64 {
        self.world.lock().next_update - 1
    }
}
