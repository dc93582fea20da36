//! How far an announcement is.

use super::pace::Rule;
use jiff::{SignedDuration, Timestamp};

/// How far, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The network took it.
    pub delivered: u64,
    /// They stopped the bot, or are gone.
    pub unreachable: u64,
    /// They did not want it any more.
    pub unsubscribed: u64,
    /// The network refused the message itself.
    pub refused: u64,
    /// Still to be sent, or being sent.
    pub waiting: u64,
    /// Of these, how many wait for the morning or for another try.
    pub later: u64,
    /// No answer came, and it is not tried again: perhaps they have it.
    pub unknown: u64,
    /// Sent again though the first may have arrived: at most so many got it twice.
    pub repeated: u64,
    /// Every subscriber has their row.
    pub filled: bool,
    /// The last instant that something waits for.
    pub last_due: Option<Timestamp>,
}

impl Progress {
    /// When the last one may go, at the permitted pace; none: nothing is left.
    pub fn ends(&self, rule: &Rule, now: Timestamp) -> Option<Timestamp> {
        let left = i64::try_from(self.waiting).unwrap_or(i64::MAX);
        let by_pace = now + SignedDuration::from_micros(left.saturating_mul(rule.every()));
        (left > 0).then(|| self.last_due.map_or(by_pace, |due| due.max(by_pace)))
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.delivered + self.unreachable + self.unsubscribed + self.refused + self.waiting + self.unknown
    }
}
