//! One turn of somebody's conversation, as a transaction.

use super::{AccountHash, PersonId, Run};
use crate::engine::{ChatKey, Network};
use crate::seal::Sealed;
use isoloir_shared::core::TimerId;
use jiff::Timestamp;

/// Whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody new.
    New(ChatKey),
    /// Somebody known, as they were at this version.
    Known(PersonId, i64),
}

/// A field that changes, or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// As it is.
    #[default]
    Same,
    /// To this.
    To(T),
}

/// A turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRow {
    /// Whose.
    pub who: Who,
    /// The conversation after it.
    pub session: Sealed,
    /// It waits for answers of the platform.
    pub waits: bool,
    /// What the person sees follows the primary's phases.
    pub follows: bool,
    /// They stopped the bot: notices wait.
    pub rests: bool,
    /// Who takes the turn.
    pub run: Run,
    /// When.
    pub at: Timestamp,
    /// The update that it answers: handled once.
    pub update: Option<(Network, String)>,
    /// The timers that it answers: each comes once.
    pub fired: Vec<TimerId>,
    /// New timers.
    pub timers: Vec<(TimerId, Timestamp)>,
    /// Where to write (needed for somebody new).
    pub room: Option<String>,
    /// The platform's tokens.
    pub tokens: Change<Option<Sealed>>,
    /// The account.
    pub account: Change<Option<AccountHash>>,
    /// A notice of this kind goes to everyone else whose account has one of these hashes.
    pub tell: Option<(Vec<AccountHash>, String)>,
    /// The person did something: they can be written to.
    pub here: bool,
    /// Nothing is kept of them after this turn, but that the update was handled.
    pub forget: bool,
}

/// What became of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is on disk.
    Done(PersonId, i64),
    /// Somebody was quicker, or the person is gone: load again.
    Conflict,
    /// The update was handled before.
    Already,
    /// None of the timers is there any more: they were answered before.
    NoTimer,
}

/// What became of what was to take the place of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swapped {
    /// It is on disk.
    Done,
    /// Something else is there: load again.
    Other,
    /// The person is not known any more.
    Nobody,
}

/// How things stand after something was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The newest turn.
    pub version: i64,
    /// A later turn had been shown already: it has just been painted over.
    pub painted_over: bool,
}

/// A notice that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// Its number.
    pub id: i64,
    /// For whom.
    pub chat: ChatKey,
    /// Where.
    pub room: String,
    /// Which.
    pub kind: String,
}

/// What is sealed of one person, and what depends on a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seals {
    /// Whose.
    pub id: PersonId,
    /// Their conversation.
    pub session: Sealed,
    /// The platform's tokens.
    pub tokens: Option<Sealed>,
    /// What was last shown.
    pub shown: Option<Sealed>,
    /// The account's keyed hash.
    pub account: Option<AccountHash>,
}
