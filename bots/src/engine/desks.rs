//! One desk for each person who waits for something: what happens to them lies there in order.

use super::call::Answered;
use super::inner::lock;
use super::{ChatKey, HearError, Update};
use isoloir_shared::core::TimerId;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Something to do for somebody.
pub(super) enum Job {
    /// They did something.
    Update(Box<Heard>),
    /// The platform answered.
    Answered(Box<Answered>),
    /// A timer came.
    Timer(TimerId),
    /// Nobody may be carrying their calls, or they have not been shown their last turn.
    TakeUp,
    /// A phase opened or closed, which they see.
    Wake,
}

/// An update on its way.
pub(super) struct Heard {
    pub update: Update,
    pub noted: oneshot::Sender<Result<(), HearError>>,
    pub at: Instant,
    pub room: OwnedSemaphorePermit,
}

/// All desks at which somebody works.
#[derive(Default)]
pub(super) struct Desks(Mutex<HashMap<ChatKey, Desk>>);

struct Desk {
    queue: UnboundedSender<Job>,
    updates: usize,
}

impl Desks {
    /// Puts a job; whoever gets the other end of the queue is to work there.
    pub fn put(&self, chat: &ChatKey, job: Job) -> Option<UnboundedReceiver<Job>> {
        let mut desks = lock(&self.0);
        let update = usize::from(matches!(job, Job::Update(_)));
        if let Some(desk) = desks.get_mut(chat) {
            desk.updates += update;
            // The other end goes only after the desk does.
            drop(desk.queue.send(job));
            return None;
        }
        let (queue, jobs) = unbounded_channel();
        drop(queue.send(job));
        desks.insert(chat.clone(), Desk { queue, updates: update });
        Some(jobs)
    }

    /// How many updates of somebody wait.
    pub fn updates(&self, chat: &ChatKey) -> usize {
        lock(&self.0).get(chat).map_or(0, |desk| desk.updates)
    }

    /// An update was taken from the queue.
    pub fn taken(&self, chat: &ChatKey) {
        if let Some(desk) = lock(&self.0).get_mut(chat) {
            desk.updates = desk.updates.saturating_sub(1);
        }
    }

    /// The worker goes, if nothing came meanwhile.
    pub fn leave(&self, chat: &ChatKey, jobs: &UnboundedReceiver<Job>) -> bool {
        let mut desks = lock(&self.0);
        if jobs.is_empty() {
            desks.remove(chat);
            return true;
        }
        false
    }

    /// The worker goes, whatever waits.
    pub fn close(&self, chat: &ChatKey) {
        lock(&self.0).remove(chat);
    }

    /// How many people something is being done for.
    pub fn count(&self) -> usize {
        lock(&self.0).len()
    }
}
