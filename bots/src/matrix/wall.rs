//! Rooms that everybody reads, where checkpoints are written. Nothing is heard there.

use super::error::asks_to_wait;
use super::noticeboard::enter;
use super::rooms::kind;
use super::send::{Message, send};
use crate::witness::{Notice, Wall};
use async_trait::async_trait;
use matrix_sdk::ruma::{EventId, OwnedRoomId};
use matrix_sdk::{Client, Error};
use serde_json::Value;
use std::time::Duration;

/// After a failure.
const LONG: Duration = Duration::from_secs(30);

/// One of them.
pub(super) struct RoomWall {
    client: Client,
    room: OwnedRoomId,
}

impl RoomWall {
    pub(super) fn new(client: Client, room: OwnedRoomId) -> Self {
        Self { client, room }
    }

    async fn send(&self, key: &str, content: Value) -> Result<String, Duration> {
        let room = enter(&self.client, &self.room).await?;
        // A transaction belongs to the device: one that is known in another room is not this one.
        match send(&room, &format!("{key}-{}", self.room), content).await {
            Ok(event) => Ok(event.to_string()),
            Err(error) => {
                tracing::warn!(error = %kind(&error), "a checkpoint is not written yet");
                Err(match &error {
                    Error::Http(http) => asks_to_wait(http).unwrap_or(LONG),
                    _ => LONG,
                })
            }
        }
    }

    async fn pin(&self, event: &str) {
        let (Ok(event), Some(room)) = (EventId::parse(event), self.client.get_room(&self.room)) else { return };
        if let Err(error) = room.pin_event(&event).await {
            tracing::debug!(error = %kind(&error), "a checkpoint is not pinned");
        }
    }
}

/// What is written without ringing.
fn message(notice: &Notice) -> Message<'_> {
    Message { kind: if notice.loud { "m.text" } else { "m.notice" }, body: &notice.plain, html: &notice.html }
}

#[async_trait]
impl Wall for RoomWall {
    fn place(&self) -> String {
        format!("matrix {}", self.room)
    }

    async fn write(&self, key: &str, notice: &Notice) -> Result<String, Duration> {
        let event = self.send(key, message(notice).content()).await?;
        if notice.pinned {
            self.pin(&event).await;
        }
        Ok(event)
    }

    async fn rewrite(&self, earlier: &str, key: &str, notice: &Notice) -> Result<bool, Duration> {
        self.send(key, message(notice).instead_of(earlier)).await.map(|_| true)
    }
}
