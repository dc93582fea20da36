//! What all people's conversations share.

use super::desks::{Desks, Heard, Job};
use super::wake::Stirred;
use super::{ChatKey, Clock, Hands, Network, Pace};
use crate::observe::Measures;
use crate::store::{Run, Vault};
use futures::FutureExt;
use isoloir_shared::api::client::Client;
use isoloir_shared::core::{Channel, Public};
use jiff::Timestamp;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a process that has just started waits for the platform's first answer.
const FIRST_ANSWER: Duration = Duration::from_secs(5);

/// What an engine works with, shared by all its tasks.
pub(super) struct Inner {
    pub vault: Vault,
    /// The platform, as nobody in particular.
    pub platform: Client,
    pub clock: Arc<dyn Clock>,
    pub pace: Pace,
    pub measures: Arc<Measures>,
    /// This run of the program.
    pub run: Run,
    pub desks: Desks,
    /// Room for updates that wait.
    pub room: Arc<Semaphore>,
    /// Turns that are taken at once.
    pub turns: Semaphore,
    /// Calls that are made at once.
    pub calls: Semaphore,
    /// A phase opened or closed, and not everybody who sees it was shown.
    pub stirred: Mutex<Option<Stirred>>,
    /// No update is taken any more.
    pub stopping: CancellationToken,
    /// Everything ends now.
    pub ended: CancellationToken,
    pub tasks: TaskTracker,
    hands: Mutex<HashMap<Network, Arc<dyn Hands>>>,
    public: Mutex<Arc<Public>>,
    reached: AtomicBool,
    /// The platform was asked once what everyone may know.
    asked: watch::Sender<bool>,
}

impl Inner {
    pub fn new(vault: Vault, platform: Client, clock: Arc<dyn Clock>, pace: Pace, measures: Arc<Measures>) -> Self {
        Self {
            vault,
            platform,
            clock,
            measures,
            run: Run(rand::random::<i64>()),
            desks: Desks::default(),
            room: Arc::new(Semaphore::new(pace.waiting)),
            turns: Semaphore::new(pace.turns),
            calls: Semaphore::new(pace.calls),
            pace,
            stirred: Mutex::default(),
            stopping: CancellationToken::new(),
            ended: CancellationToken::new(),
            tasks: TaskTracker::new(),
            hands: Mutex::default(),
            public: Mutex::default(),
            reached: AtomicBool::new(false),
            asked: watch::Sender::new(false),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn attach(&self, hands: Arc<dyn Hands>) {
        lock(&self.hands).insert(hands.network(), hands);
    }

    /// A network's hands; none where this process does not serve it.
    pub fn hands(&self, network: Network) -> Option<Arc<dyn Hands>> {
        lock(&self.hands).get(&network).cloned()
    }

    /// What everyone may know, as far as this process does.
    pub fn public(&self) -> Arc<Public> {
        lock(&self.public).clone()
    }

    /// A session may have learnt something that everyone may know.
    pub fn learn(&self, public: &Arc<Public>) {
        lock(&self.public).keep_newest(public);
    }

    /// The platform was asked once what everyone may know, and answered or did not.
    pub fn asked(&self) {
        self.asked.send_replace(true);
    }

    /// Waits for that, for a while: a process that has just started would otherwise take a ballot's button for an old
    /// one, as it does not know yet which vote is open.
    pub async fn informed(&self) {
        let mut asked = self.asked.subscribe();
        let _ = tokio::time::timeout(FIRST_ANSWER, asked.wait_for(|it| *it)).await;
        self.asked();
    }

    /// The platform answered, or did not.
    pub fn reached(&self, reached: bool) {
        self.reached.store(reached, Ordering::Relaxed);
    }

    /// The platform answered last time.
    pub fn is_reached(&self) -> bool {
        self.reached.load(Ordering::Relaxed)
    }

    /// Puts something before somebody's worker, and starts one if there is none.
    pub fn put(self: &Arc<Self>, chat: &ChatKey, job: Job) {
        if let Some(queue) = self.desks.put(chat, job) {
            self.work(chat, queue);
        }
    }

    /// Puts what somebody did before their worker, and starts one if there is none. Of somebody who sends faster than
    /// anyone can read, what has waited longest is let go.
    pub fn put_update(self: &Arc<Self>, chat: &ChatKey, heard: Heard) {
        let put = self.desks.put_update(chat, heard, self.pace.each);
        if let Some(gone) = put.gone {
            self.measures.dropped(chat.network);
            let _ = gone.noted.send(Ok(()));
        }
        if let Some(queue) = put.begins {
            self.work(chat, queue);
        }
    }

    fn work(self: &Arc<Self>, chat: &ChatKey, queue: UnboundedReceiver<Job>) {
        let (inner, chat) = (self.clone(), chat.clone());
        let work = async move {
            let work = super::worker::work(inner.clone(), chat.clone(), queue);
            tokio::select! {
                worked = AssertUnwindSafe(work).catch_unwind() => if worked.is_err() {
                    // A fault of ours. What lay on the desk is handed in again, to another worker.
                    inner.measures.failed(chat.network);
                    inner.desks.close(&chat);
                },
                () = inner.ended.cancelled() => inner.desks.close(&chat),
            }
        };
        self.tasks.spawn(work);
    }
}

/// What carries a conversation in a network.
pub(super) fn channel(network: Network) -> Channel {
    match network {
        Network::Telegram => Channel::Telegram,
        Network::Matrix => Channel::Matrix,
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
