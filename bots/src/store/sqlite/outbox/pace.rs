//! The row that all instances share.

use crate::engine::Network;
use crate::outbox::pace::Pace;
use crate::store::StoreError;
use sqlx::SqliteConnection;

/// Changes a network's row. The writer's transaction holds the lock of the database: nobody changes it in between.
pub async fn change<T>(
    conn: &mut SqliteConnection,
    network: Network,
    change: impl FnOnce(&mut Pace) -> T,
) -> Result<T, StoreError> {
    let row: Option<(i64, i64)> = sqlx::query_as("SELECT given, next FROM pace WHERE network = ?")
        .bind(network.code())
        .fetch_optional(&mut *conn)
        .await?;
    let (given, next) = row.unwrap_or_default();
    let mut pace = Pace { given, next };
    let told = change(&mut pace);
    if row != Some((pace.given, pace.next)) {
        let set = "INSERT INTO pace (network, given, next) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET given = excluded.given, next = excluded.next";
        sqlx::query(set).bind(network.code()).bind(pace.given).bind(pace.next).execute(conn).await?;
    }
    Ok(told)
}
