//! Telegram's "wait": after a 429, nothing is sent until it has passed.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long after a 429 messages go out one by one, and how far apart: so that all who waited are not refused together
/// again.
const CAREFUL: (Duration, Duration) = (Duration::from_secs(30), Duration::from_millis(35));
/// Whoever would wait longer than this for their turn comes back later.
const QUEUE: Duration = Duration::from_secs(2);

/// Closed for as long as Telegram said, and careful for a while after that.
#[derive(Debug, Default)]
pub(super) struct Gate {
    closed: Mutex<Option<Instant>>,
    /// Until when to be careful, and when the next one may go.
    careful: Mutex<Option<(Instant, Instant)>>,
}

impl Gate {
    /// Closes it for that long, from now on.
    pub(super) fn close(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.is_none_or(|before| before < until) {
            *closed = Some(until);
        }
        *self.careful.lock().unwrap_or_else(PoisonError::into_inner) = Some((until + CAREFUL.0, until));
    }

    /// Lets one message through, or says how long to stay away.
    pub(super) async fn pass(&self) -> Result<(), Duration> {
        if let Some(left) = self.closed() {
            return Err(left);
        }
        if let Some(turn) = self.turn(Instant::now())? {
            tokio::time::sleep_until(turn).await;
            // Closed again while waiting.
            if let Some(left) = self.closed() {
                return Err(left);
            }
        }
        Ok(())
    }

    /// When the next one may go; none: at once.
    fn turn(&self, now: Instant) -> Result<Option<Instant>, Duration> {
        let mut careful = self.careful.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((until, next)) = careful.as_mut() else { return Ok(None) };
        if *until <= now {
            *careful = None;
            return Ok(None);
        }
        let turn = (*next).max(now);
        if turn - now > QUEUE {
            return Err(turn - now);
        }
        *next = turn + CAREFUL.1;
        Ok(Some(turn))
    }

    /// How long it stays closed; none if it is open.
    pub(super) fn closed(&self) -> Option<Duration> {
        self.closed_at(Instant::now())
    }

    fn closed_at(&self, now: Instant) -> Option<Duration> {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
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

    #[test]
    fn after_it_was_closed_messages_go_one_by_one_for_a_while() {
        let (gate, now) = (Gate::default(), Instant::now());
        assert_eq!(gate.turn(now), Ok(None));
        gate.close(Duration::ZERO);
        let later = now + Duration::from_secs(1);
        let turns: Vec<_> = (0..100).map(|_| gate.turn(later)).collect();
        assert_eq!(turns[0], Ok(Some(later)));
        assert_eq!(turns[3], Ok(Some(later + 3 * CAREFUL.1)));
        assert!(turns[99].is_err(), "the last of many come back later");
        assert_eq!(gate.turn(later + CAREFUL.0), Ok(None));
    }
}
