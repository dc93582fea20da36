//! Shows the engine's screens in Matrix, and says what was meant.

use super::error::of_send;
use super::send::{Message, send};
use crate::chat::{self, Options, Picture};
use crate::engine::{Doing, Hands, HandsError, Look, Meaning, Network, Shown, Word};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::{Announced, Msg, key};
use isoloir_shared::view::{InputKind, Screen};
use matrix_sdk::attachment::{AttachmentConfig, AttachmentInfo, BaseImageInfo};
use matrix_sdk::ruma::events::Mentions;
use matrix_sdk::ruma::events::room::message::TextMessageEventContent;
use matrix_sdk::ruma::{EventId, OwnedTransactionId, RoomId};
use matrix_sdk::{Client, Room, RoomState};
use sha2::{Digest, Sha256};

/// Matrix's.
pub struct MatrixHands {
    client: Client,
}

impl MatrixHands {
    /// Of this client.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// A room that the bot is in, and that is encrypted: nothing of a person is ever said in another.
    pub(super) async fn room(&self, id: &str) -> Result<Room, HandsError> {
        let id = RoomId::parse(id).map_err(|_| HandsError::Gone)?;
        let mut room = self.client.get_room(&id).ok_or(HandsError::Gone)?;
        // A conversation goes on in the room that took the place of its own.
        if let Some(next) = room.successor_room().and_then(|next| self.client.get_room(&next.room_id))
            && next.state() == RoomState::Joined
        {
            room = next;
        }
        if room.state() != RoomState::Joined {
            return Err(HandsError::Gone);
        }
        let encryption = room.latest_encryption_state().await.map_err(|error| said(&error))?;
        if encryption.is_encrypted() { Ok(room) } else { Err(HandsError::Failed("the room is not encrypted".into())) }
    }
}

#[async_trait]
impl Hands for MatrixHands {
    fn network(&self) -> Network {
        Network::Matrix
    }

    fn read(&self, doing: &Doing, screen: &Screen, lang: Lang, shown: Option<&Shown>) -> Meaning {
        let view = shown.map_or("", |shown| shown.view.as_str());
        let meant = match doing {
            Doing::Text(text) => chat::answer(screen, lang, text, view),
            Doing::Reaction { key, message } if shown.is_some_and(|shown| shown.message == *message) => {
                match chat::matrix::reacted(screen, key, view) {
                    // A heart is no order.
                    chat::Meaning::Unknown => return Meaning::Nothing,
                    meant => meant,
                }
            }
            _ => return Meaning::Nothing,
        };
        if let Doing::Text(text) = doing
            && is_link_code(text.trim())
            && takes_code(&meant, screen)
        {
            return Meaning::Start(text.trim().to_owned());
        }
        match meant {
            chat::Meaning::Do(intent) => Meaning::Do(intent),
            chat::Meaning::Submit(text) => Meaning::Submit(text),
            chat::Meaning::Look(view) => Meaning::Look(view.to_string()),
            chat::Meaning::Again => Meaning::Again,
            chat::Meaning::Help => Meaning::Word(Word::Help),
            chat::Meaning::Old => Meaning::Word(Word::Say(Msg::new(key::TOAST_STALE))),
            chat::Meaning::Unknown => Meaning::Word(Word::Say(Msg::new(key::CHAT_UNKNOWN))),
        }
    }

    async fn show(&self, look: &Look<'_>) -> Result<Shown, HandsError> {
        let room = self.room(look.room).await?;
        let word = match look.word {
            Some(Word::Say(word)) => Some(word),
            _ => None,
        };
        let help = matches!(look.word, Some(Word::Help)) || word.is_some_and(|it| *it == Msg::new(key::CHAT_UNKNOWN));
        let options = Options { view: look.view, word, help, greet: look.shown.is_none() };
        let page = chat::matrix::page(look.screen, look.lang, &options);
        let hash = hash(&page.formatted_body);
        let before = look.shown.filter(|shown| !shown.message.is_empty());
        let picture = page.picture.as_ref().filter(|it| before.is_none_or(|shown| shown.memo != it.name));
        if let Some(shown) = before
            && shown.page == hash
            && !shown.buried
            && picture.is_none()
        {
            return Ok(Shown { view: look.view.to_owned(), ..shown.clone() });
        }
        let message = Message { kind: "m.notice", body: &page.body, html: &page.formatted_body };
        let drawn = picture.and_then(|it| drawn(it).map(|bytes| (it, bytes)));
        let edits = before.filter(|shown| !shown.buried && drawn.is_none());
        if let Some((picture, bytes)) = drawn {
            // Above its page: what can be chosen stands at the bottom.
            let caption = Some(TextMessageEventContent::plain(chat::defused(&picture.alt)));
            let name = if picture.mime() == "image/jpeg" { "image.jpg" } else { "image.png" };
            attach(&room, &format!("{}-p", look.key), name, bytes, caption).await?;
        }
        // The newest page is always the last message: edited while nothing stands below it, else sent anew.
        let message_id = match edits {
            Some(shown) => {
                send(&room, look.key, message.instead_of(&shown.message)).await.map_err(|error| said(&error))?;
                shown.message.clone()
            }
            None => send(&room, look.key, message.content()).await.map_err(|error| said(&error))?.to_string(),
        };
        Ok(Shown {
            message: message_id,
            page: hash,
            view: look.view.to_owned(),
            numbers: None,
            before: None,
            buried: false,
            refused: false,
            secret: false,
            memo: page.picture.map(|it| it.name).unwrap_or_default(),
        })
    }

    fn keeps_edits(&self) -> bool {
        true
    }

    async fn deliver(&self, room: &str, key: &str, document: &Document) -> Result<(), HandsError> {
        let room = self.room(room).await?;
        attach(&room, key, &document.name, document.bytes.clone(), None).await
    }

    async fn take_back(&self, room: &str, message: &str) -> Result<(), HandsError> {
        let event = EventId::parse(message).map_err(|_| HandsError::Failed("no event of Matrix".into()))?;
        // Only where the bot has the power for it: in rooms that it made, and where who made the room trusts it.
        let redacted = self.room(room).await?.redact(&event, None, None).await;
        redacted.map(drop).map_err(|error| said(&error.into()))
    }

    async fn say(&self, room: &str, key: &str, text: &Msg, lang: Lang) -> Result<(), HandsError> {
        let room = self.room(room).await?;
        let body = chat::defused(&text.resolve(lang));
        let message = Message { kind: "m.text", body: &body, html: "" };
        send(&room, key, message.content()).await.map(drop).map_err(|error| said(&error))
    }

    async fn announce(&self, room: &str, key: &str, trial: &Announced, lang: Lang) -> Result<(), HandsError> {
        let room = self.room(room).await?;
        let (plain, html) = chat::announcement::matrix(trial, lang);
        let message = Message { kind: "m.text", body: &plain, html: &html };
        send(&room, key, message.content()).await.map(drop).map_err(|error| said(&error))
    }
}

/// What an account shows to link a chat: 128 bits in base64. It may be typed wherever nothing of that form is asked.
fn is_link_code(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 16)
        // Twenty-two letters may be a name or a word of a search.
        && text.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Nothing else was meant by it.
fn takes_code(meant: &chat::Meaning, screen: &Screen) -> bool {
    match meant {
        chat::Meaning::Unknown => true,
        chat::Meaning::Submit(_) => screen
            .input
            .as_ref()
            .is_some_and(|it| matches!(it.kind, InputKind::Search | InputKind::Email | InputKind::Code)),
        _ => false,
    }
}

/// A picture that cannot be drawn is left out: the page has all of it in words.
fn drawn(picture: &Picture) -> Option<Vec<u8>> {
    match picture.bytes() {
        Ok(bytes) => Some(bytes.to_vec()),
        Err(error) => {
            tracing::warn!(%error, "no picture");
            None
        }
    }
}

async fn attach(
    room: &Room,
    key: &str,
    name: &str,
    bytes: Vec<u8>,
    caption: Option<TextMessageEventContent>,
) -> Result<(), HandsError> {
    let kind = match name.rsplit_once('.') {
        Some((_, "png")) => mime::IMAGE_PNG,
        Some((_, "jpg")) => mime::IMAGE_JPEG,
        Some((_, "json")) => mime::APPLICATION_JSON,
        _ => mime::APPLICATION_OCTET_STREAM,
    };
    // It names nobody, whatever people called themselves.
    let mentions = Some(Mentions::new());
    let mut config = AttachmentConfig::new().txn_id(OwnedTransactionId::from(key)).caption(caption).mentions(mentions);
    if let Some((width, height)) = size(&bytes) {
        // Clients keep its place free while it comes.
        let (width, height) = (Some(width.into()), Some(height.into()));
        config = config.info(AttachmentInfo::Image(BaseImageInfo { width, height, ..BaseImageInfo::default() }));
    }
    room.send_attachment(name, &kind, bytes, config).await.map(drop).map_err(|error| said(&error))
}

/// Width and height of a PNG, from its head.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes.starts_with(b"\x89PNG") && bytes.get(12..16) == Some(b"IHDR")).then(|| number(16).zip(number(20))).flatten()
}

fn said(error: &matrix_sdk::Error) -> HandsError {
    let error = of_send(error);
    if let HandsError::Later(wait) = &error {
        tracing::info!(seconds = wait.as_secs_f32(), "the homeserver asks to wait");
    }
    error
}

fn hash(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_how_large_it_is() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 3, 32, 0, 0, 1, 4]);
        assert_eq!(size(&png), Some((800, 260)));
        assert_eq!(size(&png[..20]), None);
        assert_eq!(size(b"{}"), None);
    }

    #[test]
    fn a_code_is_told_from_words() {
        assert!(is_link_code("AbCdEfGhIjKlMnOpQrStUw"));
        assert!(is_link_code("c_cdefghijklmnopqrst7Q"));
        for word in ["anticonstitutionnelle-m", "Desproges-Longuenomade", "2 bien", "ABCDEFGHIJKLMNOPQRSTU", "/lot"] {
            assert!(!is_link_code(word), "{word}");
        }
    }
}
