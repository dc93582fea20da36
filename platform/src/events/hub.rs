//! One place where events pass from who makes them to who listens. Telling never waits: a listener who is slow reads
//! what it missed from the store, and of the counts only the latest.

use crate::store::{Store, StoreError};
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{CountsView, PlatformEvent};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

/// Events that a listener may lag behind before it is sent to the store.
const BACKLOG: usize = 64;
/// Events read from the store at once.
const PAGE: u32 = 100;

/// Where events pass.
#[derive(Debug)]
pub struct Hub {
    stored: broadcast::Sender<PlatformEvent>,
    counts: watch::Sender<CountsView>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { stored: broadcast::Sender::new(BACKLOG), counts: watch::Sender::new(CountsView::default()) }
    }
}

impl Hub {
    /// An event was stored.
    pub fn stored(&self, event: PlatformEvent) {
        // Nobody listening is no failure.
        let _ = self.stored.send(event);
    }

    /// The counts are now these.
    pub fn counts(&self, counts: CountsView) {
        self.counts.send_if_modified(|last| {
            let moved = *last != counts;
            *last = counts;
            moved
        });
    }

    /// Whether anybody listens.
    pub fn has_listeners(&self) -> bool {
        self.counts.receiver_count() > 0
    }

    /// Listens from now on, or from after an event that was seen.
    pub async fn listen(&self, store: Arc<dyn Store>, after: Option<EventId>) -> Result<Listener, StoreError> {
        // Subscribed before the store is read: nothing can fall between.
        let (stored, mut counts) = (self.stored.subscribe(), self.counts.subscribe());
        counts.mark_unchanged();
        let newest = store.last_event().await?;
        // One that is yet to come was made up, or seen before the data were lost: from now on.
        let last = after.map_or(newest, |after| after.min(newest));
        Ok(Listener { stored, counts, store, last, pages: VecDeque::new(), behind: after.is_some() })
    }
}

/// What a listener hears next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A stored event.
    Stored(PlatformEvent),
    /// The counts, with the last stored event heard.
    Counts(EventId, CountsView),
}

/// Somebody who listens.
pub struct Listener {
    stored: broadcast::Receiver<PlatformEvent>,
    counts: watch::Receiver<CountsView>,
    store: Arc<dyn Store>,
    last: EventId,
    pages: VecDeque<PlatformEvent>,
    behind: bool,
}

impl Listener {
    /// Waits for the next event; each stored one is heard once, in order. None when the platform stops.
    pub async fn next(&mut self) -> Option<Result<Next, StoreError>> {
        loop {
            if let Some(event) = self.pages.pop_front() {
                if event.id > self.last {
                    self.last = event.id;
                    return Some(Ok(Next::Stored(event)));
                }
                continue;
            }
            if self.behind {
                match self.store.events_after(self.last, PAGE).await {
                    Ok(events) => {
                        self.behind = events.len() == PAGE as usize;
                        self.pages = events.into();
                    }
                    Err(error) => return Some(Err(error)),
                }
                continue;
            }
            tokio::select! {
                event = self.stored.recv() => match event {
                    // One that came after a gap (two were stored at once, told in the other order): read it in order.
                    Ok(event) if event.id.0 > self.last.0.saturating_add(1) => self.behind = true,
                    Ok(event) => self.pages.push_back(event),
                    Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
                moved = self.counts.changed() => {
                    if moved.is_err() {
                        return None;
                    }
                    let counts = self.counts.borrow_and_update().clone();
                    return Some(Ok(Next::Counts(self.last, counts)));
                }
            }
        }
    }
}
