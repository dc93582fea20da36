//! Codes by e-mail, the sessions they open, and their tokens.

use super::{AccountId, Email, StoreError, WriteKey};
use crate::secrets::Hash;
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{ChatNetwork, Lang, Role};
use jiff::Timestamp;

/// Who a token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// The device.
    pub session: SessionId,
    /// On the roll.
    pub registered: bool,
    /// Language of its problems.
    pub lang: Lang,
    /// What else it may do.
    pub roles: Vec<Role>,
    /// Until when the token is good.
    pub until: Timestamp,
}

/// A code that is about to be sent.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// Keyed hash of the address.
    pub email_mac: Hash,
    /// Random.
    pub salt: Hash,
    /// Keyed hash of the code, its salt and its address.
    pub code_mac: Hash,
    /// Language of the account, if it is made with it.
    pub lang: Lang,
    /// How often it may be tried.
    pub tries: u32,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// The tokens of a session, hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHashes {
    /// Of the access token.
    pub access: Hash,
    /// Until when it is good.
    pub access_until: Timestamp,
    /// Of the refresh token.
    pub refresh: Hash,
    /// Until when it is good.
    pub refresh_until: Timestamp,
}

/// A code that was typed, as it would be kept with the salt of one that waits.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    /// The salt of the code that waits.
    pub salt: Hash,
    /// Keyed hash of the code they typed.
    pub code_mac: Hash,
}

/// Codes of one address that wait at once.
pub const LIVE_CODES: u32 = 3;

/// A sign-in to carry out.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Who says they are.
    pub email: Email,
    /// What they typed, for each code that waits.
    pub guesses: Vec<Guess>,
    /// The session to open.
    pub session: SessionId,
    /// What the device calls itself.
    pub device: String,
    /// Its tokens.
    pub tokens: TokenHashes,
    /// Now.
    pub at: Timestamp,
}

/// A session that was opened or renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub session: SessionId,
    /// Until when its access token is good.
    pub access_until: Timestamp,
}

/// What became of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// It was good: its session has new tokens.
    Renewed(Opened),
    /// It is good for nothing; the session that ended for it, if one did.
    Refused(Option<SessionId>),
}

/// A row of an account's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// What the device calls itself; the label of a linked chat.
    pub device: String,
    /// The network of a linked chat.
    pub network: Option<ChatNetwork>,
    /// Signed in.
    pub created_at: Timestamp,
    /// Last seen, to the hour.
    pub seen_at: Timestamp,
}

/// What is kept of sessions.
#[async_trait::async_trait]
pub trait Sessions {
    /// Who holds the access token with this hash, expired ones included.
    async fn identity(&self, access_hash: Hash) -> Result<Option<Identity>, StoreError>;
    /// Keeps a code beside the last ones of that address, [`LIVE_CODES`] in all. False when this very request was already answered
    /// and its code sent.
    async fn start_code(&self, key: WriteKey, code: NewCode) -> Result<bool, StoreError>;
    /// The code of this write went out.
    async fn code_sent(&self, key: WriteKey) -> Result<(), StoreError>;
    /// The salts of the codes that wait for this address.
    async fn code_salts(&self, email_mac: Hash) -> Result<Vec<Hash>, StoreError>;
    /// Compares the code; when it is right uses up all that wait, makes the account if there is none, and opens the
    /// session. A wrong code costs each that waits a try, which is kept with the key: the same request once more costs
    /// nothing more.
    async fn sign_in(&self, key: WriteKey, sign_in: SignIn) -> Result<Opened, StoreError>;
    /// Replaces the tokens of the session that holds this refresh token. One that was used up before ends its
    /// session: it was stolen, and nobody knows from whom. The very request that used it up, come once more after
    /// later ones, is refused and ends nothing.
    async fn refresh(&self, key: WriteKey, used: Hash, next: TokenHashes) -> Result<Refreshed, StoreError>;
    /// The sessions of an account, newest first.
    async fn sessions(&self, account: AccountId) -> Result<Vec<SessionRow>, StoreError>;
    /// Ends a session of this account.
    async fn revoke(&self, key: WriteKey, account: AccountId, session: SessionId) -> Result<(), StoreError>;
    /// Ends the session that asks. The key is nobody's (scope 0), as at an erasure.
    async fn sign_out(&self, key: WriteKey, session: SessionId) -> Result<(), StoreError>;
    /// Whether this very request was carried out before.
    async fn answered(&self, key: WriteKey) -> Result<bool, StoreError>;
    /// Forgets keys older than `keys_before`, and the codes and sessions that are dead at `now`.
    async fn prune(&self, now: Timestamp, keys_before: Timestamp) -> Result<(), StoreError>;
}
