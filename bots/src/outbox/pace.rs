//! How fast a network may be written to, by all instances together: thirty lanes of one message a second (or as many as
//! its rule says), kept in one row.
//!
//! A network counts what *arrives* within any second, and what is sent on time may arrive late. So a lane is given again
//! once its message was answered, and its next one goes a second after that arrived: where each lane has one in any
//! second, all of them have thirty, whatever order they arrive in and however slow a machine is. Nobody is told when a
//! message arrived, but when its answer came: what it took longer than the quickest one is taken for lateness. (An even
//! distance between all, moved by whoever is late, would lose what the latest of thirty loses, for all thirty.)

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// After so many windows without an answer a lane is free: whoever had its slot is gone, or the message is.
const PATIENCE: i64 = 5;

/// How fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Messages that may arrive within any `window`.
    pub burst: i64,
    /// That time.
    pub window: SignedDuration,
    /// How much later than others a message may arrive without harm. The price: so much is lost of each window.
    pub slack: SignedDuration,
}

impl Rule {
    /// Telegram: thirty a second.
    pub const TELEGRAM: Self =
        Self { burst: 30, window: SignedDuration::from_secs(1), slack: SignedDuration::from_millis(8) };
    /// Matrix: a homeserver says by itself when it is too much, and is heeded; an operator who raises its limits for the
    /// bot gets five a second.
    pub const MATRIX: Self =
        Self { burst: 5, window: SignedDuration::from_secs(1), slack: SignedDuration::from_millis(8) };

    /// From one slot to the next, where nothing is late (microseconds).
    pub fn every(&self) -> i64 {
        micros(self.window + self.slack).div_euclid(self.burst.max(1)) + 1
    }

    /// The least distance of two slots (microseconds): near to an even one, so that whoever is answered never waits long
    /// for a slot, and with room for lanes to pass one that is late.
    pub fn apart(&self) -> i64 {
        self.every() * 4 / 5
    }
}

/// When one message may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which one: they are counted for ever.
    pub number: i64,
    /// When (microseconds).
    pub at: i64,
}

impl Slot {
    /// When.
    pub fn instant(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at).unwrap_or(Timestamp::MAX)
    }
}

/// The row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Slots given so far.
    pub given: i64,
    /// The next one is not before that (microseconds).
    pub next: i64,
    /// One for each message that may arrive within a window; none in a row that was never used.
    pub lanes: Vec<Lane>,
}

/// One message in any window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(i64, i64)", from = "(i64, i64)")]
pub struct Lane {
    /// Its last slot.
    last: i64,
    /// When its next one may be (microseconds).
    free: i64,
}

impl From<Lane> for (i64, i64) {
    fn from(it: Lane) -> Self {
        (it.last, it.free)
    }
}

impl From<(i64, i64)> for Lane {
    fn from((last, free): (i64, i64)) -> Self {
        Self { last, free }
    }
}

impl Pace {
    /// Gives the next `n` slots, none before `now`; fewer, where no more are to come within half a window.
    pub fn take(&mut self, rule: &Rule, now: i64, n: i64) -> Vec<Slot> {
        let lanes = usize::try_from(rule.burst.max(1)).unwrap_or(1);
        // A row of an older program, which gave slots at even distances, the next one then.
        let free = self.next;
        self.lanes.resize(lanes, Lane { last: -1, free });
        (0..n).map_while(|_| self.one(rule, now)).collect()
    }

    fn one(&mut self, rule: &Rule, now: i64) -> Option<Slot> {
        let (number, early, window) = (self.given, self.next.max(now), micros(rule.window));
        let lane = self.lanes.iter_mut().min_by_key(|it| it.free)?;
        if lane.free > early + window / 2 {
            return None;
        }
        let at = lane.free.max(early);
        *lane = Lane { last: number, free: at + PATIENCE * window };
        (self.given, self.next) = (number + 1, at + rule.apart());
        Some(Slot { number, at })
    }

    /// The message of a slot was answered, so much later than others (microseconds): its lane is free again a window
    /// after it may have arrived.
    pub fn answered(&mut self, rule: &Rule, slot: Slot, excess: i64) {
        if let Some(lane) = self.lanes.iter_mut().find(|it| it.last == slot.number) {
            // Its way there may have been longer, and the way back shorter, than the quickest one's.
            let late = micros(rule.slack).max(excess + micros(rule.slack) / 2);
            lane.free = slot.at + micros(rule.window) + late;
        }
    }

    /// Nothing goes before then.
    pub fn shut(&mut self, until: i64) {
        self.next = self.next.max(until);
    }
}

/// What messages take there and back, to tell which of them took longer than they must.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quickest {
    seen: i64,
    best: Option<i64>,
}

impl Quickest {
    /// How much longer it took than the quickest one (microseconds). While only few are known, all of it: nobody can
    /// tell yet.
    pub fn excess(&mut self, rule: &Rule, took: i64) -> i64 {
        let took = took.max(0);
        let best = self.best.map_or(took, |it| it.min(took));
        self.best = Some(best);
        self.seen += 1;
        if self.seen <= rule.burst { took } else { took - best }
    }
}

/// In microseconds.
pub fn micros(span: SignedDuration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}
