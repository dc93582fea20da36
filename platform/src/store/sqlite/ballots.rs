//! Ballots on SQLite.

use super::lots::lot_id;
use super::{SqliteStore, casts, decode, instant};
use crate::store::{AccountId, Ballots, CastOrder, Elections, StoreError, WriteKey};
use isoloir_shared::api::ids::{CandidateId, Tracker};
use isoloir_shared::api::types::{ReceiptStatus, ReceiptView, TrackerView};
use sqlx::FromRow;

macro_rules! select {
    () => {
        "SELECT b.id, b.round, b.lot, b.tracker, b.cast_at, b.replaced_at IS NOT NULL AS replaced, b.leaf, b.hash,
                EXISTS (SELECT 1 FROM results WHERE round = b.round) AS counted
         FROM ballots b"
    };
}

#[async_trait::async_trait]
impl Ballots for SqliteStore {
    async fn cast(&self, key: WriteKey, order: CastOrder) -> Result<ReceiptView, StoreError> {
        let server = self.key.clone();
        self.keyed(&key, move |conn| Box::pin(async move { casts::cast(conn, &server, &order).await })).await
    }

    async fn finalists(&self) -> Result<Option<Vec<CandidateId>>, StoreError> {
        let row: Option<Option<String>> = sqlx::query_scalar("SELECT candidates FROM rounds WHERE round = 'final'")
            .fetch_optional(&self.reads)
            .await?;
        row.flatten().map(|list| casts::candidates(&list)).transpose()
    }

    async fn final_receipt(&self, voter: AccountId) -> Result<Option<ReceiptView>, StoreError> {
        let row: Option<Row> = sqlx::query_as(concat!(
            select!(),
            " WHERE b.credential = (SELECT credential FROM credentials
                                    WHERE round = 'final' AND account = ? AND replaced_at IS NULL)
                AND b.lot IS NULL AND b.replaced_at IS NULL"
        ))
        .bind(voter.0)
        .fetch_optional(&self.reads)
        .await?;
        row.map(|row| row.receipt().map(|(_, receipt)| receipt)).transpose()
    }

    async fn final_sequence(&self, voter: AccountId) -> Result<u32, StoreError> {
        let last = sqlx::query_scalar(
            "SELECT 1 + coalesce(max(b.sequence), 0) FROM credentials c JOIN ballots b ON b.credential = c.credential
             WHERE c.round = 'final' AND c.account = ? AND c.replaced_at IS NULL AND b.lot IS NULL",
        );
        Ok(last.bind(voter.0).fetch_one(&self.reads).await?)
    }

    async fn receipts_of(
        &self,
        voter: AccountId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, ReceiptView)>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(concat!(
            select!(),
            " JOIN credentials c ON c.round = b.round AND c.credential = b.credential
              WHERE c.account = ? AND b.id < ? ORDER BY b.id DESC LIMIT ?"
        ))
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
        let Some(row) = row else { return Ok(None) };
        let (leaf, hash) = (row.leaf.unsigned_abs(), super::elections::fixed(&row.hash)?);
        let (_, ReceiptView { tracker, round, status, .. }) = row.receipt()?;
        let board = Box::new(self.inclusion(round, leaf, hash).await?);
        Ok(Some(TrackerView { tracker, round, status, board }))
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
    leaf: i64,
    hash: Vec<u8>,
    counted: bool,
}

impl Row {
    fn receipt(self) -> Result<(i64, ReceiptView), StoreError> {
        let status = match (self.replaced, self.counted) {
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
            board: None,
        };
        Ok((self.id, receipt))
    }
}
