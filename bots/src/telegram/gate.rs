//! Telegram's "wait": after a 429, nothing is sent until it has passed.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Closed for as long as Telegram said.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<Option<Instant>>);

impl Gate {
    /// Closes it for that long, from now on.
    pub(super) fn close(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut closed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.is_none_or(|before| before < until) {
            *closed = Some(until);
        }
    }

    /// How long it stays closed; none if it is open.
    pub(super) fn closed(&self) -> Option<Duration> {
        self.closed_at(Instant::now())
    }

    fn closed_at(&self, now: Instant) -> Option<Duration> {
        let mut closed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = (*closed)?.saturating_duration_since(now);
        if left.is_zero() {
            *closed = None;
            return None;
        }
        Some(left)
    }

    /// Waits until it is open, if that is no longer than `most`; how long it would be otherwise.
    pub(super) async fn open(&self, most: Duration) -> Result<(), Duration> {
        while let Some(left) = self.closed() {
            if left > most {
                return Err(left);
            }
            tokio::time::sleep(left).await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_opens_by_itself_and_a_shorter_wait_does_not_open_it_earlier() {
        let (gate, now) = (Gate::default(), Instant::now());
        assert_eq!(gate.closed_at(now), None);
        gate.close(Duration::from_secs(500));
        gate.close(Duration::from_secs(1));
        assert!(gate.closed_at(now).is_some_and(|left| left >= Duration::from_secs(500)));
        assert!(gate.open(Duration::from_secs(2)).await.is_err());
        assert_eq!(gate.closed_at(now + Duration::from_secs(501)), None);
        assert_eq!(gate.open(Duration::ZERO).await, Ok(()));
    }
}
