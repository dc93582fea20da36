//! What is said of boards, and where.

use super::people::broken;
use super::{SqliteStore, instant, micros};
use crate::store::StoreError;
use crate::witness::{Kind, Minutes, Statement};
use isoloir_shared::api::types::Round;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

const COLUMNS: &str = "SELECT id, election, kind, slot, said, at FROM statements";

fn statement(row: &SqliteRow) -> Result<Statement, StoreError> {
    let (kind, said): (String, String) = (row.try_get("kind")?, row.try_get("said")?);
    let kind = Kind::ALL.into_iter().find(|it| it.word() == kind).ok_or_else(|| broken("a kind that is none"))?;
    let told = serde_json::from_str(&said).map_err(|error| StoreError::Broken(error.to_string()))?;
    let (id, election, slot) = (row.try_get("id")?, row.try_get("election")?, row.try_get("slot")?);
    Ok(Statement { id, election, kind, slot, told, at: instant(row.try_get("at")?)? })
}

#[async_trait::async_trait]
impl Minutes for SqliteStore {
    async fn state(&self, statement: &Statement) -> Result<bool, StoreError> {
        let said = serde_json::to_string(&statement.told).map_err(|error| StoreError::Broken(error.to_string()))?;
        let insert = "INSERT INTO statements (election, kind, slot, said, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING";
        let insert = sqlx::query(insert)
            .bind(statement.election.clone())
            .bind(statement.kind.word())
            .bind(statement.slot.clone())
            .bind(said)
            .bind(micros(statement.at));
        let job = self
            .writer
            .write(move |conn| Box::pin(async move { Ok(insert.execute(conn).await?.rows_affected() == 1) }));
        job.await
    }

    async fn newest(&self, election: &str) -> Result<Option<Statement>, StoreError> {
        let query = format!("{COLUMNS} WHERE election = ? AND kind <> 'broken' ORDER BY id DESC LIMIT 1");
        let row = sqlx::query(sqlx::AssertSqlSafe(query)).bind(election).fetch_optional(&self.reads).await?;
        row.as_ref().map(statement).transpose()
    }

    async fn newest_of(&self, round: Round) -> Result<Option<Statement>, StoreError> {
        let query =
            format!("{COLUMNS} WHERE json_extract(said, '$.round') = ? AND kind <> 'broken' ORDER BY id DESC LIMIT 1");
        let round = serde_json::to_value(round).ok().and_then(|it| it.as_str().map(str::to_owned));
        let row = sqlx::query(sqlx::AssertSqlSafe(query)).bind(round).fetch_optional(&self.reads).await?;
        row.as_ref().map(statement).transpose()
    }

    async fn troubles(&self) -> Result<Vec<Statement>, StoreError> {
        let query = format!("{COLUMNS} WHERE kind = 'broken' ORDER BY id DESC");
        sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&self.reads).await?.iter().map(statement).collect()
    }

    async fn unsaid(&self, place: &str, now: Timestamp, since: Timestamp) -> Result<Vec<Statement>, StoreError> {
        let query = format!(
            "{COLUMNS} AS it WHERE at > ?
            AND (kind <> 'grown' OR id = (SELECT max(id) FROM statements WHERE election = it.election AND kind <> 'broken'))
            AND NOT EXISTS (SELECT 1 FROM said WHERE statement = it.id AND place = ?
                AND (message IS NOT NULL OR until > ?)) ORDER BY id"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(micros(since)).bind(place).bind(micros(now));
        query.fetch_all(&self.reads).await?.iter().map(statement).collect()
    }

    async fn take_up(&self, id: i64, place: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        let take = "INSERT INTO said (statement, place, until) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET until = excluded.until WHERE message IS NULL AND until <= ?";
        let take = sqlx::query(take).bind(id).bind(place.to_owned()).bind(micros(until)).bind(micros(now));
        let job =
            self.writer.write(move |conn| Box::pin(async move { Ok(take.execute(conn).await?.rows_affected() == 1) }));
        job.await
    }

    async fn written(&self, id: i64, place: &str, message: &str) -> Result<(), StoreError> {
        let set = "UPDATE said SET message = ?, until = NULL WHERE statement = ? AND place = ?";
        self.run(sqlx::query(set).bind(message.to_owned()).bind(id).bind(place.to_owned())).await
    }

    async fn standing(&self, place: &str, election: &str, since: Timestamp) -> Result<Option<String>, StoreError> {
        let query = "SELECT message FROM said JOIN statements ON id = statement WHERE place = ? AND election = ?
            AND kind IN ('opened', 'grown') AND at >= ? AND message IS NOT NULL ORDER BY id DESC LIMIT 1";
        let query = sqlx::query_scalar(query).bind(place).bind(election).bind(micros(since));
        Ok(query.fetch_optional(&self.reads).await?)
    }
}
