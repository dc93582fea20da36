//! Candidacies on SQLite.

use super::micros;
use crate::store::{AccountId, StoreError};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// An account goes: its candidacy is withdrawn, its page emptied; name and history stay, as everything public does.
pub(super) async fn vacate(conn: &mut SqliteConnection, account: AccountId, at: Timestamp) -> Result<(), StoreError> {
    let candidate: Option<(i64, String)> = sqlx::query_as("SELECT id, state FROM candidates WHERE account = ?")
        .bind(account.0)
        .fetch_optional(&mut *conn)
        .await?;
    let Some((candidate, state)) = candidate else { return Ok(()) };
    sqlx::query("DELETE FROM photos WHERE candidate = ?").bind(candidate).execute(&mut *conn).await?;
    sqlx::query("UPDATE candidates SET slogan = NULL, presentation = NULL, link = NULL, photo_tag = NULL WHERE id = ?")
        .bind(candidate)
        .execute(&mut *conn)
        .await?;
    if !matches!(state.as_str(), "withdrawn" | "refused" | "lapsed" | "disqualified" | "winner") {
        sqlx::query("UPDATE candidates SET state = 'withdrawn', confirm_by = NULL WHERE id = ?")
            .bind(candidate)
            .execute(&mut *conn)
            .await?;
        sqlx::query(
            "INSERT INTO candidate_changes (candidate, at, state, cause) VALUES (?, ?, 'withdrawn', 'withdrawal')",
        )
        .bind(candidate)
        .bind(micros(at))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
