//! Ballots on SQLite.

use super::lots::lot_id;
use super::{SqliteStore, casts, decode, instant};
use crate::store::{AccountId, Ballots, CastOrder, StoreError, WriteKey};
use isoloir_shared::api::ids::{CandidateId, Tracker};
use isoloir_shared::api::types::{ReceiptStatus, ReceiptView, TrackerView};
use sqlx::FromRow;

macro_rules! select {
    () => {
        "SELECT b.id, b.round, b.lot, b.tracker, b.cast_at, b.replaced_at IS NOT NULL AS replaced,
                r.closed_at IS NOT NULL AS closed
         FROM ballots b JOIN rounds r ON r.round = b.round"
    };
}

#[async_trait::async_trait]
impl Ballots for SqliteStore {
    async fn cast(&self, key: WriteKey, order: CastOrder) -> Result<ReceiptView, StoreError> {
        self.keyed(&key, move |conn| Box::pin(async move { casts::cast(conn, &order).await })).await
    }

    async fn finalists(&self) -> Result<Option<Vec<CandidateId>>, StoreError> {
        let row: Option<Option<String>> = sqlx::query_scalar("SELECT candidates FROM rounds WHERE round = 'final'")
            .fetch_optional(&self.reads)
            .await?;
        row.flatten().map(|list| casts::candidates(&list)).transpose()
    }

    async fn final_receipt(&self, voter: AccountId) -> Result<Option<ReceiptView>, StoreError> {
        let row: Option<Row> =
            sqlx::query_as(concat!(select!(), " WHERE b.voter = ? AND b.lot IS NULL AND b.replaced_at IS NULL"))
                .bind(voter.0)
                .fetch_optional(&self.reads)
                .await?;
        row.map(|row| row.receipt().map(|(_, receipt)| receipt)).transpose()
    }

    async fn receipts_of(
        &self,
        voter: AccountId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, ReceiptView)>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as(concat!(select!(), " WHERE b.voter = ? AND b.id < ? ORDER BY b.id DESC LIMIT ?"))
                .bind(voter.0)
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit)
                .fetch_all(&self.reads)
                .await?;
        rows.into_iter().map(Row::receipt).collect()
    }

    async fn tracker(&self, tracker: &Tracker) -> Result<Option<TrackerView>, StoreError> {
        let row: Option<Row> = sqlx::query_as(concat!(select!(), " WHERE b.tracker = ?"))
            .bind(tracker.0.as_str())
            .fetch_optional(&self.reads)
            .await?;
        row.map(|row| {
            let (_, ReceiptView { tracker, round, status, .. }) = row.receipt()?;
            Ok(TrackerView { tracker, round, status })
        })
        .transpose()
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    round: String,
    lot: Option<i64>,
    tracker: String,
    cast_at: i64,
    replaced: bool,
    closed: bool,
}

impl Row {
    fn receipt(self) -> Result<(i64, ReceiptView), StoreError> {
        let status = match (self.replaced, self.closed) {
            (true, _) => ReceiptStatus::Replaced,
            (false, true) => ReceiptStatus::Counted,
            (false, false) => ReceiptStatus::Recorded,
        };
        let receipt = ReceiptView {
            tracker: Tracker(self.tracker),
            round: decode(&self.round)?,
            lot: self.lot.map(lot_id),
            cast_at: instant(self.cast_at)?,
            status,
        };
        Ok((self.id, receipt))
    }
}
