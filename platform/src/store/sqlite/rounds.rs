//! Rounds: opened with their candidates and their draws, closed with their result.

use super::phases::add_event;
use super::{archive, board, casts, effects, elections, encode, manifest, micros};
use crate::results::{self, Count};
use crate::secrets::random;
use crate::store::{CountOrder, StoreError, TransitionOrder};
use isoloir_ballot::archive::{Close, Counts};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::to_json;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CandidateState, EventKind, LotCountView, PhaseStatus, PlatformEvent, ResultView, Round, TurnoutView,
};
use isoloir_shared::domain::lots::DrawState;
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Where the embedded platform takes its public randomness from.
pub(super) const RANDOMNESS_SOURCE: &str = "system";

/// Opens a round for these candidates; the public randomness of its draws is taken now, after the commitment.
pub(super) async fn open(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
    round: Round,
    candidates: &[CandidateId],
) -> Result<(), StoreError> {
    let list = serde_json::to_string(candidates).map_err(|e| StoreError::Broken(e.to_string()))?;
    let state = match round {
        Round::Final => None,
        Round::Preselection => {
            let size = usize::try_from(order.primary.preselection.lot_size).unwrap_or(usize::MAX);
            let state = DrawState::new(candidates.to_vec(), size.min(candidates.len()));
            let state = state.map_err(|e| StoreError::Broken(e.to_string()))?;
            Some(serde_json::to_string(&state).map_err(|e| StoreError::Broken(e.to_string()))?)
        }
    };
    sqlx::query(
        "UPDATE rounds SET candidates = ?, state = ?, max_lots = ?, randomness = ?, randomness_source = ?, opened_at = ?
         WHERE round = ?",
    )
    .bind(list)
    .bind(state)
    .bind((round == Round::Preselection).then_some(order.primary.preselection.max_lots))
    .bind(random::<32>().to_vec())
    .bind(RANDOMNESS_SOURCE)
    .bind(micros(order.transition.at))
    .bind(encode(&round)?)
    .execute(&mut *conn)
    .await?;
    manifest::publish(conn, order, round, candidates).await
}

/// Whether a round was opened.
pub(super) async fn was_opened(conn: &mut SqliteConnection, round: Round) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM rounds WHERE round = ? AND opened_at IS NOT NULL)")
        .bind(encode(&round)?)
        .fetch_one(&mut *conn)
        .await?)
}

/// The phase of this opening is left out.
pub(super) async fn mark_skipped(conn: &mut SqliteConnection, order: &TransitionOrder) -> Result<(), StoreError> {
    sqlx::query("UPDATE transitions SET skipped = 1 WHERE name = ?").bind(order.name()).execute(&mut *conn).await?;
    Ok(())
}

/// Closes a round: every lot that is still open has gone back by now, its end being the close at the latest. From here on
/// the board takes no ballot, and says so.
pub(super) async fn close(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
    round: Round,
) -> Result<(), StoreError> {
    let word = encode(&round)?;
    let at = order.transition.at;
    let done = sqlx::query("UPDATE rounds SET closed_at = ? WHERE round = ? AND opened_at IS NOT NULL")
        .bind(micros(at))
        .bind(&word)
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let ballots: i64 = sqlx::query_scalar("SELECT count(*) FROM board WHERE round = ? AND kind = 1")
        .bind(&word)
        .fetch_one(&mut *conn)
        .await?;
    let lots = match round {
        Round::Preselection => Some(archive::lots_root(conn, &order.server).await?),
        Round::Final => None,
    };
    let close = Close { time: board::seconds(at), ballots: ballots.unsigned_abs(), lots };
    board::append(conn, &order.server, round, Kind::Close, &to_json(&close), at).await?;
    Ok(())
}

/// Publishes a round's result from its counts, and says who goes on. Nothing if it was before. In the same transaction
/// the decryptions and the result come on the board, and the keys of local trustees go.
pub(super) async fn publish_count(
    conn: &mut SqliteConnection,
    count: &CountOrder,
) -> Result<Vec<PlatformEvent>, StoreError> {
    let (round, order) = (count.round, &count.order);
    let (word, at) = (encode(&round)?, order.transition.at);
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM results WHERE round = ?)")
        .bind(&word)
        .fetch_one(&mut *conn)
        .await?;
    if there {
        return Ok(vec![]);
    }
    for decryption in &count.decryptions {
        elections::put(conn, &order.server, round, decryption, at).await?;
    }
    board::append(conn, &order.server, round, Kind::Result, &to_json(&count.counts), at).await?;
    sqlx::query("DELETE FROM trustee_secrets WHERE round = ?").bind(&word).execute(&mut *conn).await?;
    let (result, chosen) = tally(conn, count).await?;
    let body = serde_json::to_string(&result).map_err(|e| StoreError::Broken(e.to_string()))?;
    sqlx::query("INSERT INTO results (round, body, published_at) VALUES (?, ?, ?)")
        .bind(&word)
        .bind(body)
        .bind(micros(at))
        .execute(&mut *conn)
        .await?;
    effects::chosen(conn, order, round, &chosen).await?;
    // Who heard of the close asks for the result then; where it comes later, they hear again.
    let later: bool = sqlx::query_scalar("SELECT closed_at < ? FROM rounds WHERE round = ?")
        .bind(micros(at))
        .bind(&word)
        .fetch_one(&mut *conn)
        .await?;
    let (phase, status) = (order.transition.phase, PhaseStatus::Closed);
    if later { Ok(vec![add_event(conn, at, EventKind::Phase { phase, status }).await?]) } else { Ok(vec![]) }
}

/// Majority judgment on the counts.
async fn tally(conn: &mut SqliteConnection, order: &CountOrder) -> Result<(ResultView, Vec<CandidateId>), StoreError> {
    let round = order.round;
    let list: String = sqlx::query_scalar("SELECT candidates FROM rounds WHERE round = ?")
        .bind(encode(&round)?)
        .fetch_one(&mut *conn)
        .await?;
    let rows = effects::all(conn).await?;
    let standing = if round == Round::Final { CandidateState::Finalist } else { CandidateState::Confirmed };
    let mut count = Count::new(order.order.primary.scale.len());
    for (id, counts) in casts::candidates(&list)?.into_iter().zip(&order.counts.counts) {
        if let Some(row) = rows.iter().find(|row| row.id == id) {
            count.candidate(id, &row.name, row.state == standing, counts);
        }
    }
    let Counts { ballots, voters, own, assisted, .. } = order.counts;
    let turnout = TurnoutView { voters, own, assisted, ..turnout(conn, round, ballots).await? };
    results::result(round, &count, &order.order.primary.final_vote, turnout, order.order.transition.at)
        .map_err(|e| StoreError::Broken(e.to_string()))
}

async fn turnout(conn: &mut SqliteConnection, round: Round, ballots: u64) -> Result<TurnoutView, StoreError> {
    let registered: i64 = sqlx::query_scalar(
        // Who voted and was erased was on the roll: their ballots are in the other number.
        "SELECT (SELECT count(*) FROM accounts WHERE registered_at IS NOT NULL)
                + (SELECT count(*) FROM erased_voters e WHERE NOT EXISTS
                   (SELECT 1 FROM accounts a WHERE a.email_mac = e.email_mac AND a.registered_at IS NOT NULL))",
    )
    .fetch_one(&mut *conn)
    .await?;
    let lots = if round == Round::Preselection { lot_counts(conn).await? } else { vec![] };
    Ok(TurnoutView { registered: registered.unsigned_abs(), ballots, lots, ..TurnoutView::default() })
}

/// Lots issued, gone back and cast, for each candidate of the pre-selection; nothing before it opens.
pub(super) async fn lot_counts(conn: &mut SqliteConnection) -> Result<Vec<LotCountView>, StoreError> {
    let state: Option<Option<String>> =
        sqlx::query_scalar("SELECT state FROM rounds WHERE round = 'preselection'").fetch_optional(&mut *conn).await?;
    let Some(state) = state.flatten() else { return Ok(vec![]) };
    let state: DrawState = serde_json::from_str(&state).map_err(|e| StoreError::Broken(e.to_string()))?;
    let cast: Vec<(u32, i64)> = sqlx::query_as(
        "SELECT json_extract(place.value, '$[0]') AS candidate, count(*)
         FROM lots, json_each(lots.places) AS place WHERE lots.status = 'cast' GROUP BY candidate",
    )
    .fetch_all(&mut *conn)
    .await?;
    let cast: HashMap<u32, i64> = cast.into_iter().collect();
    let counts = state.candidates().iter().zip(state.issued()).zip(state.expired());
    Ok(counts
        .map(|((id, issued), expired)| LotCountView {
            candidate: *id,
            issued: *issued,
            expired: *expired,
            cast: cast.get(&id.0).copied().unwrap_or_default().unsigned_abs(),
        })
        .collect())
}
