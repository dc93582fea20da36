//! A screen: one thing a person does or reads, whole.

use super::{Action, Block, Intent, Tone};
use crate::text::Msg;
use serde::{Deserialize, Serialize};

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
    /// A demonstration that has another phase: `Intent::DemoNextPhase` moves its time from any screen.
    pub time_moves: bool,
}

impl Screen {
    /// A screen with nothing on it yet.
    pub fn new(id: ScreenId, title: impl Into<Msg>) -> Self {
        let (body, actions) = (Vec::new(), Vec::new());
        let (busy, offline, time_moves) = (false, false, false);
        Self { id, title: title.into(), body, actions, input: None, toast: None, busy, offline, time_moves }
    }

    /// The same with one more block.
    #[must_use]
    pub fn with(mut self, block: impl Into<Block>) -> Self {
        self.body.push(block.into());
        self
    }

    /// The same with more blocks.
    #[must_use]
    pub fn with_all(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.body.extend(blocks);
        self
    }

    /// The same with a paragraph.
    #[must_use]
    pub fn say(self, text: impl Into<Msg>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }

    /// The same with something to notice.
    #[must_use]
    pub fn notice(self, tone: Tone, text: impl Into<Msg>) -> Self {
        self.with(Block::Notice { tone, text: text.into() })
    }

    /// The same with one more action.
    #[must_use]
    pub fn act(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    /// The same with something to type into.
    #[must_use]
    pub fn ask(mut self, input: Input) -> Self {
        self.input = Some(input);
        self
    }

    /// Every intent that this screen offers: of its enabled actions, the rows of its lists, its ballot.
    pub fn intents(&self) -> Vec<Intent> {
        let mut all: Vec<_> = self.actions.iter().filter(|it| it.enabled.is_ok()).map(|it| it.intent).collect();
        for block in &self.body {
            block.intents(&mut all);
        }
        all
    }
}

/// A short word about what just happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Digits of the second factor: shown nowhere again, and taken from a chat where it can be.
    Secret,
    /// Filters what is shown while it is typed.
    Search,
    /// A picture: a chat sends it, elsewhere the path of a file is typed, which the front end reads. It comes as
    /// `Event::Photo`; what could not be read comes as it was typed.
    Photo,
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
    /// Write to those who support me.
    Address,
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
    /// Encrypted: to be cast as it is, or opened.
    Sealed,
    /// Opened: what it held.
    Spoiled,
    /// What the platform shows of the vote does not hold.
    Alarm,
    /// My voting key for a round.
    VotingKey,
    /// Cast: the receipt.
    Receipt,
    /// My receipts.
    Receipts,
    /// Is this tracker counted?
    Tracker,
    /// A round's archive is verified here.
    Verification,
    /// Merit profiles of a round.
    Results,
    /// Why A before B.
    Why,
    /// Account.
    Account,
    /// Signed-in devices.
    Sessions,
    /// Linked chats.
    Links,
    /// A code to link a chat with.
    LinkCode,
    /// Is the chat that asks mine?
    LinkClaim,
    /// What was announced to me.
    Inbox,
    /// One announcement.
    Announcement,
    /// What I ask to be told.
    Notices,
    /// Link this chat: its code.
    Join,
    /// This chat waits for its owner.
    JoinWait,
    /// What the bot knows about me.
    ThisChat,
    /// The bot says nothing more by itself.
    Stopped,
    /// Forget this chat?
    Forget,
    /// Language.
    Language,
    /// Erase everything.
    Erase,
    /// Where the primary stands, for whoever runs it.
    Organise,
    /// The second factor.
    Factor,
    /// What two organisers decide together.
    Proposals,
    /// One proposal.
    Proposal,
    /// Propose something.
    Propose,
    /// Propose to put a candidate out, or to take them back.
    Accuse,
    /// Which phase to move.
    Dates,
    /// Move a phase.
    Move,
    /// Texts, photos and names to look at.
    Queue,
    /// One of them.
    Moderated,
    /// Signals of false accounts.
    Flags,
    /// One of them.
    Flag,
    /// The log of what organisers do.
    Audit,
    /// What organisers announce.
    Announcements,
    /// How far an announcement is.
    Delivery,
    /// Write an announcement.
    Compose,
    /// An announcement as those who get it will see it.
    Preview,
    /// Appeal against what moderation hides of mine.
    Appeal,
    /// Answer to the reason for which I was put out.
    Answer,
    /// Leave, or move a demonstration's time, over a ballot that was not cast?
    Leave,
    /// Help, by topic.
    Help,
}
