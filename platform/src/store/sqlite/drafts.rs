//! What the calendar suggests to announce, on SQLite.

use super::announcements::Words;
use super::staff::authorise;
use super::{SqliteStore, instant, micros};
use crate::drafts::Draft;
use crate::store::{Drafts, StoreError, WriteKey};
use isoloir_shared::api::ids::DraftId;
use isoloir_shared::api::types::{Audience, DraftView, ProblemCode, Role};
use jiff::Timestamp;
use sqlx::SqliteConnection;

#[async_trait::async_trait]
impl Drafts for SqliteStore {
    async fn suggest(&self, drafts: Vec<Draft>, at: Timestamp) -> Result<(), StoreError> {
        let mut new = Vec::new();
        for draft in drafts {
            let query = "SELECT EXISTS (SELECT 1 FROM announcement_drafts WHERE about = ?)";
            let known: bool = sqlx::query_scalar(query).bind(&draft.about).fetch_one(&self.reads).await?;
            if !known {
                new.push(draft);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    for draft in new {
                        suggest(conn, draft, at).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn drafts(&self) -> Result<Vec<DraftView>, StoreError> {
        let query = "SELECT id, words, audience, at FROM announcement_drafts WHERE dropped_at IS NULL
            ORDER BY id DESC LIMIT 200";
        let rows: Vec<(u32, String, String, i64)> = sqlx::query_as(query).fetch_all(&self.reads).await?;
        let view = |(id, words, audience, at): (u32, String, String, i64)| {
            let Words { title, body } = Words::read(&words)?;
            let audience = if audience == "lot_waiting" { Audience::LotWaiting } else { Audience::Everyone };
            Ok(DraftView { id: DraftId(id), title, body, audience, at: instant(at)? })
        };
        rows.into_iter().map(view).collect()
    }

    async fn drop_draft(&self, key: WriteKey, id: DraftId) -> Result<(), StoreError> {
        let (asked, at) = (key.clone(), key.at);
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                authorise(conn, &asked, &[Role::Organiser]).await?;
                let set = "UPDATE announcement_drafts SET dropped_at = ? WHERE id = ? AND dropped_at IS NULL";
                let done = sqlx::query(set).bind(micros(at)).bind(id.0).execute(conn).await?;
                if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
            })
        })
        .await
    }
}

/// Suggests, in the transaction of what it is about.
pub(super) async fn suggest(conn: &mut SqliteConnection, draft: Draft, at: Timestamp) -> Result<(), StoreError> {
    let Draft { about, title, body, audience } = draft;
    let audience = if audience == Audience::LotWaiting { "lot_waiting" } else { "everyone" };
    let insert = "INSERT INTO announcement_drafts (about, words, audience, at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING";
    let words = Words { title, body }.text()?;
    sqlx::query(insert).bind(about).bind(words).bind(audience).bind(micros(at)).execute(conn).await?;
    Ok(())
}
