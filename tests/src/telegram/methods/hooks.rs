//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`.

use super::Refusal;
use crate::telegram::body::Given;
use crate::telegram::server::World;
use crate::telegram::webhook::Webhook;
use serde_json::{Value, json};

pub(super) fn set(world: &World, given: &Given) -> Result<Value, Refusal> {
    let url = given.params["url"].as_str().unwrap_or_default().to_owned();
    if url.is_empty() {
        return delete(world, given);
    }
    if !url.starts_with("https://") {
        return Err(Refusal::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let secret = given.params.get("secret_token").and_then(Value::as_str).map(str::to_owned);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if secret.as_ref().is_some_and(|it| !it.chars().all(plain)) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    let mut state = world.lock();
    if let Some(allowed) = given.params.get("allowed_updates").and_then(Value::as_array) {
        state.allowed = Some(allowed.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    if given.params.get("drop_pending_updates") == Some(&json!(true)) {
        state.queue.clear();
    }
    let connections = given.params.get("max_connections").and_then(Value::as_u64);
    let connections = connections.and_then(|n| usize::try_from(n).ok()).unwrap_or(40);
    state.webhook = Some(Webhook { url, secret, connections, last_error: None });
    // Whoever is polling is told.
    state.polls += 1;
    drop(state);
    world.arrived.notify_waiters();
    Ok(json!(true))
}

pub(super) fn delete(world: &World, given: &Given) -> Result<Value, Refusal> {
    let mut state = world.lock();
    state.webhook = None;
    if given.params.get("drop_pending_updates") == Some(&json!(true)) {
        state.queue.clear();
    }
    Ok(json!(true))
}

#[allow(clippy::unnecessary_wraps, reason = "all methods answer alike")]
pub(super) fn info(world: &World) -> Result<Value, Refusal> {
    let state = world.lock();
    let url = state.webhook.as_ref().map_or("", |it| it.url.as_str());
    let mut info = json!({"url": url, "has_custom_certificate": false, "pending_update_count": state.queue.len()});
    if let Some(webhook) = &state.webhook {
        info["max_connections"] = webhook.connections.into();
        if let Some(error) = &webhook.last_error {
            info["last_error_date"] = state.now.into();
            info["last_error_message"] = error.as_str().into();
        }
    }
    Ok(info)
}
