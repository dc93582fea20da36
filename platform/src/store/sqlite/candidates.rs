//! Candidates on SQLite.

use super::{SqliteStore, decode, encode, instant, micros};
use crate::store::{CandidateRow, Candidates, Photo, StoreError};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateChangeView, CandidateState, CandidateSummary, ChangeCause, ProblemCode};
use isoloir_shared::domain::candidate::change;
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// A row of the list.
#[derive(sqlx::FromRow)]
pub(super) struct Summary {
    id: u32,
    name: String,
    state: String,
    supports: i64,
    charter: bool,
    slogan: Option<String>,
    photo: bool,
}

impl Summary {
    pub(super) fn view(self) -> Result<CandidateSummary, StoreError> {
        Ok(CandidateSummary {
            id: CandidateId(self.id),
            name: self.name,
            state: decode(&self.state)?,
            supports: u64::try_from(self.supports).unwrap_or_default(),
            charter: self.charter,
            slogan: self.slogan,
            photo: self.photo,
        })
    }
}

#[derive(sqlx::FromRow)]
struct Page {
    #[sqlx(flatten)]
    summary: Summary,
    nominations: i64,
    presentation: Option<String>,
    link: Option<String>,
    confirm_by: Option<i64>,
}

#[async_trait::async_trait]
impl Candidates for SqliteStore {
    async fn candidate_version(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT version FROM candidate_version").fetch_one(&self.reads).await?)
    }

    async fn candidates(&self) -> Result<Vec<CandidateSummary>, StoreError> {
        let rows: Vec<Summary> = sqlx::query_as(
            "SELECT id, name, state, supports + imported AS supports, charter_at IS NOT NULL AS charter, slogan,
                    photo_tag IS NOT NULL AS photo
             FROM candidates WHERE state <> 'nominated' OR supports + imported > 0 ORDER BY id",
        )
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter().map(Summary::view).collect()
    }

    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRow>, StoreError> {
        let page: Option<Page> = sqlx::query_as(
            "SELECT id, name, state, supports + imported AS supports, charter_at IS NOT NULL AS charter, slogan,
                    photo_tag IS NOT NULL AS photo, nominations, presentation, link, confirm_by
             FROM candidates WHERE id = ?",
        )
        .bind(id.0)
        .fetch_optional(&self.reads)
        .await?;
        let Some(page) = page else { return Ok(None) };
        let history: Vec<(i64, String, String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT at, state, cause, reason, reply FROM candidate_changes WHERE candidate = ? ORDER BY id",
        )
        .bind(id.0)
        .fetch_all(&self.reads)
        .await?;
        let history = history.into_iter().map(|(at, state, cause, reason, reply)| {
            Ok(CandidateChangeView { at: instant(at)?, state: decode(&state)?, cause: decode(&cause)?, reason, reply })
        });
        Ok(Some(CandidateRow {
            summary: page.summary.view()?,
            nominations: u64::try_from(page.nominations).unwrap_or_default(),
            presentation: page.presentation,
            link: page.link,
            confirm_by: page.confirm_by.map(instant).transpose()?,
            history: history.collect::<Result<_, StoreError>>()?,
        }))
    }

    async fn photo(&self, id: CandidateId) -> Result<Option<Photo>, StoreError> {
        let row: Option<(Option<String>, String, Vec<u8>)> = sqlx::query_as(
            "SELECT c.photo_tag, p.media, p.bytes FROM photos p JOIN candidates c ON c.id = p.candidate WHERE c.id = ?",
        )
        .bind(id.0)
        .fetch_optional(&self.reads)
        .await?;
        Ok(row.and_then(|(tag, media, bytes)| Some(Photo { tag: tag?, media, bytes })))
    }
}

/// The state of a candidate; a refusal if there is none.
pub(super) async fn state_of(conn: &mut SqliteConnection, id: u32) -> Result<CandidateState, StoreError> {
    let state: Option<String> =
        sqlx::query_scalar("SELECT state FROM candidates WHERE id = ?").bind(id).fetch_optional(&mut *conn).await?;
    decode(&state.ok_or(ProblemCode::NotFound)?)
}

/// Brings a candidate to another state, as the rules allow, with its date and cause.
pub(super) async fn set_state(
    conn: &mut SqliteConnection,
    id: u32,
    from: CandidateState,
    to: CandidateState,
    cause: ChangeCause,
    at: Timestamp,
) -> Result<(), StoreError> {
    change(Some(from), to, cause).map_err(|_| ProblemCode::WrongState)?;
    sqlx::query("UPDATE candidates SET state = ? WHERE id = ?").bind(encode(&to)?).bind(id).execute(&mut *conn).await?;
    record(conn, id, to, cause, at).await
}

/// Adds a row to a candidate's history.
pub(super) async fn record(
    conn: &mut SqliteConnection,
    id: u32,
    state: CandidateState,
    cause: ChangeCause,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO candidate_changes (candidate, at, state, cause) VALUES (?, ?, ?, ?)")
        .bind(id)
        .bind(micros(at))
        .bind(encode(&state)?)
        .bind(encode(&cause)?)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
