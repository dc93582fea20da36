//! Accounts: who is who, on the roll or not, with which roles.

use super::{StoreError, WriteKey};
use crate::secrets::Hash;
use isoloir_shared::api::types::{Assurance, Lang, Role};
use jiff::Timestamp;

/// An account inside the platform. Never shown: clients know sessions and addresses only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub i64);

/// An address as it is kept: a keyed hash that finds it, and the address itself, encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// Finds the account.
    pub mac: Hash,
    /// To show and to write to its owner.
    pub sealed: Vec<u8>,
}

/// What is kept of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Its address.
    pub email: Email,
    /// Language of mails and problems.
    pub lang: Lang,
    /// How it proved who it is.
    pub assurance: Assurance,
    /// Where the citizen lives.
    pub place: Option<String>,
    /// On the roll since.
    pub registered_at: Option<Timestamp>,
    /// Made.
    pub created_at: Timestamp,
    /// What else it may do.
    pub roles: Vec<Role>,
}

/// What is kept of accounts.
#[async_trait::async_trait]
pub trait Accounts {
    /// One account; none once erased.
    async fn account(&self, account: AccountId) -> Result<Option<AccountRow>, StoreError>;
    /// Gives a role to the account of this address, made if there is none.
    async fn grant(&self, email: Email, lang: Lang, role: Role, at: Timestamp) -> Result<(), StoreError>;
    /// Sets the language of mails and problems.
    async fn set_lang(&self, key: WriteKey, account: AccountId, lang: Lang) -> Result<(), StoreError>;
    /// Puts the account on the roll. Once on it, only the place changes. Whether this very write put it there.
    async fn register(&self, key: WriteKey, account: AccountId, place: String) -> Result<bool, StoreError>;
    /// Erases the account, its sessions, supports and keys; a candidacy of its own is withdrawn and its page emptied.
    /// Ballots that were cast stay, and belong to nobody from now on; an address that has voted is remembered by its
    /// keyed hash alone: it can come back to the roll, and vote no more in this primary.
    /// The key is nobody's (scope 0): it outlives the account, so that the request can be repeated.
    async fn erase(&self, key: WriteKey, account: AccountId) -> Result<(), StoreError>;
}
