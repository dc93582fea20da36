//! Changes of the calendar on SQLite.

use super::audit::log;
use super::drafts::suggest;
use super::phases::add_event;
use super::staff::authorise;
use super::{SqliteStore, decode, encode, instant, micros};
use crate::drafts::of_change;
use crate::store::{CalendarChanges, StoreError, WriteKey};
use isoloir_shared::api::types::{CalendarChangeView, EventKind, PhaseKind, PlatformEvent, Role};
use isoloir_shared::domain::calendar::DateChange;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteConnection;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    phase: String,
    before_from: String,
    before_to: Option<String>,
    after_from: String,
    after_to: Option<String>,
    reason: String,
}

#[async_trait::async_trait]
impl CalendarChanges for SqliteStore {
    async fn changed_days(&self) -> Result<Vec<(PhaseKind, Date, Option<Date>)>, StoreError> {
        let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
            "SELECT phase, after_from, after_to FROM calendar_changes c
             WHERE id = (SELECT max(id) FROM calendar_changes d WHERE d.phase = c.phase)",
        )
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter()
            .map(|(phase, from, to)| Ok((decode(&phase)?, date(&from)?, to.as_deref().map(date).transpose()?)))
            .collect()
    }

    async fn change_calendar(
        &self,
        key: WriteKey,
        change: DateChange,
        reason: String,
    ) -> Result<PlatformEvent, StoreError> {
        let (phase, at, asked) = (encode(&change.phase)?, key.at, key.clone());
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &[Role::Organiser]).await?;
                let data = [
                    (
                        "before",
                        days(&change.before.0.to_string(), change.before.1.map(|day| day.to_string()).as_deref()),
                    ),
                    ("after", days(&change.after.0.to_string(), change.after.1.map(|day| day.to_string()).as_deref())),
                    ("reason", reason.clone()),
                ];
                log(conn, at, &actor, "calendar_changed", &format!("phase:{phase}"), &data).await?;
                record(conn, at, &change, &reason).await
            })
        })
        .await
    }

    async fn calendar_changes(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, CalendarChangeView)>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, at, phase, before_from, before_to, after_from, after_to, reason FROM calendar_changes
             WHERE id < ? ORDER BY id DESC LIMIT ?",
        )
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter()
            .map(|row| {
                let view = CalendarChangeView {
                    at: instant(row.at)?,
                    phase: decode(&row.phase)?,
                    before: days(&row.before_from, row.before_to.as_deref()),
                    after: days(&row.after_from, row.after_to.as_deref()),
                    reason: row.reason,
                };
                Ok((row.id, view))
            })
            .collect()
    }
}

/// A line of the public log, and its event.
pub(super) async fn record(
    conn: &mut SqliteConnection,
    at: Timestamp,
    change: &DateChange,
    reason: &str,
) -> Result<PlatformEvent, StoreError> {
    let done = sqlx::query(
        "INSERT INTO calendar_changes (at, phase, before_from, before_to, after_from, after_to, reason)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(micros(at))
    .bind(encode(&change.phase)?)
    .bind(change.before.0.to_string())
    .bind(change.before.1.map(|day| day.to_string()))
    .bind(change.after.0.to_string())
    .bind(change.after.1.map(|day| day.to_string()))
    .bind(reason)
    .execute(&mut *conn)
    .await?;
    suggest(conn, of_change(done.last_insert_rowid(), change, reason), at).await?;
    add_event(conn, at, EventKind::Calendar { phase: change.phase }).await
}

/// `from/to`, as ISO 8601 writes an interval; `..` for one without an end.
fn days(from: &str, to: Option<&str>) -> String {
    format!("{from}/{}", to.unwrap_or(".."))
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Broken("a day that is none".into()))
}
