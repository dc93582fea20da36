//! Supports and nominations: what each citizen holds.

use super::StoreError;

/// What is kept of supports.
#[async_trait::async_trait]
pub trait Supports {
    /// Makes the slots that citizens have, as the primary says. Slots in use are never taken away.
    async fn set_limits(&self, supports: u32, nominations: u32) -> Result<(), StoreError>;
}
