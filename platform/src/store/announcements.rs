//! Announcements: what is said, who reads it, who asked for letters, and how far each carrier is.

use super::{AccountId, Email, StoreError, WriteKey};
use crate::secrets::Hash;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementOrder, AnnouncementView, Audience, Carrier, Deliveries, DeliveryView, InboxView, Lang, Localized,
    NoticesView, PlatformEvent, RecipientsView, SupportersRequest,
};
use jiff::{SignedDuration, Timestamp};

/// The token that ends somebody's letters, and how it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// With the server's key it gives the token.
    pub nonce: [u8; 16],
    /// Of the token.
    pub token_hash: Hash,
}

/// An announcement that somebody tries on themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// A line, marked as a test.
    pub title: Localized,
    /// Plain text.
    pub body: Localized,
    /// Who speaks.
    pub sender: Option<String>,
}

/// A letter that is taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRow {
    /// What is announced.
    pub announcement: AnnouncementView,
    /// To whom.
    pub account: AccountId,
    /// Where to.
    pub email: Email,
    /// In which language.
    pub lang: Lang,
    /// For the token that ends it.
    pub nonce: [u8; 16],
    /// Which try this is, from 1.
    pub attempt: u32,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterOutcome {
    /// The next server took it.
    Delivered,
    /// It cannot be delivered.
    Unreachable,
    /// It did not go out: again from then on.
    Back(Timestamp),
    /// It may have gone out: again from then on, or not any more.
    Unknown(Option<Timestamp>),
}

/// What is kept of announcements.
#[async_trait::async_trait]
pub trait Announcements {
    /// Sends those whose time has come on their way; the events of that, and when the next one's time comes.
    async fn release_announcements(
        &self,
        now: Timestamp,
    ) -> Result<(Vec<PlatformEvent>, Option<Timestamp>), StoreError>;
    /// Newest first: those before one; only those that everyone may read, or all.
    async fn announcements(
        &self,
        public: bool,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AnnouncementView>, StoreError>;
    /// One of them.
    async fn announcement(&self, id: AnnouncementId) -> Result<Option<AnnouncementView>, StoreError>;
    /// An organiser holds it, lets it go on, or lets it go.
    async fn order_announcement(
        &self,
        key: WriteKey,
        id: AnnouncementId,
        order: AnnouncementOrder,
    ) -> Result<Vec<PlatformEvent>, StoreError>;

    /// When nothing was left to do of one; none: something is, or it was let go.
    async fn announcement_done_at(&self, id: AnnouncementId) -> Result<Option<Timestamp>, StoreError>;
    /// Those of which nothing is left to do are done: letters are out, and `awaited` carriers, and all others that told,
    /// told so; at least one of them if `told`.
    async fn settle_announcements(&self, awaited: Vec<Carrier>, told: bool, now: Timestamp) -> Result<(), StoreError>;
    /// A candidate writes to those who support them and let them; again only so much later.
    async fn write_to_supporters(
        &self,
        key: WriteKey,
        account: AccountId,
        words: SupportersRequest,
        again: SignedDuration,
    ) -> Result<(AnnouncementId, Vec<PlatformEvent>), StoreError>;

    /// What was announced to an account, as things stand: unread first, at most so many.
    async fn inbox(&self, account: AccountId, limit: u32) -> Result<InboxView, StoreError>;
    /// An account has read one of them.
    async fn read_announcement(&self, key: WriteKey, account: AccountId, id: AnnouncementId) -> Result<(), StoreError>;

    /// All that an account has read.
    async fn announcements_read(&self, account: AccountId) -> Result<Vec<AnnouncementId>, StoreError>;

    /// How many an announcement would reach now.
    async fn recipients(&self, audience: Audience) -> Result<RecipientsView, StoreError>;
    /// The bots of a network tell how many chats want announcements.
    async fn tell_subscribers(&self, carrier: Carrier, count: u64, at: Timestamp) -> Result<(), StoreError>;
    /// An organiser tries an announcement on themselves: it stands in their own inbox, in the place of the last one.
    async fn try_announcement(
        &self,
        key: WriteKey,
        account: AccountId,
        trial: Trial,
    ) -> Result<AnnouncementId, StoreError>;
    /// A letter of it goes out. False: it has before.
    async fn mail_trial(&self, id: AnnouncementId) -> Result<bool, StoreError>;

    /// What an account asked for.
    async fn notices(&self, account: AccountId) -> Result<NoticesView, StoreError>;
    /// It asks for something else; the ending is that of letters which begin now.
    async fn set_notices(
        &self,
        key: WriteKey,
        account: AccountId,
        notices: NoticesView,
        ending: Ending,
    ) -> Result<(), StoreError>;
    /// Whoever holds this token wants no letters any more. False: nobody's.
    async fn end_letters(&self, token_hash: Hash) -> Result<bool, StoreError>;

    /// How far each carrier is.
    async fn deliveries(&self, id: AnnouncementId, now: Timestamp) -> Result<Vec<DeliveryView>, StoreError>;
    /// A carrier tells.
    async fn tell_deliveries(
        &self,
        id: AnnouncementId,
        carrier: Carrier,
        told: Deliveries,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Makes rows for the letters of the next so many accounts that asked. False: every one has its row.
    async fn fill_letters(&self, now: Timestamp, most: u32) -> Result<bool, StoreError>;
    /// Takes letters up whose time has come, until then; others may take them up after it. What must not be sent is
    /// crossed out on the way.
    async fn claim_letters(
        &self,
        now: Timestamp,
        until: Timestamp,
        zone: &str,
        most: u32,
    ) -> Result<Vec<LetterRow>, StoreError>;
    /// What became of one.
    async fn finish_letter(
        &self,
        id: AnnouncementId,
        account: AccountId,
        outcome: LetterOutcome,
    ) -> Result<(), StoreError>;
    /// When the next letter's time comes.
    async fn next_letter(&self) -> Result<Option<Timestamp>, StoreError>;
}
