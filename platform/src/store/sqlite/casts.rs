//! A cast inside the writer's transaction: few statements, as thousands may come in a second.

use super::lots::key;
use super::phases::check_window;
use super::{instant, micros};
use crate::secrets::random;
use crate::store::{Booth, CastOrder, StoreError};
use isoloir_shared::api::ids::{CandidateId, LotId, Tracker};
use isoloir_shared::api::types::{GradeAnswer, ProblemCode, ReceiptStatus, ReceiptView, Round};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// Casts, or changes.
pub(super) async fn cast(conn: &mut SqliteConnection, order: &CastOrder) -> Result<ReceiptView, StoreError> {
    super::accounts::may_vote(conn, order.voter).await?;
    let now = check_window(conn, &order.window).await?;
    let (round, lot, again) = match order.booth {
        Booth::Lot(id) => (Round::Preselection, Some(id), lot(conn, order, id, now).await?),
        Booth::Final => (Round::Final, None, finale(conn, order).await?),
    };
    if again && !order.change {
        return Err(ProblemCode::AlreadyCast.into());
    }
    if again {
        replace(conn, order, now).await?;
    }
    let tracker = Tracker::from_bits(u128::from_be_bytes(random()));
    // In the final there is no lot to mark: the second statement finds none.
    let both = "INSERT INTO ballots (round, lot, voter, tracker, answers, cast_at) VALUES (?, ?, ?, ?, ?, ?);
                UPDATE lots SET status = 'cast' WHERE id = ? AND status = 'open'";
    sqlx::query(both)
        .bind(if lot.is_some() { "preselection" } else { "final" })
        .bind(lot.map(key))
        .bind(order.voter.0)
        .bind(tracker.0.as_str())
        .bind(encode(&order.ballot.answers))
        .bind(micros(now))
        .bind(lot.map(key))
        .execute(&mut *conn)
        .await?;
    super::accounts::has_voted(conn, order.voter, now).await?;
    Ok(ReceiptView { tracker, round, lot, cast_at: now, status: ReceiptStatus::Recorded })
}

/// Checks the lot and its ballot. True if it was cast already.
async fn lot(conn: &mut SqliteConnection, order: &CastOrder, id: LotId, now: Timestamp) -> Result<bool, StoreError> {
    let row: Option<(i64, String, i64, String)> =
        sqlx::query_as("SELECT voter, places, expires_at, status FROM lots WHERE id = ?")
            .bind(key(id))
            .fetch_optional(&mut *conn)
            .await?;
    let Some((voter, places, expires_at, status)) = row else { return Err(ProblemCode::NotFound.into()) };
    if voter != order.voter.0 {
        return Err(ProblemCode::ForeignLot.into());
    }
    let again = status == "cast";
    if status == "expired" || (!again && instant(expires_at)? <= now) {
        return Err(ProblemCode::LotExpired.into());
    }
    let asked: Vec<CandidateId> = super::draws::places(&places)?.iter().map(|place| place.candidate).collect();
    order.check(&asked)?;
    Ok(again)
}

/// Checks the ballot of the final. True if this voter has one already.
async fn finale(conn: &mut SqliteConnection, order: &CastOrder) -> Result<bool, StoreError> {
    let (list, again): (Option<String>, bool) = sqlx::query_as(
        "SELECT candidates, EXISTS (SELECT 1 FROM ballots WHERE voter = ? AND lot IS NULL AND replaced_at IS NULL)
         FROM rounds WHERE round = 'final'",
    )
    .bind(order.voter.0)
    .fetch_one(&mut *conn)
    .await?;
    order.check(&candidates(&list.ok_or(ProblemCode::TooEarly)?)?)?;
    Ok(again)
}

async fn replace(conn: &mut SqliteConnection, order: &CastOrder, now: Timestamp) -> Result<(), StoreError> {
    let query = match order.booth {
        Booth::Lot(id) => sqlx::query("UPDATE ballots SET replaced_at = ? WHERE lot = ? AND replaced_at IS NULL")
            .bind(micros(now))
            .bind(key(id)),
        Booth::Final => {
            sqlx::query("UPDATE ballots SET replaced_at = ? WHERE voter = ? AND lot IS NULL AND replaced_at IS NULL")
                .bind(micros(now))
                .bind(order.voter.0)
        }
    };
    query.execute(&mut *conn).await?;
    Ok(())
}

/// A round's list of candidates from its column.
pub(super) fn candidates(column: &str) -> Result<Vec<CandidateId>, StoreError> {
    serde_json::from_str(column).map_err(|e| StoreError::Broken(e.to_string()))
}

/// "No opinion" in a ballot's column.
const NO_OPINION: u8 = u8::MAX;

/// Answers as a column: for each, the candidate's number (4 bytes, most significant first) and the grade, sorted, so
/// that the column tells nothing of the order in which somebody graded.
pub(super) fn encode(answers: &[GradeAnswer]) -> Vec<u8> {
    let mut rows: Vec<_> = answers.iter().map(|a| (a.candidate.0, a.grade.unwrap_or(NO_OPINION))).collect();
    rows.sort_unstable();
    rows.into_iter().flat_map(|(id, grade)| id.to_be_bytes().into_iter().chain([grade])).collect()
}

/// A column as answers: candidate and grade.
pub(super) fn decode(column: &[u8]) -> impl Iterator<Item = (CandidateId, Option<u8>)> + '_ {
    column.chunks_exact(5).map(|row| {
        let id = CandidateId(u32::from_be_bytes([row[0], row[1], row[2], row[3]]));
        (id, Some(row[4]).filter(|grade| *grade != NO_OPINION))
    })
}
