//! Pictures, fetched beside everything else: a media server that does not answer keeps nobody else waiting.

use super::heard::PICTURE;
use super::rooms::kind;
use crate::engine::{Doing, Unreadable};
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::{OwnedEventId, OwnedUserId};
use matrix_sdk::{Client, Room};
use std::collections::HashSet;
use std::time::Duration;
use tokio::task::JoinSet;
use tracing::debug;

/// Fetched at once, for everybody; a picture may have 10 MiB.
const AT_ONCE: usize = 8;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pictures on their way.
#[derive(Default)]
pub struct Pictures {
    fetches: JoinSet<Fetched>,
    whose: HashSet<OwnedUserId>,
}

/// A picture that has come, or has not.
pub struct Fetched {
    pub room: Room,
    pub id: OwnedEventId,
    pub sender: OwnedUserId,
    pub doing: Doing,
}

impl Pictures {
    /// Begins to fetch one. False where there is no room for it: each person has one under way.
    pub fn fetch(
        &mut self,
        client: &Client,
        room: &Room,
        id: &OwnedEventId,
        sender: &OwnedUserId,
        source: MediaSource,
    ) -> bool {
        if self.fetches.len() >= AT_ONCE || !self.whose.insert(sender.clone()) {
            return false;
        }
        let (client, room, id, sender) = (client.clone(), room.clone(), id.clone(), sender.clone());
        self.fetches.spawn(async move {
            let got = tokio::time::timeout(PATIENCE, bytes(&client, source)).await.ok().flatten();
            let doing = got.map_or(Doing::Unreadable(Unreadable::Kind), Doing::Photo);
            Fetched { room, id, sender, doing }
        });
        true
    }

    /// Those that have come.
    pub fn come(&mut self) -> Vec<Fetched> {
        let mut all = Vec::new();
        while let Some(fetched) = self.fetches.try_join_next() {
            let Ok(fetched) = fetched else { continue };
            self.whose.remove(&fetched.sender);
            all.push(fetched);
        }
        all
    }

    /// None is on its way.
    pub fn is_empty(&self) -> bool {
        self.fetches.is_empty()
    }
}

async fn bytes(client: &Client, source: MediaSource) -> Option<Vec<u8>> {
    let request = MediaRequestParameters { source, format: MediaFormat::File };
    match client.media().get_media_content(&request, false).await {
        Ok(bytes) if bytes.len() as u64 <= PICTURE => Some(bytes),
        Ok(_) => None,
        Err(error) => {
            debug!(error = %kind(&error), "a picture cannot be fetched");
            None
        }
    }
}
