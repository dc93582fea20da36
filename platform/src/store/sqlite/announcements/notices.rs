//! What somebody asked for.

use super::super::micros;
use crate::secrets::Hash;
use crate::store::{AccountId, Ending, StoreError};
use isoloir_shared::api::types::{NoticesView, QuietHours};
use jiff::Timestamp;
use sqlx::SqliteConnection;

pub async fn of(conn: &mut SqliteConnection, account: AccountId) -> Result<NoticesView, StoreError> {
    let query = "SELECT email_since IS NOT NULL, candidates_since IS NOT NULL, quiet_from, quiet_to FROM notices
        WHERE account = ?";
    let row: Option<(bool, bool, Option<u16>, Option<u16>)> =
        sqlx::query_as(query).bind(account.0).fetch_optional(conn).await?;
    Ok(row.map_or_else(NoticesView::default, |(email, candidates, from, to)| NoticesView {
        email,
        candidates,
        quiet: from.zip(to).map(|(from, to)| QuietHours { from, to }),
    }))
}

/// Letters that go on keep the token that they have: it stands in those that were sent.
pub async fn set(
    conn: &mut SqliteConnection,
    account: AccountId,
    notices: NoticesView,
    ending: Ending,
    at: Timestamp,
) -> Result<(), StoreError> {
    let put = "INSERT INTO notices (account, email_since, quiet_from, quiet_to, nonce, token_hash, candidates_since)
        VALUES (?1, iif(?2, ?3, NULL), ?4, ?5, iif(?2, ?6, NULL), iif(?2, ?7, NULL), iif(?8, ?3, NULL))
        ON CONFLICT DO UPDATE SET quiet_from = ?4, quiet_to = ?5,
            email_since = iif(?2, coalesce(email_since, ?3), NULL),
            candidates_since = iif(?8, coalesce(candidates_since, ?3), NULL),
            nonce = iif(?2, coalesce(nonce, ?6), NULL), token_hash = iif(?2, coalesce(token_hash, ?7), NULL)";
    sqlx::query(put)
        .bind(account.0)
        .bind(notices.email)
        .bind(micros(at))
        .bind(notices.quiet.map(|it| it.from))
        .bind(notices.quiet.map(|it| it.to))
        .bind(ending.nonce.to_vec())
        .bind(ending.token_hash.to_vec())
        .bind(notices.candidates)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends letters, and nothing else.
pub async fn end(conn: &mut SqliteConnection, token_hash: Hash) -> Result<bool, StoreError> {
    let set = "UPDATE notices SET email_since = NULL, nonce = NULL, token_hash = NULL WHERE token_hash = ?";
    Ok(sqlx::query(set).bind(token_hash.to_vec()).execute(conn).await?.rows_affected() == 1)
}
