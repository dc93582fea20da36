//! Which keys things are sealed with, and sealing them anew.

use super::people::{COLUMNS, key_id, parts, person};
use crate::seal::{KeyId, Sealed};
use crate::store::{PersonId, PersonRow, Seals, StoreError};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

/// Notes the key that something is sealed with.
pub async fn note_seal(conn: &mut SqliteConnection, sealed: &Sealed) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO seals (id) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(sealed.key.to_vec())
        .execute(conn)
        .await?;
    Ok(())
}

/// All keys that are needed; the others are forgotten first.
pub async fn all(conn: &mut SqliteConnection) -> Result<Vec<KeyId>, StoreError> {
    sqlx::query(
        "DELETE FROM seals WHERE NOT EXISTS (SELECT 1 FROM people WHERE seal = seals.id OR tokens_seal = seals.id OR shown_seal = seals.id)
            AND NOT EXISTS (SELECT 1 FROM purses WHERE seal = seals.id)",
    )
    .execute(&mut *conn)
    .await?;
    let ids: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id FROM seals").fetch_all(conn).await?;
    ids.into_iter().map(key_id).collect()
}

pub async fn otherwise(
    reads: &SqlitePool,
    key: KeyId,
    after: PersonId,
    most: u32,
) -> Result<Vec<PersonRow>, StoreError> {
    let query = sqlx::AssertSqlSafe(format!(
        "{COLUMNS} WHERE id > ? AND (seal <> ? OR tokens_seal <> ? OR shown_seal <> ?
            OR EXISTS (SELECT 1 FROM purses WHERE person = people.id AND purses.seal <> ?)) ORDER BY id LIMIT ?"
    ));
    let query = sqlx::query(query).bind(after.0).bind(key.to_vec()).bind(key.to_vec()).bind(key.to_vec());
    let query = query.bind(key.to_vec()).bind(most);
    query.fetch_all(reads).await?.iter().map(person).collect()
}

/// Each part in the place of the very bytes that it was made from: a turn, a page or a renewal may have been quicker.
pub async fn reseal(conn: &mut SqliteConnection, before: Seals, after: Seals) -> Result<(), StoreError> {
    let id = before.id.0;
    note_seal(conn, &after.session).await?;
    let set = sqlx::query("UPDATE people SET session = ?, seal = ? WHERE id = ? AND session = ?");
    let set = set.bind(after.session.bytes).bind(after.session.key.to_vec()).bind(id).bind(before.session.bytes);
    set.execute(&mut *conn).await?;
    let columns = [
        (before.tokens, after.tokens, "UPDATE people SET tokens = ?, tokens_seal = ? WHERE id = ? AND tokens = ?"),
        (before.shown, after.shown, "UPDATE people SET shown = ?, shown_seal = ? WHERE id = ? AND shown = ?"),
    ];
    for (before, after, set) in columns {
        let Some((before, after)) = before.zip(after) else { continue };
        note_seal(conn, &after).await?;
        let (key, bytes) = parts(Some(after));
        sqlx::query(set).bind(bytes).bind(key).bind(id).bind(before.bytes).execute(&mut *conn).await?;
    }
    if let Some((before, after)) = before.account.zip(after.account) {
        let set = sqlx::query("UPDATE people SET account = ? WHERE id = ? AND account = ?");
        set.bind(after.to_vec()).bind(id).bind(before.to_vec()).execute(conn).await?;
    }
    Ok(())
}
