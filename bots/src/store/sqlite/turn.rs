//! A turn: one transaction, in which every condition is a constraint or a `WHERE`.

use super::people::parts;
use super::seals::note_seal;
use super::writer::take_back;
use super::{Writer, micros};
use crate::engine::Network;
use crate::store::{Change, Committed, PersonId, StoreError, TurnRow, Who};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// Commits it. What is not `Done` leaves nothing behind.
pub async fn commit(writer: &Writer, turn: TurnRow) -> Result<Committed, StoreError> {
    let job = writer.write(move |conn| Box::pin(take(conn, turn)));
    job.await
}

async fn take(conn: &mut SqliteConnection, turn: TurnRow) -> Result<Committed, StoreError> {
    let outcome = steps(conn, turn).await?;
    if !matches!(outcome, Committed::Done(..)) {
        take_back(conn).await?;
    }
    Ok(outcome)
}

async fn steps(conn: &mut SqliteConnection, turn: TurnRow) -> Result<Committed, StoreError> {
    if let Some((network, id)) = &turn.update
        && !note(conn, *network, id, turn.at).await?
    {
        return Ok(Committed::Already);
    }
    if let Change::To(Some(tokens)) = &turn.tokens {
        note_seal(conn, tokens).await?;
    }
    let Some((person, version)) = row(conn, &turn).await? else { return Ok(Committed::Conflict) };
    if turn.forget {
        sqlx::query("DELETE FROM people WHERE id = ?").bind(person).execute(&mut *conn).await?;
        return Ok(Committed::Done(PersonId(person), version));
    }
    if !turn.fired.is_empty() {
        let mut there = 0;
        for timer in &turn.fired {
            let gone = sqlx::query("DELETE FROM timers WHERE person = ? AND timer = ?")
                .bind(person)
                .bind(signed(timer.0))
                .execute(&mut *conn)
                .await?;
            there += gone.rows_affected();
        }
        if there == 0 {
            return Ok(Committed::NoTimer);
        }
    }
    for (timer, at) in &turn.timers {
        let set = "INSERT INTO timers (person, timer, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at";
        sqlx::query(set).bind(person).bind(signed(timer.0)).bind(micros(*at)).execute(&mut *conn).await?;
    }
    if let Change::To(tokens) = turn.tokens {
        let (key, bytes) = parts(tokens);
        let set = "UPDATE people SET tokens = ?, tokens_seal = ? WHERE id = ?";
        sqlx::query(set).bind(bytes).bind(key).bind(person).execute(&mut *conn).await?;
    }
    if let Change::To(account) = turn.account {
        let set = sqlx::query("UPDATE people SET account = ? WHERE id = ?");
        set.bind(account.map(|it| it.to_vec())).bind(person).execute(&mut *conn).await?;
    }
    if let Some((accounts, kind)) = turn.tell {
        for account in accounts {
            let tell =
                "INSERT INTO notices (person, kind, at) SELECT id, ?, ? FROM people WHERE account = ? AND id <> ?";
            let tell = sqlx::query(tell).bind(&kind).bind(micros(turn.at)).bind(account.to_vec()).bind(person);
            tell.execute(&mut *conn).await?;
        }
    }
    Ok(Committed::Done(PersonId(person), version))
}

/// Inserts or moves on the person's row; none if somebody was quicker. The key that it is sealed with is noted by the
/// same call: each is a change of threads.
async fn row(conn: &mut SqliteConnection, turn: &TurnRow) -> Result<Option<(i64, i64)>, StoreError> {
    let row = match &turn.who {
        Who::New(chat) => {
            let insert = "INSERT INTO seals (id) VALUES (?) ON CONFLICT DO NOTHING;
                INSERT INTO people (network, chat, room, version, seal, session, waits, follows, rests, run, turned_at)
                VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (network, chat) DO NOTHING RETURNING id, version";
            sqlx::query_as(insert)
                .bind(turn.session.key.to_vec())
                .bind(chat.network.code())
                .bind(&chat.chat)
                .bind(turn.room.as_deref().unwrap_or(&chat.chat))
                .bind(turn.session.key.to_vec())
                .bind(&turn.session.bytes)
                .bind(turn.waits)
                .bind(turn.follows)
                .bind(turn.rests)
                .bind(turn.run.0)
                .bind(micros(turn.at))
                .fetch_optional(conn)
                .await?
        }
        Who::Known(id, version) => {
            let update = "INSERT INTO seals (id) VALUES (?) ON CONFLICT DO NOTHING;
                UPDATE people SET version = version + 1, seal = ?, session = ?, waits = ?, follows = ?, rests = ?, run = ?, turned_at = ?,
                room = coalesce(?, room), reachable = max(reachable, ?) WHERE id = ? AND version = ? RETURNING id, version";
            sqlx::query_as(update)
                .bind(turn.session.key.to_vec())
                .bind(turn.session.key.to_vec())
                .bind(&turn.session.bytes)
                .bind(turn.waits)
                .bind(turn.follows)
                .bind(turn.rests)
                .bind(turn.run.0)
                .bind(micros(turn.at))
                .bind(turn.room.as_deref())
                .bind(turn.here)
                .bind(id.0)
                .bind(version)
                .fetch_optional(conn)
                .await?
        }
    };
    Ok(row)
}

/// False if the update was noted before.
pub async fn note(conn: &mut SqliteConnection, network: Network, id: &str, at: Timestamp) -> Result<bool, StoreError> {
    let noted = sqlx::query("INSERT INTO updates (network, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(network.code())
        .bind(id)
        .bind(micros(at))
        .execute(conn)
        .await?;
    Ok(noted.rows_affected() == 1)
}

/// Timers count from one; beyond what fits there are none.
pub fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
