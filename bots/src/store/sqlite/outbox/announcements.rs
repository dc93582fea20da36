//! Announcements, and a row for each who asked.

use super::micros;
use crate::outbox::{Announcement, Order, Running};
use crate::store::StoreError;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

pub async fn post(conn: &mut SqliteConnection, announcement: Announcement) -> Result<bool, StoreError> {
    let body = serde_json::to_string(&announcement).map_err(|error| StoreError::Broken(error.to_string()))?;
    let insert = "INSERT INTO announcements (id, body, urgent, send_at, state) VALUES (?, ?, ?, ?, 'running')
        ON CONFLICT DO NOTHING";
    let done = sqlx::query(insert)
        .bind(announcement.id)
        .bind(body)
        .bind(announcement.urgent)
        .bind(micros(announcement.send_at))
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whoever asked after it was to be sent gets the next one: the same people, whichever instance looks, and when.
pub async fn fill(conn: &mut SqliteConnection, id: i64, now: Timestamp, most: u32) -> Result<bool, StoreError> {
    let query = "SELECT filled_to, filled, send_at, json_type(body, '$.audience') IS 'null' FROM announcements
        WHERE id = ? AND state = 'running'";
    let row: Option<(i64, bool, i64, bool)> = sqlx::query_as(query).bind(id).fetch_optional(&mut *conn).await?;
    let Some((from, false, send_at, for_some)) = row else { return Ok(false) };
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT max(person) FROM (SELECT person FROM subscriptions WHERE person > ? ORDER BY person LIMIT ?)",
    )
    .bind(from)
    .bind(most)
    .fetch_one(&mut *conn)
    .await?;
    let Some(last) = last else {
        sqlx::query("UPDATE announcements SET filled = 1 WHERE id = ?").bind(id).execute(conn).await?;
        return Ok(false);
    };
    // What is said to some: only an account knows whether its holder is among them.
    let insert = "INSERT INTO outbox (announcement, person, network, state, due)
        SELECT ?1, person, network, iif(rests, 'unsubscribed', iif(reachable, 'waiting', 'unreachable')),
            iif(reachable AND NOT rests, ?2, NULL)
        FROM subscriptions JOIN people ON people.id = person
        WHERE person > ?3 AND person <= ?4 AND since <= ?5
            AND (NOT ?6 OR (reachable AND NOT rests AND tokens IS NOT NULL)) ON CONFLICT DO NOTHING";
    sqlx::query(insert)
        .bind(id)
        .bind(micros(now))
        .bind(from)
        .bind(last)
        .bind(send_at)
        .bind(for_some)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE announcements SET filled_to = ? WHERE id = ?").bind(last).bind(id).execute(conn).await?;
    Ok(true)
}

pub async fn order(conn: &mut SqliteConnection, id: i64, order: Order) -> Result<(), StoreError> {
    let set = match order {
        Order::Pause => "UPDATE announcements SET state = 'paused' WHERE id = ? AND state = 'running'",
        Order::Resume => "UPDATE announcements SET state = 'running' WHERE id = ? AND state = 'paused'",
        Order::Cancel => "UPDATE announcements SET state = 'cancelled' WHERE id = ? AND state IN ('running', 'paused')",
    };
    sqlx::query(set).bind(id).execute(conn).await?;
    Ok(())
}

pub async fn running(reads: &SqlitePool, now: Timestamp) -> Result<Vec<Running>, StoreError> {
    let query = "SELECT body, filled FROM announcements WHERE state = 'running' AND send_at <= ?
        ORDER BY urgent DESC, send_at, id";
    let rows: Vec<(String, bool)> = sqlx::query_as(query).bind(micros(now)).fetch_all(reads).await?;
    rows.into_iter()
        .map(|(body, filled)| {
            let announcement = serde_json::from_str(&body).map_err(|error| StoreError::Broken(error.to_string()))?;
            Ok(Running { announcement, filled })
        })
        .collect()
}

/// What is said to some stands in no room. Paused ones wait, cancelled ones are let go; those that are done in direct rooms are still to be written here.
pub async fn unposted(
    reads: &SqlitePool,
    room: &str,
    now: Timestamp,
    since: Timestamp,
) -> Result<Vec<Announcement>, StoreError> {
    let query = "SELECT body FROM announcements WHERE state IN ('running', 'done') AND send_at <= ? AND send_at > ?
        AND json_type(body, '$.audience') IS NOT 'null' AND NOT EXISTS (SELECT 1 FROM posted WHERE announcement = announcements.id AND room = ?) ORDER BY send_at, id";
    let query = sqlx::query_scalar(query).bind(micros(now)).bind(micros(since)).bind(room);
    let rows: Vec<String> = query.fetch_all(reads).await?;
    rows.iter().map(|body| serde_json::from_str(body).map_err(|error| StoreError::Broken(error.to_string()))).collect()
}

pub async fn settle(conn: &mut SqliteConnection, id: i64) -> Result<bool, StoreError> {
    let set = "UPDATE announcements SET state = 'done' WHERE id = ?1 AND state = 'running' AND filled = 1
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE announcement = ?1 AND due IS NOT NULL)";
    Ok(sqlx::query(set).bind(id).execute(conn).await?.rows_affected() == 1)
}
