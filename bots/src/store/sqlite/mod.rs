//! The store on one SQLite file: a pool that reads, one writer that commits in groups. Several processes on one machine
//! may share the file.

mod error;
mod outbox;
mod people;
mod purses;
mod seals;
mod turn;
mod waiting;
mod witness;
mod writer;

use super::{Committed, Noticed, PersonId, PersonRow, Run, Seals, Standing, Store, StoreError, Swapped, TurnRow};
use crate::engine::{ChatKey, Network};
use crate::seal::{KeyId, Sealed};
use isoloir_shared::core::TimerId;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;
use writer::Writer;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations/sqlite");

/// Connections that read.
const READERS: u32 = 4;

/// The store on one SQLite file.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    /// Reads only: every write goes through `writer`.
    reads: SqlitePool,
    writer: Writer,
}

impl SqliteStore {
    /// Opens the file, made if there is none, and brings it to this program's version.
    ///
    /// # Errors
    /// If it cannot be read and written, or is a newer program's.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "on")
            .statement_cache_capacity(100);
        let writer = Writer::open(options.clone(), &MIGRATIONS).await?;
        let reads = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self { reads, writer })
    }
}

#[async_trait::async_trait]
impl Store for SqliteStore {
    async fn person(&self, chat: &ChatKey) -> Result<Option<PersonRow>, StoreError> {
        people::by_chat(&self.reads, chat).await
    }

    async fn person_by_id(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        people::by_id(&self.reads, id).await
    }

    async fn commit(&self, turn: TurnRow) -> Result<Committed, StoreError> {
        turn::commit(&self.writer, turn).await
    }

    async fn note(&self, network: Network, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |conn| Box::pin(async move { turn::note(conn, network, &id, at).await })).await
    }

    async fn show(
        &self,
        id: PersonId,
        version: i64,
        shown: Option<Sealed>,
        over: bool,
    ) -> Result<Standing, StoreError> {
        self.writer.write(move |conn| Box::pin(people::show(conn, id, version, shown, over))).await
    }

    async fn reach(&self, id: PersonId, reachable: bool) -> Result<(), StoreError> {
        let set = sqlx::query("UPDATE people SET reachable = ? WHERE id = ?").bind(reachable).bind(id.0);
        self.run(set).await
    }

    async fn due(&self, now: Timestamp, most: u32) -> Result<Vec<(ChatKey, TimerId)>, StoreError> {
        waiting::due(&self.reads, now, most).await
    }

    async fn waiting(&self, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError> {
        waiting::waiting(&self.reads, before, most).await
    }

    async fn behind(&self, before: Timestamp, most: u32) -> Result<Vec<ChatKey>, StoreError> {
        waiting::behind(&self.reads, before, most).await
    }

    async fn following(
        &self,
        network: Network,
        from: Timestamp,
        before: Timestamp,
        most: u32,
    ) -> Result<Vec<ChatKey>, StoreError> {
        waiting::following(&self.reads, network, from, before, most).await
    }

    async fn notices(&self, now: Timestamp, again: Timestamp, most: u32) -> Result<Vec<Noticed>, StoreError> {
        if !waiting::any_notice(&self.reads, now).await? {
            return Ok(Vec::new());
        }
        self.writer.write(move |conn| Box::pin(waiting::notices(conn, now, again, most))).await
    }

    async fn noticed(&self, id: i64) -> Result<(), StoreError> {
        self.run(sqlx::query("DELETE FROM notices WHERE id = ?").bind(id)).await
    }

    async fn begin_renewal(
        &self,
        id: PersonId,
        run: Run,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Option<Sealed>>, StoreError> {
        self.writer.write(move |conn| Box::pin(people::begin_renewal(conn, id, run, now, until))).await
    }

    async fn end_renewal(&self, id: PersonId, run: Run, tokens: Option<Sealed>) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(people::end_renewal(conn, id, run, tokens))).await
    }

    async fn purse(&self, id: PersonId) -> Result<Option<Sealed>, StoreError> {
        purses::of(&self.reads, id).await
    }

    async fn swap_purse(&self, id: PersonId, before: Option<Sealed>, after: Sealed) -> Result<Swapped, StoreError> {
        self.writer.write(move |conn| Box::pin(purses::swap(conn, id, before, after))).await
    }

    async fn position(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("SELECT value FROM positions WHERE name = ?").bind(name);
        Ok(value.fetch_optional(&self.reads).await?)
    }

    async fn set_position(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let set = "INSERT INTO positions (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.run(sqlx::query(set).bind(name.to_owned()).bind(value.to_owned())).await
    }

    async fn move_position(&self, name: &str, before: Option<&str>, after: &str) -> Result<bool, StoreError> {
        let (name, before, after) = (name.to_owned(), before.map(str::to_owned), after.to_owned());
        let job = self.writer.write(move |conn| {
            Box::pin(async move {
                let set = match before {
                    None => sqlx::query("INSERT INTO positions (value, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
                        .bind(after)
                        .bind(name),
                    Some(before) => sqlx::query("UPDATE positions SET value = ? WHERE name = ? AND value = ?")
                        .bind(after)
                        .bind(name)
                        .bind(before),
                };
                Ok(set.execute(conn).await?.rows_affected() == 1)
            })
        });
        job.await
    }

    async fn seals(&self) -> Result<Vec<KeyId>, StoreError> {
        self.writer.write(|conn| Box::pin(seals::all(conn))).await
    }

    async fn sealed_otherwise(&self, key: KeyId, after: PersonId, most: u32) -> Result<Vec<PersonRow>, StoreError> {
        seals::otherwise(&self.reads, key, after, most).await
    }

    async fn reseal(&self, before: Seals, after: Seals) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(seals::reseal(conn, before, after))).await
    }

    async fn prune(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run(sqlx::query("DELETE FROM updates WHERE at < ?").bind(micros(before))).await
    }

    async fn people(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM people").fetch_one(&self.reads).await?;
        Ok(count.unsigned_abs())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        // A write that changes nothing: takes the lock and reaches the disk's door.
        self.run(sqlx::query("DELETE FROM positions WHERE name = ''")).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.reads.close().await;
    }
}

impl SqliteStore {
    async fn run(
        &self,
        query: sqlx::query::Query<'static, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    ) -> Result<(), StoreError> {
        let job = self.writer.write(move |conn| {
            Box::pin(async move {
                query.execute(conn).await?;
                Ok(())
            })
        });
        job.await
    }
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

fn instant(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Broken("an instant that is none".into()))
}
