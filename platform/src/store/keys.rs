//! Idempotency keys: the same request twice is one write.

use crate::secrets::Hash;
use isoloir_shared::api::ids::SessionId;
use jiff::Timestamp;
use uuid::Uuid;

/// The key of one write. Kept, with the write's answer, in the same transaction as the write itself.
/// A write that was refused is not kept: it changed nothing, so trying it again is safe.
#[derive(Clone, Debug)]
pub struct WriteKey {
    /// Whose key: the account, 0 before sign-in.
    pub scope: i64,
    /// The session that asks: the write is refused if it has ended by the time of the transaction. None for what the
    /// platform itself writes for an account.
    pub session: Option<SessionId>,
    /// The client's key.
    pub key: Uuid,
    /// Keyed hash of the request: the same key with another request is refused.
    pub fingerprint: Hash,
    /// When it came.
    pub at: Timestamp,
}
