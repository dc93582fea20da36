//! Telegram's patience: 30 messages a second overall, one a second in a chat. Beyond it, 429 with `retry_after`.
//!
//! Its documents speak of messages that are sent. Whoever edits one because a person pressed its button uses none of the
//! thirty (they are for what is sent to many), and in a chat "short bursts" of unknown size: no number is made up here.
//! A bot that was told to wait is refused edits too.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

/// What is allowed, and whose clock counts.
#[derive(Clone, Copy, Debug)]
pub struct Flood {
    /// Messages a second, in all.
    pub overall: usize,
    /// Messages a second in one chat; none: as many as one likes.
    pub per_chat: Option<usize>,
    /// How many of Telegram's seconds pass in one of ours. 0: only what the test moves.
    pub speed: f64,
}

impl Flood {
    /// As Telegram says: 30 a second, one a second in a chat.
    pub const TELEGRAM: Self = Self { overall: 30, per_chat: Some(1), speed: 1.0 };
}

/// Counts.
pub(super) struct Counter {
    rules: Option<Flood>,
    started: Instant,
    moved: f64,
    overall: VecDeque<f64>,
    chats: HashMap<i64, VecDeque<f64>>,
    /// Nobody is listened to before.
    closed_until: f64,
    /// Messages that went out, in each of Telegram's seconds.
    pub taken: Vec<usize>,
    /// 429 answered.
    pub refused: usize,
    /// Messages sent while the door was closed: a bot that does not obey.
    pub impatient: usize,
    /// What was refused, when and why, for whoever looks for the cause.
    pub told: Vec<String>,
}

impl Counter {
    pub(super) fn new() -> Self {
        let (overall, chats) = (VecDeque::new(), HashMap::new());
        let started = Instant::now();
        let (taken, refused, impatient, told) = (Vec::new(), 0, 0, Vec::new());
        Self { rules: None, started, moved: 0.0, overall, chats, closed_until: 0.0, taken, refused, impatient, told }
    }

    pub(super) fn set(&mut self, rules: Option<Flood>) {
        self.rules = rules;
        self.started = Instant::now();
        self.closed_until = 0.0;
        self.moved = 0.0;
        self.taken.clear();
        self.overall.clear();
        self.chats.clear();
    }

    /// The test lets time pass.
    pub(super) fn advance(&mut self, seconds: f64) {
        self.moved += seconds;
    }

    /// A message that is there is changed or taken away, or in how many seconds it may be.
    pub(super) fn touch(&mut self, chat: i64) -> Result<(), u64> {
        self.open(chat).map(drop)
    }

    /// What time it is, with the rules, unless the door is closed.
    fn open(&mut self, chat: i64) -> Result<Option<(Flood, f64)>, u64> {
        let Some(rules) = self.rules else { return Ok(None) };
        let now = self.started.elapsed().as_secs_f64() * rules.speed + self.moved;
        if now >= self.closed_until {
            return Ok(Some((rules, now)));
        }
        self.impatient += 1;
        self.refused += 1;
        self.told.push(format!("{now:.3} s, chat {chat}: closed until {:.3}", self.closed_until));
        Err(seconds(self.closed_until - now))
    }

    /// A message goes out to a chat, or in how many seconds it may.
    pub(super) fn take(&mut self, chat: i64) -> Result<(), u64> {
        let Some((rules, now)) = self.open(chat)? else { return Ok(()) };
        let mut wait: f64 = room(&mut self.overall, rules.overall, now);
        let overall = self.overall.len();
        let mut there = 0;
        if let Some(most) = rules.per_chat {
            let before = self.chats.entry(chat).or_default();
            wait = wait.max(room(before, most, now));
            there = before.len();
        }
        if wait > 0.0 {
            self.refused += 1;
            let early = wait * 1e3;
            self.told.push(format!(
                "{now:.3} s, chat {chat}: {overall} within a second in all, {there} in this chat; {early:.1} ms early"
            ));
            let wait = seconds(wait);
            #[allow(clippy::cast_precision_loss, reason = "a few seconds")]
            let until = now + wait as f64;
            self.closed_until = until;
            return Err(wait);
        }
        let second = whole(now);
        self.taken.resize(self.taken.len().max(second + 1), 0);
        self.taken[second] += 1;
        self.overall.push_back(now);
        if rules.per_chat.is_some() {
            self.chats.entry(chat).or_default().push_back(now);
        }
        Ok(())
    }
}

/// Seconds until there is room for one more within the last second.
fn room(sent: &mut VecDeque<f64>, most: usize, now: f64) -> f64 {
    while sent.front().is_some_and(|at| now - at >= 1.0) {
        sent.pop_front();
    }
    if sent.len() < most { 0.0 } else { sent.front().map_or(0.0, |at| 1.0 - (now - at)) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds, never negative")]
fn seconds(wait: f64) -> u64 {
    wait.ceil().max(1.0) as u64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand seconds, never negative")]
fn whole(now: f64) -> usize {
    now as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_in_a_chat_and_thirty_in_all() {
        let mut counter = Counter::new();
        counter.set(Some(Flood { speed: 0.0, ..Flood::TELEGRAM }));
        assert_eq!(counter.take(1), Ok(()));
        assert_eq!(counter.take(1), Err(1));
        assert_eq!(counter.take(2), Err(1), "closed for all");
        assert_eq!((counter.refused, counter.impatient), (2, 1));
        assert_eq!(counter.touch(1), Err(1), "edits too");
        counter.advance(1.0);
        for chat in 0..30 {
            assert_eq!(counter.take(chat), Ok(()));
        }
        assert_eq!((counter.touch(1), counter.touch(1)), (Ok(()), Ok(())), "what stands there is no new message");
        assert_eq!(counter.take(77), Err(1));
    }
}
