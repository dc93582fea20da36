//! What a network hears.

use super::ChatKey;
use isoloir_shared::api::types::Lang;
use std::fmt;

/// Something that one person did. Whoever is not alone with the bot (a group) never gets here.
#[derive(Clone)]
pub struct Update {
    /// Who.
    pub chat: ChatKey,
    /// The network's own name of this update (Telegram: `update_id`, Matrix: the event id). Delivered twice, it is
    /// handled once.
    pub id: String,
    /// Where to answer: Matrix's room id; Telegram's chat id again. The newest one is kept.
    pub room: String,
    /// The network's own name of the message that the person wrote, where it tells which of two messages stands below
    /// the other ([`super::Hands::below`]).
    pub message: Option<String>,
    /// What the network calls the person (`Ada (@ada)`, `@ada:example.org`), where it says: read by the owner of an
    /// account before this chat may act for it. People wrote it: it is cleaned before it is shown.
    pub called: Option<String>,
    /// The language of the person's client, where the network tells: what a first session begins in.
    pub lang: Option<Lang>,
    /// What.
    pub doing: Doing,
}

/// What the person did.
#[derive(Clone, PartialEq, Eq)]
pub enum Doing {
    /// Begins, or comes by a link (`t.me/BOT?start=PAYLOAD`): the payload, empty without one. See `Payload`.
    Start(String),
    /// Pressed a button.
    Press {
        /// What the button carried. Untrusted.
        code: String,
        /// What [`super::Hands::answer`] answers; Telegram's callback query id.
        press: String,
        /// The message that the button stands under.
        message: String,
    },
    /// Wrote something, a command (`/lot`) included. May be very long.
    Text(String),
    /// Reacted to a message (Matrix): the emoji.
    Reaction {
        /// The emoji.
        key: String,
        /// The message.
        message: String,
    },
    /// Sent a picture: its bytes, at most 10 MiB.
    Photo(Vec<u8>),
    /// Sent something that cannot be read: a sticker, a voice message, a message that does not decrypt.
    Unreadable(Unreadable),
    /// Blocked the bot, left the room, kicked the bot: nothing can be shown any more. Nothing is forgotten.
    Gone,
}

/// What could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither text nor picture.
    Kind,
    /// The key to it is missing.
    Encrypted,
    /// Too large to be taken.
    TooLarge,
}

/// No content, no chat id: may stand in a log.
impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Update({}, {:?})", self.chat.network, self.doing)
    }
}

impl fmt::Debug for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl Doing {
    /// Its kind, for metrics and logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Start(_) => "start",
            Self::Press { .. } => "press",
            Self::Text(_) => "text",
            Self::Reaction { .. } => "reaction",
            Self::Photo(_) => "photo",
            Self::Unreadable(_) => "unreadable",
            Self::Gone => "gone",
        }
    }
}
