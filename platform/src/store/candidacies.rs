//! Candidacies: what a candidate does about their own.

use super::candidates::Photo;
use super::{AccountId, StoreError, Window, WriteKey};
use crate::clock::Clock;
use isoloir_shared::api::ids::CandidateId;
use std::sync::Arc;

/// A candidacy as its candidate wrote it: checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidacy {
    /// Name on the list.
    pub name: String,
    /// One line.
    pub slogan: Option<String>,
    /// Plain text.
    pub presentation: Option<String>,
    /// An https address.
    pub link: Option<String>,
    /// Signs the charter; what was signed stays signed.
    pub charter: bool,
    /// The nominee that this is.
    pub nominee: Option<CandidateId>,
}

/// When one can declare.
#[derive(Clone, Default)]
pub struct Declaring {
    /// Anybody on the roll; none when the primary has no such phase.
    pub anybody: Option<Window>,
    /// An invited nominee, by the nominee that they are: nobody who is or was a candidate already.
    pub invited: Option<Window>,
}

/// What is kept of candidacies.
#[async_trait::async_trait]
pub trait Candidacies {
    /// The candidate that this account is.
    async fn candidacy_of(&self, account: AccountId) -> Result<Option<CandidateId>, StoreError>;
    /// Declares this account a candidate, or changes what its page says. Outside of its windows only the page of a
    /// candidate in the race changes, and not the name. Two candidates in the race never have one name; a name that
    /// citizens have supported or nominated stays what it was.
    async fn declare(
        &self,
        key: WriteKey,
        windows: Declaring,
        account: AccountId,
        candidacy: Candidacy,
    ) -> Result<CandidateId, StoreError>;
    /// Leaves the race.
    async fn withdraw_candidacy(&self, key: WriteKey, account: AccountId) -> Result<CandidateId, StoreError>;
    /// Answers when asked to confirm; in time by the clock at the write.
    async fn confirm(
        &self,
        key: WriteKey,
        clock: Arc<dyn Clock>,
        account: AccountId,
        accept: bool,
    ) -> Result<CandidateId, StoreError>;
    /// Puts a photo on the page of a candidate in the race.
    async fn put_photo(&self, key: WriteKey, account: AccountId, photo: Photo) -> Result<CandidateId, StoreError>;
    /// The answer of [`Self::put_photo`] to this key, if it was answered before.
    async fn photo_put(&self, key: WriteKey) -> Result<Option<CandidateId>, StoreError>;
}
