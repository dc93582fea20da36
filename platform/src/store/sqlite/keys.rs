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
                    let answer = write(&mut *conn).await?;
                    let kept = serde_json::to_string(&answer).map_err(|e| StoreError::Broken(e.to_string()))?;
                    remember(conn, &key, &kept).await?;
                    Ok(answer)
                })
            })
            .await
    }
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
