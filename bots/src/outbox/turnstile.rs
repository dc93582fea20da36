//! One instance's way to the slots: a few are taken ahead, answers to people go first, what is announced takes the rest.

use super::pace::{Quickest, Rule, Slot, micros};
use super::shelf::Shelf;
use crate::engine::{Clock, Network};
use jiff::SignedDuration;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

/// Slots that one instance holds at most: a third of a second of Telegram's. The more, the longer answers wait for them;
/// the fewer, the sooner a slow disk lets one pass by.
const AHEAD: usize = 10;
/// The next ones are taken when so few are left.
const LOW: usize = 6;
/// So long somebody waits for an answer's slot at most.
const PATIENCE: Duration = Duration::from_secs(4);

/// One instance's way to the slots of one network.
pub struct Turnstile {
    shelf: Arc<dyn Shelf>,
    clock: Arc<dyn Clock>,
    network: Network,
    rule: Rule,
    /// Answers keep the pace until then (microseconds): while something is being announced, by whichever instance.
    busy_until: AtomicI64,
    /// What is announced goes from then on.
    opens: AtomicI64,
    waits: Mutex<Waits>,
    wanted: Notify,
}

#[derive(Default)]
struct Waits {
    answers: VecDeque<oneshot::Sender<Slot>>,
    rest: VecDeque<oneshot::Sender<Slot>>,
    slots: VecDeque<Slot>,
    quickest: Quickest,
    /// Taken before the network asked to wait: they hold no more.
    shut_until: i64,
    /// This instance gives no more turns.
    ended: bool,
}

impl Waits {
    fn wanted(&mut self) -> usize {
        self.answers.retain(|it| !it.is_closed());
        self.rest.retain(|it| !it.is_closed());
        self.answers.len() + self.rest.len()
    }
}

impl Turnstile {
    /// Of one network.
    pub fn new(shelf: Arc<dyn Shelf>, clock: Arc<dyn Clock>, network: Network, rule: Rule) -> Self {
        // Until this instance has looked, nobody knows: others may be announcing.
        let (busy_until, opens) = (AtomicI64::new(i64::MAX), AtomicI64::new(i64::MIN));
        let (waits, wanted) = (Mutex::default(), Notify::new());
        Self { shelf, clock, network, rule, busy_until, opens, waits, wanted }
    }

    /// The pace that it keeps.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// What this instance finds, which looks again after `rest`: something is being announced, or not any more.
    ///
    /// The permitted rate is used up by what is announced: one answer beside it that took no slot is one too many within
    /// its second. So answers take slots from here on, and what is announced begins when those that took none (here
    /// before, and with others until they have looked) are older than that. It is over for answers a second after its
    /// last message.
    pub fn find(&self, busy: bool, rest: SignedDuration) {
        let now = micros_now(self.clock.as_ref());
        let before = self.busy_until.load(Ordering::Relaxed);
        if busy && before < i64::MAX {
            // The others' look may take a little, too.
            self.opens.store(now + micros(rest + rest / 2 + self.rule.window), Ordering::Relaxed);
            self.busy_until.store(i64::MAX, Ordering::Relaxed);
        } else if !busy && before == i64::MAX {
            self.busy_until.store(now + micros(self.rule.window), Ordering::Relaxed);
        }
    }

    /// A turn for an answer to somebody: before all that is announced. None: at once, nobody else is sending; or the
    /// store gives none, and somebody who waits is not to wait for it.
    pub async fn answer(&self) -> Option<Slot> {
        if self.busy_until.load(Ordering::Relaxed) <= micros_now(self.clock.as_ref()) {
            return None;
        }
        let turn = self.line(|waits, turn| waits.answers.push_back(turn));
        tokio::time::timeout(PATIENCE, turn).await.ok()?.ok()
    }

    /// A turn for what is announced. None: this instance ends.
    pub async fn rest(&self) -> Option<Slot> {
        let early = self.opens.load(Ordering::Relaxed).saturating_sub(micros_now(self.clock.as_ref()));
        if early > 0 {
            tokio::time::sleep(self.clock.real(SignedDuration::from_micros(early))).await;
        }
        self.line(|waits, turn| waits.rest.push_back(turn)).await.ok()
    }

    fn line(&self, put: impl FnOnce(&mut Waits, oneshot::Sender<Slot>)) -> oneshot::Receiver<Slot> {
        let (turn, told) = oneshot::channel();
        let mut waits = self.waits();
        // Dropped where nobody gives turns any more: then there is none to wait for.
        if !waits.ended {
            put(&mut waits, turn);
        }
        drop(waits);
        self.wanted.notify_one();
        told
    }

    /// The network answered what was sent in a slot: its lane can be given again.
    pub async fn answered(&self, slot: Slot) {
        let took = micros_now(self.clock.as_ref()) - slot.at;
        let excess = self.waits().quickest.excess(&self.rule, took);
        if let Err(error) = self.shelf.answered(self.network, self.rule, slot, excess).await {
            tracing::warn!(%error, "a lane stays closed for a while");
        }
    }

    /// The network asked to wait: no slot is used before that, by any instance.
    pub async fn shut(&self, wait: Duration) {
        let until = self.clock.now() + SignedDuration::try_from(wait).unwrap_or(SignedDuration::ZERO);
        {
            let mut waits = self.waits();
            waits.slots.clear();
            waits.shut_until = waits.shut_until.max(until.as_microsecond());
        }
        if let Err(error) = self.shelf.shut(self.network, until).await {
            tracing::warn!(%error, "other instances are not told to wait");
        }
    }

    /// Gives turns until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        let give = async {
            loop {
                self.round().await;
            }
        };
        tokio::select! {
            () = give => {}
            () = stop.cancelled() => {}
        }
        let mut waits = self.waits();
        (waits.answers, waits.rest) = Default::default();
        waits.ended = true;
    }

    /// Waits until somebody wants a turn, and gives what there is.
    async fn round(&self) {
        let (wanted, held) = {
            let mut waits = self.waits();
            (waits.wanted(), waits.slots.len())
        };
        if wanted == 0 {
            return self.wanted.notified().await;
        }
        if held == 0 {
            return self.refill(wanted.min(AHEAD)).await;
        }
        // More are fetched while those that are there are given.
        let more = async {
            if held < LOW && wanted > held {
                self.refill((wanted - held).min(AHEAD - held)).await;
            }
        };
        tokio::join!(more, self.give(held));
    }

    async fn refill(&self, wanted: usize) {
        let wanted = u32::try_from(wanted).unwrap_or(1);
        match self.shelf.slots(self.network, self.rule, self.clock.now(), wanted).await {
            // All lanes are given away, and not answered yet.
            Ok(slots) if slots.is_empty() => {
                tokio::time::sleep(self.clock.real(SignedDuration::from_micros(self.rule.every()))).await;
            }
            Ok(slots) => {
                let mut waits = self.waits();
                let shut = waits.shut_until;
                waits.slots.extend(slots.into_iter().filter(|it| it.at >= shut));
            }
            Err(error) => {
                tracing::warn!(%error, "no slots: the store does not answer");
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
    }

    /// Gives so many slots, each at its time.
    async fn give(&self, most: usize) {
        for _ in 0..most {
            let Some(slot) = self.waits().slots.pop_front() else { return };
            let early = slot.at - micros_now(self.clock.as_ref());
            if early > 0 {
                tokio::time::sleep(self.clock.real(SignedDuration::from_micros(early))).await;
            } else if -early > micros(self.rule.window) {
                // Passed by; its lane may have been given again. A slot that is a little late is used: its lane waits.
                continue;
            }
            let mut waits = self.waits();
            if slot.at < waits.shut_until {
                continue;
            }
            let mut slot = Some(slot);
            while let Some(given) = slot {
                let Some(next) = waits.answers.pop_front().or_else(|| waits.rest.pop_front()) else { return };
                slot = next.send(given).err();
            }
        }
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros_now(clock: &dyn Clock) -> i64 {
    clock.now().as_microsecond()
}
