//! A keyed write: once, whatever the network does.

use super::{SqliteStore, micros};
use crate::store::{StoreError, WriteKey};
use futures::future::BoxFuture;
use isoloir_shared::api::types::ProblemCode;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::SqliteConnection;

impl SqliteStore {
    /// Runs `write` once for this key, in the same transaction as the key's row. Asked again with the same request,
    /// gives the first answer; with another request, [`ProblemCode::KeyReused`]. The answer must hold no secret.
    pub async fn keyed<T, F>(&self, key: &WriteKey, write: F) -> Result<T, StoreError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        let key = key.clone();
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    if let Some(answer) = earlier(conn, &key).await? {
                        return serde_json::from_str(&answer).map_err(|e| StoreError::Broken(e.to_string()));
                    }
                    still_there(conn, &key).await?;
                    let answer = write(&mut *conn).await?;
                    let kept = serde_json::to_string(&answer).map_err(|e| StoreError::Broken(e.to_string()))?;
                    remember(conn, &key, &kept).await?;
                    Ok(answer)
                })
            })
            .await
    }
}

/// Whoever asked was let in before the body of the request was read: by now the account may be erased, or the session
/// ended, from another device.
pub(super) async fn still_there(conn: &mut SqliteConnection, key: &WriteKey) -> Result<(), StoreError> {
    let there: bool = match key.session {
        Some(session) => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1 AND ?2 IN (account, 0))")
                .bind(session.0)
                .bind(key.scope)
                .fetch_one(&mut *conn)
                .await?
        }
        None if key.scope == 0 => true,
        None => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?)")
                .bind(key.scope)
                .fetch_one(&mut *conn)
                .await?
        }
    };
    if there { Ok(()) } else { Err(ProblemCode::Unauthenticated.into()) }
}

/// The answer that this key got before, if it did; a refusal when it was another request.
pub(super) async fn earlier(conn: &mut SqliteConnection, key: &WriteKey) -> Result<Option<String>, StoreError> {
    let row: Option<(Vec<u8>, String)> =
        sqlx::query_as("SELECT fingerprint, answer FROM write_keys WHERE scope = ? AND key = ?")
            .bind(key.scope)
            .bind(key.key)
            .fetch_optional(&mut *conn)
            .await?;
    match row {
        Some((fingerprint, _)) if fingerprint != key.fingerprint => Err(ProblemCode::KeyReused.into()),
        Some((_, answer)) => Ok(Some(answer)),
        None => Ok(None),
    }
}

/// Keeps the answer, in the write's own transaction.
pub(super) async fn remember(conn: &mut SqliteConnection, key: &WriteKey, answer: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO write_keys (scope, key, fingerprint, answer, at) VALUES (?, ?, ?, ?, ?)")
        .bind(key.scope)
        .bind(key.key)
        .bind(key.fingerprint.as_slice())
        .bind(answer)
        .bind(micros(key.at))
        .execute(&mut *conn)
        .await?;
    Ok(())
}
