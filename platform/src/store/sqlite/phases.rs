//! Changes of phase on SQLite: each is one transaction with its effects and its events.

use super::drafts::suggest;
use super::{SqliteStore, effects, instant, micros, rounds};
use crate::drafts::of_phase;
use crate::phases::frozen::{self, Rule};
use crate::secrets::random;
use crate::store::{Applied, Phases, StoreError, TransitionOrder, Window, phase_name};
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{EventKind, PhaseStatus, PlatformEvent, ProblemCode, ResultView, Round};
use isoloir_shared::domain::calendar::TransitionKind;
use jiff::Timestamp;
use sqlx::SqliteConnection;

#[async_trait::async_trait]
impl Phases for SqliteStore {
    async fn commit_secrets(&self, now: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(commit_secrets(conn, now))).await
    }

    async fn freeze(&self, rules: Vec<Rule>) -> Result<Vec<Rule>, StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    freeze(conn, rules).await?;
                    Ok(sqlx::query_as("SELECT name, value FROM frozen_rules ORDER BY name").fetch_all(conn).await?)
                })
            })
            .await
    }

    async fn applied(&self) -> Result<Vec<Applied>, StoreError> {
        let rows: Vec<(String, bool)> =
            sqlx::query_as("SELECT name, skipped FROM transitions").fetch_all(&self.reads).await?;
        Ok(rows.into_iter().map(|(name, skipped)| Applied { name, skipped }).collect())
    }

    async fn apply(&self, order: TransitionOrder) -> Result<Vec<PlatformEvent>, StoreError> {
        self.writer.write(move |conn| Box::pin(async move { apply(conn, &order).await })).await
    }

    async fn lapse_silent(&self, now: Timestamp) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let lapsed = effects::lapse_silent(conn, now).await?;
                    let next: Option<i64> = sqlx::query_scalar(
                        "SELECT min(confirm_by) FROM candidates WHERE state IN ('qualified', 'finalist')",
                    )
                    .fetch_one(&mut *conn)
                    .await?;
                    Ok((lapsed, next.map(instant).transpose()?))
                })
            })
            .await
    }

    async fn result(&self, round: Round) -> Result<Option<ResultView>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("SELECT body FROM results WHERE round = ?")
            .bind(super::encode(&round)?)
            .fetch_optional(&self.reads)
            .await?;
        body.map(|body| serde_json::from_str(&body).map_err(|e| StoreError::Broken(e.to_string()))).transpose()
    }

    async fn add_event(&self, at: Timestamp, kind: EventKind) -> Result<PlatformEvent, StoreError> {
        self.writer.write(move |conn| Box::pin(async move { add_event(conn, at, kind).await })).await
    }

    async fn events_after(&self, after: EventId, limit: u32) -> Result<Vec<PlatformEvent>, StoreError> {
        let rows: Vec<(i64, i64, String)> =
            sqlx::query_as("SELECT id, at, body FROM events WHERE id > ? ORDER BY id LIMIT ?")
                .bind(i64::try_from(after.0).unwrap_or(i64::MAX))
                .bind(limit)
                .fetch_all(&self.reads)
                .await?;
        let event = |(id, at, body): (i64, i64, String)| {
            let kind = serde_json::from_str(&body).map_err(|e| StoreError::Broken(e.to_string()))?;
            Ok(PlatformEvent { id: EventId(id.unsigned_abs()), at: instant(at)?, kind })
        };
        rows.into_iter().map(event).collect()
    }

    async fn last_event(&self) -> Result<EventId, StoreError> {
        let id: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM events").fetch_one(&self.reads).await?;
        Ok(EventId(id.unsigned_abs()))
    }
}

async fn freeze(conn: &mut SqliteConnection, rules: Vec<Rule>) -> Result<(), StoreError> {
    for (name, value) in rules {
        sqlx::query("INSERT INTO frozen_rules (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Refuses a write outside its phase: by the clock, and by the close itself once it was carried out. The clock of the
/// machine can be set back; what was closed stays closed.
pub(super) async fn check_window(conn: &mut SqliteConnection, window: &Window) -> Result<Timestamp, StoreError> {
    let now = window.clock.now();
    window.check(now)?;
    let closed: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM transitions WHERE name = 'closes ' || ?)")
        .bind(phase_name(window.phase))
        .fetch_one(&mut *conn)
        .await?;
    if closed { Err(ProblemCode::TooLate.into()) } else { Ok(now) }
}

async fn commit_secrets(conn: &mut SqliteConnection, now: Timestamp) -> Result<(), StoreError> {
    for round in [Round::Preselection, Round::Final] {
        sqlx::query(
            "INSERT INTO rounds (round, secret, derived, committed_at) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
        )
        .bind(super::encode(&round)?)
        .bind(random::<32>().to_vec())
        .bind(micros(now))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Whether a change of phase was carried out.
pub(super) async fn was_applied(conn: &mut SqliteConnection, name: &str) -> Result<bool, StoreError> {
    let done = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM transitions WHERE name = ?)").bind(name);
    Ok(done.fetch_one(&mut *conn).await?)
}

/// Carries a change of phase out, once.
pub(super) async fn apply(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
) -> Result<Vec<PlatformEvent>, StoreError> {
    let transition = order.transition;
    let first =
        sqlx::query("INSERT INTO transitions (name, due_at, applied_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(order.name())
            .bind(micros(transition.at))
            .bind(micros(order.now))
            .execute(&mut *conn)
            .await?;
    if first.rows_affected() == 0 {
        return Ok(vec![]);
    }
    if transition.kind == TransitionKind::Opens {
        freeze(conn, frozen::of_phase(&order.primary, transition.phase)).await?;
    }
    // What was due before comes first, whatever else waits to be carried out.
    super::draws::expire_due(conn, transition.at).await?;
    effects::lapse_silent(conn, transition.at).await?;
    let status = match transition.kind {
        TransitionKind::Closes => {
            effects::close(conn, order).await?;
            PhaseStatus::Closed
        }
        TransitionKind::Opens if effects::open(conn, order).await? => PhaseStatus::Open,
        TransitionKind::Opens => {
            rounds::mark_skipped(conn, order).await?;
            PhaseStatus::Skipped
        }
    };
    if let Some(draft) = of_phase(&order.calendar, transition.phase, status) {
        suggest(conn, draft, transition.at).await?;
    }
    let kind = EventKind::Phase { phase: transition.phase, status };
    Ok(vec![add_event(conn, transition.at, kind).await?])
}

/// Adds an event inside a transaction.
pub(super) async fn add_event(
    conn: &mut SqliteConnection,
    at: Timestamp,
    kind: EventKind,
) -> Result<PlatformEvent, StoreError> {
    let body = serde_json::to_string(&kind).map_err(|e| StoreError::Broken(e.to_string()))?;
    let done = sqlx::query("INSERT INTO events (at, body) VALUES (?, ?)")
        .bind(micros(at))
        .bind(body)
        .execute(&mut *conn)
        .await?;
    Ok(PlatformEvent { id: EventId(done.last_insert_rowid().unsigned_abs()), at, kind })
}
