//! Hears what organisers announce through the platform's public events, from where this store's bots last listened.

use super::{Announcement, Order};
use crate::engine::Clock;
use crate::store::{Store, StoreError};
use isoloir_shared::api::client::{Client, EventStream, StreamEnd};
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{AnnouncementState, EventKind, PlatformEvent, PrimaryView};
use isoloir_shared::api::{Call, Reply};
use std::time::Duration;

/// Where the last event that was heard is kept.
const POSITION: &str = "announcements.event";
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why listening ended.
#[derive(Debug, thiserror::Error)]
enum Deaf {
    #[error("the stream of events ended: {0:?}")]
    Stream(StreamEnd),
    #[error("the platform does not tell which primary it is")]
    Primary,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// For ever. Any number of instances may listen: an announcement is taken in once.
///
/// The first time, from now on; after that, from the last event that was kept, so that what is announced while no bot
/// runs is delivered later. (What is announced before the very first event that these bots hear of is not.)
pub async fn hear(platform: &Client, store: &dyn Store, clock: &dyn Clock) {
    let mut wait = FIRST_WAIT;
    loop {
        let why = match listen(platform, store, clock, &mut wait).await {
            Ok(never) => match never {},
            Err(why) => why,
        };
        tracing::debug!(%why, "announcements are not heard now");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Nothing: it ends with an error only.
enum Never {}

async fn listen(platform: &Client, store: &dyn Store, clock: &dyn Clock, wait: &mut Duration) -> Result<Never, Deaf> {
    let last = store.position(POSITION).await?.and_then(|it| it.parse().ok()).map(EventId);
    let mut stream: EventStream = platform.events(last).await.map_err(Deaf::Stream)?;
    let mut primary: Option<Box<PrimaryView>> = None;
    loop {
        let PlatformEvent { id, kind, .. } = stream.next().await.map_err(Deaf::Stream)?;
        *wait = FIRST_WAIT;
        match kind {
            // Not stored there: they say nothing of how far the stream was read.
            EventKind::Counts(_) => continue,
            EventKind::Announcement { announcement: id, title, body, sender, urgent } => {
                let known = match primary.take() {
                    Some(known) => known,
                    None => match platform.call(&Call::Primary).await {
                        Ok(Reply::Primary(view)) => Box::new(view),
                        _ => return Err(Deaf::Primary),
                    },
                };
                let announcement = Announcement {
                    id: id.0.into(),
                    title,
                    body,
                    sender,
                    primary: known.name.clone(),
                    zone: known.zone.clone(),
                    urgent,
                    // By the clock of the bots, which is not the platform's: from now on.
                    send_at: clock.now(),
                };
                primary = Some(known);
                store.post(&announcement).await?;
            }
            EventKind::AnnouncementState { announcement: id, state } => {
                let order = match state {
                    AnnouncementState::Paused => Some(Order::Pause),
                    AnnouncementState::Cancelled => Some(Order::Cancel),
                    AnnouncementState::Sending | AnnouncementState::Scheduled => Some(Order::Resume),
                    AnnouncementState::Done => None,
                };
                if let Some(order) = order {
                    store.order(id.0.into(), order).await?;
                }
            }
            EventKind::Phase { .. } | EventKind::Calendar { .. } | EventKind::Inbox => {}
        }
        // After it is taken in: one that was not is heard again.
        store.set_position(POSITION, &id.to_string()).await?;
    }
}
