//! How many an announcement would reach: numbers, and nobody's name.

use super::super::{encode, micros};
use crate::store::StoreError;
use isoloir_shared::api::types::{Audience, Carrier, RecipientsView};
use jiff::Timestamp;
use sqlx::SqliteConnection;

pub async fn count(conn: &mut SqliteConnection, audience: Audience) -> Result<RecipientsView, StoreError> {
    let who = match audience {
        Audience::Everyone => "SELECT id AS account FROM accounts WHERE ?1 IS NULL",
        Audience::LotWaiting => {
            concat!("SELECT w.id AS account FROM accounts w WHERE ?1 IS NULL AND ", vote_waits!("w.id"))
        }
        Audience::Supporters { .. } => "SELECT DISTINCT account FROM supports WHERE candidate = ?1",
    };
    let candidate = match audience {
        Audience::Supporters { candidate } => Some(candidate.0),
        Audience::Everyone | Audience::LotWaiting => None,
    };
    let query =
        format!("SELECT count(*), count(n.email_since) FROM ({who}) a LEFT JOIN notices n ON n.account = a.account");
    let (inbox, email): (i64, i64) =
        sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(candidate).fetch_one(&mut *conn).await?;
    let mut view = RecipientsView { inbox: inbox.unsigned_abs(), email: email.unsigned_abs(), ..Default::default() };
    // Which chats are of whom, nobody here knows.
    if audience == Audience::Everyone {
        let rows: Vec<(String, i64)> = sqlx::query_as("SELECT carrier, count FROM subscribers").fetch_all(conn).await?;
        for (carrier, count) in rows {
            let count = Some(count.unsigned_abs());
            if carrier == "telegram" { view.telegram = count } else { view.matrix = count }
        }
    }
    Ok(view)
}

/// The bots of a network tell how many chats want announcements.
pub async fn tell(conn: &mut SqliteConnection, carrier: Carrier, count: u64, at: Timestamp) -> Result<(), StoreError> {
    let put = "INSERT INTO subscribers (carrier, count, at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET count = excluded.count, at = excluded.at WHERE excluded.at >= at";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query(put).bind(encode(&carrier)?).bind(count).bind(micros(at)).execute(conn).await?;
    Ok(())
}
