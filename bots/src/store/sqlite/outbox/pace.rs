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
    let broken = |error: serde_json::Error| StoreError::Broken(error.to_string());
    let row: Option<(i64, i64, String)> = sqlx::query_as("SELECT given, next, lanes FROM pace WHERE network = ?")
        .bind(network.code())
        .fetch_optional(&mut *conn)
        .await?;
    let before = match row {
        Some((given, next, lanes)) => Pace { given, next, lanes: serde_json::from_str(&lanes).map_err(broken)? },
        None => Pace::default(),
    };
    let mut pace = before.clone();
    let told = change(&mut pace);
    if pace != before {
        let set = "INSERT INTO pace (network, given, next, lanes) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET given = excluded.given, next = excluded.next, lanes = excluded.lanes";
        sqlx::query(set)
            .bind(network.code())
            .bind(pace.given)
            .bind(pace.next)
            .bind(serde_json::to_string(&pace.lanes).map_err(broken)?)
            .execute(conn)
            .await?;
    }
    Ok(told)
}
