//! Makes updates out of what people do.

use super::server::World;
use super::state::{BOT_ID, Message, Queued, State};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

/// What Telegram leaves out unless a bot asks for it.
const UNASKED: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];

impl World {
    /// Puts an update into the queue. Its id, or none if the bot asked not to be told.
    pub(super) fn push(&self, state: &mut State, kind: &str, content: Value) -> Option<i64> {
        let wanted = match &state.allowed {
            Some(allowed) if !allowed.is_empty() => allowed.iter().any(|it| it == kind),
            _ => !UNASKED.contains(&kind),
        };
        if !wanted {
            return None;
        }
        let id = state.next_update;
        state.next_update += 1;
        let mut update = json!({"update_id": id});
        update[kind] = content;
        if state.check {
            let kind = super::schema::Kind::Named("Update".into());
            let wrong = super::schema::SCHEMA.check(&kind, &update);
            state.violations.extend(wrong.into_iter().map(|it| format!("the emulator's own update: {it}")));
        }
        if state.keep_history {
            state.history.push(update.clone());
        }
        let update: Arc<str> = update.to_string().into();
        state.queue.push_back(Queued { id, update: update.clone(), again: false });
        if state.twice {
            state.queue.push_back(Queued { id, update, again: true });
        }
        self.arrived.notify_waiters();
        Some(id)
    }

    /// Delivers an update once more, as it was.
    pub(super) fn push_again(&self, id: i64) {
        let mut state = self.lock();
        let update = state.history.iter().find(|it| it["update_id"] == id).expect("there was such an update");
        let update = update.to_string().into();
        state.queue.push_back(Queued { id, update, again: true });
        self.arrived.notify_waiters();
    }

    /// Somebody writes in a chat: the message's id.
    pub(super) fn write(&self, from: i64, chat: i64, mut content: Value) -> i64 {
        let mut state = self.lock();
        let id = state.message_id();
        let (user, now) = (state.users[&from].clone(), state.now);
        let entry = state.chats.get_mut(&chat).expect("a chat");
        entry.silent &= entry.title.is_some();
        entry.blocked &= entry.title.is_some();
        entry.asked = Some(Instant::now());
        content["message_id"] = id.into();
        content["date"] = now.into();
        content["from"] = user;
        let value = entry.value_of(from, &content);
        entry.messages.insert(id, Message { value: value.clone(), by_bot: false, frozen: false });
        entry.touch();
        self.push(&mut state, "message", value);
        id
    }

    /// A person lets the bot write to them again, or stops it.
    pub(super) fn block(&self, person: i64, blocked: bool) {
        let mut state = self.lock();
        let user = state.users[&person].clone();
        let chat = state.chats.get_mut(&person).expect("a chat");
        chat.blocked = blocked;
        let chat = json!({"id": person, "type": "private", "first_name": user["first_name"]});
        let status = |blocked: bool| match blocked {
            true => json!({"status": "kicked", "user": bot(), "until_date": 0}),
            false => json!({"status": "member", "user": bot()}),
        };
        let content = json!({
            "chat": chat, "from": user, "date": state.now,
            "old_chat_member": status(!blocked), "new_chat_member": status(blocked),
        });
        self.push(&mut state, "my_chat_member", content);
    }
}

impl super::state::Chat {
    /// A message as everybody in this chat gets it.
    fn value_of(&self, from: i64, content: &Value) -> Value {
        let mut value = content.clone();
        value["chat"] = match &self.title {
            Some(title) => json!({"id": self.id, "type": "supergroup", "title": title}),
            None => json!({"id": from, "type": "private", "first_name": content["from"]["first_name"]}),
        };
        value
    }
}

/// The bot as a user.
pub(super) fn bot() -> Value {
    json!({"id": BOT_ID, "is_bot": true, "first_name": "Isoloir", "username": super::BOT_NAME})
}

/// `/command` at the start of a text is an entity: apps send it so, and bots look for it.
pub(super) fn command_entities(text: &str) -> Option<Value> {
    let word = text.split_whitespace().next().filter(|word| text.starts_with(word))?;
    let name = word.strip_prefix('/')?.split('@').next()?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain.then(|| json!([{"type": "bot_command", "offset": 0, "length": word.encode_utf16().count()}]))
}
