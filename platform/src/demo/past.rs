//! What is not shown as it happens: the lots and ballots of the days that a demonstration passes over.

use super::DemoError;
use super::story::Story;
use crate::clock::Clock;
use crate::store::{AccountId, ImportedDraw};
use isoloir_shared::api::types::Round;
use jiff::{SignedDuration, Timestamp};

/// Citizens who vote in the final: encrypting a ballot takes some milliseconds, and whoever starts a demonstration waits.
const FINAL_VOTERS: usize = 600;
/// One lot in so many is left without a ballot.
const ABANDONED: u64 = 8;

impl Story {
    /// Draws that many lots with their ballots between now and `until`.
    pub(super) async fn lots(&self, count: u64, until: Timestamp) -> Result<(), DemoError> {
        let app = self.platform.app();
        let now = self.clock.now();
        let step = until.duration_since(now).as_secs() / i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        let voters = &self.crowd.voters;
        let draw = |n: u64| {
            let at = SignedDuration::from_secs(step.saturating_mul(i64::try_from(n).unwrap_or_default()));
            // A voter's lots are spread over the time, none while an earlier one is open.
            let voter = voters.get(usize::try_from(n * 7).unwrap_or_default() % voters.len().max(1));
            Some(ImportedDraw {
                voter: *voter?,
                at: now.checked_add(at).unwrap_or(now),
                abandoned: n % ABANDONED == ABANDONED - 1 && n + 200 < count,
            })
        };
        let draws: Vec<ImportedDraw> = (0..count).filter_map(draw).collect();
        let lifetime = SignedDuration::from_mins(app.primary.preselection.lot_minutes.into());
        let graded = u64::from(app.primary.preselection.lot_size);
        // Of abandoned lots no grade is dealt: what is dealt must be all of the bag, or the proportions are not kept.
        let cast = draws.iter().filter(|draw| !draw.abandoned).count() as u64;
        let each = cast * graded
            / u64::try_from(self.crowd.opinions.values().filter(|o| !o.is_empty()).count()).unwrap_or(1).max(1);
        app.store.import_lots(draws, lifetime, self.crowd.grader(each, count)).await?;
        Ok(())
    }

    /// Casts the ballots of that share of those who vote in the final and have not yet.
    pub(super) async fn finals(&self, part: usize, of: usize) -> Result<(), DemoError> {
        let app = self.platform.app();
        let done = app.store.final_voters().await?;
        let mut voters: Vec<AccountId> = self.crowd.voters.iter().copied().filter(|v| !done.contains(v)).collect();
        voters.truncate(FINAL_VOTERS.saturating_sub(done.len()) * part / of);
        if app.store.round_candidates(Round::Final).await?.is_empty() {
            return Ok(());
        }
        let count = voters.len() as u64;
        app.store.import_final(voters, self.clock.now(), self.crowd.grader(count, count)).await?;
        Ok(())
    }
}
