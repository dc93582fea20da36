//! Names of candidates on SQLite. A support and a nomination go to a name: nobody comes to hold them by taking it.

use super::candidates::{record, state_of};
use super::{decode, encode, micros};
use crate::store::{AccountId, StoreError};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, ProblemCode};
use isoloir_shared::domain::candidate::{change, is_running};
use isoloir_shared::domain::search::fold;
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// A new candidate. A nominee of this name whom nobody nominates any more is this one, and gets the name as typed.
pub(super) async fn enter(
    conn: &mut SqliteConnection,
    account: AccountId,
    name: &str,
    at: Timestamp,
) -> Result<u32, StoreError> {
    let forgotten: Option<u32> = sqlx::query_scalar(
        "SELECT id FROM candidates WHERE state = 'nominated' AND name_folded = ? AND supports + imported = 0",
    )
    .bind(fold(name))
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = forgotten {
        claim(conn, account, name, CandidateId(id), at).await?;
        set(conn, id, name).await?;
        return Ok(id);
    }
    refuse_double(conn, name, None).await?;
    let id: u32 = sqlx::query_scalar(
        "INSERT INTO candidates (account, name, name_folded, state, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
    )
    .bind(account.0)
    .bind(name)
    .bind(fold(name))
    .bind(encode(&CandidateState::Declared)?)
    .bind(micros(at))
    .fetch_one(&mut *conn)
    .await?;
    record(conn, id, CandidateState::Declared, ChangeCause::Declaration, at).await?;
    Ok(id)
}

/// The nominee that this account is: the nominations stay and go on counting, and so does the name.
pub(super) async fn claim(
    conn: &mut SqliteConnection,
    account: AccountId,
    name: &str,
    nominee: CandidateId,
    at: Timestamp,
) -> Result<u32, StoreError> {
    let state = state_of(conn, nominee.0).await?;
    change(Some(state), CandidateState::Declared, ChangeCause::Declaration).map_err(|_| ProblemCode::WrongState)?;
    let taken = sqlx::query(
        "UPDATE candidates SET account = ?, state = ?, confirm_by = NULL
         WHERE id = ? AND account IS NULL AND state = 'nominated' AND name_folded = ?",
    )
    .bind(account.0)
    .bind(encode(&CandidateState::Declared)?)
    .bind(nominee.0)
    .bind(fold(name))
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() == 0 {
        return Err(ProblemCode::WrongState.into());
    }
    refuse_double(conn, name, Some(nominee.0)).await?;
    record(conn, nominee.0, CandidateState::Declared, ChangeCause::Declaration, at).await?;
    Ok(nominee.0)
}

/// Another name for a candidate whom nobody supports or nominated; for any other, only another way to write the same.
pub(super) async fn rename(conn: &mut SqliteConnection, id: u32, name: &str) -> Result<(), StoreError> {
    let (now, folded, fixed): (String, String, bool) = sqlx::query_as(
        "SELECT name, name_folded, supports + imported > 0 OR EXISTS
             (SELECT 1 FROM candidate_changes h WHERE h.candidate = candidates.id AND h.state = 'nominated')
         FROM candidates WHERE id = ?",
    )
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    match (now == name, fixed, folded == fold(name)) {
        (true, _, _) | (_, true, true) => Ok(()),
        (_, true, false) => Err(StoreError::RefusedField(ProblemCode::Frozen, "name".to_owned())),
        (_, false, _) => {
            refuse_double(conn, name, Some(id)).await?;
            set(conn, id, name).await
        }
    }
}

/// Two candidates in the race never have one name.
pub(super) async fn refuse_double(
    conn: &mut SqliteConnection,
    name: &str,
    except: Option<u32>,
) -> Result<(), StoreError> {
    let others: Vec<String> = sqlx::query_scalar("SELECT state FROM candidates WHERE name_folded = ? AND id IS NOT ?")
        .bind(fold(name))
        .bind(except)
        .fetch_all(&mut *conn)
        .await?;
    for state in others {
        if is_running(decode(&state)?) {
            return Err(StoreError::RefusedField(ProblemCode::Duplicate, "name".to_owned()));
        }
    }
    Ok(())
}

async fn set(conn: &mut SqliteConnection, id: u32, name: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE candidates SET name = ?, name_folded = ? WHERE id = ?")
        .bind(name)
        .bind(fold(name))
        .bind(id)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
