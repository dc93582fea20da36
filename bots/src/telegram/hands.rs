//! Shows: one message for a flow, edited in place.

use super::line::{Line, Refused};
use super::placed::Placed;
use super::say::{self, NO_PREVIEW};
use crate::chat::telegram::{TelegramPage, page, pressed};
use crate::chat::{Meaning as Said, Options, Picture, announcement, answer, defused};
use crate::engine::{Doing, Hands, HandsError, Look, Meaning, Network, Shown, Word};
use async_trait::async_trait;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::{Announced, Msg, clean_text, key};
use isoloir_shared::view::Screen;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};
use teloxide::payloads::{EditMessageTextSetters as _, SendMessageSetters as _, SendPhotoSetters as _};
use teloxide::requests::Requester as _;
use teloxide::types::{ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, MessageId, ParseMode};

/// How many pictures Telegram is known to have already.
const UPLOADED: usize = 2000;

/// Telegram's hands.
pub(super) struct TelegramHands {
    line: Line,
    /// Pictures by name, as Telegram calls them.
    uploaded: Mutex<HashMap<String, FileId>>,
}

impl TelegramHands {
    pub(super) fn new(line: Line) -> Self {
        Self { line, uploaded: Mutex::default() }
    }

    async fn write(&self, chat: ChatId, page: &TelegramPage) -> Result<MessageId, Refused> {
        let request = self
            .line
            .bot
            .send_message(chat, page.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(page));
        self.line.send_new(request).await.map(|message| message.id)
    }

    /// True if the message now shows the page; false if it cannot be edited any more.
    async fn edit(&self, chat: ChatId, message: MessageId, page: &TelegramPage) -> Result<bool, Refused> {
        let request = self
            .line
            .bot
            .edit_message_text(chat, message, page.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(page));
        match self.line.send(request).await {
            Ok(_) | Err(Refused::Same) => Ok(true),
            Err(Refused::Lost) => Ok(false),
            Err(refused) => Err(refused),
        }
    }

    /// Sends a picture: by its name at Telegram, or drawn and uploaded. One that cannot be shown is left out: the page
    /// says all of it in words.
    async fn picture(&self, chat: ChatId, picture: &Picture) -> Result<Option<MessageId>, Refused> {
        let known = self.uploaded.lock().unwrap_or_else(PoisonError::into_inner).get(&picture.name).cloned();
        if let Some(file) = known {
            let request = self.line.bot.send_photo(chat, InputFile::file_id(file)).caption(picture.caption());
            match self.line.send_new(request).await {
                Ok(message) => return Ok(Some(message.id)),
                Err(Refused::Other(_)) => {}
                Err(refused) => return Err(refused),
            }
        }
        let drawn = picture.clone();
        let bytes = tokio::task::spawn_blocking(move || drawn.bytes().ok()).await.ok().flatten();
        let Some(bytes) = bytes else { return Ok(None) };
        let file = InputFile::memory(bytes.to_vec()).file_name(if picture.mime() == "image/jpeg" {
            "image.jpg"
        } else {
            "image.png"
        });
        match self.line.send_new(self.line.bot.send_photo(chat, file).caption(picture.caption())).await {
            Ok(message) => {
                let file = message.photo().and_then(|sizes| sizes.last()).map(|size| size.file.id.clone());
                let mut uploaded = self.uploaded.lock().unwrap_or_else(PoisonError::into_inner);
                if uploaded.len() >= UPLOADED {
                    uploaded.clear();
                }
                uploaded.extend(file.map(|file| (picture.name.clone(), file)));
                Ok(Some(message.id))
            }
            Err(Refused::Other(why)) => {
                tracing::warn!(%why, "Telegram does not take a picture");
                Ok(None)
            }
            Err(refused) => Err(refused),
        }
    }

    /// Takes away what is not needed any more. If that fails it stays, which harms nobody.
    async fn remove(&self, chat: ChatId, message: MessageId) {
        if let Err(refused) = self.line.send(self.line.bot.delete_message(chat, message)).await {
            tracing::debug!(?refused, "an old message stays");
        }
    }
}

#[async_trait]
impl Hands for TelegramHands {
    fn network(&self) -> Network {
        Network::Telegram
    }

    fn read(&self, doing: &Doing, screen: &Screen, lang: Lang, shown: Option<&Shown>) -> Meaning {
        let view = shown.map_or("", |it| it.view.as_str());
        let said = match doing {
            Doing::Press { code, .. } => pressed(screen, code),
            Doing::Text(text) => answer(screen, lang, text, view),
            _ => return Meaning::Nothing,
        };
        match said {
            Said::Do(intent) => Meaning::Do(intent),
            Said::Submit(text) => Meaning::Submit(text),
            Said::Look(view) => Meaning::Look(view.to_string()),
            Said::Again => Meaning::Again,
            Said::Help => Meaning::Word(Word::Help),
            Said::Old => Meaning::Word(Word::Say(key::TOAST_STALE.into())),
            Said::Unknown => Meaning::Word(Word::Unknown),
        }
    }

    /// Numbers of messages grow in a chat.
    fn below(&self, page: &str, written: &str) -> bool {
        let number = |name: &str| name.parse::<i32>().ok();
        number(page).zip(number(written)).is_some_and(|(page, written)| page > written)
    }

    async fn show(&self, look: &Look<'_>) -> Result<Shown, HandsError> {
        let chat = chat(look.room)?;
        let before = look.shown.map(Placed::of).unwrap_or_default();
        let page = page(look.screen, look.lang, &options(look));
        let hash = hash(&page);
        let buried = look.shown.is_some_and(|it| it.buried);
        let wanted = page.picture.as_ref();
        let stays = before.message.filter(|_| !buried);

        if let Some(message) = stays
            && before.picture_name() == wanted.map(|it| it.name.as_str())
        {
            // Sent even if it should be there already: another instance may have painted over it meanwhile, and Telegram
            // says so if it is the same.
            if self.edit(chat, message, &page).await? {
                return Ok(before.shown(hash, look.view));
            }
        } else if let Some(message) = stays
            && wanted.is_none()
            && self.edit(chat, message, &page).await?
        {
            // The picture above belongs to nothing any more.
            if let Some((old, _)) = &before.picture {
                self.remove(chat, *old).await;
            }
            return Ok(Placed { message: Some(message), picture: None }.shown(hash, look.view));
        }

        // A new message: with its picture above it, and without the old one's remains where it is not the person who
        // wrote in between (then the old one stays as what was asked).
        let picture = match wanted {
            Some(picture) => self.picture(chat, picture).await?.map(|id| (id, picture.name.clone())),
            None => None,
        };
        let message = self.write(chat, &page).await?;
        if let Some((old, _)) = &before.picture {
            self.remove(chat, *old).await;
        }
        if let Some(old) = stays {
            self.remove(chat, old).await;
        }
        let asked = wanted.map(|it| it.name.clone());
        Ok(Placed { message: Some(message), picture: picture.or(asked.map(|it| (MessageId(0), it))) }
            .shown(hash, look.view))
    }

    async fn deliver(&self, room: &str, _key: &str, document: &Document) -> Result<(), HandsError> {
        let file = InputFile::memory(document.bytes.clone()).file_name(document.name.clone());
        Ok(self.line.send_new(self.line.bot.send_document(chat(room)?, file)).await.map(drop)?)
    }

    async fn say(&self, room: &str, _key: &str, text: &Msg, lang: Lang) -> Result<(), HandsError> {
        let text = say::short(&defused(&clean_text(&text.resolve(lang))), 4096);
        let request = self.line.bot.send_message(chat(room)?, text).link_preview_options(NO_PREVIEW);
        Ok(self.line.send_new(request).await.map(drop)?)
    }

    async fn announce(&self, room: &str, _key: &str, said: &Announced, lang: Lang) -> Result<(), HandsError> {
        let request = self.line.bot.send_message(chat(room)?, announcement::telegram(said, lang));
        let request = request.parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
        Ok(self.line.send_new(request).await.map(drop)?)
    }

    async fn take_back(&self, room: &str, message: &str) -> Result<(), HandsError> {
        let message =
            message.parse().map(MessageId).map_err(|_| HandsError::Failed("no message of Telegram".into()))?;
        // Bots may delete what is written to them in a private chat, for two days.
        Ok(self.line.send(self.line.bot.delete_message(chat(room)?, message)).await.map(drop)?)
    }

    async fn answer(&self, press: &str, word: Option<&Msg>, lang: Lang) -> Result<(), HandsError> {
        Ok(say::word(&self.line, press, word, lang).await?)
    }
}

fn options<'a>(look: &Look<'a>) -> Options<'a> {
    static UNKNOWN: LazyLock<Msg> = LazyLock::new(|| key::CHAT_UNKNOWN.into());
    let (word, help, greet) = match look.word {
        Some(Word::Say(msg)) => (Some(msg), false, false),
        Some(Word::Help) => (None, true, false),
        Some(Word::Unknown) => (Some(&*UNKNOWN), true, false),
        Some(Word::Greet) => (None, false, true),
        None => (None, false, false),
    };
    Options { view: look.view, word, help, greet }
}

fn chat(room: &str) -> Result<ChatId, HandsError> {
    room.parse().map(ChatId).map_err(|_| HandsError::Failed("no chat of Telegram".into()))
}

fn keyboard(page: &TelegramPage) -> InlineKeyboardMarkup {
    let row = |row: &Vec<_>| row.iter().map(button).collect::<Vec<_>>();
    InlineKeyboardMarkup::new(page.buttons.iter().map(row))
}

fn button(button: &crate::chat::telegram::Button) -> InlineKeyboardButton {
    InlineKeyboardButton::callback(button.label.clone(), button.data.clone())
}

/// Of everything that can be seen, so that what is there already is not sent. Another version of the program may hash
/// otherwise: then it is sent once more, and Telegram says that it is the same.
fn hash(page: &TelegramPage) -> u64 {
    let mut hasher = DefaultHasher::new();
    page.html.hash(&mut hasher);
    for row in &page.buttons {
        for button in row {
            (&button.label, &button.data).hash(&mut hasher);
        }
        row.len().hash(&mut hasher);
    }
    hasher.finish()
}
