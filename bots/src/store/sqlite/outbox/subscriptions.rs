//! Who asked to be told.

use super::micros;
use crate::engine::{ChatKey, Network};
use crate::outbox::{Quiet, Subscription};
use crate::store::StoreError;
use isoloir_shared::api::types::Lang;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

pub async fn subscribe(
    conn: &mut SqliteConnection,
    chat: &ChatKey,
    what: Subscription,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let insert = "INSERT INTO subscriptions (person, lang, quiet_from, quiet_to, since)
        SELECT id, ?, ?, ?, ? FROM people WHERE network = ? AND chat = ?
        ON CONFLICT DO UPDATE SET lang = excluded.lang, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to";
    let done = sqlx::query(insert)
        .bind(what.lang.code())
        .bind(what.quiet.map(|it| it.from))
        .bind(what.quiet.map(|it| it.to))
        .bind(micros(at))
        .bind(chat.network.code())
        .bind(&chat.chat)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn unsubscribe(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<bool, StoreError> {
    let delete = "DELETE FROM subscriptions WHERE person = (SELECT id FROM people WHERE network = ? AND chat = ?)";
    let done = sqlx::query(delete).bind(chat.network.code()).bind(&chat.chat).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

pub async fn of(reads: &SqlitePool, chat: &ChatKey) -> Result<Option<Subscription>, StoreError> {
    let query = "SELECT lang, quiet_from, quiet_to FROM subscriptions JOIN people ON people.id = person
        WHERE network = ? AND chat = ?";
    let row: Option<(String, Option<u16>, Option<u16>)> =
        sqlx::query_as(query).bind(chat.network.code()).bind(&chat.chat).fetch_optional(reads).await?;
    Ok(row.map(|(lang, from, to)| Subscription { lang: lang_of(&lang), quiet: quiet_of(from, to) }))
}

pub async fn count(reads: &SqlitePool, network: Network) -> Result<u64, StoreError> {
    let query = "SELECT count(*) FROM subscriptions JOIN people ON people.id = person WHERE network = ? AND reachable";
    let count: i64 = sqlx::query_scalar(query).bind(network.code()).fetch_one(reads).await?;
    Ok(count.unsigned_abs())
}

/// As it is kept.
pub fn lang_of(code: &str) -> Lang {
    if code == "en" { Lang::En } else { Lang::Fr }
}

/// As they are kept.
pub fn quiet_of(from: Option<u16>, to: Option<u16>) -> Option<Quiet> {
    from.zip(to).map(|(from, to)| Quiet { from, to })
}
