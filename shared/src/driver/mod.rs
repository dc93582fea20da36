//! The effect loop: a session with its hands and ears. Front ends feed it events and look at its screen; calls, timers,
//! saves and the stream of events happen here, beside them, and come back as events.

mod archive;
mod demo;
mod device;
mod file;
mod listen;
mod verification;
mod worker;

pub use archive::{NotVerified, Spool, load, verify_file};
pub use demo::{DemoError, DemoHandle, DemoPlatform};
pub use device::Device;
pub use file::{Files, Memory, Storage};
pub use listen::listen;

use crate::api::client::Client;
use crate::api::types::Lang;
use crate::core::{Channel, DemoCall, Effect, Event, Session, Start};
use crate::view::Screen;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Interval;
use worker::Worker;

/// What a driver works with.
pub struct Setup {
    /// The language of the system.
    pub lang: Lang,
    /// The platform to talk to, if it is known.
    pub client: Option<Client>,
    /// What this device keeps.
    pub device: Device,
    /// Where a demonstration comes from.
    pub demo: Option<Arc<dyn DemoHandle>>,
}

/// A running session.
pub struct Driver {
    session: Session,
    /// Where saves are noted before a screen shows what they hold.
    device: Device,
    /// A demonstration leaves nothing on this device.
    demo_lasts: bool,
    wishes: mpsc::UnboundedSender<Effect>,
    events: mpsc::UnboundedReceiver<Event>,
    worker: JoinHandle<()>,
    second: Interval,
}

impl Driver {
    /// Starts a session. What it wishes of the front end at once is to be done like the answers of [`Driver::handle`].
    pub fn start(setup: Setup) -> (Self, Vec<Effect>) {
        let start = Start {
            now: Timestamp::now(),
            seed: seed(),
            channel: Channel::Terminal,
            public: Arc::default(),
            lang: setup.lang,
            connected: setup.client.is_some(),
            signed_in: setup.client.as_ref().is_some_and(Client::signed_in),
            lasts: setup.device.lasts(),
            demo_lasts: setup.demo.as_ref().is_some_and(|demo| demo.lasts()),
            saved: setup.device.session(),
        };
        let (wishes, queue) = mpsc::unbounded_channel();
        let (tell, events) = mpsc::unbounded_channel();
        let (device, demo_lasts) = (setup.device.clone(), start.demo_lasts);
        let worker = tokio::spawn(Worker::new(setup, tell).run(queue));
        let mut second = tokio::time::interval(Duration::from_secs(1));
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let mut driver = Self { session: Session::new(), device, demo_lasts, wishes, events, worker, second };
        let rest = driver.tell(Event::Start(start));
        (driver, rest)
    }

    /// Tells the session something. What only a front end can do (`Notify`, `Deliver`, `Leave`) comes back.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let mut rest = self.tell(Event::Tick(Timestamp::now()));
        if !matches!(event, Event::Tick(_)) {
            rest.extend(self.tell(event));
        }
        rest
    }

    fn tell(&mut self, event: Event) -> Vec<Effect> {
        let mut rest = Vec::new();
        for effect in self.session.handle(event) {
            match &effect {
                Effect::Save(bytes) => self.device.note_session(bytes),
                Effect::Demo(DemoCall::Start) if !self.demo_lasts => self.device = Device::forgetful(),
                _ => {}
            }
            match effect {
                Effect::Notify(_) | Effect::Deliver(_) | Effect::Leave => rest.push(effect),
                // One queue, one worker: what was wished first is done first.
                other => drop(self.wishes.send(other)),
            }
        }
        rest
    }

    /// The next thing that happens by itself: an answer, a timer, an event of the platform, a second gone by.
    pub async fn next_event(&mut self) -> Event {
        tokio::select! {
            Some(event) = self.events.recv() => event,
            _ = self.second.tick() => Event::Tick(Timestamp::now()),
        }
    }

    /// What is to be seen now.
    pub fn screen(&self) -> Screen {
        self.session.screen()
    }

    /// The language to read it in.
    pub fn lang(&self) -> Lang {
        self.session.lang()
    }

    /// Ends: what was wished before is kept first.
    pub async fn finish(self) {
        drop(self.wishes);
        if let Err(error) = self.worker.await {
            tracing::warn!(%error, "the driver ended badly");
        }
    }
}

/// Fresh randomness of the system.
fn seed() -> [u8; 32] {
    let mut hash = Sha256::new();
    for _ in 0..4 {
        hash.update(uuid::Uuid::new_v4());
    }
    hash.finalize().into()
}
