//! A citizen: the real session over the real HTTP client, driven by intents, with a device whose time the test moves.

mod jobs;

use isoloir_shared::api::client::Client;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Channel, Document, Effect, Event, Session, Start, TimerId};
use isoloir_shared::view::{Intent, Screen, ScreenId};
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;

/// One person at one device.
pub struct Citizen {
    session: Session,
    client: Client,
    channel: Channel,
    now: Timestamp,
    seed: [u8; 32],
    timers: Vec<(Timestamp, TimerId)>,
    /// What the device keeps between two starts of the program.
    pub saved: Option<Vec<u8>>,
    /// Files handed to the person.
    pub documents: Vec<Document>,
    /// Every call that went out, as it is written in sources: for tests that want one of each kind.
    pub calls: Vec<String>,
}

impl Citizen {
    /// Somebody starts the program on a device that knows the platform.
    pub async fn start(platform: &str, name: &str, now: Timestamp) -> Self {
        Self::at(Client::new(platform.parse().expect("a URL")).expect("a client"), name, now).await
    }

    /// The same at a device that others use too (making an HTTP client takes longer than a vote).
    pub async fn at(client: Client, name: &str, now: Timestamp) -> Self {
        Self::through(Channel::Terminal, client, name, now).await
    }

    /// The same through a chat.
    pub async fn through(channel: Channel, client: Client, name: &str, now: Timestamp) -> Self {
        let mut seed = [0; 32];
        for (byte, letter) in seed.iter_mut().zip(name.bytes().cycle()) {
            *byte = letter;
        }
        let (session, timers) = (Session::new(), Vec::new());
        let mut citizen =
            Self { session, client, channel, now, seed, timers, saved: None, documents: Vec::new(), calls: Vec::new() };
        citizen.begin().await;
        citizen
    }

    /// The program ends without a word and starts again: only what was saved is there.
    pub async fn restart(&mut self) {
        self.session = Session::new();
        self.timers.clear();
        self.seed[0] = self.seed[0].wrapping_add(1);
        self.begin().await;
    }

    async fn begin(&mut self) {
        let start = Start {
            now: self.now,
            seed: self.seed,
            channel: self.channel,
            public: std::sync::Arc::default(),
            lang: Lang::Fr,
            connected: true,
            signed_in: self.client.signed_in(),
            lasts: true,
            demo_lasts: false,
            saved: self.saved.clone(),
        };
        self.happens(Event::Start(start)).await;
    }

    /// What is on the screen.
    pub fn screen(&self) -> Screen {
        self.session.screen()
    }

    /// The session itself.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The screen in words, for the message of a failed assertion.
    pub fn shown(&self) -> String {
        serde_json::to_string_pretty(&self.screen()).expect("a screen is data")
    }

    /// Something happens; all that follows from it is done, one thing after the other.
    pub async fn happens(&mut self, event: Event) {
        let mut effects: VecDeque<Effect> = self.session.handle(event).into();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Api(id, call) => {
                    let name = format!("{call:?}");
                    self.calls.push(name.split(['(', ' ']).next().unwrap_or_default().to_owned());
                    let result = self.client.call(&call).await;
                    effects.extend(self.session.handle(Event::Reply(id, Box::new(result))));
                }
                Effect::Save(bytes) => self.saved = Some(bytes),
                Effect::Schedule(timer, at) => self.timers.push((at, timer)),
                Effect::Deliver(document) => self.documents.push(document),
                Effect::ForgetTokens => self.client.forget_tokens(),
                Effect::Speak(lang) => self.client.speak(lang),
                Effect::Verify(_) | Effect::StopVerifying => panic!("not in these tests: {effect:?}"),
                Effect::Notify(_) | Effect::Trial(_) | Effect::TakeBack | Effect::Forget | Effect::Leave => {}
                Effect::Connect(_) | Effect::Demo(_) => panic!("not in these tests: {effect:?}"),
            }
        }
    }

    /// The person chooses something that the screen offers.
    ///
    /// # Panics
    /// If it does not.
    pub async fn choose(&mut self, intent: Intent) {
        let free = matches!(intent, Intent::Open(_) | Intent::Back | Intent::Retry);
        assert!(free || self.screen().intents().contains(&intent), "{intent:?} is not offered: {}", self.shown());
        self.happens(Event::Intent(intent)).await;
    }

    /// The person types something and sends it.
    ///
    /// # Panics
    /// If nothing can be typed.
    pub async fn submit(&mut self, text: &str) {
        assert!(self.screen().input.is_some(), "nothing to type here: {}", self.shown());
        self.happens(Event::Submitted(text.to_owned())).await;
    }

    /// Time passes on this device until the next thing that it waits for; false if it waits for nothing.
    pub async fn wait(&mut self) -> bool {
        self.timers.sort_unstable();
        if self.timers.is_empty() {
            return false;
        }
        let (at, timer) = self.timers.remove(0);
        self.now = self.now.max(at);
        self.happens(Event::Tick(self.now)).await;
        self.happens(Event::Timer(timer)).await;
        true
    }

    /// Waits as often as the device has something to wait for (tries again after failures), at most `times`.
    pub async fn patience(&mut self, times: usize) {
        for _ in 0..times {
            if !self.wait().await {
                return;
            }
        }
    }

    /// The device's clock follows the platform's.
    pub async fn clock(&mut self, now: Timestamp) {
        self.now = now + SignedDuration::from_secs(1);
        self.happens(Event::Tick(self.now)).await;
    }

    /// # Panics
    /// If another screen is shown.
    pub fn expect(&self, id: ScreenId) {
        assert_eq!(self.screen().id, id, "{}", self.shown());
    }
}
