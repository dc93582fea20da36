//! Webhooks: Telegram calls the bot. The address is public (`https`); a test says which instances stand behind it.

use super::server::World;
use super::state::Queued;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Where updates are sent to.
#[derive(Clone, Debug)]
pub(super) struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub connections: usize,
    /// The instances behind the public address, as a balancer knows them.
    pub last_error: Option<String>,
}

impl World {
    /// Sends what waits to the instances, for as long as the emulator runs.
    pub(super) async fn deliver(self: Arc<Self>) {
        let slots = Arc::new(Semaphore::new(40));
        loop {
            let arrived = self.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            while let Some((webhook, update)) = self.next() {
                let Ok(slot) = slots.clone().acquire_owned().await else { return };
                let world = self.clone();
                tokio::spawn(async move {
                    world.bring(webhook, update).await;
                    drop(slot);
                });
            }
            arrived.await;
        }
    }

    fn next(&self) -> Option<(Webhook, Queued)> {
        let mut state = self.lock();
        let webhook = state.webhook.clone()?;
        let update = if state.reversed { state.queue.pop_back() } else { state.queue.pop_front() }?;
        Some((webhook, update))
    }

    /// Tries the instances in turn until one takes it, as Telegram does (with a shorter patience).
    async fn bring(&self, webhook: Webhook, update: Queued) {
        let path = url::Url::parse(&webhook.url).map(|url| url.path().to_owned()).unwrap_or_default();
        for round in 0_u32.. {
            let backends = self.backends.lock().expect("no panic while it was held").clone();
            for _ in 0..backends.len() {
                let turn = self.turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let target = format!("http://{}{path}", backends[turn % backends.len()]);
                let mut request = self.http.post(target).header("content-type", "application/json");
                if let Some(secret) = &webhook.secret {
                    request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
                }
                let error = match request.body(update.update.to_string()).send().await {
                    Ok(answer) if answer.status().is_success() => return,
                    Ok(answer) => format!("Wrong response from the webhook: {}", answer.status()),
                    Err(_) => "Connection failed".to_owned(),
                };
                if let Some(webhook) = &mut self.lock().webhook {
                    webhook.last_error = Some(error);
                }
            }
            if self.lock().webhook.is_none() {
                // Taken away meanwhile: it waits for getUpdates.
                return self.lock().queue.push_back(update);
            }
            // Until something changes, or for a moment, later and later.
            let moment = Duration::from_millis(20 * u64::from(round.min(50)));
            drop(tokio::time::timeout(moment, self.arrived.notified()).await);
        }
    }
}
