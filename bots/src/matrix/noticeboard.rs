//! The room of the announcements: whoever is in it reads what is announced to everyone, without asking anybody.

use super::error::asks_to_wait;
use super::rooms::kind;
use super::send::{Message, send};
use crate::chat::announcement;
use crate::engine::Engine;
use crate::outbox::Announcement;
use jiff::SignedDuration;
use matrix_sdk::ruma::{OwnedRoomId, OwnedRoomOrAliasId};
use matrix_sdk::{Client, Error, Room, RoomState};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether something was announced.
const EVERY: SignedDuration = SignedDuration::from_secs(2);
/// A room that is named late does not get what was announced long ago.
const NEWEST: SignedDuration = SignedDuration::from_hours(48);
/// After a failure.
const LONG: Duration = Duration::from_secs(30);

/// Writes each announcement to the room, once, until `stop`.
pub(super) async fn keep(client: Client, engine: Engine, room: OwnedRoomId, stop: CancellationToken) {
    let write = async {
        // The operator is told at the start, not with the first announcement.
        let _ = enter(&client, &room).await;
        loop {
            let wait = match post(&client, &engine, &room).await {
                Ok(()) => engine.clock().real(EVERY),
                Err(wait) => wait,
            };
            tokio::time::sleep(wait).await;
        }
    };
    stop.run_until_cancelled(write).await;
}

/// Writes what is not there yet. An error is how long to wait.
async fn post(client: &Client, engine: &Engine, id: &OwnedRoomId) -> Result<(), Duration> {
    let (shelf, now) = (engine.shelf(), engine.clock().now());
    let broken = |error: crate::store::StoreError| {
        tracing::warn!(%error, "the room of the announcements waits for the store");
        LONG
    };
    let missing = shelf.unposted(id.as_str(), now, now - NEWEST).await.map_err(broken)?;
    if missing.is_empty() {
        return Ok(());
    }
    let room = enter(client, id).await?;
    for announcement in missing {
        let event = say(&room, &announcement).await?;
        shelf.posted(announcement.id, id.as_str(), &event).await.map_err(broken)?;
        tracing::info!(announcement = announcement.id, "written to the room of the announcements");
    }
    Ok(())
}

/// The room, entered if the bot is invited or everybody may.
pub(super) async fn enter(client: &Client, id: &OwnedRoomId) -> Result<Room, Duration> {
    if let Some(room) = client.get_room(id).filter(|room| room.state() == RoomState::Joined) {
        return Ok(room);
    }
    let via = client.user_id().map(|us| us.server_name().to_owned());
    let joined = client.join_room_by_id_or_alias(&OwnedRoomOrAliasId::from(id.clone()), via.as_slice()).await;
    joined.map_err(|error| {
        tracing::error!(error = %kind(&error), "the bot is not in a room that it is to write to: invite it");
        LONG
    })
}

/// The same transaction for the same announcement: after a lost answer the homeserver gives the event that is there.
async fn say(room: &Room, announcement: &Announcement) -> Result<String, Duration> {
    let (plain, html) = announcement::room(&announcement.announced());
    let message = Message { kind: "m.text", body: &plain, html: &html };
    let key = format!("isoloir-announcement-{}-room", announcement.id);
    match send(room, &key, message.content()).await {
        Ok(event) => Ok(event.to_string()),
        Err(error) => {
            tracing::warn!(error = %kind(&error), "not written to the room of the announcements yet");
            Err(match &error {
                Error::Http(http) => asks_to_wait(http).unwrap_or(LONG),
                _ => LONG,
            })
        }
    }
}
