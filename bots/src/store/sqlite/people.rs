//! People, one row each.

use super::seals::note_seal;
use super::{instant, micros};
use crate::engine::ChatKey;
use crate::seal::{KeyId, Sealed};
use crate::store::{AccountHash, PersonId, PersonRow, Run, Standing, StoreError};
use jiff::Timestamp;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

pub const COLUMNS: &str = "SELECT id, network, chat, room, version, seal, session, waits, run, turned_at, tokens_seal, tokens, account, shown_seal, shown, shown_version, reachable FROM people";

pub async fn by_chat(reads: &SqlitePool, chat: &ChatKey) -> Result<Option<PersonRow>, StoreError> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE network = ? AND chat = ?"));
    let row = sqlx::query(query).bind(chat.network.code()).bind(&chat.chat).fetch_optional(reads).await?;
    row.as_ref().map(person).transpose()
}

pub async fn by_id(reads: &SqlitePool, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = ?"));
    let row = sqlx::query(query).bind(id.0).fetch_optional(reads).await?;
    row.as_ref().map(person).transpose()
}

pub fn person(row: &SqliteRow) -> Result<PersonRow, StoreError> {
    let account: Option<Vec<u8>> = row.try_get("account")?;
    Ok(PersonRow {
        id: PersonId(row.try_get("id")?),
        chat: chat(row)?,
        room: row.try_get("room")?,
        version: row.try_get("version")?,
        session: sealed(row, "seal", "session")?.ok_or_else(|| broken("a row without a session"))?,
        waits: row.try_get("waits")?,
        run: Run(row.try_get("run")?),
        turned_at: instant(row.try_get("turned_at")?)?,
        tokens: sealed(row, "tokens_seal", "tokens")?,
        account: account.and_then(|it| AccountHash::try_from(it).ok()),
        shown: sealed(row, "shown_seal", "shown")?,
        shown_version: row.try_get("shown_version")?,
        reachable: row.try_get("reachable")?,
    })
}

/// Who a row is about.
pub fn chat(row: &SqliteRow) -> Result<ChatKey, StoreError> {
    let network: String = row.try_get("network")?;
    let network = network.parse().map_err(|_| broken("a network that is none"))?;
    Ok(ChatKey { network, chat: row.try_get("chat")? })
}

fn sealed(row: &SqliteRow, key: &str, bytes: &str) -> Result<Option<Sealed>, StoreError> {
    let key: Option<Vec<u8>> = row.try_get(key)?;
    let bytes: Option<Vec<u8>> = row.try_get(bytes)?;
    match (key, bytes) {
        (Some(key), Some(bytes)) => Ok(Some(Sealed { key: key_id(key)?, bytes })),
        _ => Ok(None),
    }
}

pub fn key_id(bytes: Vec<u8>) -> Result<KeyId, StoreError> {
    KeyId::try_from(bytes).map_err(|_| broken("a key's name that is none"))
}

pub fn broken(what: &str) -> StoreError {
    StoreError::Broken(what.into())
}

pub async fn show(
    conn: &mut SqliteConnection,
    id: PersonId,
    version: i64,
    shown: Option<Sealed>,
    over: bool,
) -> Result<Standing, StoreError> {
    let (key, bytes) = parts(shown);
    // In one call, for each is a change of threads: nearly always nothing newer was shown.
    let set = "INSERT INTO seals (id) SELECT ? WHERE ? IS NOT NULL ON CONFLICT DO NOTHING;
        UPDATE people SET shown = ?, shown_seal = ?, shown_version = ? WHERE id = ? AND shown_version <= ? RETURNING version";
    let newest: Option<i64> = sqlx::query_scalar(set)
        .bind(&key)
        .bind(&key)
        .bind(&bytes)
        .bind(&key)
        .bind(version)
        .bind(id.0)
        .bind(version)
        .fetch_optional(&mut *conn)
        .await?;
    if let Some(version) = newest {
        return Ok(Standing { version, painted_over: false });
    }
    let set = "UPDATE people SET shown = ?, shown_seal = ?, shown_version = ? WHERE id = ? AND ?";
    sqlx::query(set).bind(bytes).bind(key).bind(version).bind(id.0).bind(over).execute(&mut *conn).await?;
    let newest: Option<i64> =
        sqlx::query_scalar("SELECT version FROM people WHERE id = ?").bind(id.0).fetch_optional(conn).await?;
    // Forgotten meanwhile: there is nothing newer to show.
    let gone = Standing { version, painted_over: false };
    Ok(newest.map_or(gone, |version| Standing { version, painted_over: true }))
}

pub async fn begin_renewal(
    conn: &mut SqliteConnection,
    id: PersonId,
    run: Run,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Option<Sealed>>, StoreError> {
    let row = sqlx::query(
        "UPDATE people SET renewer = ?, renew_until = ? WHERE id = ? AND (renewer IS NULL OR renewer = ? OR renew_until < ?) RETURNING tokens_seal, tokens",
    )
    .bind(run.0)
    .bind(micros(until))
    .bind(id.0)
    .bind(run.0)
    .bind(micros(now))
    .fetch_optional(conn)
    .await?;
    row.map(|row| sealed(&row, "tokens_seal", "tokens")).transpose()
}

pub async fn end_renewal(
    conn: &mut SqliteConnection,
    id: PersonId,
    run: Run,
    tokens: Option<Sealed>,
) -> Result<(), StoreError> {
    if let Some(sealed) = &tokens {
        note_seal(conn, sealed).await?;
    }
    let (key, bytes) = parts(tokens);
    let set = "UPDATE people SET tokens = ?, tokens_seal = ?, renewer = NULL, renew_until = NULL WHERE id = ? AND renewer = ?";
    sqlx::query(set).bind(bytes).bind(key).bind(id.0).bind(run.0).execute(conn).await?;
    Ok(())
}

/// A sealed thing as its two columns.
pub fn parts(sealed: Option<Sealed>) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    match sealed {
        Some(sealed) => (Some(sealed.key.to_vec()), Some(sealed.bytes)),
        None => (None, None),
    }
}
