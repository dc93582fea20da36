//! Accounts: sign-in by e-mail and a code, registration as 2016 asked, sessions, export.

use super::{ChatNetwork, Lang};
use crate::api::ids::SessionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `POST /v1/auth/codes`: send a six-digit code by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    /// Where to.
    pub email: String,
    /// Language of the message.
    pub lang: Lang,
}

/// A code is on its way (the answer is the same whether or not the address is known).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSentView {
    /// Seconds that the code stays good.
    pub expires_in: u32,
    /// Only on a demonstration platform, which shows the mail on the screen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub demo_code: Option<String>,
}

/// `POST /v1/auth/sessions`: exchange a code for a session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// The address the code went to.
    pub email: String,
    /// Six digits.
    pub code: String,
    /// What to call this device in the list of sessions.
    pub device: String,
}

/// `POST /v1/auth/tokens`: a new pair for a refresh token, which is used up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefreshRequest {
    /// The refresh token of the last pair.
    pub refresh_token: String,
}

/// A session's tokens. Both are secrets: kept hashed by the platform, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokensView {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds that it stays good.
    pub expires_in: u32,
    /// Buys the next pair, once.
    pub refresh_token: String,
    /// This session.
    pub session: SessionId,
}

secret_debug!(SignInRequest, RefreshRequest, TokensView);

/// `GET /v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// The address that signs in.
    pub email: String,
    /// Language of mails and problems.
    pub lang: Lang,
    /// Registered on the roll of this primary; until then one can only read.
    pub registered: bool,
    /// Where the citizen lives, as registered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// How sure the platform is of who this is.
    pub assurance: Assurance,
    /// What else this account may do.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// How an account proved who it is; others (FranceConnect, in person) come later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Reads an e-mail address.
    Email,
    /// A document or a trusted service vouches.
    Identity,
}

/// What an account may do beyond a citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the primary.
    Organiser,
    /// Moderates texts and photos.
    Moderator,
    /// Reads everything that is not personal.
    Observer,
}

/// `PUT /v1/me/registration`: what 2016 asked, nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationRequest {
    /// "I shall be of age on the eve of the vote."
    pub of_age: bool,
    /// "I have my civil rights."
    pub civil_rights: bool,
    /// Town or country, free text.
    pub place: String,
    /// "I accept the charter."
    pub charter: bool,
}

/// `PATCH /v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreferencesRequest {
    /// Language of mails and problems.
    pub lang: Lang,
}

/// One row of `GET /v1/me/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// What the device called itself; the label of a linked chat.
    pub device: String,
    /// The network of a linked chat; none for a device.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub channel: Option<ChatNetwork>,
    /// Signed in.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Last seen, to the hour.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub seen_at: Timestamp,
    /// The one that asks.
    pub current: bool,
}
