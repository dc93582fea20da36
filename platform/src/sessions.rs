//! Signed-in sessions, remembered: a read must not ask the database who reads. Ending a session is seen at once.

use crate::secrets::Hash;
use crate::store::{AccountId, Identity, Store, StoreError};
use isoloir_shared::api::ids::SessionId;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Sessions remembered at most; beyond it all are forgotten, and read again as they come.
const MOST: usize = 100_000;

/// Access-token hash → who holds it.
#[derive(Debug, Default)]
pub struct SessionCache(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    by_token: HashMap<Hash, Identity>,
    /// Counts what was forgotten: an identity read before a change must not be remembered after it.
    changes: u64,
}

impl SessionCache {
    /// Who holds the token with this hash, if they are remembered.
    pub fn known(&self, hash: Hash) -> Option<Identity> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_token.get(&hash).cloned()
    }

    /// Who holds the token with this hash.
    pub async fn identity(&self, store: &dyn Store, hash: Hash) -> Result<Option<Identity>, StoreError> {
        let changes = {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(identity) = known.by_token.get(&hash) {
                return Ok(Some(identity.clone()));
            }
            known.changes
        };
        let identity = store.identity(hash).await?;
        if let Some(identity) = &identity {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if known.changes == changes {
                if known.by_token.len() >= MOST {
                    known.by_token.clear();
                }
                known.by_token.insert(hash, identity.clone());
            }
        }
        Ok(identity)
    }

    /// A session ended or has other tokens.
    pub fn forget_session(&self, session: SessionId) {
        self.forget(|identity| identity.session == session);
    }

    /// An account changed or is gone.
    pub fn forget_account(&self, account: AccountId) {
        self.forget(|identity| identity.account == account);
    }

    fn forget(&self, which: impl Fn(&Identity) -> bool) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.by_token.retain(|_, identity| !which(identity));
        known.changes += 1;
    }
}
