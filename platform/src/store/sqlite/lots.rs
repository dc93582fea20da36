//! Lots on SQLite.

use super::draws::{self, places};
use super::{SqliteStore, decode, instant};
use crate::clock::Clock;
use crate::store::{AccountId, DrawOrder, LotRow, Lots, StoreError, WriteKey};
use isoloir_shared::api::ids::{LotId, Tracker};
use isoloir_shared::api::types::{LotStatus, ReceiptStatus, ReceiptView, Round};
use jiff::Timestamp;
use sqlx::FromRow;
use std::sync::Arc;

macro_rules! select {
    () => {
        "SELECT l.id, l.credential, c.account, l.draw, l.places, l.issued_at, l.expires_at, l.status, b.tracker, b.cast_at,
                1 + coalesce(b.sequence, 0) AS sequence,
                EXISTS (SELECT 1 FROM results WHERE round = 'preselection') AS counted
         FROM lots l JOIN credentials c ON c.round = 'preselection' AND c.credential = l.credential
         LEFT JOIN ballots b ON b.lot = l.id AND b.replaced_at IS NULL"
    };
}

#[async_trait::async_trait]
impl Lots for SqliteStore {
    async fn draw_lot(&self, key: WriteKey, order: DrawOrder) -> Result<LotId, StoreError> {
        let server = self.key.clone();
        self.keyed(&key, move |conn| Box::pin(async move { draws::open_or_new(conn, &order, &server).await })).await
    }

    async fn lot(&self, id: LotId) -> Result<Option<LotRow>, StoreError> {
        let row: Option<Row> =
            sqlx::query_as(concat!(select!(), " WHERE l.id = ?")).bind(key(id)).fetch_optional(&self.reads).await?;
        row.map(LotRow::try_from).transpose()
    }

    async fn lots_of(&self, voter: AccountId, before: Option<LotId>, limit: u32) -> Result<Vec<LotRow>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as(concat!(select!(), " WHERE c.account = ? AND l.id < ? ORDER BY l.id DESC LIMIT ?"))
                .bind(voter.0)
                .bind(before.map_or(i64::MAX, key))
                .bind(limit)
                .fetch_all(&self.reads)
                .await?;
        rows.into_iter().map(LotRow::try_from).collect()
    }

    async fn expire_lots(&self, clock: Arc<dyn Clock>) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let expired = draws::expire_due(conn, clock.now()).await?;
                    let next: Option<i64> =
                        sqlx::query_scalar("SELECT min(expires_at) FROM lots WHERE status = 'open'")
                            .fetch_one(&mut *conn)
                            .await?;
                    Ok((expired, next.map(instant).transpose()?))
                })
            })
            .await
    }
}

/// A lot's number as a column.
pub(super) fn key(id: LotId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

/// A column as a lot's number.
pub(super) fn lot_id(id: i64) -> LotId {
    LotId(id.unsigned_abs())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    credential: Vec<u8>,
    account: Option<i64>,
    draw: u32,
    places: String,
    issued_at: i64,
    expires_at: i64,
    status: String,
    tracker: Option<String>,
    cast_at: Option<i64>,
    sequence: u32,
    counted: bool,
}

impl TryFrom<Row> for LotRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let status: LotStatus = decode(&row.status)?;
        let receipt = match (row.tracker, row.cast_at) {
            (Some(tracker), Some(cast_at)) => Some(ReceiptView {
                tracker: Tracker(tracker),
                round: Round::Preselection,
                lot: Some(lot_id(row.id)),
                cast_at: instant(cast_at)?,
                board: None,
                status: if row.counted { ReceiptStatus::Counted } else { ReceiptStatus::Recorded },
            }),
            _ => None,
        };
        Ok(Self {
            id: lot_id(row.id),
            credential: super::elections::fixed(&row.credential)?,
            voter: row.account.map(AccountId),
            draw: row.draw,
            places: places(&row.places)?,
            issued_at: instant(row.issued_at)?,
            expires_at: instant(row.expires_at)?,
            status,
            sequence: row.sequence,
            receipt,
        })
    }
}
