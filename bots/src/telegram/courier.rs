//! Brings what is announced to private chats.

use super::line::{Line, Refused, refused};
use super::say::NO_PREVIEW;
use crate::chat::announcement;
use crate::engine::{Engine, Network};
use crate::outbox::{Announcement, Courier, Delivery, Parcel, Rule, Sent, Tempo, Turnstile};
use async_trait::async_trait;
use std::sync::Arc;
use teloxide::RequestError;
use teloxide::payloads::SendMessageSetters as _;
use teloxide::requests::{Request as _, Requester as _};
use teloxide::types::{ChatId, ParseMode};

/// Telegram's.
struct TelegramCourier {
    line: Line,
}

/// What delivers over this line, in the engine's store.
pub(super) fn delivery(line: &Line, engine: &Engine) -> Delivery {
    let (shelf, clock, rule) = (engine.shelf(), engine.clock(), Rule::TELEGRAM);
    let turnstile = Arc::new(Turnstile::new(shelf.clone(), clock.clone(), Network::Telegram, rule));
    line.keeps(turnstile.clone());
    let courier = Arc::new(TelegramCourier { line: line.clone() });
    let accounts = Arc::new(engine.clone());
    Delivery { shelf, courier, accounts, turnstile, clock, run: engine.this_run(), tempo: Tempo::default() }
}

#[async_trait]
impl Courier for TelegramCourier {
    fn network(&self) -> Network {
        Network::Telegram
    }

    async fn send(&self, announcement: &Announcement, parcel: &Parcel) -> Sent {
        let Ok(chat) = parcel.room.parse().map(ChatId) else { return Sent::Gone };
        let html = announcement::telegram(&announcement.announced(), parcel.lang);
        let request = self.line.bot.send_message(chat, html);
        let request = request.parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
        match request.send().await {
            Ok(_) => Sent::Taken,
            // No connection was made: it has not left.
            Err(RequestError::Network(error)) if error.is_connect() => Sent::Unsent,
            Err(error) => match refused(&error) {
                Refused::Later(wait) => {
                    self.line.wait(wait).await;
                    Sent::Later(wait)
                }
                Refused::Gone => Sent::Gone,
                Refused::Unreachable => Sent::Unknown,
                Refused::Other(why) => Sent::Refused(why),
                Refused::Same | Refused::Lost | Refused::Late => Sent::Refused("an answer that fits nothing".into()),
            },
        }
    }
}
