//! What two organisers decide together.

use super::{StoreError, WriteKey};
use isoloir_config::primary::Primary;
use isoloir_shared::api::ids::ProposalId;
use isoloir_shared::api::types::{Decision, ListKind, PlatformEvent, ProposalView};
use isoloir_shared::domain::calendar::Calendar;
use jiff::Timestamp;
use std::sync::Arc;

/// What carrying a decision out needs to know.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The primary's numbers.
    pub primary: Arc<Primary>,
    /// The calendar as it is now.
    pub calendar: Arc<Calendar>,
    /// See [`super::TransitionOrder::server`].
    pub server: crate::secrets::ServerKey,
}

/// A list of candidates as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedList {
    /// When.
    pub at: Timestamp,
    /// JSON.
    pub body: String,
}

/// What is kept of decisions.
#[async_trait::async_trait]
pub trait Proposals {
    /// Proposes; refused where the decision could not be carried out now.
    async fn propose(
        &self,
        key: WriteKey,
        decision: Decision,
        rules: Rules,
        expires_at: Timestamp,
    ) -> Result<ProposalId, StoreError>;
    /// A second organiser approves: the decision is carried out in the same transaction. Gives its events.
    async fn approve(&self, key: WriteKey, id: ProposalId, rules: Rules) -> Result<Vec<PlatformEvent>, StoreError>;
    /// Whoever proposed takes it back, or another organiser turns it down.
    async fn withdraw(&self, key: WriteKey, id: ProposalId) -> Result<(), StoreError>;
    /// What nobody approved in time is over.
    async fn expire_proposals(&self, now: Timestamp) -> Result<(), StoreError>;
    /// How many wait for a second organiser.
    async fn open_proposals(&self, now: Timestamp) -> Result<u32, StoreError>;
    /// One proposal.
    async fn proposal(&self, id: ProposalId) -> Result<Option<ProposalView>, StoreError>;
    /// A list that was published, with the hash that the log has of it.
    async fn published_list(&self, kind: ListKind) -> Result<Option<PublishedList>, StoreError>;
    /// Proposals, newest first: those before one.
    async fn proposals(&self, before: Option<i64>, limit: u32) -> Result<Vec<ProposalView>, StoreError>;
}
