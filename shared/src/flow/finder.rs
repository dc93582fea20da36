//! Finding a candidate in the list while typing: the search is done when something changes, never while drawing.

use super::parts::Field;
use crate::api::types::{CandidateOrder, CandidateState, CandidateSummary};
use crate::core::Ctx;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Most characters of a search.
pub(crate) const QUERY: usize = 80;
/// Rows on the screen before more are asked for.
const WINDOW: usize = 100;

/// A search over all candidates.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Finder {
    /// What is searched.
    pub query: Field,
    /// Only those in this state.
    pub state: Option<CandidateState>,
    /// In this order.
    pub order: CandidateOrder,
    /// Further pages that were asked for.
    more: usize,
    /// Places in the list of those that were found, those that are shown in order: worked out anew from the rest, so
    /// never kept.
    #[serde(skip)]
    found: Vec<usize>,
    /// What they were found for.
    #[serde(skip)]
    found_for: Option<Sought>,
}

/// All that a search depends on.
#[derive(Debug, PartialEq)]
struct Sought {
    query: String,
    state: Option<CandidateState>,
    order: CandidateOrder,
    version: u64,
    shown: usize,
}

impl Finder {
    /// The person is typing.
    pub fn typed(&mut self, text: &str) {
        self.query.typed(text, QUERY);
        self.more = 0;
    }

    /// Only those in this state; none for all.
    pub fn filter(&mut self, state: Option<CandidateState>) {
        self.state = state;
        self.more = 0;
    }

    /// In another order.
    pub fn sort(&mut self, order: CandidateOrder) {
        self.order = order;
        self.more = 0;
    }

    /// Another page on the same screen.
    pub fn more(&mut self) {
        self.more = self.more.saturating_add(1);
    }

    /// Looks again if something has changed.
    pub fn look(&mut self, ctx: &Ctx) {
        let roll = &ctx.known.roll;
        let (state, order, version) = (self.state, self.order, roll.version());
        let sought = Sought { query: self.query.value.clone(), state, order, version, shown: self.shown() };
        if self.found_for.as_ref() == Some(&sought) {
            return;
        }
        let (rows, names) = (roll.rows(), roll.names());
        let searching = !sought.query.trim().is_empty();
        let mut found: Vec<(u32, usize)> = match searching {
            true => names.costs(&sought.query),
            false => (0..rows.len()).map(|at| (0, at)).collect(),
        };
        found.retain(|(_, at)| sought.state.is_none_or(|state| rows[*at].state == state));
        // As was chosen; then the closest first; else, and between equals, as it was drawn for this viewer.
        let before = |one: &(u32, usize), other: &(u32, usize)| {
            let chosen = match sought.order {
                CandidateOrder::Random => Ordering::Equal,
                CandidateOrder::Name => names.folded(one.1).cmp(names.folded(other.1)),
                CandidateOrder::Supports => rows[other.1].supports.cmp(&rows[one.1].supports),
            };
            let place = |of: &(u32, usize)| ctx.place_of(rows[of.1].id);
            chosen.then_with(|| one.0.cmp(&other.0)).then_with(|| place(one).cmp(&place(other)))
        };
        // Only what is seen is put in order.
        let shown = sought.shown.min(found.len());
        if shown < found.len() {
            found.select_nth_unstable_by(shown, before);
        }
        found[..shown].sort_unstable_by(before);
        self.found = found.into_iter().map(|(_, at)| at).collect();
        self.found_for = Some(sought);
    }

    fn shown(&self) -> usize {
        WINDOW.saturating_mul(self.more.saturating_add(1))
    }

    /// How many were found.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// More were found than are shown.
    pub fn cut(&self) -> bool {
        self.found.len() > self.shown()
    }

    /// The rows to show.
    pub fn rows<'a>(&'a self, ctx: &'a Ctx) -> impl Iterator<Item = &'a CandidateSummary> {
        self.found.iter().take(self.shown()).filter_map(|at| ctx.known.roll.rows().get(*at)).map(|row| &**row)
    }
}
