//! All candidates of the primary, loaded once in pages and kept for lists, searches and names.

use crate::api::ids::CandidateId;
use crate::api::types::{CandidateSummary, Page};
use std::collections::HashMap;

/// All candidates, in the order of their arrival (drawn at random for this viewer).
#[derive(Debug, Default)]
pub(crate) struct Roll {
    rows: Vec<CandidateSummary>,
    places: HashMap<CandidateId, usize>,
    /// Pages are still coming.
    pub loading: bool,
    /// All pages came.
    pub complete: bool,
    /// Grows with each change, so that a list knows when to look again.
    pub version: u64,
}

impl Roll {
    /// All rows so far.
    pub fn rows(&self) -> &[CandidateSummary] {
        &self.rows
    }

    /// One of them.
    pub fn get(&self, id: CandidateId) -> Option<&CandidateSummary> {
        self.places.get(&id).map(|at| &self.rows[*at])
    }

    /// Takes in a page; the cursor of the next.
    pub fn add(&mut self, page: &Page<CandidateSummary>) -> Option<String> {
        for row in &page.items {
            match self.places.get(&row.id) {
                Some(at) => self.rows[*at] = row.clone(),
                None => {
                    self.places.insert(row.id, self.rows.len());
                    self.rows.push(row.clone());
                }
            }
        }
        self.version += 1;
        self.complete = page.next.is_none();
        self.loading = !self.complete;
        page.next.clone()
    }

    /// A row is known better.
    pub fn update(&mut self, row: &CandidateSummary) {
        if let Some(at) = self.places.get(&row.id)
            && self.rows[*at] != *row
        {
            self.rows[*at] = row.clone();
            self.version += 1;
        }
    }

    /// What is here is old: to be loaded again, shown meanwhile.
    pub fn refresh(&mut self) {
        self.complete = false;
    }
}
