//! Accounts, their sessions and codes.

use super::StoreError;
use crate::secrets::Hash;
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{Lang, Role};
use jiff::Timestamp;

/// An account inside the platform. Never shown: clients know sessions and addresses only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub i64);

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

/// What is kept of accounts.
#[async_trait::async_trait]
pub trait Accounts {
    /// Who holds the access token with this hash, expired ones included.
    async fn identity(&self, access_hash: Hash) -> Result<Option<Identity>, StoreError>;
}
