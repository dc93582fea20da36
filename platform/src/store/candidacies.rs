//! Candidacies: what a candidate does about their own.

use super::candidates::Photo;
use super::{AccountId, StoreError, Window, WriteKey};
use isoloir_shared::api::ids::CandidateId;

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

/// What is kept of candidacies.
#[async_trait::async_trait]
pub trait Candidacies {
    /// The candidate that this account is.
    async fn candidacy_of(&self, account: AccountId) -> Result<Option<CandidateId>, StoreError>;
    /// Declares this account a candidate, or changes what its page says. `window` is the phase in which one can
    /// declare, none when there is none now: then only the page of a candidate in the race changes, and not the name.
    async fn declare(
        &self,
        key: WriteKey,
        window: Option<Window>,
        account: AccountId,
        candidacy: Candidacy,
    ) -> Result<CandidateId, StoreError>;
    /// Leaves the race.
    async fn withdraw_candidacy(&self, key: WriteKey, account: AccountId) -> Result<CandidateId, StoreError>;
    /// Answers when asked to confirm.
    async fn confirm(&self, key: WriteKey, account: AccountId, accept: bool) -> Result<CandidateId, StoreError>;
    /// Puts a photo on the page of a candidate in the race.
    async fn put_photo(&self, key: WriteKey, account: AccountId, photo: Photo) -> Result<CandidateId, StoreError>;
}
