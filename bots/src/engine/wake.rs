//! Whose screen follows the primary's phases is shown when one opens or closes: not everybody who was ever here, only
//! those who may still be looking, a few at a time, so that whoever presses a button is not kept waiting.

use super::desks::Job;
use super::inner::{Inner, lock};
use super::{ChatKey, Network};
use crate::store::VaultError;
use isoloir_shared::api::types::PhaseView;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;

/// Who did nothing for so long does not look any more: the next thing they do shows them where things stand.
const HERE: SignedDuration = SignedDuration::from_hours(1);
/// Woken in one go; networks take some thirty messages a second in all.
const MOST: u32 = 15;
/// How long it is gone on with.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);
/// Where the store keeps the phases that everybody was shown.
const POSITION: &str = "primary.phases";

/// Phases opened or closed, and not everybody who sees them has been shown.
#[derive(Clone, Debug)]
pub(super) struct Stirred {
    at: Timestamp,
    phases: String,
}

impl Inner {
    /// The primary's phases are these. Those of the last time are in the store: a change while no process ran counts.
    pub async fn phases(self: &Arc<Self>, phases: &[PhaseView]) -> Result<(), VaultError> {
        let phases = mark(phases);
        let before = self.vault.store().position(POSITION).await?;
        match before {
            Some(before) if before == phases => return Ok(()),
            Some(_) => *lock(&self.stirred) = Some(Stirred { at: self.now(), phases }),
            None => self.vault.store().set_position(POSITION, &phases).await?,
        }
        self.wake().await
    }

    /// Wakes some of them, if a phase opened or closed.
    pub async fn wake(self: &Arc<Self>) -> Result<(), VaultError> {
        let Some(Stirred { at, phases }) = lock(&self.stirred).clone() else { return Ok(()) };
        let mut some: Vec<ChatKey> = Vec::new();
        if self.now().duration_since(at) < LONGEST {
            for network in Network::ALL.into_iter().filter(|it| self.hands(*it).is_some()) {
                some.extend(self.vault.store().following(network, at - HERE, at, MOST).await?);
            }
        }
        if some.is_empty() {
            self.vault.store().set_position(POSITION, &phases).await?;
            let mut stirred = lock(&self.stirred);
            // Another phase may have come meanwhile.
            stirred.take_if(|it| it.phases == phases);
        }
        for chat in some {
            self.put(&chat, Job::Wake);
        }
        Ok(())
    }
}

/// The same for the same phases in the same states.
fn mark(phases: &[PhaseView]) -> String {
    let hash = Sha256::digest(format!("{phases:?}"));
    hash.iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
