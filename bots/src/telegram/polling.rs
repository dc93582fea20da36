//! Long polling.

use super::ALLOWED;
use super::line::{Line, Refused, refused};
use super::take::Taker;
use crate::cli::NetworkError;
use crate::engine::HearError;
use isoloir_shared::text::key;
use std::time::Duration;
use teloxide::payloads::GetUpdatesSetters as _;
use teloxide::requests::{Request as _, Requester as _};
use teloxide::types::Update;
use teloxide::{ApiError, RequestError};
use tokio_util::sync::CancellationToken;

/// Seconds that Telegram holds a poll open: less than the client's own patience.
const HELD: u32 = 10;
/// Longest pause after failures.
const LONGEST: Duration = Duration::from_secs(30);

/// Polls until `stop`.
///
/// Telegram forgets an update when a later one is asked for: that happens only once it is on disk. The offset itself needs
/// no store: a new start asks without one and gets all that was not acknowledged, and what is there twice is known by its
/// number. Without anything to acknowledge no offset is sent, as numbers may start anew after a week of silence.
pub(super) async fn serve(line: &Line, taker: &Taker, stop: &CancellationToken) -> Result<(), NetworkError> {
    let mut offset = None;
    let mut failed = 0_u32;
    while !stop.is_cancelled() {
        let mut request = line.bot.get_updates().timeout(HELD).limit(100).allowed_updates(ALLOWED);
        request.offset = offset;
        let polled = tokio::select! {
            () = stop.cancelled() => break,
            polled = request.send() => polled,
        };
        match polled {
            Ok(updates) => {
                failed = 0;
                let next = updates.iter().filter_map(|it| i32::try_from(it.id.0).ok()).max().map(|id| id + 1);
                if take(taker, updates, stop).await.is_none() {
                    break;
                }
                offset = next;
            }
            Err(error) => {
                failed += 1;
                let wait = patience(&error, failed)?;
                let _ = stop.run_until_cancelled(tokio::time::sleep(wait)).await;
            }
        }
    }
    if let Some(offset) = offset {
        // What was noted is not to be brought again to whoever comes next.
        let mut request = line.bot.get_updates().timeout(0).limit(1);
        request.offset = Some(offset);
        drop(request.send().await);
    }
    Ok(())
}

/// Takes a batch in, again while the store cannot; none if the program ends first.
async fn take(taker: &Taker, updates: Vec<Update>, stop: &CancellationToken) -> Option<()> {
    loop {
        match taker.take(updates.clone()).await {
            Ok(()) => return Some(()),
            Err(HearError::Stopping) => return None,
            Err(HearError::Store) => {
                tracing::error!("the store does not take updates; they are kept at Telegram");
                stop.run_until_cancelled(tokio::time::sleep(Duration::from_secs(1))).await?;
            }
        }
    }
}

/// How long to wait after an error; an error where waiting is no use.
fn patience(error: &RequestError, failed: u32) -> Result<Duration, NetworkError> {
    match error {
        RequestError::Api(ApiError::InvalidToken) => {
            return Err(NetworkError::new(key::CHECK_TELEGRAM_TOKEN, key::CHECK_TELEGRAM_TOKEN_HOW));
        }
        RequestError::Api(ApiError::TerminatedByOtherGetUpdates) => {
            tracing::warn!("another program polls with the same token: stop one of them, or use webhooks");
        }
        other => match refused(other) {
            Refused::Later(wait) => return Ok(wait),
            Refused::Unreachable => tracing::warn!(failed, "Telegram does not answer"),
            refused => tracing::warn!(?refused, "Telegram refuses to be polled"),
        },
    }
    Ok(Duration::from_millis(500).saturating_mul(1 << failed.min(6)).min(LONGEST))
}
