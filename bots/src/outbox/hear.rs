//! Hears what organisers announce through the platform's public events, from where this store's bots last listened.

use super::{Announcement, Order};
use crate::engine::Clock;
use crate::store::{Store, StoreError};
use isoloir_shared::api::client::{Client, EventStream, StreamEnd};
use isoloir_shared::api::ids::{AnnouncementId, EventId};
use isoloir_shared::api::types::{AnnouncementState, Audience, EventKind, Localized, PlatformEvent, PrimaryView};
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
                let known = known(platform, &mut primary).await?;
                let told = Announcement { title, body, sender, urgent, ..said(id, known, clock) };
                store.post(&told).await?;
            }
            // No event has the words of what is said to some.
            EventKind::Inbox { announcement: id } => {
                let known = known(platform, &mut primary).await?;
                store.post(&Announcement { audience: None, ..said(id, known, clock) }).await?;
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
            EventKind::Phase { .. } | EventKind::Calendar { .. } => {}
        }
        // After it is taken in: one that was not is heard again.
        store.set_position(POSITION, &id.to_string()).await?;
    }
}

/// The primary, asked once for each stream.
async fn known<'a>(platform: &Client, primary: &'a mut Option<Box<PrimaryView>>) -> Result<&'a PrimaryView, Deaf> {
    if primary.is_none() {
        let Ok(Reply::Primary(view)) = platform.call(&Call::Primary).await else { return Err(Deaf::Primary) };
        *primary = Some(Box::new(view));
    }
    primary.as_deref().ok_or(Deaf::Primary)
}

/// To everyone, without words yet.
fn said(id: AnnouncementId, primary: &PrimaryView, clock: &dyn Clock) -> Announcement {
    let none = Localized { fr: String::new(), en: String::new() };
    Announcement {
        id: id.0.into(),
        title: none.clone(),
        body: none,
        sender: None,
        primary: primary.name.clone(),
        zone: primary.zone.clone(),
        urgent: false,
        // By the clock of the bots, which is not the platform's: from now on.
        send_at: clock.now(),
        audience: Some(Audience::Everyone),
    }
}
