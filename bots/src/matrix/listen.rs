//! Hears what happens in the bot's rooms and hands it to the engine, each event once.
//!
//! The library keeps its own place in the stream of events, and moves it before anybody has looked at them. So the
//! engine's store keeps another, moved only once everything up to it is noted there: what lies between the two after a
//! crash is asked for again. An event that was noted already is known by its id.

use super::error::{MatrixError, asks_to_wait};
use super::heard::{Heard, What, heard};
use super::rooms::{self, Invitations, is_private, remark};
use crate::engine::{ChatKey, Doing, Engine, HearError, Noted, Unreadable, Update};
use isoloir_shared::text::key;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::receipt::create_receipt;
use matrix_sdk::ruma::api::client::sync::sync_events;
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomOrAliasId, UserId};
use matrix_sdk::{Client, Room, RoomState};
use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

/// Where the engine's store keeps the place.
const POSITION: &str = "matrix.sync";
/// How long the homeserver may keep a question open.
const LONG: Duration = Duration::from_secs(30);
/// How long a key may come after its message before the person is told that it did not.
const KEY_PATIENCE: Duration = Duration::from_secs(10);
/// Most messages of a room that are taken at once; older ones were written into the void, by a flood.
const MOST: u32 = 50;

/// The bot's ears.
pub struct Listener {
    client: Client,
    engine: Engine,
    stop: CancellationToken,
    us: OwnedUserId,
    invitations: Invitations,
    /// Messages whose key is not here yet.
    locked: Vec<Locked>,
    /// Keys that somebody was told are missing.
    told: HashSet<(OwnedRoomId, String)>,
    /// Handed to the engine, not on disk yet.
    handed: Vec<(Update, Noted)>,
    /// The newest event of each room that was looked at.
    read: BTreeMap<OwnedRoomId, OwnedEventId>,
}

struct Locked {
    room: Room,
    event: Raw<AnySyncTimelineEvent>,
    sender: OwnedUserId,
    id: OwnedEventId,
    key: String,
    since: Instant,
}

impl Listener {
    /// Of a client that is signed in.
    pub fn new(client: Client, engine: Engine, stop: CancellationToken) -> Result<Self, MatrixError> {
        let us = client.user_id().ok_or(MatrixError::SignedOut)?.to_owned();
        let (locked, handed) = (Vec::new(), Vec::new());
        let (told, read) = (HashSet::new(), BTreeMap::new());
        Ok(Self { client, engine, stop, us, invitations: Invitations::default(), locked, told, handed, read })
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
            let open = self.invitations.answer(&self.client).await;
            let mut wait = open.unwrap_or(LONG).min(LONG);
            if !self.locked.is_empty() {
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
    async fn rest(&self, error: Failure, failures: &mut u32) -> Result<(), MatrixError> {
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
        self.note().await?;
        self.receipts();
        // A message that waits for its key is not noted: it is asked for again if the program ends now.
        if moved && self.locked.is_empty() {
            self.engine.set_position(POSITION, answer.next_batch).await?;
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

    async fn hear(&mut self, room: &Room, id: impl Into<String>, person: &UserId, doing: Doing) {
        let chat = ChatKey::matrix(person.as_str());
        let (id, room, called) = (id.into(), room.room_id().to_string(), Some(person.to_string()));
        let update = Update { chat, id, room, called, lang: None, doing };
        match self.engine.hear(update.clone()).await {
            Ok(noted) => self.handed.push((update, noted)),
            Err(error) => self.handed.push((update, Box::pin(async move { Err(error) }))),
        }
    }

    /// Events of a room, in order.
    async fn room(&mut self, room: &Room, events: Vec<TimelineEvent>) {
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
            if sender != self.us && is_private(room) {
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
            What::Guest if room.active_members_count() == 3 => remark(room, &id, rooms::GROUP, None),
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
                    remark(room, &id, rooms::GROUP, Some(thread.as_deref().unwrap_or(&id)));
                }
            }
            _ if !is_private(room) => {}
            _ if !room.encryption_state().is_encrypted() => self.unencrypted(room, &id, &sender).await,
            What::Edited => remark(room, &id, key::MATRIX_EDITED, None),
            What::Text { text, .. } => self.hear(room, id, &sender, Doing::Text(text)).await,
            What::Reaction { key, message } => {
                let message = message.to_string();
                self.hear(room, id, &sender, Doing::Reaction { key, message }).await;
            }
            What::Picture(source) => {
                let doing = match self.fetch(source).await {
                    Some(bytes) => Doing::Photo(bytes),
                    None => Doing::Unreadable(Unreadable::Kind),
                };
                self.hear(room, id, &sender, doing).await;
            }
            What::TooLarge => self.hear(room, id, &sender, Doing::Unreadable(Unreadable::TooLarge)).await,
            What::Other => self.hear(room, id, &sender, Doing::Unreadable(Unreadable::Kind)).await,
        }
    }

    /// The bot is in a new room.
    async fn arrive(&mut self, room: &Room, id: &EventId) {
        if !is_private(room) {
            return remark(room, id, rooms::GROUP, None);
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
        let Some(person) = rooms::person(room).await else { return };
        if !room.latest_encryption_state().await.is_ok_and(|it| it.is_encrypted()) {
            return self.unencrypted(room, id, &person).await;
        }
        let before = room.predecessor_room().and_then(|it| self.client.get_room(&it.room_id));
        match before.filter(|it| it.state() == RoomState::Joined) {
            // The same conversation in an upgraded room: its page once more, and on it goes.
            Some(before) => {
                let again = isoloir_shared::text::Msg::new(key::CHAT_WORD_AGAIN).resolve(Default::default());
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
        remark(room, id, key::MATRIX_NOT_ENCRYPTED, None);
        if let Err(error) = rooms::invite(&self.client, person, room).await {
            warn!(wait = ?asks_to_wait(&error), "no encrypted room for somebody yet");
        }
    }

    /// The room was replaced: the bot goes where it leads. Where it may not yet, an invitation will come.
    async fn follow(&mut self, room: &Room, next: &OwnedRoomId, sender: &UserId) {
        let known = self.client.get_room(next).is_some_and(|it| it.state() == RoomState::Joined);
        if !is_private(room) || known {
            return;
        }
        let via = [sender.server_name().to_owned()];
        let Ok(next) = <&RoomOrAliasId>::try_from(next.as_str()) else { return };
        match self.client.join_room_by_id_or_alias(next, &via).await {
            Ok(_) => info!("followed a conversation into its new room"),
            Err(error) => debug!(error = %rooms::kind(&error), "not in the new room yet"),
        }
    }

    /// The bot was put out of a room, or left it.
    async fn left(&mut self, room: &Room, last: Option<OwnedEventId>) {
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
    async fn unlock(&mut self) {
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

    async fn fetch(&self, source: MediaSource) -> Option<Vec<u8>> {
        let request = MediaRequestParameters { source, format: MediaFormat::File };
        match self.client.media().get_media_content(&request, false).await {
            Ok(bytes) if bytes.len() as u64 <= super::heard::PICTURE => Some(bytes),
            Ok(_) => None,
            Err(error) => {
                debug!(error = %rooms::kind(&error), "a picture cannot be fetched");
                None
            }
        }
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

/// An event as it came, decrypted if it can be.
async fn opened(room: &Room, raw: Raw<AnySyncTimelineEvent>) -> TimelineEvent {
    let encrypted = raw.get_field::<String>("type").ok().flatten().as_deref() == Some("m.room.encrypted");
    if encrypted && let Ok(event) = room.decrypt_event(raw.cast_ref_unchecked(), None).await {
        return event;
    }
    TimelineEvent::from_plaintext(raw)
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
