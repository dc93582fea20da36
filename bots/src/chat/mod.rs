//! Everything pure between a screen of the core and a chat: a [`Screen`] becomes a page of Telegram or of Matrix, what
//! was pressed or typed becomes a [`Meaning`]. No network, no clock, no store, no rule and no text of its own.
//!
//! ```text
//! Screen ─ document (what is said, in order) ─ pages (cut to the network's limits) ─┬─ telegram::page: HTML and buttons
//!                                                                                   └─ matrix::page: text, the same in HTML
//! button, reaction, typed words ─ telegram::pressed, matrix::reacted, answer ─▶ Meaning ─▶ Event of the core
//! ```
//!
//! A chat shows less at once than a terminal: long screens have pages, and a ballot is answered candidate by candidate.
//! Which part is seen is a [`View`]: a word of a few bytes that the engine keeps beside the message and hands back. It
//! never reaches the core. An empty one is the first page, and on a ballot the first candidate without an answer: so the
//! next one comes by itself after each answer.

pub mod announcement;
mod answer;
pub mod checkpoint;
mod choices;
mod commands;
mod defuse;
mod document;
pub mod matrix;
mod pages;
mod picture;
mod said;
mod stamp;
pub mod telegram;
mod view;

pub use answer::{Meaning, answer, by_number};
pub use choices::{Choice, Does, choices, numbers};
pub use commands::{Command, commands};
pub use defuse::{JOINER, defused};
pub use picture::Picture;
pub use stamp::Stamp;
pub use view::View;

use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, clean_text};
use isoloir_shared::view::{Block, Screen, ScreenId};

/// Whether a screen shows something that must not be left standing: the code of a voting key.
pub fn holds_secret(screen: &Screen) -> bool {
    screen.id == ScreenId::VotingKey && screen.body.iter().any(|it| matches!(it, Block::Verbatim { .. }))
}

/// What a page shows beside its screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Which part of the screen (see [`View`]): as the engine kept it; empty for the first.
    pub view: &'a str,
    /// A word that is not the session's own: an old button, something that was not understood.
    pub word: Option<&'a Msg>,
    /// Says what can be typed here.
    pub help: bool,
    /// Somebody is new here: says first who speaks.
    pub greet: bool,
}

/// The longest text that a page is made from, in characters: twice the longest one that a platform takes.
const LONGEST: usize = 8_000;

/// A message in the words of a chat: cleaned once more, and nothing in it a link that nobody meant.
fn say(msg: &Msg, lang: Lang) -> String {
    defused(&plain(msg, lang))
}

/// The same where nobody looks for links: on a button.
fn plain(msg: &Msg, lang: Lang) -> String {
    let text = msg.resolve(lang);
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    clean_text(&text[..end])
}

/// The word about what just happened, for a bubble over the chat: at most 200 UTF-16 units, as Telegram allows.
pub fn toast(screen: &Screen, lang: Lang) -> Option<String> {
    screen.toast.as_ref().map(|toast| said::cut(&clean_text(&toast.text.resolve(lang)), 200))
}
