//! Supports on SQLite.

use super::SqliteStore;
use crate::store::{StoreError, Supports};

#[async_trait::async_trait]
impl Supports for SqliteStore {
    async fn set_limits(&self, supports: u32, nominations: u32) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    for (kind, limit) in [("support", supports), ("nomination", nominations)] {
                        for slot in 1..=limit {
                            sqlx::query("INSERT INTO slots (kind, slot) VALUES (?, ?) ON CONFLICT DO NOTHING")
                                .bind(kind)
                                .bind(slot)
                                .execute(&mut *conn)
                                .await?;
                        }
                        sqlx::query(
                            "DELETE FROM slots WHERE kind = ?1 AND slot > ?2 AND NOT EXISTS
                             (SELECT 1 FROM supports s WHERE s.kind = slots.kind AND s.slot = slots.slot)",
                        )
                        .bind(kind)
                        .bind(limit)
                        .execute(&mut *conn)
                        .await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
