//! What the calendar suggests to announce.

use super::{StoreError, WriteKey};
use crate::drafts::Draft;
use isoloir_shared::api::ids::DraftId;
use isoloir_shared::api::types::DraftView;
use jiff::Timestamp;

/// What is kept of suggestions.
#[async_trait::async_trait]
pub trait Drafts {
    /// Suggests; what was suggested before is not suggested again.
    async fn suggest(&self, drafts: Vec<Draft>, at: Timestamp) -> Result<(), StoreError>;
    /// Those that nobody let go, newest first.
    async fn drafts(&self) -> Result<Vec<DraftView>, StoreError>;
    /// An organiser lets one go: it was proposed, or is not needed.
    async fn drop_draft(&self, key: WriteKey, id: DraftId) -> Result<(), StoreError>;
}
