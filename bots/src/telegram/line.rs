//! The line to Telegram: one client for all requests, and what its refusals mean.

use super::gate::Gate;
use crate::cli::NetworkError;
use crate::config::TelegramSettings;
use crate::engine::HandsError;
use crate::outbox::Turnstile;
use isoloir_shared::text::key;
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use teloxide::requests::{HasPayload, Request};
use teloxide::{ApiError, Bot, RequestError};

/// The bot, with the wait that Telegram asked for.
#[derive(Clone)]
pub(super) struct Line {
    pub bot: Bot,
    gate: Arc<Gate>,
    /// The pace of new messages, shared with what is announced.
    turnstile: Arc<OnceLock<Arc<Turnstile>>>,
}

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Wait.
    Later(Duration),
    /// No answer.
    Unreachable,
    /// Blocked, deleted, left.
    Gone,
    /// It looks like that already.
    Same,
    /// The message cannot be edited: deleted, too old.
    Lost,
    /// A press or an inline query that waited too long.
    Late,
    /// Anything else. Telegram's own words, which repeat nothing that people wrote.
    Other(String),
}

impl Line {
    /// By the settings.
    pub(super) fn new(settings: &TelegramSettings) -> Result<Self, NetworkError> {
        let token = secret(settings.token.as_ref(), settings.token_file.as_deref())?;
        let none = || NetworkError::new(key::CHECK_TELEGRAM_NO_TOKEN, key::CHECK_TELEGRAM_NO_TOKEN_HOW);
        let token = token.ok_or_else(none)?;
        Ok(Self::with_token(token.expose_secret(), settings))
    }

    fn with_token(token: &str, settings: &TelegramSettings) -> Self {
        let mut bot = Bot::new(token);
        if let Some(url) = &settings.api_url {
            bot = bot.set_api_url(url.clone());
        }
        Self { bot, gate: Arc::default(), turnstile: Arc::default() }
    }

    /// Sends, unless Telegram asked to wait.
    pub(super) async fn send<R>(
        &self,
        request: R,
    ) -> Result<<R::Payload as teloxide::requests::Payload>::Output, Refused>
    where
        R: Request<Err = RequestError> + HasPayload,
    {
        self.gate.pass().await.map_err(Refused::Later)?;
        self.now(request).await
    }

    /// New messages keep this pace from now on.
    pub(super) fn keeps(&self, turnstile: Arc<Turnstile>) {
        // Once for each line.
        drop(self.turnstile.set(turnstile));
    }

    /// Sends a new message, which Telegram counts: before all that is announced.
    pub(super) async fn send_new<R>(
        &self,
        request: R,
    ) -> Result<<R::Payload as teloxide::requests::Payload>::Output, Refused>
    where
        R: Request<Err = RequestError> + HasPayload,
    {
        self.gate.pass().await.map_err(Refused::Later)?;
        let Some(turnstile) = self.turnstile.get() else { return self.now(request).await };
        let slot = turnstile.answer().await;
        let sent = self.now(request).await;
        if let Some(slot) = slot {
            turnstile.answered(slot).await;
        }
        sent
    }

    /// Telegram asked to wait: this instance at once, the others with their next slot.
    pub(super) async fn wait(&self, wait: Duration) {
        tracing::warn!(seconds = wait.as_secs(), "Telegram asks to wait");
        self.gate.close(wait);
        if let Some(turnstile) = self.turnstile.get() {
            turnstile.shut(wait).await;
        }
    }

    /// Sends once Telegram listens again, if that is soon.
    pub(super) async fn soon<R>(
        &self,
        request: R,
    ) -> Result<<R::Payload as teloxide::requests::Payload>::Output, Refused>
    where
        R: Request<Err = RequestError> + HasPayload,
    {
        self.gate.open(Duration::from_secs(10)).await.map_err(Refused::Later)?;
        self.now(request).await
    }

    async fn now<R>(&self, request: R) -> Result<<R::Payload as teloxide::requests::Payload>::Output, Refused>
    where
        R: Request<Err = RequestError> + HasPayload,
    {
        let refused = match request.send().await {
            Ok(output) => return Ok(output),
            Err(error) => refused(&error),
        };
        if let Refused::Later(wait) = refused {
            self.wait(wait).await;
        }
        Err(refused)
    }
}

/// What an error means.
pub(super) fn refused(error: &RequestError) -> Refused {
    match error {
        RequestError::RetryAfter(wait) => Refused::Later(wait.duration()),
        RequestError::Network(_) | RequestError::InvalidJson { .. } | RequestError::Io(_) => Refused::Unreachable,
        // A group that became another one: nothing of ours lives in groups.
        RequestError::MigrateToChatId(_) => Refused::Gone,
        RequestError::Api(error) => api(error),
    }
}

fn api(error: &ApiError) -> Refused {
    match error {
        ApiError::MessageNotModified => Refused::Same,
        ApiError::MessageToEditNotFound
        | ApiError::MessageCantBeEdited
        | ApiError::MessageIdInvalid
        | ApiError::MessageToDeleteNotFound
        | ApiError::MessageCantBeDeleted => Refused::Lost,
        ApiError::InvalidQueryId => Refused::Late,
        ApiError::BotBlocked
        | ApiError::ChatNotFound
        | ApiError::UserDeactivated
        | ApiError::GroupDeactivated
        | ApiError::BotKicked
        | ApiError::BotKickedFromSupergroup
        | ApiError::CantInitiateConversation => Refused::Gone,
        other => by_words(&other.to_string()),
    }
}

/// Refusals whose words the library does not know.
fn by_words(text: &str) -> Refused {
    let says = |words: &str| text.to_ascii_lowercase().contains(words);
    if says("message is not modified") {
        Refused::Same
    } else if says("query is too old") {
        Refused::Late
    } else if says("message to edit not found") || says("can't be edited") || says("no text in the message") {
        Refused::Lost
    } else if says("forbidden") {
        Refused::Gone
    } else if says("internal server error") || says("bad gateway") || says("gateway timeout") {
        Refused::Unreachable
    } else {
        Refused::Other(text.to_owned())
    }
}

impl From<Refused> for HandsError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Later(wait) => Self::Later(wait),
            Refused::Unreachable => Self::Unreachable,
            Refused::Gone => Self::Gone,
            Refused::Same | Refused::Lost | Refused::Late => Self::Failed("the message is not there any more".into()),
            Refused::Other(text) => Self::Failed(text),
        }
    }
}

/// A secret, from the settings or its file.
pub(super) fn secret(given: Option<&SecretString>, file: Option<&Path>) -> Result<Option<SecretString>, NetworkError> {
    let Some(path) = file.filter(|_| given.is_none()) else { return Ok(given.cloned()) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| NetworkError::said(format!("{}: {error}", path.display()), key::BOTS_SECRET_HOW))?;
    Ok(Some(text.trim().to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Refused {
        let error: ApiError = serde_json::from_value(text.into()).unwrap();
        refused(&RequestError::Api(error))
    }

    #[test]
    fn refusals_are_told_apart() {
        for (text, expected) in [
            ("Forbidden: bot was blocked by the user", Refused::Gone),
            ("Forbidden: bot can't initiate conversation with a user", Refused::Gone),
            ("Forbidden: user is deactivated", Refused::Gone),
            ("Bad Request: chat not found", Refused::Gone),
            ("Bad Request: message to edit not found", Refused::Lost),
            ("Bad Request: message can't be edited", Refused::Lost),
            ("Bad Request: there is no text in the message to edit", Refused::Lost),
            ("Internal Server Error", Refused::Unreachable),
            ("Bad Request: query is too old and response timeout expired or query ID is invalid", Refused::Late),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
        let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
                    same as a current content and reply markup of the message";
        assert_eq!(of(same), Refused::Same);
        assert!(matches!(of("Bad Request: can't parse entities: x"), Refused::Other(_)));
    }
}
