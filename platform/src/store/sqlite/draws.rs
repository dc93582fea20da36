//! Draws inside the writer's transaction. One row holds the counts; each draw reads it, moves it on and writes it back,
//! so that a thousand who ask at once get what they would have got one after another.

use super::lots::{key, lot_id};
use super::micros;
use super::phases::check_window;
use crate::secrets::ServerKey;
use crate::store::{DrawOrder, Place, StoreError};
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::api::types::{ProblemCode, Round};
use isoloir_shared::domain::lots::{DrawState, DrawnCandidate, ElectionSeed, OperatorSecret, draw, expire};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// The round's row, as a draw needs it.
pub(super) struct Table {
    pub state: DrawState,
    pub seed: ElectionSeed,
}

/// The voter's open lot, or a new one.
pub(super) async fn open_or_new(
    conn: &mut SqliteConnection,
    order: &DrawOrder,
    server: &ServerKey,
) -> Result<LotId, StoreError> {
    super::accounts::may_vote(conn, order.voter).await?;
    let now = check_window(conn, &order.window).await?;
    // Stands for the voter in the public log.
    let credential = super::credentials::needed(conn, order.voter, Round::Preselection).await?.0;
    let mut mine = drawn_by(conn, &credential, now).await?;
    if mine.due {
        expire_due(conn, now).await?;
        mine = drawn_by(conn, &credential, now).await?;
    }
    let Drawn { open, last, .. } = mine;
    if let Some(open) = open {
        return Ok(lot_id(open));
    }
    let cast: u32 = sqlx::query_scalar("SELECT count(*) FROM lots WHERE credential = ? AND status = 'cast'")
        .bind(credential.as_slice())
        .fetch_one(&mut *conn)
        .await?;
    if cast >= order.max_lots {
        return Err(ProblemCode::NoMoreLots.into());
    }
    let Table { mut state, seed } = table(conn, server).await?.ok_or(ProblemCode::TooEarly)?;
    let number = last.unwrap_or_default() + 1;
    let mut stream = seed.stream(&credential, number);
    let lot = draw(&mut state, &mut stream);
    let id = LotId(state.draws());
    let commitment = stream.commitment(id, &lot.ids());
    let expires_at = now.checked_add(order.lifetime).unwrap_or(order.window.closes_at).min(order.window.closes_at);
    sqlx::query(
        "UPDATE rounds SET state = ? WHERE round = 'preselection';
         INSERT INTO lots (id, credential, draw, places, commitment, issued_at, expires_at, status)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'open');
         INSERT INTO draw_log (lot, entry) VALUES (?, 'issued')",
    )
    .bind(serde_json::to_string(&state).map_err(|e| StoreError::Broken(e.to_string()))?)
    .bind(key(id))
    .bind(credential.as_slice())
    .bind(number)
    .bind(places_column(&lot.candidates)?)
    .bind(commitment.as_slice())
    .bind(micros(now))
    .bind(micros(expires_at))
    .bind(key(id))
    .execute(&mut *conn)
    .await?;
    Ok(id)
}

/// What a voter has drawn so far.
#[derive(sqlx::FromRow)]
struct Drawn {
    open: Option<i64>,
    last: Option<u32>,
    /// Somebody's lot should have gone back by now.
    due: bool,
}

async fn drawn_by(conn: &mut SqliteConnection, credential: &[u8], now: Timestamp) -> Result<Drawn, StoreError> {
    Ok(sqlx::query_as(
        "SELECT (SELECT id FROM lots WHERE credential = ?1 AND status = 'open') AS open, max(draw) AS last,
                EXISTS (SELECT 1 FROM lots WHERE status = 'open' AND expires_at <= ?2) AS due
         FROM lots WHERE credential = ?1",
    )
    .bind(credential)
    .bind(micros(now))
    .fetch_one(&mut *conn)
    .await?)
}

/// Lots whose time is over go back, in the order in which their times ended.
pub(super) async fn expire_due(conn: &mut SqliteConnection, now: Timestamp) -> Result<u64, StoreError> {
    let due: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, places FROM lots WHERE status = 'open' AND expires_at <= ? ORDER BY expires_at, id")
            .bind(micros(now))
            .fetch_all(&mut *conn)
            .await?;
    if due.is_empty() {
        return Ok(0);
    }
    let Some(mut state) = state(conn).await? else {
        return Err(StoreError::Broken("lots without the state of their draws".into()));
    };
    for (id, column) in &due {
        let ids: Vec<CandidateId> = places(column)?.iter().map(|place| place.candidate).collect();
        expire(&mut state, &ids).map_err(|e| StoreError::Broken(e.to_string()))?;
        let both =
            "UPDATE lots SET status = 'expired' WHERE id = ?; INSERT INTO draw_log (lot, entry) VALUES (?, 'expired')";
        sqlx::query(both).bind(id).bind(id).execute(&mut *conn).await?;
    }
    save(conn, &state).await?;
    Ok(due.len() as u64)
}

/// The counts of the open round; none before it opens.
async fn state(conn: &mut SqliteConnection) -> Result<Option<DrawState>, StoreError> {
    let state: Option<Option<String>> =
        sqlx::query_scalar("SELECT state FROM rounds WHERE round = 'preselection'").fetch_optional(&mut *conn).await?;
    let Some(Some(state)) = state else { return Ok(None) };
    let state: DrawState = serde_json::from_str(&state).map_err(|e| StoreError::Broken(e.to_string()))?;
    state.check().map_err(|e| StoreError::Broken(e.to_string()))?;
    Ok(Some(state))
}

/// The round as a draw needs it; none before it opens.
pub(super) async fn table(conn: &mut SqliteConnection, server: &ServerKey) -> Result<Option<Table>, StoreError> {
    let Some(state) = state(conn).await? else { return Ok(None) };
    let (kept, derived, randomness): (Vec<u8>, bool, Option<Vec<u8>>) =
        sqlx::query_as("SELECT secret, derived, randomness FROM rounds WHERE round = 'preselection'")
            .fetch_one(&mut *conn)
            .await?;
    let Some(randomness) = randomness else { return Ok(None) };
    let secret = OperatorSecret::new(secret(kept, derived, server)?);
    Ok(Some(Table { state, seed: ElectionSeed::new(&secret, &bytes(randomness)?) }))
}

/// The operator's secret of a round. What is kept is half of it; the server's key, which is not in the database, is the
/// other. (Rounds of before 0022 keep the whole.)
pub(super) fn secret(kept: Vec<u8>, derived: bool, server: &ServerKey) -> Result<[u8; 32], StoreError> {
    let kept = bytes(kept)?;
    Ok(if derived { server.mac("the operator's secret of a round", &[&kept]) } else { kept })
}

pub(super) async fn save(conn: &mut SqliteConnection, state: &DrawState) -> Result<(), StoreError> {
    let state = serde_json::to_string(state).map_err(|e| StoreError::Broken(e.to_string()))?;
    sqlx::query("UPDATE rounds SET state = ? WHERE round = 'preselection'").bind(state).execute(&mut *conn).await?;
    Ok(())
}

/// 32 bytes from a column.
pub(super) fn bytes(column: Vec<u8>) -> Result<[u8; 32], StoreError> {
    column.try_into().map_err(|_| StoreError::Broken("a column is not 32 bytes long".into()))
}

/// The places of a lot as a column: `[[candidate, shown before, reason], …]` in the order drawn.
pub(super) fn places_column(lot: &[DrawnCandidate]) -> Result<String, StoreError> {
    let rows: Vec<_> = lot.iter().map(|place| (place.candidate, place.shown_before, place.reason)).collect();
    serde_json::to_string(&rows).map_err(|e| StoreError::Broken(e.to_string()))
}

/// A column as the places of a lot.
pub(super) fn places(column: &str) -> Result<Vec<Place>, StoreError> {
    let rows: Vec<(CandidateId, u64, isoloir_shared::api::types::LotReason)> =
        serde_json::from_str(column).map_err(|e| StoreError::Broken(e.to_string()))?;
    Ok(rows.into_iter().map(|(candidate, shown_before, reason)| Place { candidate, shown_before, reason }).collect())
}
