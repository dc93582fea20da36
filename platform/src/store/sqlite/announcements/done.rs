//! Of what nothing is left to do.

use super::super::micros;
use crate::store::StoreError;
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// Letters are out; the awaited carriers (`?1`, JSON) have told; nobody who told has anything left; somebody told, if
/// anybody is to (`?2`).
macro_rules! nothing_left {
    () => {
        "state = 'sending' AND mail_ready = 1
    AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.announcement = announcements.id AND l.due IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.announcement = announcements.id
        AND coalesce(d.body ->> '$.settled', 0) <> 1)
    AND (SELECT count(*) FROM deliveries d WHERE d.announcement = announcements.id
        AND d.carrier IN (SELECT value FROM json_each(?1))) = json_array_length(?1)
    AND (NOT ?2 OR EXISTS (SELECT 1 FROM deliveries d WHERE d.announcement = announcements.id))"
    };
}

pub async fn any(conn: &mut SqliteConnection, awaited: &str, told: bool) -> Result<bool, StoreError> {
    let query = concat!("SELECT EXISTS (SELECT 1 FROM announcements WHERE ", nothing_left!(), ")");
    Ok(sqlx::query_scalar(query).bind(awaited).bind(told).fetch_one(conn).await?)
}

pub async fn settle(conn: &mut SqliteConnection, awaited: &str, told: bool, now: Timestamp) -> Result<(), StoreError> {
    let set = concat!("UPDATE announcements SET state = 'done', done_at = ?3 WHERE ", nothing_left!());
    sqlx::query(set).bind(awaited).bind(told).bind(micros(now)).execute(conn).await?;
    Ok(())
}
