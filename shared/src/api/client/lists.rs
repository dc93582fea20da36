//! Whole listings, page by page, for those who want all of it at once.

use super::Client;
use crate::api::types::{CandidateQuery, CandidateSummary, LotView, Page, ReceiptView};
use crate::api::{ApiError, Call, Reply};

/// Most pages of one listing: a platform that always has another is not followed for ever.
const PAGES: usize = 10_000;

impl Client {
    /// All candidates that fit. `progress` hears how many there are so far.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn all_candidates(
        &self,
        query: CandidateQuery,
        mut progress: impl FnMut(usize, Option<u64>),
    ) -> Result<Vec<CandidateSummary>, ApiError> {
        let mut all = Vec::new();
        let mut cursor = None;
        for _ in 0..PAGES {
            let query = CandidateQuery { cursor, ..query.clone() };
            let Reply::Candidates(page) = self.call(&Call::Candidates(query)).await? else {
                return Err(ApiError::Garbled);
            };
            cursor = take(&mut all, page, &mut progress);
            if cursor.is_none() {
                break;
            }
        }
        Ok(all)
    }

    /// All my receipts, newest first.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn all_receipts(&self) -> Result<Vec<ReceiptView>, ApiError> {
        let mut all = Vec::new();
        let mut cursor = None;
        for _ in 0..PAGES {
            let Reply::Receipts(page) = self.call(&Call::Receipts(cursor)).await? else {
                return Err(ApiError::Garbled);
            };
            cursor = take(&mut all, page, &mut |_, _| ());
            if cursor.is_none() {
                break;
            }
        }
        Ok(all)
    }

    /// All my lots, newest first.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn all_lots(&self) -> Result<Vec<LotView>, ApiError> {
        let mut all = Vec::new();
        let mut cursor = None;
        for _ in 0..PAGES {
            let Reply::Lots(page) = self.call(&Call::Lots(cursor)).await? else { return Err(ApiError::Garbled) };
            cursor = take(&mut all, page, &mut |_, _| ());
            if cursor.is_none() {
                break;
            }
        }
        Ok(all)
    }
}

fn take<T>(all: &mut Vec<T>, page: Page<T>, progress: &mut impl FnMut(usize, Option<u64>)) -> Option<String> {
    all.extend(page.items);
    progress(all.len(), page.total);
    page.next
}
