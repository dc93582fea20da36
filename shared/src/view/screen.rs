//! A screen: one thing a person does or reads, whole.

use super::{Action, Block, Tone};
use crate::text::Msg;
use serde::Serialize;

/// Everything that a front end needs to render one moment of a session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Screen {
    /// Which screen; front ends keep scroll and focus by it.
    pub id: ScreenId,
    /// Its heading.
    pub title: Msg,
    /// What it says, top to bottom.
    pub body: Vec<Block>,
    /// What can be done, most likely first. Items of lists and rows of ballots carry intents of their own.
    pub actions: Vec<Action>,
    /// What can be typed.
    pub input: Option<Input>,
    /// A word about what just happened; gone with the next event of the person.
    pub toast: Option<Toast>,
    /// A request is under way: show that something happens, block nothing.
    pub busy: bool,
    /// The platform cannot be reached: what is shown may be old, what was done is kept and retried.
    pub offline: bool,
}

/// A short word about what just happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Toast {
    /// How it went.
    pub tone: Tone,
    /// At most 200 characters in either language.
    pub text: Msg,
}

/// A line or text that can be typed. Front ends send `Event::Typed` as it changes and `Event::Submitted` at its end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    /// What it is for.
    pub label: Msg,
    /// An example or a rule.
    pub hint: Option<Msg>,
    /// What has been typed so far.
    pub value: String,
    /// What kind of text.
    pub kind: InputKind,
    /// Most characters taken.
    pub max: usize,
    /// Why the last answer was not taken.
    pub error: Option<Msg>,
}

/// What kind of text an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum InputKind {
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// An address: no spelling help.
    Email,
    /// Digits of a code.
    Code,
    /// Filters what is shown while it is typed.
    Search,
}

macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Every screen there is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum ScreenId { $($(#[$doc])* $name),* }
        impl ScreenId {
            /// All of them, for tests that walk every screen.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

screens! {
    /// First run: demo or a platform.
    Welcome,
    /// The platform's address.
    Connect,
    /// E-mail.
    SignIn,
    /// The six digits.
    Code,
    /// Age, civil rights, place, charter: one question after the other.
    Register,
    /// Phase, time left, what I can still do.
    Home,
    /// All phases and the log of changes.
    Calendar,
    /// The list.
    Candidates,
    /// One candidate.
    Candidate,
    /// My supports and nominations.
    Supports,
    /// At the limit: which one to replace.
    Replace,
    /// Put a citizen forward.
    Nominate,
    /// Declare oneself, step by step.
    Declare,
    /// My candidacy.
    Candidacy,
    /// What is promised, before the first grade.
    Promise,
    /// Grade a lot.
    Lot,
    /// Why this lot.
    WhyLot,
    /// Grade the finalists.
    Final,
    /// All answers once more, then cast.
    Review,
    /// Cast: the receipt.
    Receipt,
    /// My receipts.
    Receipts,
    /// Is this tracker counted?
    Tracker,
    /// Merit profiles of a round.
    Results,
    /// Why A before B.
    Why,
    /// Account.
    Account,
    /// Signed-in devices.
    Sessions,
    /// Language.
    Language,
    /// Erase everything.
    Erase,
    /// Leave with an unsaved ballot?
    Leave,
    /// Help, by topic.
    Help,
}
