//! Public channels and groups, where checkpoints are written. Nothing is heard there.

use super::line::{Line, Refused};
use super::say::NO_PREVIEW;
use crate::witness::{Notice, Wall};
use async_trait::async_trait;
use std::time::Duration;
use teloxide::payloads::{EditMessageTextSetters as _, PinChatMessageSetters as _, SendMessageSetters as _};
use teloxide::requests::Requester as _;
use teloxide::types::{ChatId, MessageId, ParseMode, Recipient};

/// After a failure.
const LONG: Duration = Duration::from_secs(30);

/// One of them.
pub(super) struct Channel {
    line: Line,
    chat: String,
}

impl Channel {
    /// `@name`, or its number.
    pub(super) fn new(line: Line, chat: &str) -> Self {
        Self { line, chat: chat.trim().to_owned() }
    }

    fn recipient(&self) -> Recipient {
        match self.chat.parse() {
            Ok(id) => Recipient::Id(ChatId(id)),
            Err(_) => Recipient::ChannelUsername(self.chat.clone()),
        }
    }

    fn failed(&self, refused: &Refused) -> Duration {
        tracing::error!(?refused, chat = %self.chat, "a checkpoint is not written: may the bot write there?");
        match refused {
            Refused::Later(wait) => *wait,
            _ => LONG,
        }
    }
}

#[async_trait]
impl Wall for Channel {
    fn place(&self) -> String {
        format!("telegram {}", self.chat)
    }

    async fn write(&self, _: &str, notice: &Notice) -> Result<String, Duration> {
        let request = self
            .line
            .bot
            .send_message(self.recipient(), notice.telegram.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .disable_notification(!notice.loud);
        let message = self.line.send_new(request).await.map_err(|refused| self.failed(&refused))?;
        if notice.pinned {
            let pin = self.line.bot.pin_chat_message(self.recipient(), message.id).disable_notification(true);
            if let Err(refused) = self.line.soon(pin).await {
                tracing::debug!(?refused, "a checkpoint is not pinned");
            }
        }
        Ok(message.id.0.to_string())
    }

    async fn rewrite(&self, message: &str, _: &str, notice: &Notice) -> Result<bool, Duration> {
        let Ok(message) = message.parse() else { return Ok(false) };
        let request = self
            .line
            .bot
            .edit_message_text(self.recipient(), MessageId(message), notice.telegram.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW);
        match self.line.send(request).await {
            Ok(_) | Err(Refused::Same) => Ok(true),
            Err(Refused::Lost) => Ok(false),
            Err(refused) => Err(self.failed(&refused)),
        }
    }
}
