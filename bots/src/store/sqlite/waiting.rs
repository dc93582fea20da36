//! What waits for somebody to take it up.

use super::micros;
use super::people::chat;
use crate::engine::{ChatKey, Network};
use crate::store::{Noticed, StoreError};
use isoloir_shared::core::TimerId;
use jiff::Timestamp;
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

pub async fn due(reads: &SqlitePool, now: Timestamp, most: u32) -> Result<Vec<(ChatKey, TimerId)>, StoreError> {
    let query = "SELECT network, chat, timer FROM timers JOIN people ON people.id = timers.person WHERE timers.at <= ? ORDER BY timers.at LIMIT ?";
    let rows = sqlx::query(query).bind(micros(now)).bind(most).fetch_all(reads).await?;
    rows.iter()
        .map(|row| {
            let timer: i64 = row.try_get("timer")?;
            Ok((chat(row)?, TimerId(timer.unsigned_abs())))
        })
        .collect()
}

pub async fn waiting(reads: &SqlitePool, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError> {
    let query = "SELECT network, chat FROM people WHERE waits = 1 AND turned_at < ? ORDER BY turned_at LIMIT ?";
    let rows = sqlx::query(query).bind(micros(before)).bind(most).fetch_all(reads).await?;
    rows.iter().map(chat).collect()
}

pub async fn behind(reads: &SqlitePool, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError> {
    let query = "SELECT network, chat FROM people WHERE shown_version < version AND reachable = 1 AND turned_at < ? ORDER BY turned_at LIMIT ?";
    let rows = sqlx::query(query).bind(micros(before)).bind(most).fetch_all(reads).await?;
    rows.iter().map(chat).collect()
}

pub async fn following(
    reads: &SqlitePool,
    network: Network,
    from: Timestamp,
    before: Timestamp,
    most: u32,
) -> Result<Vec<ChatKey>, StoreError> {
    let query = "SELECT network, chat FROM people WHERE follows = 1 AND reachable = 1 AND network = ? AND turned_at >= ? AND turned_at < ?
        ORDER BY turned_at DESC LIMIT ?";
    let query = sqlx::query(query).bind(network.code()).bind(micros(from)).bind(micros(before)).bind(most);
    query.fetch_all(reads).await?.iter().map(chat).collect()
}

pub async fn any_notice(reads: &SqlitePool, now: Timestamp) -> Result<bool, StoreError> {
    let query = "SELECT EXISTS (SELECT 1 FROM notices JOIN people ON people.id = notices.person WHERE notices.at <= ? AND reachable = 1 AND rests = 0)";
    Ok(sqlx::query_scalar(query).bind(micros(now)).fetch_one(reads).await?)
}

pub async fn notices(
    conn: &mut SqliteConnection,
    now: Timestamp,
    again: Timestamp,
    most: u32,
) -> Result<Vec<Noticed>, StoreError> {
    let query = "SELECT notices.id, network, chat, room, kind FROM notices JOIN people ON people.id = notices.person
        WHERE notices.at <= ? AND reachable = 1 AND rests = 0 ORDER BY notices.id LIMIT ?";
    let rows = sqlx::query(query).bind(micros(now)).bind(most).fetch_all(&mut *conn).await?;
    let mut notices = Vec::new();
    for row in &rows {
        let (id, room, kind) = (row.try_get("id")?, row.try_get("room")?, row.try_get("kind")?);
        sqlx::query("UPDATE notices SET at = ? WHERE id = ?").bind(micros(again)).bind(id).execute(&mut *conn).await?;
        notices.push(Noticed { id, chat: chat(row)?, room, kind });
    }
    Ok(notices)
}
