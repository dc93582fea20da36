//! Signals and the flags that they raise, on SQLite.

use super::audit::{Actor, log};
use super::{decode, encode, instant, micros};
use crate::store::{Signal, StoreError};
use isoloir_shared::api::ids::FlagId;
use isoloir_shared::api::types::{FlagCountView, FlagState, FlagView, ProblemCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

type Columns = (u32, String, String, i64, i64, String, Option<u32>);

fn view((id, kind, about, count, at, state, decided_by): Columns) -> Result<FlagView, StoreError> {
    let (kind, at, state) = (decode(&kind)?, instant(at)?, decode(&state)?);
    Ok(FlagView { id: FlagId(id), kind, about, count: count.unsigned_abs(), at, state, decided_by })
}

pub(super) async fn list(
    conn: &mut SqliteConnection,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<FlagView>, StoreError> {
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT id, kind, about, count, at, state, decided_by FROM flags WHERE id < ? ORDER BY id DESC LIMIT ?",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(&mut *conn)
    .await?;
    rows.into_iter().map(view).collect()
}

pub(super) async fn one(conn: &mut SqliteConnection, id: FlagId) -> Result<Option<FlagView>, StoreError> {
    let row: Option<Columns> =
        sqlx::query_as("SELECT id, kind, about, count, at, state, decided_by FROM flags WHERE id = ?")
            .bind(id.0)
            .fetch_optional(&mut *conn)
            .await?;
    row.map(view).transpose()
}

pub(super) async fn counts(conn: &mut SqliteConnection) -> Result<Vec<FlagCountView>, StoreError> {
    let rows: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT kind, state, count(*) FROM flags GROUP BY kind, state ORDER BY kind, state")
            .fetch_all(&mut *conn)
            .await?;
    let count = |(kind, state, n): (String, String, i64)| {
        Ok(FlagCountView { kind: decode(&kind)?, state: decode(&state)?, count: n.unsigned_abs() })
    };
    rows.into_iter().map(count).collect()
}

/// One more of a signal.
pub(super) async fn count(conn: &mut SqliteConnection, signal: &Signal, at: Timestamp) -> Result<(), StoreError> {
    let kind = encode(&signal.kind)?;
    let count: i64 = sqlx::query_scalar(
        "INSERT INTO signals (kind, day, about, count) VALUES (?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count",
    )
    .bind(&kind)
    .bind(signal.day.to_string())
    .bind(&signal.bucket)
    .fetch_one(&mut *conn)
    .await?;
    if count.unsigned_abs() < signal.threshold {
        return Ok(());
    }
    let hex: String = signal.bucket.iter().map(|byte| format!("{byte:02x}")).collect();
    raise(conn, &kind, &format!("{kind} {} {hex}", signal.day), &signal.about, count, at).await
}

/// A flag, or one that grows; what was decided on it stays.
async fn raise(
    conn: &mut SqliteConnection,
    kind: &str,
    bucket: &str,
    about: &str,
    count: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO flags (kind, bucket, about, count, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (bucket) DO UPDATE SET count = max(count, excluded.count)",
    )
    .bind(kind)
    .bind(bucket)
    .bind(about)
    .bind(count)
    .bind(micros(at))
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Of networks that raised a flag before a day, the keyed hash goes too: no count comes to it any more.
pub(super) async fn forget_networks(conn: &mut SqliteConnection, before: Date) -> Result<(), StoreError> {
    // `network 2016-05-01 5f2c…` becomes `network 7`.
    sqlx::query(
        "UPDATE flags SET bucket = 'network ' || id
         WHERE kind = 'network' AND bucket LIKE 'network ____-__-__ %' AND substr(bucket, 9, 10) < ?",
    )
    .bind(before.to_string())
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Candidates with so many supports in the last hour, and ten times what an hour of their last week had.
pub(super) async fn bursts(
    conn: &mut SqliteConnection,
    now: Timestamp,
    threshold: u64,
) -> Result<Vec<(u32, i64)>, StoreError> {
    let ago = |hours| now.checked_sub(SignedDuration::from_hours(hours)).map_or(i64::MIN, micros);
    Ok(sqlx::query_as(
        "SELECT candidate, sum(at > ?1) AS last FROM supports WHERE at > ?2 AND at <= ?3 GROUP BY candidate
         HAVING last >= ?4 AND last * 167 >= 10 * (count(*) - last)",
    )
    .bind(ago(1))
    .bind(ago(168))
    .bind(micros(now))
    .bind(i64::try_from(threshold).unwrap_or(i64::MAX))
    .fetch_all(&mut *conn)
    .await?)
}

/// A flag for each of these candidates, with their supports of the last hour.
pub(super) async fn raise_bursts(
    conn: &mut SqliteConnection,
    bursts: &[(u32, i64)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let hour = now.as_second().div_euclid(3_600);
    for (candidate, count) in bursts {
        raise(conn, "burst", &format!("burst {hour} {candidate}"), &candidate.to_string(), *count, now).await?;
    }
    Ok(())
}

pub(super) async fn decide(
    conn: &mut SqliteConnection,
    actor: &Actor,
    id: FlagId,
    state: FlagState,
    at: Timestamp,
) -> Result<(), StoreError> {
    if state == FlagState::Open {
        return Err(StoreError::RefusedField(ProblemCode::Invalid, "state".into()));
    }
    let flag = one(conn, id).await?.ok_or(ProblemCode::NotFound)?;
    sqlx::query("UPDATE flags SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?")
        .bind(encode(&state)?)
        .bind(actor.number())
        .bind(micros(at))
        .bind(id.0)
        .execute(&mut *conn)
        .await?;
    let data = [("kind", encode(&flag.kind)?), ("state", encode(&state)?)];
    log(conn, at, actor, "flag_decided", &format!("flag:{id}"), &data).await
}
