//! Letters: a row for each account that asked, taken up, finished, counted.

use super::super::{decode, hash, instant, micros};
use super::Row;
use crate::store::{AccountId, Email, LetterOutcome, LetterRow, StoreError};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{Deliveries, QuietHours};
use isoloir_shared::domain::quiet::quiet_until;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::SqliteConnection;

pub async fn unfilled(conn: &mut SqliteConnection) -> Result<bool, StoreError> {
    let query = "SELECT EXISTS (SELECT 1 FROM announcements WHERE state = 'sending' AND mail_ready = 0)";
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// The next accounts that asked before it was on its way, and are to be told.
pub async fn fill(conn: &mut SqliteConnection, now: Timestamp, most: u32) -> Result<bool, StoreError> {
    let query = "SELECT id, mailed_to FROM announcements WHERE state = 'sending' AND mail_ready = 0
        ORDER BY urgent DESC, id LIMIT 1";
    let Some((id, from)) = sqlx::query_as::<_, (u32, i64)>(query).fetch_optional(&mut *conn).await? else {
        return Ok(false);
    };
    let query = "SELECT max(account) FROM
        (SELECT account FROM notices WHERE account > ? AND email_since IS NOT NULL ORDER BY account LIMIT ?)";
    let last: Option<i64> = sqlx::query_scalar(query).bind(from).bind(most).fetch_one(&mut *conn).await?;
    let Some(last) = last else {
        sqlx::query("UPDATE announcements SET mail_ready = 1 WHERE id = ?").bind(id).execute(conn).await?;
        return Ok(true);
    };
    let insert = concat!(
        "INSERT INTO letters (announcement, account, state, due)
        SELECT a.id, n.account, 'waiting', ?1 FROM announcements a JOIN notices n
        WHERE a.id = ?2 AND n.account > ?3 AND n.account <= ?4 AND n.email_since <= a.released_at AND (
            a.audience = 'everyone'
            OR (a.audience = 'lot_waiting' AND ",
        vote_waits!("n.account"),
        ")
            OR (a.audience = 'supporters' AND n.candidates_since <= a.released_at AND EXISTS (
                SELECT 1 FROM supports s WHERE s.account = n.account AND s.candidate = a.candidate)))
        ON CONFLICT DO NOTHING"
    );
    sqlx::query(insert).bind(micros(now)).bind(id).bind(from).bind(last).execute(&mut *conn).await?;
    sqlx::query("UPDATE announcements SET mailed_to = ? WHERE id = ?").bind(last).bind(id).execute(conn).await?;
    Ok(true)
}

#[derive(sqlx::FromRow)]
struct Due {
    #[sqlx(flatten)]
    row: Row,
    account: i64,
    letter: String,
    attempts: u32,
    email_mac: Option<Vec<u8>>,
    email_sealed: Option<Vec<u8>>,
    lang: Option<String>,
    nonce: Option<Vec<u8>>,
    quiet_from: Option<u16>,
    quiet_to: Option<u16>,
    still: bool,
}

pub async fn claim(
    conn: &mut SqliteConnection,
    now: Timestamp,
    until: Timestamp,
    zone: &str,
    most: u32,
) -> Result<Vec<LetterRow>, StoreError> {
    // A vote that was cast meanwhile waits for nobody; who takes back a support, or their leave, gets no letter.
    let query = concat!(
        "SELECT ",
        columns!(),
        ", l.account, l.state AS letter, l.attempts, c.email_mac, c.email_sealed, c.lang, n.nonce,
            n.quiet_from, n.quiet_to, CASE a.audience
                WHEN 'lot_waiting' THEN ",
        vote_waits!("l.account"),
        "
                WHEN 'supporters' THEN n.candidates_since IS NOT NULL AND EXISTS (
                    SELECT 1 FROM supports s WHERE s.account = l.account AND s.candidate = a.candidate)
                ELSE 1 END AS still
         FROM letters l JOIN announcements a ON a.id = l.announcement AND a.state = 'sending'
         LEFT JOIN accounts c ON c.id = l.account LEFT JOIN notices n ON n.account = l.account
         WHERE l.due <= ? ORDER BY a.urgent DESC, l.due, l.account LIMIT ?"
    );
    let rows: Vec<Due> = sqlx::query_as(query).bind(micros(now)).bind(most).fetch_all(&mut *conn).await?;
    // Nobody is put off for ever by a zone that this machine does not know.
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let mut letters = Vec::new();
    for row in rows {
        let quiet = row.quiet_from.zip(row.quiet_to).map(|(from, to)| QuietHours { from, to });
        let morning = quiet.filter(|_| !row.row.urgent).and_then(|quiet| quiet_until(quiet, now, &zone));
        let nonce = row.nonce.as_deref().and_then(|nonce| <[u8; 16]>::try_from(nonce).ok());
        let known = row.email_mac.zip(row.email_sealed).zip(row.lang).zip(nonce).filter(|_| row.still);
        let (state, due, tried) = match (&known, morning) {
            (None, _) => ("unsubscribed", None, false),
            (Some(_), Some(morning)) => ("waiting", Some(morning), false),
            (Some(_), None) => ("sending", Some(until), true),
        };
        let set = "UPDATE letters SET state = ?1, due = ?2, attempts = attempts + ?3,
            repeated = max(repeated, ?3 AND ?4) WHERE announcement = ?5 AND account = ?6";
        sqlx::query(set)
            .bind(state)
            .bind(due.map(micros))
            .bind(tried)
            .bind(row.letter != "waiting")
            .bind(row.row.id)
            .bind(row.account)
            .execute(&mut *conn)
            .await?;
        if let (Some((((mac, sealed), lang), nonce)), None) = (known, morning) {
            letters.push(LetterRow {
                announcement: row.row.view()?,
                account: AccountId(row.account),
                email: Email { mac: hash(&mac)?, sealed },
                lang: decode(&lang)?,
                nonce,
                attempt: row.attempts.saturating_add(1),
            });
        }
    }
    Ok(letters)
}

pub async fn finish(
    conn: &mut SqliteConnection,
    id: AnnouncementId,
    account: AccountId,
    outcome: LetterOutcome,
) -> Result<(), StoreError> {
    let (state, due) = match outcome {
        LetterOutcome::Delivered => ("delivered", None),
        LetterOutcome::Unreachable => ("unreachable", None),
        LetterOutcome::Back(due) => ("waiting", Some(due)),
        LetterOutcome::Unknown(due) => ("unknown", due),
    };
    let set = "UPDATE letters SET state = ?1, due = ?2 WHERE announcement = ?3 AND account = ?4
        AND state <> 'delivered' AND (?1 = 'delivered' OR state = 'sending')";
    sqlx::query(set).bind(state).bind(due.map(micros)).bind(id.0).bind(account.0).execute(conn).await?;
    Ok(())
}

/// How far the letters of an announcement are; none if it has none.
pub async fn progress(
    conn: &mut SqliteConnection,
    id: AnnouncementId,
    now: Timestamp,
) -> Result<Option<Deliveries>, StoreError> {
    let query = "SELECT state, due IS NOT NULL AS open, count(*), sum(repeated),
            count(*) FILTER (WHERE state <> 'sending' AND due > ?1), max(iif(state = 'sending', NULL, due))
        FROM letters WHERE announcement = ?2 GROUP BY 1, 2";
    let rows: Vec<(String, bool, i64, i64, i64, Option<i64>)> =
        sqlx::query_as(query).bind(micros(now)).bind(id.0).fetch_all(conn).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut told = Deliveries::default();
    for (state, open, count, repeated, later, last) in rows {
        let count = count.unsigned_abs();
        told.repeated += repeated.unsigned_abs();
        if open {
            told.waiting += count;
            told.later += later.unsigned_abs();
            let last = last.filter(|last| *last > micros(now)).map(instant).transpose()?;
            told.ends_at = told.ends_at.max(last);
            continue;
        }
        match state.as_str() {
            "delivered" => told.delivered += count,
            "unreachable" => told.unreachable += count,
            "unsubscribed" => told.unsubscribed += count,
            _ => told.unknown += count,
        }
    }
    Ok(Some(told))
}
