//! Hears what happens in the bot's rooms and hands it to the engine, each event once.
//!
//! The library keeps its own place in the stream of events, and moves it before anybody has looked at them. So the
//! engine's store keeps another, moved only once everything up to it is noted there: what lies between the two after a
//! crash is asked for again. An event that was noted already is known by its id.

use super::budget::Budget;
use super::error::{MatrixError, asks_to_wait};
use super::happen::opened;
use super::invitations::Invitations;
use super::pictures::Pictures;
use super::rooms;
use crate::engine::{Engine, HearError, Noted, Update};
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::receipt::create_receipt;
use matrix_sdk::ruma::api::client::sync::sync_events;
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId};
use matrix_sdk::{Client, Room, RoomState};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

/// Where the engine's store keeps the place.
const POSITION: &str = "matrix.sync";
/// How long the homeserver may keep a question open.
const LONG: Duration = Duration::from_secs(30);
/// Most messages of a room that are taken at once; older ones were written into the void, by a flood.
const MOST: u32 = 50;

/// The bot's ears.
pub struct Listener {
    pub(super) client: Client,
    pub(super) engine: Engine,
    stop: CancellationToken,
    pub(super) us: OwnedUserId,
    /// The room of the announcements: the bot speaks there, and hears nothing.
    pub(super) boards: Vec<OwnedRoomId>,
    invitations: Invitations,
    pub(super) pictures: Pictures,
    /// What the bot said by itself.
    pub(super) budget: Budget,
    /// Who was asked into an encrypted room, and when.
    pub(super) asked: HashMap<OwnedUserId, Instant>,
    /// Rooms that were to begin while nobody else was in them.
    pub(super) alone: HashSet<OwnedRoomId>,
    /// Messages whose key is not here yet.
    pub(super) locked: Vec<Locked>,
    /// Keys that somebody was told are missing.
    pub(super) told: HashSet<(OwnedRoomId, String)>,
    /// Handed to the engine, not on disk yet.
    pub(super) handed: Vec<(Update, Noted)>,
    /// The newest event of each room that was looked at.
    pub(super) read: BTreeMap<OwnedRoomId, OwnedEventId>,
    /// The place that is kept is older than what was looked at.
    behind: bool,
}

/// A message whose key is not here yet.
pub(super) struct Locked {
    pub room: Room,
    pub event: Raw<AnySyncTimelineEvent>,
    pub sender: OwnedUserId,
    pub id: OwnedEventId,
    /// The name of its key.
    pub key: String,
    pub since: Instant,
}

impl Listener {
    /// Of a client that is signed in.
    pub fn new(
        client: Client,
        engine: Engine,
        boards: Vec<OwnedRoomId>,
        stop: CancellationToken,
    ) -> Result<Self, MatrixError> {
        let us = client.user_id().ok_or(MatrixError::SignedOut)?.to_owned();
        Ok(Self {
            client,
            engine,
            stop,
            us,
            boards,
            invitations: Invitations::default(),
            pictures: Pictures::default(),
            budget: Budget::default(),
            asked: HashMap::new(),
            alone: HashSet::new(),
            locked: Vec::new(),
            told: HashSet::new(),
            handed: Vec::new(),
            read: BTreeMap::new(),
            behind: false,
        })
    }

    /// Listens until `stop`.
    pub async fn listen(mut self) -> Result<(), MatrixError> {
        let mut failures = 0u32;
        let mut behind = true;
        while !self.stop.is_cancelled() {
            if behind {
                match self.catch_up().await {
                    Ok(()) => behind = false,
                    Err(error) => {
                        self.rest(error, &mut failures).await?;
                        continue;
                    }
                }
            }
            let open = self.invitations.answer(&self.client, &self.boards);
            let mut wait = open.unwrap_or(LONG).min(LONG);
            if !self.locked.is_empty() || !self.pictures.is_empty() {
                wait = wait.min(Duration::from_secs(1));
            }
            let settings =
                SyncSettings::new().filter(filter().into()).timeout(wait).set_presence(PresenceState::Offline);
            let answer = tokio::select! {
                () = self.stop.cancelled() => return Ok(()),
                answer = self.client.sync_once(settings) => answer,
            };
            match answer {
                Ok(answer) => {
                    failures = 0;
                    self.take(answer).await?;
                }
                Err(error) => self.rest(error.into(), &mut failures).await?,
            }
        }
        Ok(())
    }

    /// After a failure: as long as the homeserver asks, or longer and longer.
    async fn rest(&mut self, error: Failure, failures: &mut u32) -> Result<(), MatrixError> {
        let error = match error {
            Failure::Sdk(error) => *error,
            Failure::Ours(error) => return Err(error),
        };
        let asked = match &error {
            matrix_sdk::Error::Http(http) => asks_to_wait(http),
            _ => None,
        };
        let code = rooms::kind(&error);
        if let signed_out @ MatrixError::SignedOut = MatrixError::from(error) {
            return Err(signed_out);
        }
        *failures = failures.saturating_add(1);
        let wait = asked.unwrap_or_else(|| Duration::from_millis(250 << (*failures).min(7)));
        warn!(error = %code, wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), "the homeserver cannot be heard");
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
        Ok(())
    }

    /// What the library had seen before the last end, and the engine had not noted.
    async fn catch_up(&mut self) -> Result<(), Failure> {
        let Some(since) = self.engine.position(POSITION).await.map_err(MatrixError::from)? else { return Ok(()) };
        let mut request = sync_events::v3::Request::new();
        request.since = Some(since);
        request.filter = Some(filter().into());
        request.timeout = Some(Duration::ZERO);
        request.set_presence = PresenceState::Offline;
        let answer = self.client.send(request).await.map_err(matrix_sdk::Error::from)?;
        for (id, update) in answer.rooms.join {
            let Some(room) = self.client.get_room(&id).filter(|it| it.state() == RoomState::Joined) else { continue };
            let mut events = Vec::new();
            for raw in update.timeline.events {
                events.push(opened(&room, raw).await);
            }
            self.room(&room, events).await;
        }
        self.note().await?;
        Ok(())
    }

    async fn take(&mut self, answer: matrix_sdk::sync::SyncResponse) -> Result<(), MatrixError> {
        let moved = !answer.rooms.joined.is_empty() || !answer.rooms.left.is_empty();
        for (id, update) in answer.rooms.left {
            if let Some(room) = self.client.get_room(&id) {
                let last = update.timeline.events.last().and_then(TimelineEvent::event_id);
                self.left(&room, last).await;
            }
        }
        for (id, update) in answer.rooms.joined {
            if let Some(room) = self.client.get_room(&id) {
                self.room(&room, update.timeline.events).await;
            }
        }
        self.unlock().await;
        self.pictures().await;
        self.note().await?;
        self.receipts();
        // What waits for its key, or is being fetched, is not noted: it is asked for again if the program ends now.
        self.behind |= moved;
        if self.behind && self.locked.is_empty() && self.pictures.is_empty() {
            self.engine.set_position(POSITION, answer.next_batch).await?;
            self.behind = false;
        }
        Ok(())
    }

    /// Waits until all that was handed in is on disk.
    async fn note(&mut self) -> Result<(), MatrixError> {
        let mut handed = std::mem::take(&mut self.handed);
        while !handed.is_empty() {
            let mut again = Vec::new();
            for (update, noted) in handed {
                match noted.await {
                    Ok(()) => {}
                    Err(HearError::Store) => again.push(update),
                    Err(error) => return Err(error.into()),
                }
            }
            if !again.is_empty() {
                warn!("the store does not take what was heard; again in a second");
                tokio::select! {
                    () = self.stop.cancelled() => return Err(HearError::Stopping.into()),
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                }
            }
            handed = Vec::new();
            for update in again {
                let noted = self.engine.hear(update.clone()).await?;
                handed.push((update, noted));
            }
        }
        Ok(())
    }

    /// Shows people that what they wrote was taken in. Nobody waits for it.
    fn receipts(&mut self) {
        for (room, event) in std::mem::take(&mut self.read) {
            let kind = create_receipt::v3::ReceiptType::Read;
            let mut request = create_receipt::v3::Request::new(room, kind, event);
            request.thread = ReceiptThread::Unthreaded;
            let client = self.client.clone();
            tokio::spawn(async move {
                if client.send(request).await.is_err() {
                    debug!("a read receipt was not sent");
                }
            });
        }
    }
}

/// A failure of a round.
enum Failure {
    /// Passes, perhaps.
    Sdk(Box<matrix_sdk::Error>),
    /// Ends the bot.
    Ours(MatrixError),
}

impl From<matrix_sdk::Error> for Failure {
    fn from(error: matrix_sdk::Error) -> Self {
        Self::Sdk(Box::new(error))
    }
}

impl From<MatrixError> for Failure {
    fn from(error: MatrixError) -> Self {
        Self::Ours(error)
    }
}

/// What the homeserver is asked for: members only as they speak, nothing that the bot does not look at.
fn filter() -> FilterDefinition {
    let mut filter = FilterDefinition::default();
    filter.room.timeline.limit = Some(MOST.into());
    filter.room.state.lazy_load_options = LazyLoadOptions::Enabled { include_redundant_members: false };
    filter.room.ephemeral.not_types = vec!["*".to_owned()];
    filter.presence.not_types = vec!["*".to_owned()];
    filter
}
