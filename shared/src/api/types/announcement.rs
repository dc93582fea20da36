//! Announcements: what organisers say, to whom, and how far it is on its way.

use super::Localized;
use crate::api::ids::{AnnouncementId, CandidateId, DraftId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest title of an announcement, in characters.
pub const ANNOUNCEMENT_TITLE: usize = 140;
/// Its longest text.
pub const ANNOUNCEMENT_BODY: usize = 4_000;

/// Who gets an announcement. Never by opinion, never by who people are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// Whoever asked for announcements; published, too.
    #[default]
    Everyone,
    /// Citizens who have a vote that waits, a lot that is not cast or the final while it is open: told to them alone.
    LotWaiting,
    /// Who supports a candidate: written by that candidate, told to them alone.
    Supporters {
        /// Whom.
        candidate: CandidateId,
    },
}

/// Where an announcement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementState {
    /// Its time has not come.
    Scheduled,
    /// It is on its way.
    Sending,
    /// Held: nothing goes out.
    Paused,
    /// Nothing goes out any more.
    Cancelled,
    /// Every carrier has told that nothing is left to do.
    Done,
}

/// `GET /v1/announcements`: what was announced to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnnouncementView {
    /// Which.
    pub id: AnnouncementId,
    /// What about: one line.
    pub title: Localized,
    /// Plain text.
    pub body: Localized,
    /// Who speaks; none: the organisers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sender: Option<String>,
    /// To whom.
    pub audience: Audience,
    /// Nobody's quiet hours hold it back.
    pub urgent: bool,
    /// Not before.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub send_at: Timestamp,
    /// Where it stands.
    pub state: AnnouncementState,
}

/// `GET /v1/me/inbox`: what was announced to me, unread first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboxView {
    /// So many were not read.
    pub unread: u64,
    /// Unread ones first, then the newest.
    pub items: Vec<InboxItemView>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboxItemView {
    /// What was announced.
    #[serde(flatten)]
    pub announcement: AnnouncementView,
    /// I read it.
    pub read: bool,
}

/// `GET`, `PUT /v1/me/notices`: what I asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticesView {
    /// Announcements by e-mail. Only who asked gets any.
    pub email: bool,
    /// Candidates whom I support may write to me, through the platform: they learn of nobody who does.
    #[serde(default)]
    pub candidates: bool,
    /// Not in these hours, unless it is urgent; none: at any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quiet: Option<QuietHours>,
}

impl Default for NoticesView {
    /// Of somebody who chose nothing: nobody writes to them, and chats keep still at night.
    fn default() -> Self {
        Self { email: false, candidates: false, quiet: Some(QuietHours::NIGHT) }
    }
}

/// Hours of the primary's zone, in minutes after midnight: from one, up to before the other, over midnight if it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// The first quiet minute.
    #[cfg_attr(feature = "openapi", schema(maximum = 1439))]
    pub from: u16,
    /// The first one that is not.
    #[cfg_attr(feature = "openapi", schema(maximum = 1439))]
    pub to: u16,
}

impl QuietHours {
    /// Nine in the evening to eight in the morning: what somebody has who chose nothing.
    pub const NIGHT: Self = Self { from: 21 * 60, to: 8 * 60 };
}

/// `POST /v1/me/candidacy/announcements`: what a candidate writes to those who support them and let them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportersRequest {
    /// What about: one line, at most 140 characters.
    pub title: Localized,
    /// Plain text, at most 4,000 characters.
    pub body: Localized,
}

/// What brings announcements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Telegram's private chats.
    Telegram,
    /// Matrix's direct rooms.
    Matrix,
    /// E-mail.
    Email,
}

/// How far an announcement is with one carrier: numbers, and nobody's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deliveries {
    /// Taken by the network.
    pub delivered: u64,
    /// They cannot be reached there any more.
    pub unreachable: u64,
    /// They did not want it any more.
    pub unsubscribed: u64,
    /// The network refused the message itself.
    #[serde(default)]
    pub refused: u64,
    /// Still to be sent.
    pub waiting: u64,
    /// Of these, how many wait for the morning or for another try.
    #[serde(default)]
    pub later: u64,
    /// No answer came, and it is not tried again: perhaps they have it.
    pub unknown: u64,
    /// Sent again though the first may have arrived: at most so many got it twice.
    pub repeated: u64,
    /// Everybody who asked there is counted, and nothing is left to do.
    #[serde(default)]
    pub settled: bool,
    /// When the last one may have been sent, as things stand.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_at: Option<Timestamp>,
}

/// The same, as it was last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    /// By what.
    pub carrier: Carrier,
    /// When it was told.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// How far.
    #[serde(flatten)]
    pub deliveries: Deliveries,
}

/// `GET /v1/organise/announcements/{id}`: with how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnnouncementProgressView {
    /// What is announced.
    #[serde(flatten)]
    pub announcement: AnnouncementView,
    /// How far, by each carrier that told.
    pub deliveries: Vec<DeliveryView>,
    /// When the last carrier told that nothing is left to do.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub done_at: Option<Timestamp>,
}

/// `PUT /v1/organise/announcements/{id}`: hold it, go on, or let it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnnouncementOrderRequest {
    /// What is to be.
    pub order: AnnouncementOrder,
}

/// What organisers say of an announcement that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementOrder {
    /// Nothing goes out until it is resumed.
    Pause,
    /// Goes on.
    Resume,
    /// Nothing goes out any more.
    Cancel,
}

/// `GET /v1/organise/drafts`: what the calendar suggests to announce.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftView {
    /// Which.
    pub id: DraftId,
    /// What about: one line.
    pub title: Localized,
    /// Plain text.
    pub body: Localized,
    /// To whom.
    pub audience: Audience,
    /// Since when.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// `GET /v1/organise/recipients`: how many an announcement would reach now. Numbers, and nobody's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecipientsView {
    /// Accounts that would find it in their inbox.
    pub inbox: u64,
    /// Of these, how many asked for letters.
    pub email: u64,
    /// Chats of Telegram that asked for announcements to everyone, as its bots last told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub telegram: Option<u64>,
    /// Rooms of Matrix that did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub matrix: Option<u64>,
}

/// `PUT /v1/subscribers/{carrier}`: bots tell how many chats want announcements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubscribersRequest {
    /// So many.
    pub count: u64,
}

/// `POST /v1/organise/trials`: an announcement that is tried on oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrialRequest {
    /// A line, at most 140 characters.
    pub title: Localized,
    /// Plain text, at most 4,000 characters.
    pub body: Localized,
    /// Who speaks, in at most 80 characters; none: the organisers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sender: Option<String>,
}

/// Where it is to be found now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrialView {
    /// In one's own inbox.
    pub id: AnnouncementId,
    /// In one's own mail, too.
    pub email: bool,
}
