//! Supports and nominations: what each citizen holds.

use super::{AccountId, StoreError, Window, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::CandidateSummary;

/// What one citizen has given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Candidates supported, in the order of their slots.
    pub supports: Vec<CandidateSummary>,
    /// Citizens nominated.
    pub nominations: Vec<CandidateSummary>,
}

/// The two forms a support takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupportKind {
    /// Of a candidate who declared.
    Support,
    /// Of a citizen who did not; stays one when they do.
    Nomination,
}

/// Whom to nominate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nominee {
    /// Somebody on the list.
    Known(CandidateId),
    /// A name, cleaned: the nominee who has it, or a new one.
    Named(String),
}

/// What is kept of supports.
#[async_trait::async_trait]
pub trait Supports {
    /// Makes the slots that citizens have, as the primary says. Slots in use are never taken away.
    async fn set_limits(&self, supports: u32, nominations: u32) -> Result<(), StoreError>;
    /// What a citizen has given.
    async fn given(&self, account: AccountId) -> Result<Given, StoreError>;
    /// Supports a candidate, in the place of another where one is named.
    async fn support(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        candidate: CandidateId,
        replaces: Option<CandidateId>,
    ) -> Result<(), StoreError>;
    /// Nominates a citizen, in the place of another where one is named. Each citizen puts forward `new_names` at most
    /// that were not there, in all.
    async fn nominate(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        nominee: Nominee,
        replaces: Option<CandidateId>,
        new_names: u32,
    ) -> Result<(), StoreError>;
    /// Takes a support or a nomination back.
    async fn take_back(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        kind: SupportKind,
        candidate: CandidateId,
    ) -> Result<(), StoreError>;
}
