//! Links between accounts and chats.

use super::{AccountId, Email, Opened, StoreError, TokenHashes, WriteKey};
use crate::secrets::Hash;
use isoloir_shared::api::ids::{LinkId, SessionId};
use isoloir_shared::api::types::{ChatNetwork, Lang, LinkStatus};
use jiff::Timestamp;

/// Links of one account that are under way at once; another one takes the place of the oldest.
pub const OPEN_LINKS: u32 = 3;

/// A link to offer.
#[derive(Clone, Debug)]
pub struct LinkOffer {
    /// Which.
    pub id: LinkId,
    /// Hash of its code.
    pub code: Hash,
    /// Until when the code is good.
    pub expires_at: Timestamp,
}

/// A chat that gives a code.
#[derive(Clone, Debug)]
pub struct LinkClaim {
    /// Hash of the code.
    pub code: Hash,
    /// Hash of the secret that the chat gets.
    pub secret: Hash,
    /// Its network.
    pub network: ChatNetwork,
    /// Who it is with.
    pub label: String,
    /// Until when the owner can confirm.
    pub expires_at: Timestamp,
}

/// Who was shown to the owner, who says yes.
#[derive(Clone, Debug)]
pub struct LinkConfirmation {
    /// The network.
    pub network: ChatNetwork,
    /// The label.
    pub label: String,
    /// Until when the chat can come for its tokens.
    pub expires_at: Timestamp,
}

/// A chat that comes for its tokens.
#[derive(Clone, Debug)]
pub struct LinkOpening {
    /// Hash of the secret.
    pub secret: Hash,
    /// The session to open.
    pub session: SessionId,
    /// Its tokens.
    pub tokens: TokenHashes,
}

/// What a chat finds that comes for its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOpened {
    /// The owner has not answered.
    Waiting,
    /// There is no such link any more.
    Refused,
    /// A session, in the place of that of the same chat if it had one.
    Opened(Opened, Option<SessionId>),
}

/// What is kept of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Which.
    pub id: LinkId,
    /// How far it is.
    pub status: LinkStatus,
    /// Network and label, once it is claimed.
    pub chat: Option<(ChatNetwork, String)>,
    /// When it came so far.
    pub at: Timestamp,
    /// Until when the next step is possible.
    pub expires_at: Timestamp,
    /// The chat's session and when it was last seen, to the hour; once linked.
    pub session: Option<(SessionId, Timestamp)>,
}

/// A link of which its account is still to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntoldLink {
    /// Which.
    pub id: LinkId,
    /// Where to write.
    pub email: Email,
    /// The account's language.
    pub lang: Lang,
    /// The chat's network.
    pub network: ChatNetwork,
    /// Who the chat is with.
    pub label: String,
    /// Linked.
    pub at: Timestamp,
    /// In the place of an earlier link of the same chat.
    pub relinked: bool,
}

/// What is kept of links.
#[async_trait::async_trait]
pub trait Links {
    /// Offers a link; at the limit in the place of the oldest one under way.
    async fn offer_link(&self, key: WriteKey, account: AccountId, offer: LinkOffer) -> Result<(), StoreError>;
    /// A chat gives a code. A code that is given twice before its chat is linked is in two hands, nobody knows whose:
    /// its link is gone.
    async fn claim_link(&self, key: WriteKey, claim: LinkClaim) -> Result<LinkId, StoreError>;
    /// The owner confirms whom they saw.
    async fn confirm_link(
        &self,
        key: WriteKey,
        account: AccountId,
        link: LinkId,
        seen: LinkConfirmation,
    ) -> Result<(), StoreError>;
    /// Refuses or cuts a link; gives the session that ended with it.
    async fn cut_link(&self, key: WriteKey, account: AccountId, link: LinkId) -> Result<Option<SessionId>, StoreError>;
    /// Opens the session of a link that is confirmed, once.
    async fn open_link(&self, key: WriteKey, opening: LinkOpening) -> Result<LinkOpened, StoreError>;
    /// The links of an account that are not dead at `now`, newest first.
    async fn links(&self, account: AccountId, now: Timestamp) -> Result<Vec<LinkRow>, StoreError>;
    /// Linked chats of which the account was not told yet: all, or one.
    async fn untold_links(&self, session: Option<SessionId>) -> Result<Vec<UntoldLink>, StoreError>;
    /// The account was told.
    async fn link_told(&self, link: LinkId) -> Result<(), StoreError>;
}
