//! What a network does for the engine: reads what a person meant, and shows.

use super::{Doing, Network};
use async_trait::async_trait;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::{Announced, Msg};
use isoloir_shared::view::{Intent, Screen};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One network. The engine calls it for one person at a time, in order; for many people at once.
#[async_trait]
pub trait Hands: Send + Sync + 'static {
    /// Which.
    fn network(&self) -> Network;

    /// What was meant, with this screen shown as `shown` says. Pure and quick: it is called inside a turn, again if the
    /// turn is taken again. `Start`, `Photo`, `Unreadable` and `Gone` never get here: the engine knows them.
    fn read(&self, doing: &Doing, screen: &Screen, lang: Lang, shown: Option<&Shown>) -> Meaning;

    /// Brings what the person sees up to date: edits the message of `look.shown`, or sends a new one where that cannot
    /// be edited or where the person wrote below it (`look.shown.buried`). The answer is kept, and handed back next time.
    /// Nothing to change is no error. May be called again for the same turn after a failure or a crash: where the
    /// network knows transaction ids, [`Look::key`] is one.
    async fn show(&self, look: &Look<'_>) -> Result<Shown, HandsError>;

    /// Whether the message of a page stands below one that the person wrote, where their names tell: people write while a
    /// page is on its way.
    fn below(&self, _page: &str, _written: &str) -> bool {
        false
    }

    /// Whether what a message said before it was edited can still be read.
    fn keeps_edits(&self) -> bool {
        false
    }

    /// Sends a file below.
    async fn deliver(&self, room: &str, key: &str, document: &Document) -> Result<(), HandsError>;

    /// Sends a line below, beside the flow (`Effect::Notify`).
    async fn say(&self, room: &str, key: &str, text: &Msg, lang: Lang) -> Result<(), HandsError>;

    /// Sends an announcement below, as everyone would get it, to whoever tries it on themselves (`Effect::Trial`).
    async fn announce(&self, _room: &str, _key: &str, _said: &Announced, _lang: Lang) -> Result<(), HandsError> {
        Ok(())
    }

    /// Takes away a message that the person wrote, for it holds a secret. Where the network does not allow it: nothing.
    async fn take_back(&self, _room: &str, _message: &str) -> Result<(), HandsError> {
        Ok(())
    }

    /// Answers a press at once, with a word where there is one. Where a network knows no such thing: nothing.
    async fn answer(&self, _press: &str, _word: Option<&Msg>, _lang: Lang) -> Result<(), HandsError> {
        Ok(())
    }
}

/// What is to be seen.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Where: [`super::Update::room`].
    pub room: &'a str,
    /// The session's screen. Its `toast` is the word about what just happened.
    pub screen: &'a Screen,
    /// The language to put it in.
    pub lang: Lang,
    /// The clock, for countdowns.
    pub now: Timestamp,
    /// What the person sees now, as far as is known.
    pub shown: Option<&'a Shown>,
    /// Which part of the screen: the network's own words ([`Meaning::Look`]), empty at first and on another screen.
    pub view: &'a str,
    /// A word that is not the session's (what can be said here, an old button).
    pub word: Option<&'a Word>,
    /// The same for the same turn, whoever shows it: a transaction id.
    pub key: &'a str,
}

/// What a person sees, as the network told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The message of the flow, by the network's own name.
    pub message: String,
    /// A hash of the page, so that nothing is sent that is there already.
    pub page: u64,
    /// Which part of the screen ([`Look::view`]).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub view: String,
    /// What the numbers on it stand for ([`crate::chat::numbers`]). Set by the engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<u64>,
    /// What the numbers of the page before it stood for. Set by the engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The person wrote below it since. Set by the engine.
    #[serde(default)]
    pub buried: bool,
    /// The network refused the last page, and the person was told: what they see is older. Set by the engine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// It holds a secret: it is not to be left standing. Set by the engine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// Whatever else the network wants back next time; at most 1 kB.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
}

/// A word beside the session's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// One sentence.
    Say(Msg),
    /// What can be said on this screen.
    Help,
    /// Not understood: a word about that, and what can be said.
    Unknown,
    /// Somebody is new here: who speaks.
    Greet,
}

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// An intent. Whether the screen offers it, the session decides.
    Do(Intent),
    /// What was typed is an answer to the input on the screen.
    Submit(String),
    /// Another part of the same screen: the network's own words (a page, one candidate of a ballot), at most 64 bytes.
    Look(String),
    /// Nothing to do, but to say a word.
    Word(Word),
    /// The same screen once more.
    Again,
    /// Begin again, as `Doing::Start` with this payload.
    Start(String),
    /// Nothing at all.
    Nothing,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandsError {
    /// Too much at once: again after that long.
    #[error("the network asks to wait {} s", .0.as_secs())]
    Later(Duration),
    /// No answer, or the network's own fault: again, later and later.
    #[error("the network cannot be reached")]
    Unreachable,
    /// Blocked, left, no such room: not again until the person comes back.
    #[error("the person cannot be written to")]
    Gone,
    /// Refused for a reason that does not pass. The text holds nothing that people wrote, and no token.
    #[error("the network refused: {0}")]
    Failed(String),
}
