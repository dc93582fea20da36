//! Supports on SQLite. The rules say what may be given; the table's constraints hold it under any concurrency.

use super::accounts::on_roll;
use super::candidates::{Summary, record, state_of};
use super::error::is_constraint;
use super::phases::check_window;
use super::{SqliteStore, encode, micros};
use crate::store::{AccountId, Given, Nominee, StoreError, SupportKind, Supports, Window, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, ProblemCode};
use isoloir_shared::domain::search::fold;
use isoloir_shared::domain::support::{self, Step, SupportError};
use jiff::Timestamp;
use sqlx::SqliteConnection;

impl SupportKind {
    fn word(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Nomination => "nomination",
        }
    }
}

#[derive(sqlx::FromRow)]
struct Held {
    kind: String,
    #[sqlx(flatten)]
    summary: Summary,
}

#[async_trait::async_trait]
impl Supports for SqliteStore {
    async fn set_limits(&self, supports: u32, nominations: u32) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    make_slots(conn, SupportKind::Support, supports).await?;
                    make_slots(conn, SupportKind::Nomination, nominations).await
                })
            })
            .await
    }

    async fn given(&self, account: AccountId) -> Result<Given, StoreError> {
        let rows: Vec<Held> = sqlx::query_as(
            "SELECT s.kind, c.id, c.name, c.state, c.supports + c.imported AS supports, c.charter_at IS NOT NULL AS charter,
                    CASE WHEN c.page_hidden THEN NULL ELSE c.slogan END AS slogan,
                    c.photo_tag IS NOT NULL AND NOT c.photo_hidden AS photo
             FROM supports s JOIN shown_candidates c ON c.id = s.candidate WHERE s.account = ? ORDER BY s.slot",
        )
        .bind(account.0)
        .fetch_all(&self.reads)
        .await?;
        let mut given = Given::default();
        for row in rows {
            let list = if row.kind == "support" { &mut given.supports } else { &mut given.nominations };
            list.push(row.summary.view()?);
        }
        Ok(given)
    }

    async fn support(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        candidate: CandidateId,
        replaces: Option<CandidateId>,
    ) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                on_roll(conn, account).await?;
                check_window(conn, &window).await?;
                let state = state_of(conn, candidate.0).await?;
                let given = given_ids(conn, account).await?;
                let limit = limit(conn, SupportKind::Support).await?;
                let step = support::support(&given, candidate, state, replaces, limit).map_err(refused)?;
                carry_out(conn, step, account, SupportKind::Support, candidate, at).await
            })
        })
        .await
    }

    async fn nominate(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        nominee: Nominee,
        replaces: Option<CandidateId>,
        new_names: u32,
    ) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                on_roll(conn, account).await?;
                check_window(conn, &window).await?;
                let given = given_ids(conn, account).await?;
                let limit = limit(conn, SupportKind::Nomination).await?;
                let known = match &nominee {
                    Nominee::Known(id) => Some(*id),
                    Nominee::Named(name) => named(conn, name).await?,
                };
                let state = match known {
                    Some(id) => Some(state_of(conn, id.0).await?),
                    None => None,
                };
                let step = support::nominate(&given, known, state, replaces, limit).map_err(refused)?;
                let candidate = match (known, nominee) {
                    (Some(id), _) => id,
                    (None, Nominee::Named(name)) => {
                        count_name(conn, account, new_names).await?;
                        add_nominee(conn, &name, at).await?
                    }
                    (None, Nominee::Known(_)) => return Err(ProblemCode::NotFound.into()),
                };
                carry_out(conn, step, account, SupportKind::Nomination, candidate, at).await
            })
        })
        .await
    }

    async fn take_back(
        &self,
        key: WriteKey,
        window: Window,
        account: AccountId,
        kind: SupportKind,
        candidate: CandidateId,
    ) -> Result<(), StoreError> {
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                on_roll(conn, account).await?;
                check_window(conn, &window).await?;
                let done = sqlx::query("DELETE FROM supports WHERE account = ? AND kind = ? AND candidate = ?")
                    .bind(account.0)
                    .bind(kind.word())
                    .bind(candidate.0)
                    .execute(&mut *conn)
                    .await?;
                if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
            })
        })
        .await
    }
}

async fn make_slots(conn: &mut SqliteConnection, kind: SupportKind, limit: u32) -> Result<(), StoreError> {
    for slot in 1..=limit {
        sqlx::query("INSERT INTO slots (kind, slot) VALUES (?, ?) ON CONFLICT DO UPDATE SET open = 1")
            .bind(kind.word())
            .bind(slot)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::query(
        "DELETE FROM slots WHERE kind = ?1 AND slot > ?2 AND NOT EXISTS
         (SELECT 1 FROM supports s WHERE s.kind = slots.kind AND s.slot = slots.slot)",
    )
    .bind(kind.word())
    .bind(limit)
    .execute(&mut *conn)
    .await?;
    // What is left above the limit is in use: it stays its citizens', and counts for nobody else.
    sqlx::query("UPDATE slots SET open = 0 WHERE kind = ? AND slot > ?")
        .bind(kind.word())
        .bind(limit)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

async fn limit(conn: &mut SqliteConnection, kind: SupportKind) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar("SELECT count(*) FROM slots WHERE kind = ? AND open").bind(kind.word());
    Ok(count.fetch_one(&mut *conn).await?)
}

async fn given_ids(conn: &mut SqliteConnection, account: AccountId) -> Result<support::Given, StoreError> {
    let rows: Vec<(String, u32)> =
        sqlx::query_as("SELECT kind, candidate FROM supports WHERE account = ? ORDER BY slot")
            .bind(account.0)
            .fetch_all(&mut *conn)
            .await?;
    let mut given = support::Given::default();
    for (kind, id) in rows {
        let list = if kind == "support" { &mut given.supports } else { &mut given.nominations };
        list.push(CandidateId(id));
    }
    Ok(given)
}

fn refused(error: SupportError) -> StoreError {
    StoreError::Refused(match error {
        SupportError::LimitReached { .. } => ProblemCode::LimitReached,
        SupportError::NotGiven(_) => ProblemCode::Invalid,
        SupportError::OtherForm => ProblemCode::Duplicate,
        SupportError::WrongState(_) => ProblemCode::WrongState,
    })
}

async fn carry_out(
    conn: &mut SqliteConnection,
    step: Step,
    account: AccountId,
    kind: SupportKind,
    candidate: CandidateId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let done = match step {
        Step::Nothing => return Ok(()),
        Step::Replace(old) => {
            sqlx::query("UPDATE supports SET candidate = ?, at = ? WHERE account = ? AND kind = ? AND candidate = ?")
                .bind(candidate.0)
                .bind(micros(at))
                .bind(account.0)
                .bind(kind.word())
                .bind(old.0)
                .execute(&mut *conn)
                .await
        }
        // The lowest free slot; where none is left the row has no slot, which the table does not take.
        Step::Add => {
            sqlx::query(
                "INSERT INTO supports (account, kind, slot, candidate, at)
                 VALUES (?1, ?2, (SELECT min(slot) FROM slots WHERE kind = ?2 AND open AND slot NOT IN
                     (SELECT slot FROM supports WHERE account = ?1 AND kind = ?2)), ?3, ?4)",
            )
            .bind(account.0)
            .bind(kind.word())
            .bind(candidate.0)
            .bind(micros(at))
            .execute(&mut *conn)
            .await
        }
    };
    match done {
        Ok(_) => Ok(()),
        Err(error) if is_constraint(&error) => Err(ProblemCode::LimitReached.into()),
        Err(error) => Err(error.into()),
    }
}

/// The candidate of this name: the nominee first, else whoever has it.
async fn named(conn: &mut SqliteConnection, name: &str) -> Result<Option<CandidateId>, StoreError> {
    let id: Option<u32> =
        sqlx::query_scalar("SELECT id FROM candidates WHERE name_folded = ? ORDER BY state <> 'nominated', id LIMIT 1")
            .bind(fold(name))
            .fetch_optional(&mut *conn)
            .await?;
    Ok(id.map(CandidateId))
}

/// Another name that this citizen is the first to put forward, within the limit.
async fn count_name(conn: &mut SqliteConnection, account: AccountId, limit: u32) -> Result<(), StoreError> {
    let counted = sqlx::query("UPDATE accounts SET names_added = names_added + 1 WHERE id = ? AND names_added < ?")
        .bind(account.0)
        .bind(limit)
        .execute(&mut *conn)
        .await?;
    match counted.rows_affected() {
        0 => Err(StoreError::RefusedField(ProblemCode::LimitReached, "name".to_owned())),
        _ => Ok(()),
    }
}

async fn add_nominee(conn: &mut SqliteConnection, name: &str, at: Timestamp) -> Result<CandidateId, StoreError> {
    let id: u32 = sqlx::query_scalar(
        "INSERT INTO candidates (name, name_folded, state, created_at) VALUES (?, ?, ?, ?) RETURNING id",
    )
    .bind(name)
    .bind(fold(name))
    .bind(encode(&CandidateState::Nominated)?)
    .bind(micros(at))
    .fetch_one(&mut *conn)
    .await?;
    record(conn, id, CandidateState::Nominated, ChangeCause::Nomination, at).await?;
    Ok(CandidateId(id))
}
