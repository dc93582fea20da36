//! A clock that runs like the machine's, from another day, and can be moved.

use crate::clock::Clock;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::sync::watch;

/// How long it sleeps at most before it looks at the machine's clock again.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The clock of a demonstration: so far ahead of the machine's, or behind it.
#[derive(Clone, Debug)]
pub struct DemoClock(watch::Sender<SignedDuration>);

impl DemoClock {
    /// It is `now`, and time passes.
    pub fn new(now: Timestamp) -> Self {
        Self(watch::Sender::new(now.duration_since(Timestamp::now())))
    }

    /// From now on it is `now`.
    pub fn set(&self, now: Timestamp) {
        self.0.send_replace(now.duration_since(Timestamp::now()));
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let moved = now.checked_add(*self.0.borrow()).unwrap_or(now);
        Timestamp::from_microsecond(moved.as_microsecond()).unwrap_or(moved)
    }

    fn wait_until(&self, t: Timestamp) -> BoxFuture<'_, ()> {
        let mut moved = self.0.subscribe();
        Box::pin(async move {
            loop {
                let left = t.duration_since(self.now());
                if left <= SignedDuration::ZERO {
                    return;
                }
                let left = Duration::try_from(left).unwrap_or_default().min(LOOK_AGAIN);
                tokio::select! {
                    () = tokio::time::sleep(left) => {}
                    _ = moved.changed() => {}
                }
            }
        })
    }
}
