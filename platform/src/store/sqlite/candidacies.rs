//! Candidacies on SQLite.

use super::candidates::{set_state, state_of};
use super::keys::earlier;
use super::phases::check_window;
use super::{SqliteStore, micros, names};
use crate::clock::Clock;
use crate::store::{AccountId, Candidacies, Candidacy, Declaring, Photo, StoreError, Window, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, ProblemCode};
use isoloir_shared::domain::candidate::{change, is_running};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use std::sync::Arc;

#[async_trait::async_trait]
impl Candidacies for SqliteStore {
    async fn candidacy_of(&self, account: AccountId) -> Result<Option<CandidateId>, StoreError> {
        let id: Option<u32> = sqlx::query_scalar("SELECT id FROM candidates WHERE account = ?")
            .bind(account.0)
            .fetch_optional(&self.reads)
            .await?;
        Ok(id.map(CandidateId))
    }

    async fn declare(
        &self,
        key: WriteKey,
        windows: Declaring,
        account: AccountId,
        candidacy: Candidacy,
    ) -> Result<CandidateId, StoreError> {
        let at = key.at;
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                super::accounts::on_roll(conn, account).await?;
                let open = is_open(conn, windows.anybody.as_ref()).await?;
                let inviting = is_open(conn, windows.invited.as_ref()).await?;
                let id = match (mine(conn, account).await?, candidacy.nominee) {
                    (Some((id, state)), _) if is_running(state) => {
                        if open {
                            names::rename(conn, id, &candidacy.name).await?;
                        }
                        id
                    }
                    (Some((id, state)), _) if open => {
                        names::rename(conn, id, &candidacy.name).await?;
                        names::refuse_double(conn, &candidacy.name, Some(id)).await?;
                        set_state(conn, id, state, CandidateState::Declared, ChangeCause::Declaration, at).await?;
                        id
                    }
                    (None, None) if open => names::enter(conn, account, &candidacy.name, at).await?,
                    (None, Some(nominee)) if open => names::claim(conn, account, &candidacy.name, nominee, at).await?,
                    (None, Some(nominee)) if inviting && is_invited(conn, nominee, at).await? => {
                        names::claim(conn, account, &candidacy.name, nominee, at).await?
                    }
                    _ => return Err(ProblemCode::TooLate.into()),
                };
                write_page(conn, id, &candidacy, at).await?;
                Ok(id)
            })
        });
        id.await.map(CandidateId)
    }

    async fn withdraw_candidacy(&self, key: WriteKey, account: AccountId) -> Result<CandidateId, StoreError> {
        let at = key.at;
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let (id, state) = mine(conn, account).await?.ok_or(ProblemCode::NotFound)?;
                set_state(conn, id, state, CandidateState::Withdrawn, ChangeCause::Withdrawal, at).await?;
                asked_no_more(conn, id).await?;
                Ok(id)
            })
        });
        id.await.map(CandidateId)
    }

    async fn confirm(
        &self,
        key: WriteKey,
        clock: Arc<dyn Clock>,
        account: AccountId,
        accept: bool,
    ) -> Result<CandidateId, StoreError> {
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let at = clock.now();
                let (id, state) = mine(conn, account).await?.ok_or(ProblemCode::NotFound)?;
                let until: Option<i64> = sqlx::query_scalar("SELECT confirm_by FROM candidates WHERE id = ?")
                    .bind(id)
                    .fetch_one(&mut *conn)
                    .await?;
                match until {
                    // Silence was taken for a refusal.
                    None if state == CandidateState::Lapsed => return Err(ProblemCode::TooLate.into()),
                    None => return Err(ProblemCode::WrongState.into()),
                    Some(until) if until <= micros(at) => return Err(ProblemCode::TooLate.into()),
                    Some(_) => {}
                }
                let (to, cause) = match (accept, state) {
                    (false, _) => (CandidateState::Refused, ChangeCause::Refusal),
                    (true, CandidateState::Finalist) => (CandidateState::Finalist, ChangeCause::Confirmation),
                    (true, _) => (CandidateState::Confirmed, ChangeCause::Confirmation),
                };
                set_state(conn, id, state, to, cause, at).await?;
                asked_no_more(conn, id).await?;
                Ok(id)
            })
        });
        id.await.map(CandidateId)
    }

    async fn photo_put(&self, key: WriteKey) -> Result<Option<CandidateId>, StoreError> {
        let mut conn = self.reads.acquire().await?;
        let answer = earlier(&mut conn, &key).await?;
        answer
            .map(|id| serde_json::from_str(&id).map(CandidateId).map_err(|e| StoreError::Broken(e.to_string())))
            .transpose()
    }

    async fn put_photo(&self, key: WriteKey, account: AccountId, photo: Photo) -> Result<CandidateId, StoreError> {
        let at = key.at;
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let (id, state) = mine(conn, account).await?.ok_or(ProblemCode::NotFound)?;
                if !is_running(state) {
                    return Err(ProblemCode::WrongState.into());
                }
                sqlx::query(
                    "INSERT INTO photos (candidate, media, bytes) VALUES (?, ?, ?)
                     ON CONFLICT (candidate) DO UPDATE SET media = excluded.media, bytes = excluded.bytes",
                )
                .bind(id)
                .bind(photo.media)
                .bind(photo.bytes)
                .execute(&mut *conn)
                .await?;
                sqlx::query("UPDATE candidates SET photo_tag = ?, page_at = ? WHERE id = ?")
                    .bind(photo.tag)
                    .bind(micros(at))
                    .bind(id)
                    .execute(&mut *conn)
                    .await?;
                Ok(id)
            })
        });
        id.await.map(CandidateId)
    }
}

/// Whether a write that belongs to this phase is taken now.
async fn is_open(conn: &mut SqliteConnection, window: Option<&Window>) -> Result<bool, StoreError> {
    let Some(window) = window else { return Ok(false) };
    match check_window(conn, window).await {
        Ok(_) => Ok(true),
        Err(StoreError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The candidate that this account is.
async fn mine(conn: &mut SqliteConnection, account: AccountId) -> Result<Option<(u32, CandidateState)>, StoreError> {
    let id: Option<u32> = sqlx::query_scalar("SELECT id FROM candidates WHERE account = ?")
        .bind(account.0)
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => Ok(Some((id, state_of(conn, id).await?))),
        None => Ok(None),
    }
}

/// Whether an answer of this nominee is awaited.
async fn is_invited(conn: &mut SqliteConnection, nominee: CandidateId, at: Timestamp) -> Result<bool, StoreError> {
    let invited = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM candidates WHERE id = ? AND state = 'nominated' AND confirm_by > ?)",
    );
    Ok(invited.bind(nominee.0).bind(micros(at)).fetch_one(&mut *conn).await?)
}

/// What the page says.
async fn write_page(
    conn: &mut SqliteConnection,
    id: u32,
    candidacy: &Candidacy,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE candidates SET slogan = ?, presentation = ?, link = ?, charter_at = coalesce(charter_at, ?), page_at = ?
         WHERE id = ?",
    )
    .bind(&candidacy.slogan)
    .bind(&candidacy.presentation)
    .bind(&candidacy.link)
    .bind(candidacy.charter.then_some(micros(at)))
    .bind(micros(at))
    .bind(id)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

async fn asked_no_more(conn: &mut SqliteConnection, id: u32) -> Result<(), StoreError> {
    sqlx::query("UPDATE candidates SET confirm_by = NULL WHERE id = ?").bind(id).execute(&mut *conn).await?;
    Ok(())
}

/// An account goes: its candidacy is withdrawn, its page emptied; name and history stay, as everything public does.
pub(super) async fn vacate(conn: &mut SqliteConnection, account: AccountId, at: Timestamp) -> Result<(), StoreError> {
    let Some((id, state)) = mine(conn, account).await? else { return Ok(()) };
    sqlx::query("DELETE FROM photos WHERE candidate = ?").bind(id).execute(&mut *conn).await?;
    sqlx::query("UPDATE candidates SET slogan = NULL, presentation = NULL, link = NULL, photo_tag = NULL WHERE id = ?")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    if change(Some(state), CandidateState::Withdrawn, ChangeCause::Withdrawal).is_ok() {
        set_state(conn, id, state, CandidateState::Withdrawn, ChangeCause::Withdrawal, at).await?;
    }
    asked_no_more(conn, id).await
}
