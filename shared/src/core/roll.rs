//! All candidates of the primary, loaded once in pages and kept for lists, searches and names.

use super::dated::Dated;
use crate::api::ids::CandidateId;
use crate::api::types::CandidateSummary;
use crate::domain::search::NameIndex;
use jiff::Timestamp;
use std::sync::Arc;

/// All candidates, by their numbers: what everyone may see, in an order that is nobody's. Each viewer's own order is
/// drawn where it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roll {
    rows: Vec<Dated<CandidateSummary>>,
    /// When the last of all pages came; none: some are missing.
    complete: Option<Timestamp>,
    version: u64,
    /// Folded names in the order of the rows: folded as each row comes, so that the first letter of a search does not
    /// wait for all of them.
    names: NameIndex,
}

impl Roll {
    /// All rows so far.
    pub fn rows(&self) -> &[Dated<CandidateSummary>] {
        &self.rows
    }

    /// One of them.
    pub fn get(&self, id: CandidateId) -> Option<&CandidateSummary> {
        self.place(id).ok().and_then(|at| self.rows.get(at)).map(|row| &**row)
    }

    /// When the last of all pages came; none: some are missing.
    pub fn complete(&self) -> Option<Timestamp> {
        self.complete
    }

    /// Grows with each change, so that a list knows when to look again.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The names in the order of the rows, to be searched.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    fn place(&self, id: CandidateId) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&id, |row| row.id)
    }

    /// A row, or a newer state of it.
    pub fn put(&mut self, row: Dated<CandidateSummary>) {
        match self.place(row.id) {
            Ok(at) if *self.rows[at] == *row => self.rows[at] = row,
            Ok(at) => {
                if self.rows[at].name != row.name {
                    self.names.replace(at, &row.name);
                }
                self.rows[at] = row;
                self.version += 1;
            }
            Err(at) => {
                self.names.insert(at, &row.name);
                self.rows.insert(at, row);
                self.version += 1;
            }
        }
    }

    /// All pages came.
    pub fn end(&mut self, at: Timestamp) {
        self.complete = self.complete.max(Some(at));
    }

    /// What others learnt meanwhile.
    pub fn newer(self: &mut Arc<Self>, theirs: &Arc<Self>) {
        if Arc::ptr_eq(self, theirs) {
            return;
        }
        let newer =
            |row: &&Dated<CandidateSummary>| row.beats(self.place(row.id).ok().and_then(|at| self.rows.get(at)));
        let rows: Vec<_> = theirs.rows.iter().filter(newer).cloned().collect();
        if rows.is_empty() && theirs.complete <= self.complete {
            return;
        }
        let roll = Arc::make_mut(self);
        roll.version = roll.version.max(theirs.version);
        rows.into_iter().for_each(|row| roll.put(row));
        roll.complete = roll.complete.max(theirs.complete);
    }
}
