//! Webhooks: Telegram brings updates, to any of the instances behind a balancer.

use super::ALLOWED;
use super::line::{Line, Refused, secret};
use super::take::Taker;
use crate::cli::NetworkError;
use crate::config::WebhookSettings;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use isoloir_shared::text::{Msg, key};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use teloxide::payloads::SetWebhookSetters as _;
use teloxide::requests::Requester as _;
use teloxide::types::Update;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where Telegram shows who it is.
const HEADER: &str = "x-telegram-bot-api-secret-token";
/// Most bytes of an update; Telegram's own are far smaller.
const LARGEST: usize = 1 << 20;

#[derive(Clone)]
struct Hook {
    taker: Taker,
    secret: SecretString,
}

/// Serves until `stop`: then no new update is taken, and those under way are finished.
pub(super) async fn serve(
    settings: &WebhookSettings,
    line: &Line,
    taker: Taker,
    stop: CancellationToken,
) -> Result<(), NetworkError> {
    let secret = secret(settings.secret.as_ref(), settings.secret_file.as_deref())?;
    let secret = secret
        .filter(|it| fits(it.expose_secret()))
        .ok_or_else(|| NetworkError::new(key::CHECK_TELEGRAM_SECRET, key::BOTS_WEBHOOK_SECRET_HOW))?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| NetworkError::said(format!("{}: {error}", settings.listen), key::BOTS_LISTEN_HOW))?;
    announce(settings, line, &secret, &stop).await?;
    let path = settings.public_url.path().to_owned();
    let app = Router::new()
        .route(&path, post(bring))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(Hook { taker, secret });
    axum::serve(listener, app)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .map_err(|error| NetworkError::said(error, key::BOTS_SYSTEM_HOW))
}

/// Tells Telegram where the instances are. Each does: it is the same for all.
async fn announce(
    settings: &WebhookSettings,
    line: &Line,
    secret: &SecretString,
    stop: &CancellationToken,
) -> Result<(), NetworkError> {
    super::until_told(stop, || {
        let request = line.bot.set_webhook(settings.public_url.clone());
        line.send(request.secret_token(secret.expose_secret()).allowed_updates(ALLOWED).max_connections(100))
    })
    .await
    .map_err(|refused| match refused {
        Refused::Other(why) => NetworkError::new(
            Msg::new(key::BOTS_WEBHOOK_REFUSED).with("why", why.as_str()),
            key::BOTS_WEBHOOK_REFUSED_HOW,
        ),
        _ => NetworkError::new(key::CHECK_TELEGRAM_REACH, key::CHECK_TELEGRAM_REACH_HOW),
    })
    .map(drop)
}

fn fits(secret: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    (1..=256).contains(&secret.len()) && secret.chars().all(plain)
}

/// 200 only once it is on disk: anything else, and Telegram brings it again.
async fn bring(State(hook): State<Hook>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let shown = headers.get(HEADER).map_or(&b""[..], |it| it.as_bytes());
    if !bool::from(shown.ct_eq(hook.secret.expose_secret().as_bytes())) {
        return StatusCode::UNAUTHORIZED;
    }
    // What cannot be read now cannot be read later.
    let Ok(update) = serde_json::from_slice::<Update>(&body) else { return StatusCode::OK };
    match hook.taker.take(vec![update]).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn only_what_telegram_takes_is_a_secret() {
        assert!(fits("aZ_-9") && fits(&"x".repeat(256)));
        assert!(!fits("") && !fits("é") && !fits("a b") && !fits(&"x".repeat(257)));
    }
}
