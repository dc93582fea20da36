//! Candidates as whoever runs the primary follows them, on SQLite.

use super::{SqliteStore, decode, effects, hash, instant, micros};
use crate::store::{AccountId, ContenderRow, Contenders, Email, StoreError, UntoldAsk, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::ProblemCode;
use isoloir_shared::domain::needs::Contender;
use jiff::Timestamp;
use std::collections::HashSet;

#[async_trait::async_trait]
impl Contenders for SqliteStore {
    async fn contenders(&self) -> Result<Vec<ContenderRow>, StoreError> {
        let mut conn = self.reads.acquire().await?;
        let told = "SELECT id FROM candidates WHERE asked_told = 1";
        let told: HashSet<u32> = sqlx::query_scalar(told).fetch_all(&mut *conn).await?.into_iter().collect();
        let row = |row: effects::Row| ContenderRow {
            told: told.contains(&row.id.0),
            id: row.id,
            name: row.name,
            contender: Contender {
                state: row.state,
                supports: row.supports,
                charter: row.charter,
                confirm_by: row.confirm_by,
            },
        };
        Ok(effects::all(&mut conn).await?.into_iter().map(row).collect())
    }

    async fn untold_asks(&self, now: Timestamp) -> Result<Vec<UntoldAsk>, StoreError> {
        type Columns = (u32, Vec<u8>, Vec<u8>, String, String, i64);
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT c.id, a.email_mac, a.email_sealed, a.lang, c.state, c.confirm_by
             FROM candidates c JOIN accounts a ON a.id = c.account
             WHERE c.asked_told = 0 AND c.confirm_by > ? AND c.state IN ('qualified', 'finalist') ORDER BY c.id",
        )
        .bind(micros(now))
        .fetch_all(&self.reads)
        .await?;
        let ask = |(id, mac, sealed, lang, state, confirm_by): Columns| {
            Ok(UntoldAsk {
                id: CandidateId(id),
                email: Email { mac: hash(&mac)?, sealed },
                lang: decode(&lang)?,
                state: decode(&state)?,
                confirm_by: instant(confirm_by)?,
            })
        };
        rows.into_iter().map(ask).collect()
    }

    async fn ask_told(&self, id: CandidateId, confirm_by: Timestamp) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("UPDATE candidates SET asked_told = 1 WHERE id = ? AND confirm_by = ?")
                        .bind(id.0)
                        .bind(micros(confirm_by))
                        .execute(&mut *conn)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    async fn reply(&self, key: WriteKey, account: AccountId, reply: String) -> Result<CandidateId, StoreError> {
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let mine: Option<(u32, String)> = sqlx::query_as("SELECT id, state FROM candidates WHERE account = ?")
                    .bind(account.0)
                    .fetch_optional(&mut *conn)
                    .await?;
                let (id, state) = mine.ok_or(ProblemCode::NotFound)?;
                if state != "disqualified" {
                    return Err(ProblemCode::WrongState.into());
                }
                let done = sqlx::query(
                    "UPDATE candidate_changes SET reply = ?1 WHERE reply IS NULL AND id =
                     (SELECT max(id) FROM candidate_changes WHERE candidate = ?2)",
                )
                .bind(reply)
                .bind(id)
                .execute(&mut *conn)
                .await?;
                if done.rows_affected() == 0 { Err(ProblemCode::Duplicate.into()) } else { Ok(id) }
            })
        });
        id.await.map(CandidateId)
    }
}
