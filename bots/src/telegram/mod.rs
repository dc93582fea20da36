//! Telegram.
//!
//! ```text
//! polling | webhook ─▶ take ─▶ heard (what is it to us?) ─┬─▶ Engine::hear: whoever writes in their private chat
//!                                                         └─▶ group, inline, stray presses: answered here
//! Engine ─▶ hands (one message for a flow, edited in place; the picture above it) ─▶ line (429 pauses everything)
//! ```

mod channel;
mod check;
mod courier;
mod gate;
mod group;
mod hands;
mod heard;
mod inline;
mod line;
mod menu;
mod placed;
mod polling;
mod say;
mod take;
mod webhook;

pub use check::check;

use crate::cli::NetworkError;
use crate::config::TelegramSettings;
use crate::engine::Engine;
use crate::witness;
use isoloir_shared::text::key;
use line::{Line, Refused};
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::Requester as _;
use teloxide::types::AllowedUpdate;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// What Telegram is asked to tell.
const ALLOWED: [AllowedUpdate; 4] =
    [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember, AllowedUpdate::InlineQuery];

/// Serves Telegram until `stop`: then no new update is taken, and what was noted is acknowledged.
///
/// # Errors
/// If it cannot begin or go on.
pub async fn run(settings: TelegramSettings, engine: Engine, stop: CancellationToken) -> Result<(), NetworkError> {
    let line = Line::new(&settings)?;
    let me = until_told(&stop, || line.send(line.bot.get_me())).await.map_err(|refused| {
        tracing::debug!(?refused, "getMe");
        NetworkError::new(key::CHECK_TELEGRAM_TOKEN, key::CHECK_TELEGRAM_TOKEN_HOW)
    })?;
    let Some(me) = me else { return Ok(()) };
    engine.attach(Arc::new(hands::TelegramHands::new(line.clone())));
    let announcing = AbortOnDropHandle::new(tokio::spawn(courier::delivery(&line, &engine).run(stop.clone())));
    let walls: Vec<_> = settings
        .checkpoint_chats
        .iter()
        .map(|chat| channel::Channel::new(line.clone(), chat))
        .map(|wall| AbortOnDropHandle::new(tokio::spawn(witness::keep(engine.clone(), wall, stop.clone()))))
        .collect();
    let shelf = Some(inline::Shelf(engine.platform()));
    let taker = take::Taker::new(line.clone(), engine, me.username().to_owned(), shelf);
    let menu = tokio::spawn({
        let line = line.clone();
        async move {
            if let Err(refused) = menu::set(&line).await {
                tracing::warn!(?refused, "commands and descriptions were not set");
            }
        }
    });
    let served = match &settings.webhook {
        Some(webhook) => webhook::serve(webhook, &line, taker, stop.clone()).await,
        None => {
            unhook(&line, &stop).await?;
            polling::serve(&line, &taker, &stop).await
        }
    };
    menu.abort();
    // What is being sent is finished: what is not comes again, and perhaps twice.
    if stop.is_cancelled() {
        drop(announcing.await);
        for wall in walls {
            drop(wall.await);
        }
    }
    served
}

/// Updates are polled: a webhook of an earlier setting would keep them.
async fn unhook(line: &Line, stop: &CancellationToken) -> Result<(), NetworkError> {
    let refused = |_| NetworkError::new(key::BOTS_UNHOOK_REFUSED, key::CHECK_TELEGRAM_TOKEN_HOW);
    let info = until_told(stop, || line.send(line.bot.get_webhook_info())).await.map_err(refused)?;
    if info.is_some_and(|it| it.url.is_some()) {
        tracing::info!("updates are polled from now on: the webhook is taken away");
        until_told(stop, || line.send(line.bot.delete_webhook())).await.map_err(refused)?;
    }
    Ok(())
}

/// Asks until there is an answer; none if the program ends first.
async fn until_told<T, F: Future<Output = Result<T, Refused>>>(
    stop: &CancellationToken,
    ask: impl Fn() -> F,
) -> Result<Option<T>, Refused> {
    let mut wait = Duration::from_millis(250);
    loop {
        match stop.run_until_cancelled(ask()).await {
            None => return Ok(None),
            Some(Ok(told)) => return Ok(Some(told)),
            Some(Err(Refused::Unreachable)) => tracing::warn!("Telegram does not answer"),
            Some(Err(Refused::Later(asked))) => wait = wait.max(asked),
            Some(Err(refused)) => return Err(refused),
        }
        if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
            return Ok(None);
        }
        wait = (wait * 2).min(Duration::from_secs(30));
    }
}
