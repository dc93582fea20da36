//! What time it is.

use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// A clock.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;

    /// How long a machine waits while so much passes by this clock.
    fn real(&self, span: SignedDuration) -> Duration {
        span.unsigned_abs()
    }
}

/// This machine's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
