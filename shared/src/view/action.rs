//! What can be done on a screen, and the compact words that buttons carry.

use crate::api::ids::{
    AnnouncementId, CandidateId, DraftId, FlagId, LinkId, LotId, ModerationId, ProposalId, SessionId,
};
use crate::api::types::{CandidateOrder, CandidateState, Lang, PhaseKind, Round};
use crate::text::Msg;
use serde::{Deserialize, Serialize};

/// Something that can be done. What cannot be done now is shown with the reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// What it asks for.
    pub intent: Intent,
    /// A few words.
    pub label: Msg,
    /// How much it stands out.
    pub weight: Weight,
    /// Or the reason why not.
    pub enabled: Result<(), Msg>,
}

/// How much an action stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Weight {
    /// The next thing most people do here: at most one on a screen.
    Primary,
    /// One of several.
    Normal,
    /// Seldom.
    Quiet,
    /// Cannot be taken back.
    Danger,
}

/// What a person wants. Its text form (`Display`, `FromStr`) is what a button carries: at most 64 bytes,
/// ids and never names, untrusted when it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Intent {
    /// Show something.
    Open(Place),
    /// To where one came from.
    Back,
    /// Give up what was begun.
    Cancel,
    /// Ask the platform again.
    Retry,
    /// Leave the program (or the conversation).
    Leave,
    /// Yes, leave: what is unsaved stays as a draft on this device.
    LeaveNow,
    /// Start the demonstration.
    StartDemo,
    /// Send the code again.
    ResendCode,
    /// Answer number `n` (from 0) of the question on the screen.
    Choose(u8),
    /// Leave the field empty.
    Skip,
    /// Another page of what is listed.
    More,
    /// Only candidates in this state; none for all.
    Filter(Option<CandidateState>),
    /// Another order of the list.
    Order(CandidateOrder),
    /// Support.
    Support(CandidateId),
    /// Withdraw my support or nomination.
    Withdraw(CandidateId),
    /// At the limit: put the new one in this one's place.
    Replace(CandidateId),
    /// Nominate somebody on the list.
    Nominate(CandidateId),
    /// Leave the race.
    WithdrawCandidacy,
    /// Put a photo on my page.
    AddPhoto,
    /// Confirm my candidacy, or refuse.
    Confirm(bool),
    /// I have read what is promised.
    Understood,
    /// Give an answer on the ballot of revision `rev`.
    Grade {
        /// Who.
        candidate: CandidateId,
        /// Value on the scale; none for no opinion.
        grade: Option<u8>,
        /// The draft this button belongs to.
        rev: u32,
    },
    /// Read all answers once more.
    Review {
        /// The draft this button belongs to.
        rev: u32,
    },
    /// Cast.
    Cast {
        /// The draft this button belongs to.
        rev: u32,
    },
    /// Encrypt the ballot and look at it: then it is cast, or opened to be checked.
    Seal {
        /// The draft this button belongs to.
        rev: u32,
    },
    /// Open the encrypted ballot: it can't be cast any more.
    Spoil {
        /// The draft this button belongs to.
        rev: u32,
    },
    /// Show the code of my voting key.
    ShowKey,
    /// Make another voting key.
    NewKey,
    /// Draw another lot.
    NextLot,
    /// Change the ballot that was cast.
    ChangeBallot,
    /// Another language.
    SetLang(Lang),
    /// Close a session.
    Revoke(SessionId),
    /// Show a code that links a chat.
    OfferLink,
    /// Yes, this chat is mine.
    ConfirmLink(LinkId),
    /// Refuse a chat, or cut one.
    CutLink(LinkId),
    /// Forget this chat; asks first.
    Forget,
    /// Yes, forget it.
    ForgetNow,
    /// Give me everything that is kept about me.
    Export,
    /// Erase everything; asks first.
    Erase,
    /// Yes, erase.
    EraseNow,
    /// Announcements by e-mail, or not.
    Letters(bool),
    /// Candidates whom I support may write to me, or not.
    HearCandidates(bool),
    /// Nothing at night, or at any hour.
    QuietNights(bool),
    /// Sign out on this device.
    SignOut,
    /// Set a second factor up.
    Enrol,
    /// Approve another organiser's proposal.
    Approve(ProposalId),
    /// Turn a proposal down, or take mine back.
    TurnDown(ProposalId),
    /// Show a text, photo or name.
    Show(ModerationId),
    /// Hide it.
    Hide(ModerationId),
    /// A signal has an honest cause.
    Harmless(FlagId),
    /// A signal points to false accounts.
    Suspect(FlagId),
    /// See an announcement as those who get it will.
    Preview,
    /// Change what was written.
    Edit,
    /// Try an announcement on oneself.
    Trial,
    /// Let a suggestion of the calendar go.
    DropDraft(DraftId),
    /// Hold an announcement that is on its way.
    Pause(AnnouncementId),
    /// Let it go on.
    Resume(AnnouncementId),
    /// Let it go for good; asks first.
    StopAnnouncement(AnnouncementId),
    /// Demonstration only: go to the next phase.
    DemoNextPhase,
}

/// Somewhere to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// First things first.
    Home,
    /// Connect to a platform.
    Connect,
    /// Sign in.
    SignIn,
    /// Get on the roll.
    Register,
    /// Phases.
    Calendar,
    /// The list.
    Candidates,
    /// One candidate.
    Candidate(CandidateId),
    /// Mine.
    Supports,
    /// Put forward.
    Nominate,
    /// Declare.
    Declare,
    /// My candidacy.
    Candidacy,
    /// Write to those who support me.
    Address,
    /// Grade a lot.
    Lot,
    /// A lot of mine that I cast: its receipt, and changing it.
    Ballot(LotId),
    /// Why this lot.
    WhyLot,
    /// Grade the finalists.
    Final,
    /// My receipts.
    Receipts,
    /// Check any tracker.
    Tracker,
    /// My voting key for a round.
    VotingKey(Round),
    /// Results.
    Results(Round),
    /// Verify a round's public archive here.
    Verification(Round),
    /// Why this pair is in this order.
    Why(Round, CandidateId, CandidateId),
    /// Account.
    Account,
    /// Devices.
    Sessions,
    /// Linked chats.
    Links,
    /// What was announced to me.
    Inbox,
    /// One of these.
    Announcement(AnnouncementId),
    /// What I ask to be told.
    Notices,
    /// Link this chat.
    Join,
    /// What the bot knows about me.
    ThisChat,
    /// Where the primary stands, for whoever runs it.
    Organise,
    /// My second factor.
    Factor,
    /// What two organisers decide together.
    Proposals,
    /// One proposal.
    Proposal(ProposalId),
    /// Propose something.
    Propose,
    /// Propose to put a candidate out, or to take them back.
    Accuse(CandidateId),
    /// Which phase to move.
    Dates,
    /// Move a phase.
    Move(PhaseKind),
    /// Texts, photos and names to look at.
    Queue,
    /// One of them.
    Moderated(ModerationId),
    /// Signals of false accounts.
    Flags,
    /// One of them.
    Flag(FlagId),
    /// The log of what organisers do.
    Audit,
    /// What organisers announce.
    Announcements,
    /// How far one of these is.
    Delivery(AnnouncementId),
    /// Write one.
    Compose,
    /// Edit one that the calendar suggests.
    Draft(DraftId),
    /// Appeal against what moderation hides of mine.
    Appeal(ModerationId),
    /// Answer to the reason for which I was put out.
    Answer,
    /// Language.
    Language,
    /// Help.
    Help(Topic),
}

/// Topics of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// What this is and what to do first.
    Start,
    /// What majority judgment is.
    MajorityJudgment,
    /// Why random lots.
    Lots,
    /// What a receipt proves.
    Receipts,
    /// What is kept about me.
    Privacy,
}

impl Topic {
    /// All of them, in the order in which to read them.
    pub const ALL: &'static [Self] = &[Self::Start, Self::MajorityJudgment, Self::Lots, Self::Receipts, Self::Privacy];
}

impl Action {
    /// Something that can be done.
    pub fn new(intent: Intent, label: impl Into<Msg>) -> Self {
        Self { intent, label: label.into(), weight: Weight::Normal, enabled: Ok(()) }
    }

    /// How much it stands out.
    #[must_use]
    pub fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The next thing most people do here.
    #[must_use]
    pub fn primary(self) -> Self {
        self.weight(Weight::Primary)
    }

    /// Seldom done.
    #[must_use]
    pub fn quiet(self) -> Self {
        self.weight(Weight::Quiet)
    }

    /// Cannot be taken back.
    #[must_use]
    pub fn danger(self) -> Self {
        self.weight(Weight::Danger)
    }

    /// Only if nothing stands in its way; else shown with the reason.
    #[must_use]
    pub fn when(self, enabled: Result<(), Msg>) -> Self {
        Self { enabled, ..self }
    }
}

/// A button's text that is no intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an intent")]
pub struct IntentError;
