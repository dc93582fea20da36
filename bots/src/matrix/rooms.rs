//! Rooms: which are private, and what is said in those that are not for voting.

use super::error::asks_to_wait;
use super::heard;
use super::send::{Message, send};
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::{EventId, OwnedUserId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships, RoomState};
use serde_json::Value;
use tracing::{debug, warn};

/// Whether nobody but one person and the bot is in a room, or asked into it.
pub fn is_private(room: &Room) -> bool {
    room.active_members_count() <= 2
}

/// The person of a private room.
pub async fn person(room: &Room) -> Option<OwnedUserId> {
    let members = room.members(RoomMemberships::ACTIVE).await.ok()?;
    let mut others = members.iter().filter(|it| it.user_id() != room.own_user_id());
    let person = others.next()?.user_id().to_owned();
    others.next().is_none().then_some(person)
}

/// Who was in a room that the bot is no longer in.
pub async fn persons_of_old(room: &Room) -> Vec<OwnedUserId> {
    let known: Vec<OwnedUserId> =
        room.direct_targets().into_iter().filter_map(|target| UserId::parse(target.as_str()).ok()).collect();
    if !known.is_empty() {
        return known;
    }
    let members = room.members_no_sync(RoomMemberships::all()).await.unwrap_or_default();
    members.iter().map(|it| it.user_id().to_owned()).filter(|it| it != room.own_user_id()).collect()
}

/// Whether the bot can still talk to somebody, in another room than this one.
pub fn elsewhere(client: &Client, person: &UserId, than: &Room) -> bool {
    client
        .get_dm_rooms(person)
        .any(|room| room.room_id() != than.room_id() && room.state() == RoomState::Joined && !room.is_tombstoned())
}

/// Something of the library that failed, without the ids in its words.
pub fn kind(error: &matrix_sdk::Error) -> String {
    match error.client_api_error_kind() {
        Some(kind) => kind.errcode().to_string(),
        None => "no answer".into(),
    }
}

/// Makes a room encrypted, if the bot may.
pub async fn encrypt(room: &Room) -> bool {
    let us = room.get_member(room.own_user_id()).await.ok().flatten();
    if !us.is_some_and(|it| it.can_send_state(StateEventType::RoomEncryption)) {
        return false;
    }
    let content = RoomEncryptionEventContent::with_recommended_defaults();
    room.send_state_event(content).await.is_ok()
}

/// Asks somebody into an encrypted room of their own, unless they are in one or asked into one already.
pub async fn invite(client: &Client, person: &UserId, not: &Room) {
    for room in client.get_dm_rooms(person) {
        if room.room_id() != not.room_id()
            && room.encryption_state().is_encrypted()
            && is_private(&room)
            && room.active_members_count() == 2
        {
            return;
        }
    }
    if let Err(error) = client.create_dm(person).await {
        warn!(error = %kind(&error), "no encrypted room for somebody yet");
    }
}

/// A sentence in both languages: for places where it is not known whose language it would be.
pub fn in_both(key: Key, us: &UserId) -> String {
    let say = |lang| Msg::new(key).with("bot", us.as_str()).resolve(lang);
    format!("{}\n{}", say(Lang::Fr), say(Lang::En))
}

/// Says something of the bot's own about an event, beside any conversation; once, however often it is asked to.
/// In a room that others read it is said in a thread.
pub fn say_about(room: &Room, about: &EventId, what: Key, thread: Option<&EventId>) {
    let body = in_both(what, room.own_user_id());
    let message = Message { kind: "m.notice", body: &body, html: "" };
    let content = match thread {
        Some(root) => message.in_thread(root.as_str()),
        None => message.content(),
    };
    tokio::spawn(patiently(room.clone(), heard::key(about), content));
}

/// Waits as long as the homeserver asks, a few times.
async fn patiently(room: Room, key: String, content: Value) {
    for _ in 0..5 {
        match send(&room, &key, content.clone()).await {
            Ok(_) => return,
            Err(matrix_sdk::Error::Http(error)) if asks_to_wait(&error).is_some() => {
                tokio::time::sleep(asks_to_wait(&error).unwrap_or_default()).await;
            }
            Err(error) => return debug!(error = %kind(&error), "a remark was not sent"),
        }
    }
}

/// Goes out of a room for good.
pub async fn leave(room: &Room) {
    if let Err(error) = room.leave().await {
        debug!(error = %kind(&error), "a room was not left");
    }
}

/// What is said to whoever names the bot where others read.
pub const GROUP: Key = key::MATRIX_GROUP;
