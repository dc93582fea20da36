//! Links between an account and a conversation on a chat network: offered by the account, claimed by the chat with a
//! one-time code, confirmed by the account once it has seen who claims.

use super::TokensView;
use crate::api::ids::{LinkId, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A chat network that the primary has a bot on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChatNetwork {
    /// Telegram.
    Telegram,
    /// Matrix.
    Matrix,
}

/// The primary's bots, where people can talk to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct BotsView {
    /// The Telegram bot's name, without `@`: `https://t.me/NAME`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<String>,
    /// The Matrix bot's name: `@bot:server`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<String>,
}

/// `POST /v1/me/links`: a code for one chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkOfferView {
    /// The link that it offers.
    pub link: LinkId,
    /// 128 random bits as 22 characters of `[A-Za-z0-9_-]`; good once. Fits Telegram's `start` payload.
    pub code: String,
    /// Seconds that it stays good.
    pub expires_in: u32,
}

/// `POST /v1/links/claims`, by the chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkClaimRequest {
    /// As the account showed it.
    pub code: String,
    /// Which network the chat is on.
    pub channel: ChatNetwork,
    /// Who the chat is with, as the network shows them: at most 80 characters. The account's owner sees it.
    pub label: String,
}

/// The code was right: the account's owner is to confirm.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkClaimedView {
    /// Which link.
    pub link: LinkId,
    /// Gets the chat's tokens once the link is confirmed; a secret.
    pub secret: String,
    /// Seconds in which the owner can confirm.
    pub expires_in: u32,
}

/// `POST /v1/links/tokens`, by the chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkTokensRequest {
    /// What the claim gave.
    pub secret: String,
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkAnswer {
    /// The owner has not answered yet.
    Waiting,
    /// The owner refused or cut it, or the code was used by two.
    Refused,
    /// Confirmed: the tokens are here.
    Linked,
}

/// Where a claim stands, with the chat's tokens once it is confirmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkAnswerView {
    /// Where it stands.
    pub status: LinkAnswer,
    /// A session of the account for this chat; given once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tokens: Option<TokensView>,
}

/// How far a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkStatus {
    /// Its code waits for a chat.
    Offered,
    /// A chat gave the code: confirm or cut.
    Claimed,
    /// Confirmed; the chat has not come for its tokens yet.
    Confirmed,
    /// The chat acts for the account.
    Linked,
}

/// One row of `GET /v1/me/links`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// Which.
    pub id: LinkId,
    /// How far it is.
    pub status: LinkStatus,
    /// The chat's network, once it is claimed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub channel: Option<ChatNetwork>,
    /// Who the chat says it is with, once it is claimed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<String>,
    /// When it came so far.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Until when the next step is possible; none once linked.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_at: Option<Timestamp>,
    /// The chat's session, once linked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<SessionId>,
    /// When the chat was last seen, to the hour.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen_at: Option<Timestamp>,
    /// It is the chat that asks.
    pub current: bool,
}

/// `PUT /v1/me/links/{id}/confirmation`: who claims, as the owner has just seen it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkConfirmationRequest {
    /// The network that was shown.
    pub channel: ChatNetwork,
    /// The label that was shown.
    pub label: String,
}

secret_debug!(LinkOfferView, LinkClaimRequest, LinkClaimedView, LinkTokensRequest, LinkAnswerView);
