//! Where a purse is kept between two runs.

use super::purse::Purse;
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use isoloir_ballot::board::{Checkpoint, Receipt};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// The purse cannot be read or kept: no ballot is sent, for its key and bytes could be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the voter's keys cannot be kept here")]
pub struct NotKept;

/// One person's purse, as bytes that nobody else reads: secret keys, pins, ballots that were made and not acknowledged.
/// Several calls, and several programs, may use one: who saves says what they had read.
pub trait PurseStore: Send + Sync {
    /// What is kept now; none: nothing yet.
    ///
    /// # Errors
    /// If it is there, or may be, and cannot be read. (Never "nothing" then: a new key would take an old one's place.)
    fn load(&self) -> BoxFuture<'_, Result<Option<Zeroizing<Vec<u8>>>, NotKept>>;

    /// Keeps `after`, durable when this returns, if what is kept is still `before`. False if it is not: somebody else
    /// has saved meanwhile, nothing was changed, and whoever saves loads again.
    ///
    /// # Errors
    /// If it cannot be kept; what was kept before is still there.
    fn swap<'a>(&'a self, before: Option<&'a [u8]>, after: &'a [u8]) -> BoxFuture<'a, Result<bool, NotKept>>;
}

/// What a purse has seen of boards: the newest checkpoint of each, and all receipts. No secret.
///
/// # Errors
/// If it cannot be read.
pub async fn seen_here(purse: &dyn PurseStore) -> Result<(Vec<Checkpoint>, Vec<Receipt>), NotKept> {
    let kept = purse.load().await?;
    Ok(Purse::read(kept.as_deref().map(Vec::as_slice))?.seen())
}

/// Forgets when the program ends.
#[derive(Default)]
pub struct MemoryPurse(Mutex<Option<Zeroizing<Vec<u8>>>>);

impl PurseStore for MemoryPurse {
    fn load(&self) -> BoxFuture<'_, Result<Option<Zeroizing<Vec<u8>>>, NotKept>> {
        ready(Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())).boxed()
    }

    fn swap<'a>(&'a self, before: Option<&'a [u8]>, after: &'a [u8]) -> BoxFuture<'a, Result<bool, NotKept>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept.as_deref().map(Vec::as_slice) == before;
        if same {
            *kept = Some(Zeroizing::new(after.to_vec()));
        }
        ready(Ok(same)).boxed()
    }
}
