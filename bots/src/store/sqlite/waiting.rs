//! What waits for somebody to take it up.

use super::micros;
use super::people::chat;
use crate::engine::ChatKey;
use crate::store::{Noticed, StoreError};
use isoloir_shared::core::TimerId;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqlitePool;

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

pub async fn notices(reads: &SqlitePool, most: u32) -> Result<Vec<Noticed>, StoreError> {
    let query = "SELECT notices.id, network, chat, room, kind FROM notices JOIN people ON people.id = notices.person WHERE reachable = 1 ORDER BY notices.id LIMIT ?";
    let rows = sqlx::query(query).bind(most).fetch_all(reads).await?;
    rows.iter()
        .map(|row| {
            Ok(Noticed {
                id: row.try_get("id")?,
                chat: chat(row)?,
                room: row.try_get("room")?,
                kind: row.try_get("kind")?,
            })
        })
        .collect()
}
