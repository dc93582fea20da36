//! `getUpdates`: what waits, from the offset on, or a long wait for it.

use super::methods::Refusal;
use super::server::World;
use super::state::State;
use serde_json::{Map, Value, value::RawValue};
use std::time::Duration;

impl World {
    /// The updates as JSON.
    pub(super) async fn updates(&self, params: &Map<String, Value>) -> Result<Box<RawValue>, Refusal> {
        let number = |name: &str| params.get(name).and_then(Value::as_i64);
        let (offset, timeout) = (number("offset"), number("timeout").unwrap_or(0));
        let limit = number("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(100);
        let turn = {
            let mut state = self.lock();
            if state.webhook.is_some() {
                let why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
                return Err(Refusal::new(409, &format!("Conflict: {why}")));
            }
            if let Some(allowed) = params.get("allowed_updates").and_then(Value::as_array) {
                state.allowed = Some(allowed.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            }
            if let Some(offset) = offset {
                acknowledge(&mut state, offset);
            }
            state.polls += 1;
            state.polls
        };
        self.arrived.notify_waiters();
        let end = tokio::time::Instant::now() + Duration::from_secs(timeout.unsigned_abs());
        loop {
            let arrived = self.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            {
                let mut state = self.lock();
                if state.polls != turn {
                    let why = "terminated by other getUpdates request; make sure that only one bot instance is running";
                    return Err(Refusal::new(409, &format!("Conflict: {why}")));
                }
                if !state.queue.is_empty() || timeout <= 0 {
                    return Ok(batch(&mut state, limit));
                }
            }
            if tokio::time::timeout_at(end, arrived).await.is_err() {
                return Ok(batch(&mut self.lock(), limit));
            }
        }
    }
}

/// What stands before the offset is not delivered again; a negative one keeps the last so many.
fn acknowledge(state: &mut State, offset: i64) {
    if offset < 0 {
        let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
        while state.queue.len() > keep {
            state.queue.pop_front();
        }
    } else {
        state.queue.retain(|it| it.id >= offset || it.again);
    }
}

fn batch(state: &mut State, limit: usize) -> Box<RawValue> {
    let mut all: Vec<_> = state.queue.iter().take(limit).map(|it| it.update.clone()).collect();
    // What is delivered once more is delivered once more only.
    let mut seen = 0;
    state.queue.retain(|it| {
        seen += 1;
        seen > limit || !it.again
    });
    if state.reversed {
        all.reverse();
    }
    RawValue::from_string(format!("[{}]", all.join(","))).expect("updates are JSON")
}
