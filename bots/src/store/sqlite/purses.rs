//! What is kept of people's voting keys: sealed bytes, each in the place of those that whoever saves had read.

use super::people::{broken, key_id};
use super::seals::note_seal;
use crate::seal::Sealed;
use crate::store::{PersonId, StoreError, Swapped};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

pub async fn of(reads: &SqlitePool, id: PersonId) -> Result<Option<Sealed>, StoreError> {
    let row = sqlx::query("SELECT seal, purse FROM purses WHERE person = ?").bind(id.0).fetch_optional(reads).await?;
    row.as_ref().map(sealed).transpose()
}

fn sealed(row: &SqliteRow) -> Result<Sealed, StoreError> {
    Ok(Sealed { key: key_id(row.try_get("seal")?)?, bytes: row.try_get("purse")? })
}

pub async fn swap(
    conn: &mut SqliteConnection,
    id: PersonId,
    before: Option<Sealed>,
    after: Sealed,
) -> Result<Swapped, StoreError> {
    let there: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM people WHERE id = ?").bind(id.0).fetch_optional(&mut *conn).await?;
    if there.is_none() {
        return Ok(Swapped::Nobody);
    }
    note_seal(conn, &after).await?;
    let set = match before {
        None => sqlx::query("INSERT INTO purses (purse, seal, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(after.bytes)
            .bind(after.key.to_vec())
            .bind(id.0),
        Some(before) => sqlx::query("UPDATE purses SET purse = ?, seal = ? WHERE person = ? AND purse = ?")
            .bind(after.bytes)
            .bind(after.key.to_vec())
            .bind(id.0)
            .bind(before.bytes),
    };
    match set.execute(conn).await?.rows_affected() {
        0 => Ok(Swapped::Other),
        1 => Ok(Swapped::Done),
        _ => Err(broken("two purses of one person")),
    }
}
