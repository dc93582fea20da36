//! Finding a candidate in the list while typing: the search is done when something changes, never while drawing.

use super::parts::Field;
use crate::api::types::{CandidateOrder, CandidateState, CandidateSummary};
use crate::core::Ctx;
use crate::domain::search::{NameIndex, fold};

/// Most characters of a search.
pub(crate) const QUERY: usize = 80;
/// Rows on the screen before more are asked for.
const WINDOW: usize = 100;

/// A search over all candidates.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    /// What is searched.
    pub query: Field,
    /// Only those in this state.
    pub state: Option<CandidateState>,
    /// In this order.
    pub order: CandidateOrder,
    index: NameIndex,
    /// The version of the list that the index was made from.
    indexed: Option<u64>,
    found: Vec<usize>,
    shown: usize,
}

impl Finder {
    /// The person is typing.
    pub fn typed(&mut self, text: &str, ctx: &Ctx) {
        self.query.typed(text, QUERY);
        self.look(ctx);
    }

    /// Another page on the same screen.
    pub fn more(&mut self) {
        self.shown += WINDOW;
    }

    /// Looks again: something has changed.
    pub fn look(&mut self, ctx: &Ctx) {
        let rows = ctx.known.roll.rows();
        self.shown = WINDOW;
        let searching = !self.query.value.trim().is_empty();
        if searching && self.indexed != Some(ctx.known.roll.version) {
            self.index = NameIndex::new(rows.iter().map(|row| &row.name));
            self.indexed = Some(ctx.known.roll.version);
        }
        self.found = if searching { self.index.find(&self.query.value) } else { (0..rows.len()).collect() };
        self.found.retain(|at| self.state.is_none_or(|state| rows[*at].state == state));
        match self.order {
            // As the platform drew it for this viewer; or, in a search, the closest first.
            CandidateOrder::Random => {}
            CandidateOrder::Name => self.found.sort_by_cached_key(|at| fold(&rows[*at].name)),
            CandidateOrder::Supports => self.found.sort_by_key(|at| std::cmp::Reverse(rows[*at].supports)),
        }
    }

    /// How many were found.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// More were found than are shown.
    pub fn cut(&self) -> bool {
        self.found.len() > self.shown
    }

    /// The rows to show.
    pub fn rows<'a>(&'a self, ctx: &'a Ctx) -> impl Iterator<Item = &'a CandidateSummary> {
        self.found.iter().take(self.shown).filter_map(|at| ctx.known.roll.rows().get(*at))
    }
}
