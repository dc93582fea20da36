//! What is kept of one person's voting keys, as the booth reads and keeps it: sealed as all that is theirs, durable
//! before a ballot leaves, and gone with the person.

use super::{PersonId, StoreError, Swapped, Vault, VaultError};
use crate::engine::ChatKey;
use crate::seal::{SealError, Sealed};
use futures::FutureExt;
use futures::future::BoxFuture;
use isoloir_shared::booth::{NotKept, PurseStore};
use zeroize::Zeroizing;

pub(super) const PURSE: &str = "purse";
/// How often a swap is tried again that lost to nothing but a new seal.
const TRIES: usize = 8;

/// One person's purse in the store. Any number of processes may hold one.
pub struct PersonsPurse {
    vault: Vault,
    chat: ChatKey,
    person: PersonId,
}

impl PersonsPurse {
    /// Of that person.
    pub fn new(vault: Vault, chat: ChatKey, person: PersonId) -> Self {
        Self { vault, chat, person }
    }

    async fn opened(&self) -> Result<Option<(Sealed, Zeroizing<Vec<u8>>)>, VaultError> {
        let Some(sealed) = self.vault.store().purse(self.person).await? else { return Ok(None) };
        let bytes = Zeroizing::new(self.vault.open_bytes(PURSE, &self.chat, &sealed)?);
        Ok(Some((sealed, bytes)))
    }

    async fn swapped(&self, before: Option<&[u8]>, after: &[u8]) -> Result<bool, VaultError> {
        for _ in 0..TRIES {
            let now = self.opened().await?;
            if now.as_ref().map(|(_, bytes)| bytes.as_slice()) != before {
                return Ok(false);
            }
            let after = self.vault.seal_bytes(PURSE, &self.chat, after)?;
            match self.vault.store().swap_purse(self.person, now.map(|(sealed, _)| sealed), after).await? {
                Swapped::Done => return Ok(true),
                // Somebody else saved, or only sealed it anew: it is looked at again.
                Swapped::Other => {}
                Swapped::Nobody => return Err(StoreError::Broken("the person is not known any more".into()).into()),
            }
        }
        Ok(false)
    }
}

impl PurseStore for PersonsPurse {
    fn load(&self) -> BoxFuture<'_, Result<Option<Zeroizing<Vec<u8>>>, NotKept>> {
        async { Ok(self.opened().await.map_err(|error| not_kept(&error))?.map(|(_, bytes)| bytes)) }.boxed()
    }

    fn swap<'a>(&'a self, before: Option<&'a [u8]>, after: &'a [u8]) -> BoxFuture<'a, Result<bool, NotKept>> {
        async move { self.swapped(before, after).await.map_err(|error| not_kept(&error)) }.boxed()
    }
}

fn not_kept(error: &VaultError) -> NotKept {
    match error {
        // Nothing to be done about: whose it is wished to be forgotten while a call was on its way.
        VaultError::Store(StoreError::Broken(why)) => tracing::debug!(%why, "a purse cannot be kept"),
        VaultError::Seal(SealError::Damaged) => tracing::error!("a purse is damaged: its owner cannot vote from here"),
        error => tracing::error!(%error, "a purse cannot be read or kept"),
    }
    NotKept
}
