//! What nobody's message wakes: timers, people whose process died, pages that are owed, phases that opened, notices, and
//! old notes; and what an older key sealed.

use super::desks::Job;
use super::inner::Inner;
use super::{ChatKey, Network};
use crate::store::{PersonId, VaultError};
use isoloir_shared::core::TimerId;
use jiff::SignedDuration;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// Longer than any call takes: whoever still waits then is waited for by nobody.
const ORPHANED: SignedDuration = SignedDuration::from_secs(30);
/// Longer than a network needs to show a page.
const BEHIND: SignedDuration = SignedDuration::from_secs(20);
/// Networks bring nothing again that is older (Telegram: a day; Matrix: what the sync has not passed).
const KEPT: SignedDuration = SignedDuration::from_hours(72);
/// Taken up in one go.
const MOST: u32 = 500;
/// Sealed anew in one go, with what a new key replaces.
const SEALED: u32 = 200;
/// Ticks between two looks at who was left behind, and between two prunings.
const LOOK: u64 = 10;
const PRUNE: u64 = 3600;

/// Until the engine ends.
pub(super) async fn sweep(inner: Arc<Inner>) {
    // What an earlier run of this program left is taken up at once, as far as it is not of this very moment.
    let mut orphaned = SignedDuration::from_secs(2);
    // Once at each start: keys change only there.
    let mut sealing = Some(PersonId(0));
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    for n in 0_u64.. {
        tokio::select! {
            _ = tick.tick() => {}
            () = inner.stopping.cancelled() => return,
        }
        let look = n % LOOK == 2;
        if let Err(error) = inner.sweep(look.then_some(orphaned), n % PRUNE == PRUNE - 1).await {
            tracing::warn!(%error, "what waits cannot be looked for");
        } else if look {
            orphaned = ORPHANED;
        }
        if let Some(after) = sealing {
            sealing = inner.reseal(after).await;
        }
    }
}

impl Inner {
    async fn sweep(self: &Arc<Self>, orphaned: Option<SignedDuration>, prune: bool) -> Result<(), VaultError> {
        self.timers().await?;
        self.notices().await?;
        self.wake().await?;
        if let Some(orphaned) = orphaned {
            let now = self.now();
            let mut left: HashSet<ChatKey> =
                self.vault.store().waiting(now - orphaned, MOST).await?.into_iter().collect();
            left.extend(self.vault.store().behind(now - orphaned.max(SignedDuration::ZERO).min(BEHIND), MOST).await?);
            for chat in left.iter().filter(|chat| self.serves(chat.network)) {
                self.put(chat, Job::TakeUp);
            }
        }
        if prune {
            self.vault.store().prune(self.now() - KEPT).await?;
        }
        Ok(())
    }

    /// Seals some anew that an older key sealed; where to go on, none once that was all.
    async fn reseal(&self, after: PersonId) -> Option<PersonId> {
        match self.vault.reseal(after, SEALED).await {
            Ok(None) => {
                if after != PersonId(0) {
                    tracing::info!(
                        "all that is kept is sealed with the first key: the older ones are not needed any more"
                    );
                }
                None
            }
            Ok(on) => on,
            Err(error) => {
                tracing::warn!(%error, "what an older key sealed cannot be sealed anew now");
                Some(after)
            }
        }
    }

    /// Wakes whose timers have come. The first turn that takes a timer is the only one.
    pub async fn timers(self: &Arc<Self>) -> Result<(), VaultError> {
        let due: Vec<(ChatKey, TimerId)> = self.vault.store().due(self.now(), MOST).await?;
        for (chat, timer) in due {
            self.put(&chat, Job::Timer(timer));
        }
        Ok(())
    }

    fn serves(&self, network: Network) -> bool {
        self.hands(network).is_some()
    }
}
