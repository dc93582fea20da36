//! One client's purse: read, changed and kept, by several calls and programs at once.

use super::NotKept;
use super::purse::{Purse, owner};
use crate::api::ApiError;
use crate::api::client::Client;
use crate::api::types::AccountView;

/// How often a change is tried again that others came before.
const TRIES: usize = 64;

impl From<NotKept> for ApiError {
    fn from(_: NotKept) -> Self {
        Self::NotKept
    }
}

impl Client {
    /// Looks into the purse.
    pub(super) async fn look<T>(&self, see: impl FnOnce(&Purse) -> T + Send) -> Result<T, ApiError> {
        let kept = self.seat().purse.load().await?;
        let purse = Purse::read(kept.as_deref().map(Vec::as_slice))?;
        Ok(see(&purse))
    }

    /// Changes the purse; kept when this returns. `change` is done again where somebody else came before.
    pub(super) async fn change<T: Send>(&self, mut change: impl FnMut(&mut Purse) -> T + Send) -> Result<T, ApiError> {
        for _ in 0..TRIES {
            let kept = self.seat().purse.load().await?;
            let mut purse = Purse::read(kept.as_deref().map(Vec::as_slice))?;
            let before = purse.bytes();
            let value = change(&mut purse);
            let after = purse.bytes();
            if before == after || self.seat().purse.swap(kept.as_deref().map(Vec::as_slice), &after).await? {
                return Ok(value);
            }
        }
        Err(ApiError::NotKept)
    }

    /// Whose keys are used: asked once for each sign-in.
    pub(crate) async fn owner(&self) -> Result<String, ApiError> {
        if let Some(owner) = self.known_owner() {
            return Ok(owner);
        }
        let account: AccountView = self.get(&["me"], &[]).await?;
        let owner = owner(&account.email, account.created_at);
        self.know_owner(&owner);
        Ok(owner)
    }
}
