//! Carries out a session's wishes, in their order: a save is on disk before a later call goes out.

use super::demo::DemoHandle;
use super::{Device, Setup, listen::listen, verification::verification};
use crate::api::client::{Client, MemoryTokens};
use crate::api::types::Lang;
use crate::api::{ApiError, parse_address};
use crate::booth::MemoryPurse;
use crate::core::{DemoCall, Effect, Event};
use crate::verify::Stop;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

pub(super) struct Worker {
    client: Option<Client>,
    device: Device,
    demo: Option<Arc<dyn DemoHandle>>,
    lang: Lang,
    tell: UnboundedSender<Event>,
    /// Calls and timers under way; gone with the worker.
    tasks: JoinSet<()>,
    /// Hears the platform's events; at most one.
    ear: JoinSet<()>,
    /// Ends the verification under way.
    stop: Stop,
}

impl Drop for Worker {
    /// Nobody waits for a verification any more, which runs in threads of its own.
    fn drop(&mut self) {
        self.stop.now();
    }
}

impl Worker {
    pub fn new(setup: Setup, tell: UnboundedSender<Event>) -> Self {
        let Setup { client, device, demo, lang } = setup;
        Self { client, device, demo, lang, tell, tasks: JoinSet::new(), ear: JoinSet::new(), stop: Stop::default() }
    }

    /// Until the driver ends, and everything it wished has been begun.
    pub async fn run(mut self, mut wishes: UnboundedReceiver<Effect>) {
        self.connected();
        while let Some(effect) = wishes.recv().await {
            while self.tasks.try_join_next().is_some() {}
            self.carry_out(effect).await;
        }
    }

    async fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Api(id, call) => {
                let (tell, client) = (self.tell.clone(), self.client.clone());
                self.tasks.spawn(async move {
                    let result = match client {
                        Some(client) => client.call(&call).await,
                        None => Err(ApiError::Unreachable),
                    };
                    // Nobody hears when the program ends; the session has kept what matters.
                    drop(tell.send(Event::Reply(id, Box::new(result))));
                });
            }
            Effect::Save(bytes) => self.save(bytes).await,
            Effect::Schedule(timer, at) => {
                let left = at.duration_since(Timestamp::now());
                let left = Duration::try_from(left).unwrap_or(Duration::ZERO);
                let tell = self.tell.clone();
                self.tasks.spawn(async move {
                    tokio::time::sleep(left).await;
                    drop(tell.send(Event::Timer(timer)));
                });
            }
            Effect::Connect(address) => self.connect(&address),
            Effect::Speak(lang) => {
                self.lang = lang;
                self.client.iter().for_each(|client| client.speak(lang));
            }
            Effect::ForgetTokens => self.client.iter().for_each(Client::forget_tokens),
            Effect::Verify(round) => {
                self.stop.now();
                self.stop = Stop::default();
                let (client, tell) = (self.client.clone(), self.tell.clone());
                self.tasks.spawn(verification(client, round, self.stop.clone(), tell));
            }
            Effect::StopVerifying => self.stop.now(),
            Effect::Demo(call) => self.demonstrate(call).await,
            // The front end's.
            Effect::Notify(_)
            | Effect::Deliver(_)
            | Effect::Trial(_)
            | Effect::TakeBack
            | Effect::Forget
            | Effect::Leave => {}
        }
    }

    async fn save(&self, bytes: Vec<u8>) {
        let device = self.device.clone();
        let saved = tokio::task::spawn_blocking(move || device.save_session(&bytes)).await;
        if !matches!(saved, Ok(Ok(()))) {
            tracing::warn!("what was typed cannot be kept on this device");
            drop(self.tell.send(Event::NotKept));
        }
    }

    fn connect(&mut self, address: &str) {
        let client = parse_address(address).and_then(|url| {
            if let Err(error) = self.device.set_platform(&url) {
                tracing::warn!(%error, "the platform's address cannot be kept on this device");
            }
            self.device.client(&url)
        });
        match client {
            Ok(client) => self.client = Some(client),
            Err(error) => tracing::warn!(%error, "not connected"),
        }
        self.connected();
    }

    async fn demonstrate(&mut self, call: DemoCall) {
        let Some(demo) = self.demo.clone() else { return };
        let done = match call {
            DemoCall::NextPhase => demo.next_phase().await,
            DemoCall::Start => match demo.start().await {
                Ok(platform) => {
                    // Its citizen's tokens are new at each start; their voting keys are not.
                    let purse = if platform.lasts { self.device.purse() } else { Arc::new(MemoryPurse::default()) };
                    let client = Client::with_purse(platform.base, Arc::new(MemoryTokens::default()), purse).ok();
                    client.iter().for_each(|client| client.adopt_tokens(&platform.tokens));
                    self.client = client;
                    // A demonstration leaves nothing behind, and touches nothing that is kept; unless it is kept itself.
                    if !platform.lasts {
                        self.device = Device::forgetful();
                    }
                    self.connected();
                    Ok(())
                }
                Err(error) => Err(error),
            },
        };
        if let Err(error) = done {
            tracing::error!(%error, "the demonstration");
            drop(self.tell.send(Event::DemoFailed));
        }
    }

    /// There is (another) platform: listens to it.
    fn connected(&mut self) {
        self.ear.abort_all();
        if let Some(client) = &self.client {
            client.speak(self.lang);
            self.ear.spawn(listen(client.clone(), self.tell.clone()));
        }
    }
}
