//! One desk for each person who waits for something: what happens to them lies there in order.

use super::call::Answered;
use super::inner::lock;
use super::{ChatKey, HearError, Update};
use isoloir_shared::core::TimerId;
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Instant;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Something to do for somebody.
pub(super) enum Job {
    /// They did something: [`Desks::next`] is what.
    Update,
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
    /// As many as the queue has [`Job::Update`].
    updates: VecDeque<Box<Heard>>,
}

/// What came of an update that was put on a desk.
pub(super) struct Put {
    /// The other end of a new queue: whoever gets it is to work there.
    pub begins: Option<UnboundedReceiver<Job>>,
    /// The one that had to go for it.
    pub gone: Option<Box<Heard>>,
}

impl Desks {
    /// Puts a job; whoever gets the other end of the queue is to work there.
    pub fn put(&self, chat: &ChatKey, job: Job) -> Option<UnboundedReceiver<Job>> {
        let mut desks = lock(&self.0);
        let (desk, begins) = desk(&mut desks, chat);
        // The other end goes only after the desk does.
        drop(desk.queue.send(job));
        begins
    }

    /// Puts an update. Where `most` wait already the oldest goes: what somebody said last is what they want answered.
    pub fn put_update(&self, chat: &ChatKey, heard: Heard, most: usize) -> Put {
        let mut desks = lock(&self.0);
        let (desk, begins) = desk(&mut desks, chat);
        let gone = if desk.updates.len() >= most { desk.updates.pop_front() } else { None };
        desk.updates.push_back(Box::new(heard));
        if gone.is_none() {
            drop(desk.queue.send(Job::Update));
        }
        Put { begins, gone }
    }

    /// The oldest update that waits.
    pub fn next(&self, chat: &ChatKey) -> Option<Box<Heard>> {
        lock(&self.0).get_mut(chat)?.updates.pop_front()
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

/// Somebody's desk; the other end of its queue where it is a new one.
fn desk<'a>(desks: &'a mut HashMap<ChatKey, Desk>, chat: &ChatKey) -> (&'a mut Desk, Option<UnboundedReceiver<Job>>) {
    let mut begins = None;
    let desk = desks.entry(chat.clone()).or_insert_with(|| {
        let (queue, jobs) = unbounded_channel();
        begins = Some(jobs);
        Desk { queue, updates: VecDeque::new() }
    });
    (desk, begins)
}
