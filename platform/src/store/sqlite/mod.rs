//! The store on SQLite: a pool that reads, one writer that commits in groups.

mod accounts;
mod announcements;
mod archive;
mod audit;
mod ballots;
mod board;
mod calendar;
mod candidacies;
mod candidates;
mod casts;
mod ceremonies;
mod code;
mod contenders;
mod credentials;
mod decisions;
mod drafts;
mod draws;
mod effects;
mod elections;
mod error;
mod flags;
mod import;
mod import_lots;
mod keys;
mod links;
mod lots;
mod manifest;
mod moderation;
mod names;
mod phases;
mod proposals;
mod rounds;
mod sessions;
mod spoiled;
mod staff;
mod supports;
mod tallies;
mod trustees;
mod writer;

pub use code::{decode, encode, hash, instant, micros};
pub use writer::Writer;

use super::{Store, StoreError};
use crate::secrets::{Hash, ServerKey};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations/sqlite");

/// Bytes of a page, SQLite's own choice.
const PAGE: u64 = 4096;
/// Connections that read.
const READERS: u32 = 4;

/// The store on one SQLite file.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    /// Reads only: every write goes through `writer`.
    pub(crate) reads: SqlitePool,
    pub(crate) writer: Writer,
    /// What is in the file tells no secret of a round without it.
    key: ServerKey,
    boards: Arc<elections::Boards>,
}

impl SqliteStore {
    /// Opens the file, made if there is none, and brings it to this program's version.
    pub async fn open(path: &Path, key: ServerKey) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is erased is overwritten, not only let go.
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(500);
        let writer = Writer::open(options.clone(), &MIGRATIONS).await?;
        let reads = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self { reads, writer, key, boards: Arc::default() })
    }
}

#[async_trait::async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.reads).await?;
        Ok(())
    }

    async fn has_key(&self, check_value: Hash) -> Result<bool, StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("INSERT INTO server_key (one, check_value) VALUES (1, ?) ON CONFLICT DO NOTHING")
                        .bind(check_value.as_slice())
                        .execute(&mut *conn)
                        .await?;
                    let kept: Vec<u8> =
                        sqlx::query_scalar("SELECT check_value FROM server_key").fetch_one(&mut *conn).await?;
                    Ok(kept == check_value)
                })
            })
            .await
    }

    fn commits(&self) -> watch::Receiver<u64> {
        self.writer.commits()
    }

    fn limit_size(&self, bytes: Option<u64>) {
        self.writer.limit_pages(bytes.map(|bytes| u32::try_from(bytes / PAGE).unwrap_or(u32::MAX).max(1)));
    }

    async fn close(&self) {
        self.writer.close().await;
        self.reads.close().await;
    }
}
