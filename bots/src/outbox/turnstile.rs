//! One instance's way to the slots: a few are taken ahead, answers to people go first, what is announced takes the rest.

use super::pace::{Quickest, Rule, Slot, micros};
use super::shelf::Shelf;
use crate::engine::{Clock, Network};
use jiff::SignedDuration;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

/// Slots that one instance holds at most: a third of a second of Telegram's. The more, the longer answers wait for them;
/// the fewer, the sooner a slow disk lets one pass by.
const AHEAD: usize = 10;
/// The next ones are taken when so few are left.
const LOW: usize = 6;

/// One instance's way to the slots of one network.
pub struct Turnstile {
    shelf: Arc<dyn Shelf>,
    clock: Arc<dyn Clock>,
    network: Network,
    rule: Rule,
    /// Something is being announced, by whichever instance: only then do answers keep the pace too.
    busy: AtomicBool,
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
        let (busy, waits, wanted) = (AtomicBool::new(false), Mutex::default(), Notify::new());
        Self { shelf, clock, network, rule, busy, waits, wanted }
    }

    /// The pace that it keeps.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// Something is being announced, or not any more.
    pub fn set_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::Relaxed);
    }

    /// A turn for an answer to somebody: before all that is announced. None: at once, nobody else is sending; or the
    /// store gives none, and somebody who waits is not to wait for it.
    pub async fn answer(&self) -> Option<Slot> {
        if !self.busy.load(Ordering::Relaxed) {
            return None;
        }
        let turn = self.line(|waits, turn| waits.answers.push_back(turn));
        tokio::time::timeout(Duration::from_secs(2), turn).await.ok()?.ok()
    }

    /// A turn for what is announced. None: this instance ends.
    pub async fn rest(&self) -> Option<Slot> {
        self.line(|waits, turn| waits.rest.push_back(turn)).await.ok()
    }

    fn line(&self, put: impl FnOnce(&mut Waits, oneshot::Sender<Slot>)) -> oneshot::Receiver<Slot> {
        let (turn, told) = oneshot::channel();
        put(&mut self.waits(), turn);
        self.wanted.notify_one();
        told
    }

    /// The network answered what was sent in a slot. If that took long, those who come after wait a little.
    pub async fn answered(&self, slot: Slot) {
        let took = micros_now(self.clock.as_ref()) - slot.at;
        let excess = self.waits().quickest.excess(&self.rule, took);
        if excess > micros(self.rule.slack)
            && let Err(error) = self.shelf.late(self.network, self.rule, slot, excess).await
        {
            tracing::warn!(%error, "the pace cannot be slowed down");
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
            return self.refill(wanted).await;
        }
        // More are fetched while those that are there are given.
        let more = async {
            if held < LOW && wanted > held {
                self.refill(wanted - held).await;
            }
        };
        tokio::join!(more, self.give(held));
    }

    async fn refill(&self, wanted: usize) {
        let most = u32::try_from(wanted.min(AHEAD)).unwrap_or(1);
        match self.shelf.slots(self.network, self.rule, self.clock.now(), most).await {
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
            } else if -early > self.rule.every() {
                // Passed by: used now it would only push those behind it.
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
