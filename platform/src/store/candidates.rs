//! Candidates as everyone sees them.

use super::StoreError;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateChangeView, CandidateSummary, HiddenView};
use jiff::Timestamp;

/// A candidate's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateRow {
    /// The row of the list.
    pub summary: CandidateSummary,
    /// Of the supports, nominations.
    pub nominations: u64,
    /// What they say of themselves.
    pub presentation: Option<String>,
    /// Link to their personal space.
    pub link: Option<String>,
    /// Until when a confirmation is awaited.
    pub confirm_by: Option<Timestamp>,
    /// What moderation hides of it, and why.
    pub hidden: Vec<HiddenView>,
    /// Every change of state, oldest first.
    pub history: Vec<CandidateChangeView>,
}

/// A photo as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Changes with its bytes.
    pub tag: String,
    /// `image/jpeg`.
    pub media: String,
    /// The image.
    pub bytes: Vec<u8>,
}

/// What is kept of candidates.
#[async_trait::async_trait]
pub trait Candidates {
    /// A number that moves with every change of the list.
    async fn candidate_version(&self) -> Result<i64, StoreError>;
    /// All candidates, in the order they came; no nominee whom nobody nominates any more.
    async fn candidates(&self) -> Result<Vec<CandidateSummary>, StoreError>;
    /// One candidate's page.
    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRow>, StoreError>;
    /// One candidate's photo.
    async fn photo(&self, id: CandidateId) -> Result<Option<Photo>, StoreError>;
}
