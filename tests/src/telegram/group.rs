//! A group that the bot is in.

use super::server::World;
use super::{Person, Shown};
use std::sync::Arc;

/// A group.
pub struct Group {
    world: Arc<World>,
    /// Its number.
    pub id: i64,
}

impl Group {
    pub(super) fn new(world: Arc<World>, id: i64) -> Self {
        Self { world, id }
    }

    /// Somebody writes there.
    pub fn hears(&self, person: &Person, text: &str) {
        person.writes_in(self.id, text);
    }

    /// What the bot wrote there.
    pub fn by_the_bot(&self) -> Vec<Shown> {
        let state = self.world.lock();
        let all = state.chats[&self.id].messages.iter();
        all.filter(|(_, message)| message.by_bot).map(|(id, message)| Shown::of(*id, message)).collect()
    }

    /// Waits until the bot has written that often.
    pub async fn until(&self, messages: usize) -> Vec<Shown> {
        let mut changed = self.world.lock().chats[&self.id].changed.subscribe();
        loop {
            let all = self.by_the_bot();
            if all.len() >= messages {
                return all;
            }
            super::person::patience(changed.changed()).await.expect("the bot writes").expect("the chat stays");
        }
    }

    /// Somebody presses a button of a message there.
    pub async fn press(&self, person: &Person, message: i64, label: &str) -> String {
        let shown = self.by_the_bot().into_iter().find(|it| it.id == message).expect("it is there");
        let data = shown.button(label).and_then(|it| it["callback_data"].as_str()).expect("a button").to_owned();
        person.press_raw(self.id, message, &data).await
    }
}
