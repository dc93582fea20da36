//! What everyone may know, kept fresh by one session that is nobody's: it hears the platform's events, once for the
//! whole process, and everybody's session knows what it learns.

use super::inner::Inner;
use isoloir_shared::api::types::{Lang, PhaseView};
use isoloir_shared::core::{Channel, Effect, Event, Session, Start, TimerId};
use isoloir_shared::driver::listen;
use isoloir_shared::view::{Intent, Place};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How often the clock is looked at: a phase may open by it.
const TICK: Duration = Duration::from_secs(5);

/// Until the engine ends.
pub(super) async fn cry(inner: Arc<Inner>) {
    tokio::select! {
        () = Crier::new(inner.clone()).run() => {}
        () = inner.stopping.cancelled() => {}
    }
}

struct Crier {
    inner: Arc<Inner>,
    session: Session,
    timers: Vec<(Timestamp, TimerId)>,
    /// The phases that people were told of.
    phases: Vec<PhaseView>,
}

impl Crier {
    fn new(inner: Arc<Inner>) -> Self {
        Self { inner, session: Session::new(), timers: Vec::new(), phases: Vec::new() }
    }

    async fn run(mut self) {
        let start = Start {
            now: self.inner.now(),
            seed: rand::random(),
            channel: Channel::Telegram,
            lang: Lang::Fr,
            connected: true,
            signed_in: false,
            lasts: true,
            demo_lasts: false,
            public: self.inner.public(),
            saved: None,
        };
        self.tell(Event::Start(start)).await;
        self.inner.asked();
        // The list of candidates is learnt once for everybody, and again when it changes.
        self.tell(Event::Intent(Intent::Open(Place::Candidates))).await;
        let (tell, mut heard) = mpsc::unbounded_channel();
        let mut ear = JoinSet::new();
        ear.spawn(listen(self.inner.platform.clone(), tell));
        let mut tick = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                Some(event) = heard.recv() => self.tell(event).await,
                _ = tick.tick() => self.time().await,
            }
        }
    }

    /// Time passes.
    async fn time(&mut self) {
        let now = self.inner.now();
        self.tell(Event::Tick(now)).await;
        let (due, later) = std::mem::take(&mut self.timers).into_iter().partition(|(at, _)| *at <= now);
        self.timers = later;
        let due: Vec<(Timestamp, TimerId)> = due;
        for (_, timer) in due {
            self.tell(Event::Timer(timer)).await;
        }
    }

    /// Something happens, and all that follows from it.
    async fn tell(&mut self, event: Event) {
        let mut effects: VecDeque<Effect> = self.session.handle(event).into();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Api(id, call) => {
                    let result = self.inner.platform.call(&call).await;
                    self.inner.reached(!matches!(result, Err(isoloir_shared::api::ApiError::Unreachable)));
                    effects.extend(self.session.handle(Event::Tick(self.inner.now())));
                    effects.extend(self.session.handle(Event::Reply(id, Box::new(result))));
                }
                Effect::Schedule(timer, at) => self.timers.push((at, timer)),
                // It is nobody: there is nobody to tell, and nothing to keep.
                _ => {}
            }
        }
        let public = self.session.public().clone();
        self.inner.learn(&public);
        if let Some(phases) = public.phases().filter(|it| *it != self.phases.as_slice()) {
            match self.inner.phases(phases).await {
                Ok(()) => self.phases = phases.to_vec(),
                // Looked at again with the next thing that happens: time passes every few seconds.
                Err(error) => tracing::warn!(%error, "who waits for a phase cannot be woken"),
            }
        }
    }
}
