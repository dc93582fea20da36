//! Candidacies on SQLite.

use super::candidates::{record, set_state, state_of};
use super::{SqliteStore, encode, micros};
use crate::store::{AccountId, Candidacies, Candidacy, Photo, StoreError, Window, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, ProblemCode};
use isoloir_shared::domain::candidate::{change, is_running};
use isoloir_shared::domain::search::fold;
use jiff::Timestamp;
use sqlx::SqliteConnection;

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
        window: Option<Window>,
        account: AccountId,
        candidacy: Candidacy,
    ) -> Result<CandidateId, StoreError> {
        let at = key.at;
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                super::accounts::on_roll(conn, account).await?;
                let open = window.as_ref().is_some_and(|window| window.check(window.clock.now()).is_ok());
                let id = match mine(conn, account).await? {
                    Some((id, state)) if is_running(state) && state != CandidateState::Nominated => id,
                    Some((id, state)) if open => {
                        set_state(conn, id, state, CandidateState::Declared, ChangeCause::Declaration, at).await?;
                        id
                    }
                    None if open => enter(conn, account, &candidacy, at).await?,
                    _ => return Err(ProblemCode::TooLate.into()),
                };
                write_page(conn, id, &candidacy, open, at).await?;
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

    async fn confirm(&self, key: WriteKey, account: AccountId, accept: bool) -> Result<CandidateId, StoreError> {
        let at = key.at;
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let (id, state) = mine(conn, account).await?.ok_or(ProblemCode::NotFound)?;
                let until: Option<i64> = sqlx::query_scalar("SELECT confirm_by FROM candidates WHERE id = ?")
                    .bind(id)
                    .fetch_one(&mut *conn)
                    .await?;
                match until {
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

    async fn put_photo(&self, key: WriteKey, account: AccountId, photo: Photo) -> Result<CandidateId, StoreError> {
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
                sqlx::query("UPDATE candidates SET photo_tag = ? WHERE id = ?")
                    .bind(photo.tag)
                    .bind(id)
                    .execute(&mut *conn)
                    .await?;
                Ok(id)
            })
        });
        id.await.map(CandidateId)
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

/// A new candidate, or the nominee that this is: then the nominations stay and go on counting.
async fn enter(
    conn: &mut SqliteConnection,
    account: AccountId,
    candidacy: &Candidacy,
    at: Timestamp,
) -> Result<u32, StoreError> {
    let declared = encode(&CandidateState::Declared)?;
    let Some(nominee) = candidacy.nominee else {
        let id: u32 = sqlx::query_scalar(
            "INSERT INTO candidates (account, name, name_folded, state, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        )
        .bind(account.0)
        .bind(&candidacy.name)
        .bind(fold(&candidacy.name))
        .bind(declared)
        .bind(micros(at))
        .fetch_one(&mut *conn)
        .await?;
        record(conn, id, CandidateState::Declared, ChangeCause::Declaration, at).await?;
        return Ok(id);
    };
    let state = state_of(conn, nominee.0).await?;
    change(Some(state), CandidateState::Declared, ChangeCause::Declaration).map_err(|_| ProblemCode::WrongState)?;
    let taken = sqlx::query(
        "UPDATE candidates SET account = ?, state = ?, confirm_by = NULL WHERE id = ? AND account IS NULL AND state = 'nominated' AND name_folded = ?",
    )
    .bind(account.0)
    .bind(declared)
    .bind(nominee.0)
    .bind(fold(&candidacy.name))
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() == 0 {
        return Err(ProblemCode::WrongState.into());
    }
    record(conn, nominee.0, CandidateState::Declared, ChangeCause::Declaration, at).await?;
    Ok(nominee.0)
}

/// What the page says. The name is fixed once nobody can declare any more: ballots show it.
async fn write_page(
    conn: &mut SqliteConnection,
    id: u32,
    candidacy: &Candidacy,
    open: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE candidates SET slogan = ?, presentation = ?, link = ?, charter_at = coalesce(charter_at, ?) WHERE id = ?",
    )
    .bind(&candidacy.slogan)
    .bind(&candidacy.presentation)
    .bind(&candidacy.link)
    .bind(candidacy.charter.then_some(micros(at)))
    .bind(id)
    .execute(&mut *conn)
    .await?;
    if open {
        sqlx::query("UPDATE candidates SET name = ?, name_folded = ? WHERE id = ?")
            .bind(&candidacy.name)
            .bind(fold(&candidacy.name))
            .bind(id)
            .execute(&mut *conn)
            .await?;
    }
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
