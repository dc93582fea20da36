//! A cast inside the writer's transaction: few statements, as thousands may come in a second. That the ballot is one, and
//! signed, was checked before; here is whether this voter may cast it here and now.

use super::lots::key;
use super::phases::check_window;
use super::{accounts, board, credentials, encode, instant, micros};
use crate::secrets::ServerKey;
use crate::store::{BallotRule, Booth, CastOrder, StoreError};
use isoloir_ballot::ballot::{Ballot, Channel};
use isoloir_ballot::board::Kind;
use isoloir_shared::api::ids::{CandidateId, LotId, Tracker};
use isoloir_shared::api::types::{ProblemCode, ReceiptStatus, ReceiptView};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// How far a ballot's sequence may be above that of the one before. A bot that used them up could not be overridden.
const LEAP: u32 = 1_000;

/// Casts, or changes.
pub(super) async fn cast(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    order: &CastOrder,
) -> Result<ReceiptView, StoreError> {
    accounts::may_vote(conn, order.voter).await?;
    let now = check_window(conn, &order.window).await?;
    let (round, place) = (order.booth.round(), order.ballot.place());
    let mine = credentials::needed(conn, order.voter, round).await?;
    // Before the lot: a device whose key was replaced must learn that, and its lot is another key's by now.
    if place.credential != mine {
        return Err(ProblemCode::OtherCredential.into());
    }
    let (lot, last) = match order.booth {
        Booth::Lot(id) => (Some(id), lot(conn, order, id, &mine.0, now).await?),
        Booth::Final => (None, finale(conn, order, &mine.0).await?),
    };
    if last.is_some() && !order.change {
        return Err(ProblemCode::AlreadyCast.into());
    }
    let before = last.unwrap_or(0);
    if place.sequence <= before {
        return Err(ProblemCode::OldBallot.into());
    }
    if place.sequence - before > LEAP {
        return Err(BallotRule::Sequence.into());
    }
    if place.channel == Channel::Own {
        own(conn, order).await?;
    }
    let word = encode(&round)?;
    first_of_its_kind(conn, &word, &order.ballot).await?;
    if last.is_some() {
        replace(conn, order, now).await?;
    }
    let added = board::append(conn, server, round, Kind::Ballot, order.ballot.bytes(), now).await?;
    let tracker = record(conn, &word, lot, &order.ballot, (added.leaf, now)).await?;
    accounts::has_voted(conn, order.voter, now).await?;
    let board = Some(Box::new(added.receipt()));
    Ok(ReceiptView { tracker, round, lot, cast_at: now, status: ReceiptStatus::Recorded, board })
}

/// Notes a ballot that is on the board.
pub(super) async fn record(
    conn: &mut SqliteConnection,
    round: &str,
    lot: Option<LotId>,
    ballot: &Ballot,
    (leaf, at): (u64, Timestamp),
) -> Result<Tracker, StoreError> {
    let tracker = Tracker(ballot.tracker().to_string());
    // In the final there is no lot to mark: the second statement finds none.
    let all = "INSERT INTO ballots (round, lot, credential, sequence, hash, tracker, fingerprint, leaf, cast_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
               UPDATE lots SET status = 'cast' WHERE id = ?2 AND status = 'open';
               UPDATE credentials SET voted = 1 WHERE round = ?1 AND credential = ?3 AND NOT voted";
    sqlx::query(all)
        .bind(round)
        .bind(lot.map(key))
        .bind(ballot.place().credential.0.as_slice())
        .bind(ballot.place().sequence)
        .bind(ballot.hash().0.as_slice())
        .bind(tracker.0.as_str())
        .bind(ballot.fingerprint().as_slice())
        .bind(board::number(leaf))
        .bind(micros(at))
        .execute(&mut *conn)
        .await?;
    Ok(tracker)
}

/// Checks the lot and that the ballot is of it. The sequence of its last ballot.
async fn lot(
    conn: &mut SqliteConnection,
    order: &CastOrder,
    id: LotId,
    mine: &[u8],
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    type Columns = (Vec<u8>, String, i64, String, Option<u32>);
    let row: Option<Columns> = sqlx::query_as(
        "SELECT credential, places, expires_at, status,
                (SELECT sequence FROM ballots WHERE lot = lots.id AND replaced_at IS NULL)
         FROM lots WHERE id = ?",
    )
    .bind(key(id))
    .fetch_optional(&mut *conn)
    .await?;
    let Some((credential, places, expires_at, status, last)) = row else { return Err(ProblemCode::NotFound.into()) };
    if credential != mine {
        return Err(ProblemCode::ForeignLot.into());
    }
    let again = status == "cast";
    if status == "expired" || (!again && instant(expires_at)? <= now) {
        return Err(ProblemCode::LotExpired.into());
    }
    let place = order.ballot.place();
    let asked: Vec<u32> = super::draws::places(&places)?.iter().map(|place| place.candidate.0).collect();
    if place.lot != id.0 {
        return Err(BallotRule::Lot.into());
    }
    if place.candidates != asked {
        return Err(BallotRule::Candidates.into());
    }
    Ok(last)
}

/// Checks that the ballot is of the final. The sequence of this voter's last one.
async fn finale(conn: &mut SqliteConnection, order: &CastOrder, mine: &[u8]) -> Result<Option<u32>, StoreError> {
    if order.ballot.place().lot != 0 {
        return Err(BallotRule::Lot.into());
    }
    Ok(sqlx::query_scalar("SELECT sequence FROM ballots WHERE credential = ? AND lot IS NULL AND replaced_at IS NULL")
        .bind(mine)
        .fetch_optional(&mut *conn)
        .await?)
}

/// A linked chat's ballot says that a bot filled it in: the bot saw the grades.
async fn own(conn: &mut SqliteConnection, order: &CastOrder) -> Result<(), StoreError> {
    let Some(session) = order.session else { return Ok(()) };
    let chat: Option<bool> = sqlx::query_scalar("SELECT network IS NOT NULL FROM sessions WHERE id = ?")
        .bind(session.0)
        .fetch_optional(&mut *conn)
        .await?;
    if chat == Some(true) { Err(BallotRule::Channel.into()) } else { Ok(()) }
}

/// Refuses a ballot that is on the board, whose ciphertexts are, or that was opened.
async fn first_of_its_kind(conn: &mut SqliteConnection, round: &str, ballot: &Ballot) -> Result<(), StoreError> {
    let (same, ciphertexts, spoiled): (bool, bool, bool) = sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM ballots WHERE round = ?1 AND hash = ?2),
                EXISTS (SELECT 1 FROM ballots WHERE round = ?1 AND fingerprint = ?3),
                EXISTS (SELECT 1 FROM board WHERE round = ?1 AND kind = 2 AND body = ?2)",
    )
    .bind(round)
    .bind(ballot.hash().0.as_slice())
    .bind(ballot.fingerprint().as_slice())
    .fetch_one(&mut *conn)
    .await?;
    match (spoiled, same, ciphertexts) {
        (true, _, _) => Err(BallotRule::Spoiled.into()),
        (_, true, _) => Err(BallotRule::Same.into()),
        (_, _, true) => Err(BallotRule::Ciphertexts.into()),
        _ => Ok(()),
    }
}

async fn replace(conn: &mut SqliteConnection, order: &CastOrder, now: Timestamp) -> Result<(), StoreError> {
    let query = match order.booth {
        Booth::Lot(id) => sqlx::query("UPDATE ballots SET replaced_at = ? WHERE lot = ? AND replaced_at IS NULL")
            .bind(micros(now))
            .bind(key(id)),
        Booth::Final => sqlx::query(
            "UPDATE ballots SET replaced_at = ? WHERE credential = ? AND lot IS NULL AND replaced_at IS NULL",
        )
        .bind(micros(now))
        .bind(order.ballot.place().credential.0.to_vec()),
    };
    query.execute(&mut *conn).await?;
    Ok(())
}

/// A round's list of candidates from its column.
pub(super) fn candidates(column: &str) -> Result<Vec<CandidateId>, StoreError> {
    serde_json::from_str(column).map_err(|e| StoreError::Broken(e.to_string()))
}
