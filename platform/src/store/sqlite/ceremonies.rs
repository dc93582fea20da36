//! Ceremonies on SQLite.

use super::elections::fixed;
use super::{SqliteStore, encode, hash, micros};
use crate::ceremony::{Ceremony, Message, No};
use crate::store::{Ceremonies, NewCeremony, StoreError, WriteKey};
use isoloir_ballot::trustees::MAX_TRUSTEES;
use isoloir_shared::api::types::{ProblemCode, Round, TrusteeView};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::SqliteConnection;

type Columns = (String, Vec<u8>, Option<String>, Option<String>, Option<String>, Option<String>);

/// A round's ceremony.
pub(super) async fn of(conn: &mut SqliteConnection, round: Round) -> Result<Option<Ceremony>, StoreError> {
    let word = encode(&round)?;
    let row: Option<(Vec<u8>, u16, bool)> = sqlx::query_as(
        "SELECT ceremony, threshold, EXISTS (SELECT 1 FROM elections WHERE round = c.round)
         FROM ceremonies c WHERE round = ?",
    )
    .bind(&word)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((ceremony, threshold, used)) = row else { return Ok(None) };
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT name, token_hash, hello, deal, complaint, own_key FROM ceremony_trustees WHERE round = ? ORDER BY trustee",
    )
    .bind(&word)
    .fetch_all(&mut *conn)
    .await?;
    let trustee = |(name, token, hello, deal, complaint, key): Columns| {
        let (hello, deal) = (read(hello)?, read(deal)?);
        let view = TrusteeView { name, hello, deal, complaint: read(complaint)?, key: read(key)? };
        Ok::<_, StoreError>((view, hash(&token)?))
    };
    let rows = rows.into_iter().map(trustee).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Ceremony::new((round, fixed(&ceremony)?, threshold), rows, used)))
}

fn read<T: DeserializeOwned>(column: Option<String>) -> Result<Option<T>, StoreError> {
    let read = |text: String| serde_json::from_str(&text).map_err(|e| StoreError::Broken(e.to_string()));
    column.map(read).transpose()
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Broken(e.to_string()))
}

#[async_trait::async_trait]
impl Ceremonies for SqliteStore {
    async fn ceremony(&self, round: Round) -> Result<Option<Ceremony>, StoreError> {
        of(&mut *self.reads.acquire().await?, round).await
    }

    async fn begin_ceremony(&self, order: NewCeremony, at: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(async move { begin(conn, &order, at).await })).await
    }

    async fn cancel_ceremony(&self, round: Round) -> Result<bool, StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    before_opening(conn, round).await?;
                    let done = sqlx::query("DELETE FROM ceremonies WHERE round = ?").bind(encode(&round)?);
                    Ok(done.execute(&mut *conn).await?.rows_affected() > 0)
                })
            })
            .await
    }

    async fn trustee_says(
        &self,
        key: WriteKey,
        round: Round,
        trustee: u16,
        message: Message,
    ) -> Result<(), StoreError> {
        self.keyed(&key, move |conn| Box::pin(async move { says(conn, round, trustee, &message).await })).await
    }
}

async fn before_opening(conn: &mut SqliteConnection, round: Round) -> Result<(), StoreError> {
    let open: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM elections WHERE round = ?)")
        .bind(encode(&round)?)
        .fetch_one(&mut *conn)
        .await?;
    if open { Err(StoreError::RefusedField(ProblemCode::TooLate, "trustees".into())) } else { Ok(()) }
}

async fn begin(conn: &mut SqliteConnection, order: &NewCeremony, at: Timestamp) -> Result<(), StoreError> {
    let refused = |code| StoreError::RefusedField(code, "trustees".into());
    before_opening(conn, order.round).await?;
    if of(conn, order.round).await?.is_some() {
        return Err(refused(ProblemCode::Duplicate));
    }
    let count = order.members.len();
    let names: std::collections::HashSet<&str> = order.members.iter().map(|(name, _)| name.as_str()).collect();
    let fits = (1..=MAX_TRUSTEES).contains(&count) && (1..=count).contains(&usize::from(order.threshold));
    if !fits || names.len() != count || names.iter().any(|name| name.is_empty() || name.chars().count() > 200) {
        return Err(refused(ProblemCode::Invalid));
    }
    let word = encode(&order.round)?;
    sqlx::query("INSERT INTO ceremonies (round, ceremony, threshold, trustees, begun_at) VALUES (?, ?, ?, ?, ?)")
        .bind(&word)
        .bind(order.ceremony.0.as_slice())
        .bind(order.threshold)
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .bind(micros(at))
        .execute(&mut *conn)
        .await?;
    for (number, (name, token)) in (1_u16..).zip(&order.members) {
        sqlx::query("INSERT INTO ceremony_trustees (round, trustee, name, token_hash) VALUES (?, ?, ?, ?)")
            .bind(&word)
            .bind(number)
            .bind(name)
            .bind(token.as_slice())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn says(conn: &mut SqliteConnection, round: Round, trustee: u16, message: &Message) -> Result<(), StoreError> {
    let ceremony = of(conn, round).await?.ok_or(ProblemCode::NotFound)?;
    match ceremony.take(trustee, message) {
        Ok(()) => {}
        Err(No::There) => return Ok(()),
        Err(No::Refused(code, field)) => return Err(StoreError::RefusedField(code, field.into())),
    }
    let (statement, body) = match message {
        Message::Hello(hello) => {
            ("UPDATE ceremony_trustees SET hello = ? WHERE round = ? AND trustee = ?", json(hello)?)
        }
        Message::Deal(deal) => ("UPDATE ceremony_trustees SET deal = ? WHERE round = ? AND trustee = ?", json(deal)?),
        Message::Complaint(complaint) => {
            ("UPDATE ceremony_trustees SET complaint = ? WHERE round = ? AND trustee = ?", json(complaint)?)
        }
        Message::Key(key) => ("UPDATE ceremony_trustees SET own_key = ? WHERE round = ? AND trustee = ?", json(key)?),
    };
    sqlx::query(statement).bind(body).bind(encode(&round)?).bind(trustee).execute(&mut *conn).await?;
    Ok(())
}
