//! How fast a network may be written to, by all instances together: slots at even distances (GCRA), kept in one row.
//!
//! A network counts what *arrives* within any second, and what is sent on time may arrive late. So the slots lie a
//! little further apart than they must ([`Rule::slack`]), and whoever sees that a message took longer than that moves the
//! row: the slots that are still to be given wait until the late one is a second old. What every message takes is no
//! lateness: only what a message took longer than the quickest one.

use jiff::{SignedDuration, Timestamp};

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
        Self { burst: 30, window: SignedDuration::from_secs(1), slack: SignedDuration::from_millis(10) };
    /// Matrix: a homeserver says by itself when it is too much, and is heeded; an operator who raises its limits for the
    /// bot gets five a second.
    pub const MATRIX: Self =
        Self { burst: 5, window: SignedDuration::from_secs(1), slack: SignedDuration::from_millis(10) };

    /// From one slot to the next, in microseconds.
    pub fn every(&self) -> i64 {
        micros(self.window + self.slack).div_euclid(self.burst.max(1)) + 1
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Slots given so far.
    pub given: i64,
    /// When the next one may be (microseconds).
    pub next: i64,
}

impl Pace {
    /// Gives the next `n` slots, none before `now`.
    pub fn take(&mut self, rule: &Rule, now: i64, n: i64) -> Vec<Slot> {
        let first = self.next.max(now);
        let slots = (0..n).map(|k| Slot { number: self.given + k, at: first + k * rule.every() }).collect();
        self.given += n;
        self.next = first + n * rule.every();
        slots
    }

    /// The message of a slot may have arrived so much later than others (microseconds): those to come wait for it.
    pub fn late(&mut self, rule: &Rule, slot: Slot, excess: i64) {
        let over = excess.min(micros(rule.window)) - micros(rule.slack);
        if over > 0 {
            self.next = self.next.max(slot.at + (self.given - slot.number) * rule.every() + over);
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
