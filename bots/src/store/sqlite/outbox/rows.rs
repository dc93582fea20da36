//! The rows of an announcement: taken up, finished, counted.

use super::subscriptions::{lang_of, quiet_of};
use super::{instant, micros};
use crate::engine::Network;
use crate::outbox::{Announcement, Claim, Outcome, Parcel, Progress};
use crate::store::{PersonId, StoreError};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

/// A chat in which something was just said takes nothing more for so long: networks allow one message a second there.
const APART: SignedDuration = SignedDuration::from_millis(1_500);
/// Rows that one look may put off, beside those that it takes up.
const LOOKED_AT: u32 = 200;

/// Whether a row's time has come. Asked of a copy of the database that nobody is held up by.
pub async fn any(reads: &SqlitePool, announcement: i64, claim: Claim) -> Result<bool, StoreError> {
    let query = "SELECT EXISTS (SELECT 1 FROM outbox WHERE announcement = ? AND network = ? AND due <= ?)";
    let found = sqlx::query_scalar(query).bind(announcement).bind(claim.network.code()).bind(micros(claim.now));
    Ok(found.fetch_one(reads).await?)
}

#[derive(sqlx::FromRow)]
struct Row {
    person: i64,
    state: String,
    attempts: u32,
    room: Option<String>,
    reachable: Option<bool>,
    rests: Option<bool>,
    turned_at: Option<i64>,
    lang: Option<String>,
    quiet_from: Option<u16>,
    quiet_to: Option<u16>,
    sent_at: Option<i64>,
    linked: Option<bool>,
}

/// What is to be done with a row.
enum Fate {
    Send(String, String),
    Cross(&'static str),
    PutOff(Timestamp),
}

impl Row {
    fn fate(&self, announcement: &Announcement, now: Timestamp, zone: &TimeZone) -> Result<Fate, StoreError> {
        let (Some(room), Some(lang)) = (&self.room, &self.lang) else { return Ok(Fate::Cross("unsubscribed")) };
        if self.rests == Some(true) {
            // They stopped the bot: nothing is said to them that they did not ask for. What comes after they go on does.
            return Ok(Fate::Cross("unsubscribed"));
        }
        if self.reachable != Some(true) {
            return Ok(Fate::Cross("unreachable"));
        }
        // Whose account is linked is asked for their own hours before it is sent.
        let asked = self.linked == Some(true) || announcement.is_for_some();
        let quiet = quiet_of(self.quiet_from, self.quiet_to).filter(|_| !announcement.urgent && !asked);
        if let Some(end) = quiet.and_then(|quiet| quiet.ends(now, zone)) {
            return Ok(Fate::PutOff(end));
        }
        let said = self.turned_at.max(self.sent_at).unwrap_or_default();
        let free = instant(said)? + APART;
        Ok(if free > now { Fate::PutOff(free) } else { Fate::Send(room.clone(), lang.clone()) })
    }
}

pub async fn claim(
    conn: &mut SqliteConnection,
    announcement: Announcement,
    claim: Claim,
) -> Result<Vec<Parcel>, StoreError> {
    let query = "SELECT o.person, o.state, o.attempts, p.room, p.reachable, p.rests, p.turned_at,
            s.lang, s.quiet_from, s.quiet_to, s.sent_at, p.tokens IS NOT NULL AS linked
        FROM outbox o JOIN announcements a ON a.id = o.announcement AND a.state = 'running'
        LEFT JOIN people p ON p.id = o.person LEFT JOIN subscriptions s ON s.person = o.person
        WHERE o.announcement = ? AND o.network = ? AND o.due <= ? ORDER BY o.due, o.person LIMIT ?";
    // Nobody may be put off for ever by a zone that this machine does not know: then the hours are those of UTC.
    let zone = TimeZone::get(&announcement.zone).unwrap_or(TimeZone::UTC);
    let mut parcels: Vec<Parcel> = Vec::new();
    let rows: Vec<Row> = sqlx::query_as(query)
        .bind(announcement.id)
        .bind(claim.network.code())
        .bind(micros(claim.now))
        .bind(claim.most.max(LOOKED_AT))
        .fetch_all(&mut *conn)
        .await?;
    for row in rows {
        if parcels.len() >= claim.most as usize {
            break;
        }
        match row.fate(&announcement, claim.now, &zone)? {
            Fate::Cross(state) => {
                let kept = if announcement.is_for_some() {
                    count(conn, announcement.id, claim.network, state, 0).await?;
                    "apart"
                } else {
                    state
                };
                let set = "UPDATE outbox SET state = ?, due = NULL WHERE announcement = ? AND person = ?";
                sqlx::query(set).bind(kept).bind(announcement.id).bind(row.person).execute(&mut *conn).await?;
            }
            Fate::PutOff(due) => {
                let set = "UPDATE outbox SET due = ? WHERE announcement = ? AND person = ?";
                sqlx::query(set).bind(micros(due)).bind(announcement.id).bind(row.person).execute(&mut *conn).await?;
            }
            Fate::Send(room, lang) => {
                // Matrix knows the transaction: the same message twice is one there.
                let doubtful = row.state != "waiting" && claim.network == Network::Telegram;
                let set = "UPDATE outbox SET state = 'sending', due = ?, run = ?, attempts = attempts + 1,
                    repeated = max(repeated, ?) WHERE announcement = ? AND person = ?";
                sqlx::query(set)
                    .bind(micros(claim.until))
                    .bind(claim.run.0)
                    .bind(doubtful)
                    .bind(announcement.id)
                    .bind(row.person)
                    .execute(&mut *conn)
                    .await?;
                sqlx::query("UPDATE subscriptions SET sent_at = ? WHERE person = ?")
                    .bind(micros(claim.now))
                    .bind(row.person)
                    .execute(&mut *conn)
                    .await?;
                parcels.push(Parcel {
                    announcement: announcement.id,
                    person: PersonId(row.person),
                    room,
                    lang: lang_of(&lang),
                    attempt: row.attempts.saturating_add(1),
                    run: claim.run,
                    linked: row.linked == Some(true),
                    quiet: quiet_of(row.quiet_from, row.quiet_to),
                    network: claim.network,
                    apart: announcement.is_for_some(),
                });
            }
        }
    }
    Ok(parcels)
}

pub async fn finish(conn: &mut SqliteConnection, parcel: Parcel, outcome: Outcome) -> Result<(), StoreError> {
    let (state, due) = match outcome {
        Outcome::Delivered => ("delivered", None),
        Outcome::Unreachable => ("unreachable", None),
        Outcome::Refused => ("refused", None),
        Outcome::Back(due) => ("waiting", Some(due)),
        Outcome::Unknown(due) => ("unknown", due),
        Outcome::Apart => ("apart", None),
    };
    if outcome == Outcome::Unreachable {
        sqlx::query("UPDATE people SET reachable = 0 WHERE id = ?").bind(parcel.person.0).execute(&mut *conn).await?;
    }
    if parcel.apart && due.is_none() {
        return end_apart(conn, &parcel, state).await;
    }
    // That it was delivered is true whoever says it; the rest only of one's own lease.
    // What did not go out was no try.
    let set = "UPDATE outbox SET state = ?1, due = ?2, attempts = attempts - (?1 = 'waiting')
        WHERE announcement = ?3 AND person = ?4 AND state <> 'delivered'
        AND (?1 = 'delivered' OR (state = 'sending' AND run = ?5))";
    sqlx::query(set)
        .bind(state)
        .bind(due.map(micros))
        .bind(parcel.announcement)
        .bind(parcel.person.0)
        .bind(parcel.run.0)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Whoever it was for, the row ends alike; what became of it is counted.
async fn end_apart(conn: &mut SqliteConnection, parcel: &Parcel, state: &str) -> Result<(), StoreError> {
    let query = "SELECT repeated FROM outbox WHERE announcement = ? AND person = ? AND state <> 'apart'
        AND (? = 'delivered' OR (state = 'sending' AND run = ?))";
    let repeated: Option<i64> = sqlx::query_scalar(query)
        .bind(parcel.announcement)
        .bind(parcel.person.0)
        .bind(state)
        .bind(parcel.run.0)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(repeated) = repeated else { return Ok(()) };
    if state != "apart" {
        count(conn, parcel.announcement, parcel.network, state, repeated).await?;
    }
    let set = "UPDATE outbox SET state = 'apart', due = NULL, run = NULL, attempts = 0, repeated = 0
        WHERE announcement = ? AND person = ?";
    sqlx::query(set).bind(parcel.announcement).bind(parcel.person.0).execute(conn).await?;
    Ok(())
}

async fn count(
    conn: &mut SqliteConnection,
    announcement: i64,
    network: Network,
    state: &str,
    repeated: i64,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO apart (announcement, network, state, many, repeated) VALUES (?, ?, ?, 1, ?)
        ON CONFLICT DO UPDATE SET many = many + 1, repeated = repeated + excluded.repeated";
    let insert = sqlx::query(insert).bind(announcement).bind(network.code()).bind(state).bind(repeated);
    insert.execute(conn).await?;
    Ok(())
}

pub async fn progress(
    reads: &SqlitePool,
    announcement: i64,
    network: Network,
    now: Timestamp,
) -> Result<Progress, StoreError> {
    let query = "SELECT state, due IS NOT NULL AS open, count(*), sum(repeated), total(due > ?),
            max(iif(state = 'sending', NULL, due))
        FROM outbox WHERE announcement = ? AND network = ? GROUP BY 1, 2";
    let rows: Vec<(String, bool, i64, i64, f64, Option<i64>)> =
        sqlx::query_as(query).bind(micros(now)).bind(announcement).bind(network.code()).fetch_all(reads).await?;
    let filled = "SELECT filled FROM announcements WHERE id = ?";
    let filled: Option<bool> = sqlx::query_scalar(filled).bind(announcement).fetch_optional(reads).await?;
    let mut progress = Progress { filled: filled == Some(true), ..Progress::default() };
    let apart = "SELECT state, many, repeated FROM apart WHERE announcement = ? AND network = ?";
    let apart: Vec<(String, i64, i64)> =
        sqlx::query_as(apart).bind(announcement).bind(network.code()).fetch_all(reads).await?;
    for (state, count, repeated) in apart {
        progress.repeated += repeated.unsigned_abs();
        progress.add(&state, count.unsigned_abs());
    }
    for (state, open, count, repeated, later, last_due) in rows {
        let count = count.unsigned_abs();
        progress.repeated += repeated.unsigned_abs();
        if open {
            progress.waiting += count;
            if state != "sending" {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
                let later = later as u64;
                progress.later += later;
            }
            let last = last_due.filter(|due| *due > micros(now)).map(instant).transpose()?;
            progress.last_due = progress.last_due.max(last);
            continue;
        }
        progress.add(&state, count);
    }
    Ok(progress)
}

impl Progress {
    /// So many more of which nothing is left to do.
    fn add(&mut self, state: &str, count: u64) {
        match state {
            "delivered" => self.delivered += count,
            "unreachable" => self.unreachable += count,
            "unsubscribed" => self.unsubscribed += count,
            "refused" => self.refused += count,
            "apart" => {}
            _ => self.unknown += count,
        }
    }
}
