//! Time as the platform knows it. Nothing else reads a clock or sleeps: a test or a demonstration drives it.

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Tells the time and waits for it.
pub trait Clock: Send + Sync + 'static {
    /// The instant it is, to the microsecond (what the store keeps).
    fn now(&self) -> Timestamp;
    /// Comes back once `t` is reached; at once if it has been.
    fn wait_until(&self, t: Timestamp) -> BoxFuture<'_, ()>;
    /// How long it has been since some beginning. Only ever grows, and evenly: setting the clock does not move it.
    fn elapsed(&self) -> Duration {
        static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGINNING.elapsed()
    }
}

fn to_microsecond(t: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(t.as_microsecond()).unwrap_or(t)
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        to_microsecond(Timestamp::now())
    }

    fn wait_until(&self, t: Timestamp) -> BoxFuture<'_, ()> {
        /// The machine's clock can be set while we wait: it is asked again at least this often.
        const LOOK_AGAIN: Duration = Duration::from_secs(30);
        Box::pin(async move {
            loop {
                let left = t.duration_since(self.now());
                if left <= SignedDuration::ZERO {
                    return;
                }
                tokio::time::sleep(Duration::try_from(left).unwrap_or_default().min(LOOK_AGAIN)).await;
            }
        })
    }
}

/// A clock that stands until it is moved. Holds the instant, and the time that has passed.
#[derive(Clone, Debug)]
pub struct ManualClock(watch::Sender<(Timestamp, Duration)>);

impl ManualClock {
    /// Stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(watch::Sender::new((to_microsecond(now), Duration::ZERO)))
    }

    /// Jumps to `t`, backwards too, and wakes those whose instant has come. No time passes.
    pub fn set(&self, t: Timestamp) {
        self.0.send_modify(|(now, _)| *now = to_microsecond(t));
    }

    /// Time passes.
    pub fn advance(&self, by: SignedDuration) {
        self.0.send_modify(|(now, elapsed)| {
            *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
            *elapsed = elapsed.saturating_add(Duration::try_from(by).unwrap_or_default());
        });
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.0.borrow().0
    }

    fn elapsed(&self) -> Duration {
        self.0.borrow().1
    }

    fn wait_until(&self, t: Timestamp) -> BoxFuture<'_, ()> {
        let mut moved = self.0.subscribe();
        Box::pin(async move {
            // The sender lives as long as `self`, so this ends by the instant only.
            let _ = moved.wait_for(|(now, _)| *now >= t).await;
        })
    }
}
