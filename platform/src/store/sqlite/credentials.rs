//! Voters' keys: one for each voter and round.

use super::elections::fixed;
use super::phases::check_window;
use super::{accounts, board, draws, encode, micros};
use crate::secrets::ServerKey;
use crate::store::{AccountId, CredentialOrder, StoreError};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::credential::check_key;
use isoloir_shared::api::types::{CredentialView, ProblemCode, Round};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// Keys that one voter may give up while a round is open: each that comes instead draws a lot of its own, and nobody
/// chooses among lots.
const MOST_REPLACED: u32 = 5;

/// The voter's key in a round, if there is one.
pub(super) async fn of(
    conn: &mut SqliteConnection,
    voter: AccountId,
    round: Round,
) -> Result<Option<CredentialView>, StoreError> {
    let row: Option<(Vec<u8>, bool)> = sqlx::query_as(
        "SELECT credential, voted FROM credentials WHERE round = ? AND account = ? AND replaced_at IS NULL",
    )
    .bind(encode(&round)?)
    .bind(voter.0)
    .fetch_optional(&mut *conn)
    .await?;
    row.map(|(credential, voted)| Ok(CredentialView { credential: fixed(&credential)?, voted })).transpose()
}

/// The same, where there must be one.
pub(super) async fn needed(conn: &mut SqliteConnection, voter: AccountId, round: Round) -> Result<Bytes32, StoreError> {
    of(conn, voter, round).await?.map(|view| view.credential).ok_or_else(|| ProblemCode::NoCredential.into())
}

/// Makes a key the voter's.
pub(super) async fn register(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    order: &CredentialOrder,
) -> Result<CredentialView, StoreError> {
    accounts::may_vote(conn, order.voter).await?;
    let asked = order.request.credential;
    check_key(&asked).map_err(|_| StoreError::RefusedField(ProblemCode::Invalid, "credential".into()))?;
    let word = encode(&order.round)?;
    let opened: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM elections WHERE round = ?)")
        .bind(&word)
        .fetch_one(&mut *conn)
        .await?;
    let now = if opened { check_window(conn, &order.window).await? } else { order.window.clock.now() };
    match of(conn, order.voter, order.round).await? {
        Some(mine) if mine.credential == asked => return Ok(mine),
        Some(mine) if !order.request.replace || mine.voted => return Err(ProblemCode::OtherCredential.into()),
        Some(mine) if opened => replace(conn, order, &mine.credential, now).await?,
        Some(mine) => forget(conn, &word, &mine.credential).await?,
        None => {}
    }
    let known: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM credentials WHERE round = ? AND credential = ?)")
            .bind(&word)
            .bind(asked.0.as_slice())
            .fetch_one(&mut *conn)
            .await?;
    if known {
        return Err(StoreError::RefusedField(ProblemCode::Duplicate, "credential".into()));
    }
    let leaf = if opened {
        Some(board::append(conn, server, order.round, Kind::Admitted, &asked.0, now).await?.leaf)
    } else {
        None
    };
    sqlx::query("INSERT INTO credentials (round, credential, account, registered_at, admitted) VALUES (?, ?, ?, ?, ?)")
        .bind(&word)
        .bind(asked.0.as_slice())
        .bind(order.voter.0)
        .bind(micros(now))
        .bind(leaf.map(board::number))
        .execute(&mut *conn)
        .await?;
    Ok(CredentialView { credential: asked, voted: false })
}

/// No list has the old key yet, and none will.
async fn forget(conn: &mut SqliteConnection, round: &str, credential: &Bytes32) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM credentials WHERE round = ? AND credential = ?")
        .bind(round)
        .bind(credential.0.as_slice())
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// The old key is good for nothing any more, and its open lot goes back.
async fn replace(
    conn: &mut SqliteConnection,
    order: &CredentialOrder,
    credential: &Bytes32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let round = encode(&order.round)?;
    let replaced: u32 = sqlx::query_scalar(
        "SELECT count(*) FROM credentials WHERE round = ? AND account = ? AND replaced_at IS NOT NULL",
    )
    .bind(&round)
    .bind(order.voter.0)
    .fetch_one(&mut *conn)
    .await?;
    if replaced >= MOST_REPLACED {
        return Err(StoreError::RefusedField(ProblemCode::TooManyRequests, "credential".into()));
    }
    sqlx::query("UPDATE credentials SET replaced_at = ? WHERE round = ? AND credential = ?")
        .bind(micros(now))
        .bind(&round)
        .bind(credential.0.as_slice())
        .execute(&mut *conn)
        .await?;
    if order.round == Round::Preselection {
        sqlx::query("UPDATE lots SET expires_at = min(expires_at, ?) WHERE credential = ? AND status = 'open'")
            .bind(micros(now))
            .bind(credential.0.as_slice())
            .execute(&mut *conn)
            .await?;
        draws::expire_due(conn, now).await?;
    }
    Ok(())
}

/// Cuts the links of rounds whose result was published before an instant, and of those that closed before another and never
/// got one: whose key it is, and the answers to their writes, which name trackers and keys. What is left of instants is
/// their day: an account that joined the roll and voted at once would be told by them.
pub(super) async fn cut(
    conn: &mut SqliteConnection,
    published: Timestamp,
    closed: Timestamp,
) -> Result<u64, StoreError> {
    let due: Vec<(String, i64)> = sqlx::query_as(
        "SELECT e.round, coalesce(w.closed_at, r.published_at)
         FROM elections e JOIN rounds w ON w.round = e.round LEFT JOIN results r ON r.round = e.round
         WHERE e.cut_at IS NULL AND (r.published_at <= ?1 OR r.round IS NULL AND w.closed_at <= ?2)",
    )
    .bind(micros(published))
    .bind(micros(closed))
    .fetch_all(&mut *conn)
    .await?;
    for (round, closed_at) in &due {
        // After the close nothing expires, and only a list that is read while the vote is open compares instants.
        sqlx::query(
            "UPDATE credentials SET account = NULL, registered_at = registered_at - registered_at % ?2,
                 replaced_at = replaced_at - replaced_at % ?2 WHERE round = ?1;
             UPDATE ballots SET cast_at = cast_at - cast_at % ?2, replaced_at = replaced_at - replaced_at % ?2
                 WHERE round = ?1;
             UPDATE lots SET issued_at = issued_at - issued_at % ?2, expires_at = expires_at - expires_at % ?2
                 WHERE ?1 = 'preselection'",
        )
        .bind(round)
        .bind(accounts::DAY)
        .execute(&mut *conn)
        .await?;
        sqlx::query(
            "UPDATE elections SET cut_at = ?2 WHERE round = ?1;
             DELETE FROM write_keys WHERE at <= ?3",
        )
        .bind(round)
        .bind(micros(published))
        .bind(closed_at)
        .execute(&mut *conn)
        .await?;
    }
    Ok(due.len() as u64)
}
