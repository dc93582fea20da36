//! Candidates on SQLite.

use super::{SqliteStore, decode, encode, instant, micros};
use crate::store::{CandidateRow, Candidates, Photo, StoreError};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CandidateChangeView, CandidateState, CandidateSummary, ChangeCause, HiddenView, ProblemCode,
};
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
            "SELECT id, name, state, supports + imported AS supports, charter_at IS NOT NULL AS charter,
                    CASE WHEN page_hidden THEN NULL ELSE slogan END AS slogan,
                    photo_tag IS NOT NULL AND NOT photo_hidden AS photo
             FROM shown_candidates WHERE (state <> 'nominated' OR supports + imported > 0) AND NOT name_hidden
             ORDER BY id",
        )
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter().map(Summary::view).collect()
    }

    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRow>, StoreError> {
        page_of(&mut *self.reads.acquire().await?, id, false).await
    }

    async fn photo(&self, id: CandidateId) -> Result<Option<Photo>, StoreError> {
        let row: Option<(Option<String>, String, Vec<u8>)> = sqlx::query_as(
            "SELECT c.photo_tag, p.media, p.bytes FROM photos p JOIN candidates c ON c.id = p.candidate
             WHERE c.id = ?1 AND NOT EXISTS (SELECT 1 FROM hidden WHERE candidate = ?1 AND kind = 'photo')",
        )
        .bind(id.0)
        .fetch_optional(&self.reads)
        .await?;
        Ok(row.and_then(|(tag, media, bytes)| Some(Photo { tag: tag?, media, bytes })))
    }
}

/// A row of a candidate's history: when, to which state, why, the reason, the reply.
type Change = (i64, String, String, Option<String>, Option<String>);

/// A candidate's page: as everybody sees it, or to its owner what moderation hides as well.
pub(super) async fn page_of(
    conn: &mut SqliteConnection,
    id: CandidateId,
    own: bool,
) -> Result<Option<CandidateRow>, StoreError> {
    let page: Option<Page> = sqlx::query_as(
        "SELECT id, CASE WHEN name_hidden > ?2 THEN '—' ELSE name END AS name, state, supports + imported AS supports,
                charter_at IS NOT NULL AS charter, CASE WHEN page_hidden > ?2 THEN NULL ELSE slogan END AS slogan,
                photo_tag IS NOT NULL AND NOT photo_hidden > ?2 AS photo, nominations,
                CASE WHEN page_hidden > ?2 THEN NULL ELSE presentation END AS presentation,
                CASE WHEN page_hidden > ?2 THEN NULL ELSE link END AS link, confirm_by
         FROM shown_candidates WHERE id = ?1",
    )
    .bind(id.0)
    .bind(own)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(page) = page else { return Ok(None) };
    let history: Vec<Change> =
        sqlx::query_as("SELECT at, state, cause, reason, reply FROM candidate_changes WHERE candidate = ? ORDER BY id")
            .bind(id.0)
            .fetch_all(&mut *conn)
            .await?;
    let history = history.into_iter().map(|(at, state, cause, reason, reply)| {
        Ok(CandidateChangeView { at: instant(at)?, state: decode(&state)?, cause: decode(&cause)?, reason, reply })
    });
    let hidden = hidden(conn, id).await?;
    Ok(Some(CandidateRow {
        hidden,
        summary: page.summary.view()?,
        nominations: u64::try_from(page.nominations).unwrap_or_default(),
        presentation: page.presentation,
        link: page.link,
        confirm_by: page.confirm_by.map(instant).transpose()?,
        history: history.collect::<Result<_, StoreError>>()?,
    }))
}

/// What moderation hides of a page, and why.
async fn hidden(conn: &mut SqliteConnection, id: CandidateId) -> Result<Vec<HiddenView>, StoreError> {
    let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT kind, because, note FROM moderation
         WHERE candidate = ? AND state IN ('rejected', 'appealed', 'upheld') ORDER BY id",
    )
    .bind(id.0)
    .fetch_all(&mut *conn)
    .await?;
    let view = |(kind, because, note): (String, String, Option<String>)| {
        Ok(HiddenView { kind: decode(&kind)?, because: decode(&because)?, note })
    };
    rows.into_iter().map(view).collect()
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
