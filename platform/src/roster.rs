//! The list of candidates in memory, folded for search; read again when something of it was committed.

use crate::store::{Store, StoreError};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateOrder, CandidateState, CandidateSummary};
use isoloir_shared::domain::search::{NameIndex, fold};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// The list as it was at one version.
#[derive(Debug)]
pub struct List {
    version: i64,
    rows: Vec<Row>,
    names: NameIndex,
}

#[derive(Debug)]
struct Row {
    summary: CandidateSummary,
    folded: String,
}

/// Where a row stands in an order: a number, then words, then who. What a cursor carries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position(u64, String, u32);

/// The list and the commit it was last found good at.
#[derive(Debug, Default)]
pub struct Roster {
    kept: RwLock<Option<(u64, Arc<List>)>>,
    reading: Mutex<()>,
}

impl Roster {
    /// The list as it is now, or as it became since. Read by one at a time: of all who ask while it is being read, the
    /// first reads it again and the others are content with that, however many writes came meanwhile.
    pub async fn list(&self, store: &dyn Store) -> Result<Arc<List>, StoreError> {
        let asked_at = *store.commits().borrow();
        if let Some(list) = self.good_since(asked_at) {
            return Ok(list);
        }
        let _one = self.reading.lock().await;
        if let Some(list) = self.good_since(asked_at) {
            return Ok(list);
        }
        let commit = *store.commits().borrow();
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner).clone();
        let version = store.candidate_version().await?;
        let list = match kept {
            Some((_, list)) if list.version == version => list,
            _ => Arc::new(List::new(version, store.candidates().await?)),
        };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((commit, list.clone()));
        Ok(list)
    }

    /// The list, if it was found good at this commit or a later one.
    fn good_since(&self, commit: u64) -> Option<Arc<List>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(good_at, _)| *good_at >= commit).map(|(_, list)| list.clone())
    }
}

impl List {
    fn new(version: i64, summaries: Vec<CandidateSummary>) -> Self {
        let names = NameIndex::new(summaries.iter().map(|summary| &summary.name));
        let rows = summaries.into_iter().map(|summary| Row { folded: fold(&summary.name), summary }).collect();
        Self { version, rows, names }
    }

    /// One row.
    pub fn get(&self, id: CandidateId) -> Option<&CandidateSummary> {
        let place = self.rows.binary_search_by_key(&id, |row| row.summary.id).ok()?;
        self.rows.get(place).map(|row| &row.summary)
    }

    /// The rows that match, each with its position, in order: closest first where words are sought.
    pub fn select(
        &self,
        q: Option<&str>,
        state: Option<CandidateState>,
        order: CandidateOrder,
        seed: u64,
    ) -> Vec<(Position, &CandidateSummary)> {
        let fits = |row: &&Row| state.is_none_or(|state| row.summary.state == state);
        if let Some(q) = q.filter(|q| !fold(q).is_empty()) {
            let found = self.names.find(q).into_iter().filter_map(|place| self.rows.get(place)).filter(fits);
            return found
                .zip(0..)
                .map(|(row, place)| (Position(place, String::new(), row.summary.id.0), &row.summary))
                .collect();
        }
        let position = |row: &Row| {
            let id = row.summary.id.0;
            match order {
                CandidateOrder::Random => Position(mix(seed, id), String::new(), id),
                CandidateOrder::Name => Position(0, row.folded.clone(), id),
                CandidateOrder::Supports => Position(u64::MAX - row.summary.supports, row.folded.clone(), id),
            }
        };
        let mut rows: Vec<_> = self.rows.iter().filter(fits).map(|row| (position(row), &row.summary)).collect();
        rows.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        rows
    }
}

/// A number that depends on every bit of both (the finaliser of SplitMix64): the order of a viewer's list. A candidate
/// who joins gets a place of their own and moves nobody.
fn mix(seed: u64, id: u32) -> u64 {
    let mut z = seed.wrapping_add(u64::from(id).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    for multiplier in [0xbf58_476d_1ce4_e5b9_u64, 0x94d0_49bb_1331_11eb] {
        z = (z ^ (z >> 30)).wrapping_mul(multiplier);
        z ^= z >> 27;
    }
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::mix;

    /// Every candidate stands first for about as many viewers as any other.
    #[test]
    fn the_random_order_favours_nobody() {
        let (viewers, candidates) = (64_000_u64, 16_u32);
        let mut first = vec![0_u32; candidates as usize];
        for viewer in 0..viewers {
            let id = (0..candidates).min_by_key(|id| mix(viewer, *id)).unwrap();
            first[id as usize] += 1;
        }
        // 4,000 expected, standard deviation 61.
        assert!(first.iter().all(|n| (3_700..4_300).contains(n)), "{first:?}");
    }
}
