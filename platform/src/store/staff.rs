//! Who runs the primary: roles, the second factor, and the public log of what they do.

use super::{AccountId, Email, StoreError, WriteKey};
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{AuditEntry, AuditHead, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody with a role may do now. Asked for at each request, for a role can be taken back at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Powers {
    /// The number that stands for them in the log.
    pub number: u32,
    /// Their roles; never none.
    pub roles: Vec<Role>,
    /// They have a second factor.
    pub enrolled: bool,
    /// Until when this session need not show it again.
    pub proven_until: Option<Timestamp>,
}

impl Powers {
    /// The second factor was shown by this session, and not long ago.
    pub fn proven(&self, now: Timestamp) -> bool {
        self.proven_until.is_some_and(|until| now < until)
    }
}

/// Somebody with a role, as an operator sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// Their number.
    pub number: u32,
    /// Their address, sealed.
    pub email: Email,
    /// Their roles.
    pub roles: Vec<Role>,
    /// They have a second factor.
    pub enrolled: bool,
}

/// What became of a code of the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// It was right: good for this session until then.
    Until(Timestamp),
    /// It was wrong, or taken before.
    Wrong,
    /// Too many were wrong: none is taken before then.
    Wait(Timestamp),
    /// There is no second factor yet.
    NotEnrolled,
}

/// What is kept of who runs the primary.
#[async_trait::async_trait]
pub trait Staff {
    /// What an account may do in a session; none if it has no role.
    async fn powers(&self, account: AccountId, session: SessionId) -> Result<Option<Powers>, StoreError>;
    /// Everybody with a role.
    async fn staff(&self) -> Result<Vec<StaffRow>, StoreError>;
    /// Takes a role back; without one left the second factor is gone too. False if there was nothing to take.
    async fn revoke_role(&self, email: Email, role: Role, at: Timestamp) -> Result<bool, StoreError>;
    /// Keeps the seed of a second factor; refused once one was confirmed.
    async fn enrol(&self, key: WriteKey, account: AccountId, seed_sealed: Vec<u8>) -> Result<(), StoreError>;
    /// Tries a code of the second factor. The first right one confirms it.
    async fn prove(
        &self,
        key: WriteKey,
        account: AccountId,
        session: SessionId,
        typed: String,
    ) -> Result<Proof, StoreError>;
    /// Where the log ends.
    async fn audit_head(&self) -> Result<AuditHead, StoreError>;
    /// Entries of the log after a place, oldest first.
    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, StoreError>;
}
