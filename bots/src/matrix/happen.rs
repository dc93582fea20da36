//! What the bot does about what happens in its rooms.

use super::heard::{Heard, What, heard};
use super::listen::{Listener, Locked};
use super::rooms::{self, is_private};
use super::verify;
use crate::engine::{ChatKey, Doing, Unreadable, Update};
use isoloir_shared::text::{Key, Msg, key};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedRoomOrAliasId, UserId};
use matrix_sdk::{Room, RoomState};
use std::time::{Duration, Instant};
use tracing::{debug, info};

/// How long a key may come after its message before the person is told that it did not.
const KEY_PATIENCE: Duration = Duration::from_secs(10);
/// Messages of one room, and of all, that may wait for a key. Of more, a room's newest wait: what somebody said last is
/// what they want answered.
const LOCKED_EACH: usize = 8;
const LOCKED: usize = 1_000;
/// Missing keys that are remembered as told.
const TOLD: usize = 10_000;
/// Rooms with nobody else yet that are remembered.
const ALONE: usize = 1_000;
/// How long somebody who was asked into an encrypted room is not asked again.
const ASKED: Duration = Duration::from_secs(120);

impl Listener {
    async fn hear(&mut self, room: &Room, id: impl Into<String>, person: &UserId, doing: Doing) {
        let chat = ChatKey::matrix(person.as_str());
        let update = Update {
            chat,
            id: id.into(),
            room: room.room_id().to_string(),
            lang: None,
            message: None,
            called: Some(person.to_string()),
            doing,
        };
        match self.engine.hear(update.clone()).await {
            Ok(noted) => self.handed.push((update, noted)),
            Err(error) => self.handed.push((update, Box::pin(async move { Err(error) }))),
        }
    }

    /// Events of a room, in order.
    pub(super) async fn room(&mut self, room: &Room, events: Vec<TimelineEvent>) {
        if self.boards.iter().any(|it| it == room.room_id()) {
            return;
        }
        // Nothing from before the bot came in is meant for it.
        let us = self.us.clone();
        let came = |event: &TimelineEvent| {
            let event = event.raw().deserialize().ok();
            event.and_then(|event| heard(&event, &us)).is_some_and(|it| matches!(it.what, What::Joined))
        };
        let from = events.iter().rposition(came).unwrap_or(0);
        for event in events.into_iter().skip(from) {
            if let Some(id) = event.event_id() {
                self.read.insert(room.room_id().to_owned(), id);
            }
            self.event(room, event).await;
        }
    }

    async fn event(&mut self, room: &Room, event: TimelineEvent) {
        if let TimelineEventKind::UnableToDecrypt { event: raw, utd_info } = &event.kind {
            let (Some(id), Some(sender)) = (event.event_id(), event.sender()) else { return };
            let here = |it: &Locked| it.room.room_id() == room.room_id();
            let waits = self.locked.iter().filter(|it| here(it)).count();
            let room_left = waits > 0 || self.locked.len() < LOCKED;
            if sender != self.us && is_private(room) && room_left {
                if waits >= LOCKED_EACH
                    && let Some(oldest) = self.locked.iter().position(here)
                {
                    self.locked.remove(oldest);
                }
                let key = utd_info.session_id.clone().unwrap_or_default();
                let (room, event, since) = (room.clone(), raw.clone(), Instant::now());
                self.locked.push(Locked { room, event, sender, id, key, since });
            }
            return;
        }
        let Ok(event) = event.raw().deserialize() else { return };
        if let Some(heard) = heard(&event, &self.us) {
            self.happened(room, heard).await;
        }
    }

    async fn happened(&mut self, room: &Room, heard: Heard) {
        let Heard { id, sender, what } = heard;
        match what {
            What::Joined => self.arrive(room, &id).await,
            What::Encrypted => self.begin(room, &id).await,
            What::Guest if room.active_members_count() == 3 => self.remark(room, &id, rooms::GROUP, None),
            // Whom the bot asked into a room of its own making: told of after the room, and after its encryption.
            What::Guest if self.alone.contains(room.room_id()) => self.begin(room, &id).await,
            What::Guest => {}
            What::Left(person) if room.active_members_count() <= 1 => {
                self.gone(room, &person, id.as_str()).await;
                rooms::leave(room).await;
            }
            What::Left(_) => {}
            What::Moved(next) => self.follow(room, &next, &sender).await,
            // Where others read, nothing happens but to whoever names the bot, in a thread.
            What::Text { to_us, thread, .. } if !is_private(room) => {
                if to_us {
                    self.remark(room, &id, rooms::GROUP, Some(thread.as_deref().unwrap_or(&id)));
                }
            }
            _ if !is_private(room) => {}
            _ if !room.encryption_state().is_encrypted() => self.unencrypted(room, &id, &sender).await,
            What::Verify => {
                verify::call_off(&self.client, &sender, id.as_str()).await;
                self.remark(room, &id, key::MATRIX_VERIFY, None);
            }
            What::Edited => self.remark(room, &id, key::MATRIX_EDITED, None),
            What::Text { text, .. } => self.hear(room, id, &sender, Doing::Text(text)).await,
            What::Reaction { key, message } => {
                let message = message.to_string();
                self.hear(room, id, &sender, Doing::Reaction { key, message }).await;
            }
            What::Picture(source) => {
                if !self.pictures.fetch(&self.client, room, &id, &sender, source) {
                    self.hear(room, id, &sender, Doing::Unreadable(Unreadable::Kind)).await;
                }
            }
            What::TooLarge => self.hear(room, id, &sender, Doing::Unreadable(Unreadable::TooLarge)).await,
            What::Other => self.hear(room, id, &sender, Doing::Unreadable(Unreadable::Kind)).await,
        }
    }

    /// The bot is in a new room.
    async fn arrive(&mut self, room: &Room, id: &EventId) {
        if !is_private(room) {
            return self.remark(room, id, rooms::GROUP, None);
        }
        if !room.is_direct().await.unwrap_or(false)
            && let Err(error) = room.set_is_direct(true).await
        {
            debug!(error = %rooms::kind(&error), "a room is not marked as direct");
        }
        self.begin(room, id).await;
    }

    /// A private room is ready, or is made so.
    async fn begin(&mut self, room: &Room, id: &EventId) {
        if !is_private(room) {
            return;
        }
        let Some(person) = rooms::person(room).await else {
            if self.alone.len() >= ALONE {
                self.alone.clear();
            }
            self.alone.insert(room.room_id().to_owned());
            return;
        };
        self.alone.remove(room.room_id());
        if !room.latest_encryption_state().await.is_ok_and(|it| it.is_encrypted()) {
            return self.unencrypted(room, id, &person).await;
        }
        let before = room.predecessor_room().and_then(|it| self.client.get_room(&it.room_id));
        match before.filter(|it| it.state() == RoomState::Joined) {
            // The same conversation in an upgraded room: its page once more, and on it goes.
            Some(before) => {
                let again = Msg::new(key::CHAT_WORD_AGAIN).resolve(Default::default());
                let again = again.split('/').next().unwrap_or_default().trim().to_owned();
                self.hear(room, id.as_str(), &person, Doing::Text(format!("!{again}"))).await;
                rooms::leave(&before).await;
            }
            None => self.hear(room, id.as_str(), &person, Doing::Start(String::new())).await,
        }
    }

    /// A private room without encryption: the bot switches it on where it may, else it opens another room.
    async fn unencrypted(&mut self, room: &Room, id: &EventId, person: &UserId) {
        if rooms::encrypt(room).await {
            return;
        }
        self.remark(room, id, key::MATRIX_NOT_ENCRYPTED, None);
        let now = Instant::now();
        self.asked.retain(|_, at| now.saturating_duration_since(*at) < ASKED);
        if self.asked.insert(person.to_owned(), now).is_none() {
            // Their homeserver may be slow to answer: nobody else waits for it.
            let (client, person, room) = (self.client.clone(), person.to_owned(), room.clone());
            tokio::spawn(async move { rooms::invite(&client, &person, &room).await });
        }
    }

    /// The room was replaced: the bot goes where it leads. Where it may not yet, an invitation will come.
    async fn follow(&mut self, room: &Room, next: &OwnedRoomId, sender: &UserId) {
        let known = self.client.get_room(next).is_some_and(|it| it.state() == RoomState::Joined);
        if !is_private(room) || known {
            return;
        }
        let via = [sender.server_name().to_owned()];
        let Ok(next) = OwnedRoomOrAliasId::try_from(next.as_str()) else { return };
        let client = self.client.clone();
        tokio::spawn(async move {
            match client.join_room_by_id_or_alias(&next, &via).await {
                Ok(_) => info!("followed a conversation into its new room"),
                Err(error) => debug!(error = %rooms::kind(&error), "not in the new room yet"),
            }
        });
    }

    /// The bot was put out of a room, or left it.
    pub(super) async fn left(&mut self, room: &Room, last: Option<OwnedEventId>) {
        let id = last.map_or_else(|| format!("left {}", room.room_id()), |id| id.to_string());
        for person in rooms::persons_of_old(room).await {
            self.gone(room, &person, &id).await;
        }
        if let Err(error) = room.forget().await {
            debug!(error = %rooms::kind(&error), "a room is not forgotten");
        }
    }

    async fn gone(&mut self, room: &Room, person: &UserId, id: &str) {
        if !rooms::elsewhere(&self.client, person, room) {
            self.hear(room, id, person, Doing::Gone).await;
        }
    }

    /// Tries again to open what was locked; tells the person where the key did not come.
    pub(super) async fn unlock(&mut self) {
        if self.told.len() >= TOLD {
            self.told.clear();
        }
        for locked in std::mem::take(&mut self.locked) {
            let event = opened(&locked.room, locked.event.clone()).await;
            if !matches!(event.kind, TimelineEventKind::UnableToDecrypt { .. }) {
                let room = locked.room.clone();
                self.event(&room, event).await;
            } else if locked.since.elapsed() < KEY_PATIENCE {
                self.locked.push(locked);
            } else if self.told.insert((locked.room.room_id().to_owned(), locked.key.clone())) {
                // Once for each key: a burst of messages with the same trouble is told of once.
                let doing = Doing::Unreadable(Unreadable::Encrypted);
                self.hear(&locked.room, locked.id, &locked.sender, doing).await;
            }
        }
    }

    /// Pictures that were fetched are handed in.
    pub(super) async fn pictures(&mut self) {
        for it in self.pictures.come() {
            self.hear(&it.room, it.id, &it.sender, it.doing).await;
        }
    }

    /// Says something of the bot's own, unless it was said too often here.
    fn remark(&mut self, room: &Room, about: &EventId, what: Key, thread: Option<&EventId>) {
        if self.budget.allows(room.room_id(), Instant::now()) {
            rooms::say_about(room, about, what, thread);
        }
    }
}

/// An event as it came, decrypted if it can be.
pub(super) async fn opened(room: &Room, raw: Raw<AnySyncTimelineEvent>) -> TimelineEvent {
    let encrypted = raw.get_field::<String>("type").ok().flatten().as_deref() == Some("m.room.encrypted");
    if encrypted && let Ok(event) = room.decrypt_event(raw.cast_ref_unchecked(), None).await {
        return event;
    }
    TimelineEvent::from_plaintext(raw)
}
