//! Candidates as whoever runs the primary follows them, on SQLite.

use super::{SqliteStore, decode, effects, hash, instant, micros};
use crate::store::{AccountId, ContenderRow, Contenders, Email, StoreError, UntoldAsk, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::ProblemCode;
use isoloir_shared::domain::needs::Contender;
use jiff::{SignedDuration, Timestamp};
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

    async fn untold_asks(&self, now: Timestamp, remind_days: Vec<u32>) -> Result<Vec<UntoldAsk>, StoreError> {
        type Columns = (u32, Vec<u8>, Vec<u8>, String, String, i64, bool, u32);
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT c.id, a.email_mac, a.email_sealed, a.lang, c.state, c.confirm_by, c.asked_told, c.reminded
             FROM candidates c JOIN accounts a ON a.id = c.account
             WHERE c.confirm_by > ? AND c.state IN ('qualified', 'finalist') ORDER BY c.id",
        )
        .bind(micros(now))
        .fetch_all(&self.reads)
        .await?;
        let ask = |(id, mac, sealed, lang, state, confirm_by, told, reminded): Columns| {
            let confirm_by = instant(confirm_by)?;
            let due = due(&remind_days, confirm_by, now);
            // Of several that fell due while nobody sent letters one goes out.
            if told && reminded >= due {
                return Ok(None);
            }
            Ok(Some(UntoldAsk {
                id: CandidateId(id),
                email: Email { mac: hash(&mac)?, sealed },
                lang: decode(&lang)?,
                state: decode(&state)?,
                confirm_by,
                reminder: told,
                due,
            }))
        };
        rows.into_iter().filter_map(|row| ask(row).transpose()).collect()
    }

    async fn ask_told(&self, id: CandidateId, confirm_by: Timestamp, reminded: u32) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("UPDATE candidates SET asked_told = 1, reminded = ? WHERE id = ? AND confirm_by = ?")
                        .bind(reminded)
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

/// How many reminders are due: one for each of these days before the end.
fn due(remind_days: &[u32], confirm_by: Timestamp, now: Timestamp) -> u32 {
    let left = confirm_by.duration_since(now);
    let passed = remind_days.iter().filter(|days| left <= SignedDuration::from_hours(24 * i64::from(**days))).count();
    u32::try_from(passed).unwrap_or(u32::MAX)
}
