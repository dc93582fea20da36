//! What each change of phase does to the candidates and to the rounds.

use super::{decode, encode, instant, micros, rounds};
use crate::store::{StoreError, TransitionOrder};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, PhaseKind, Round};
use isoloir_shared::domain::qualification::{self, Outcome};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// A candidate as the rules look at them.
pub(super) struct Row {
    pub id: CandidateId,
    pub name: String,
    pub state: CandidateState,
    pub supports: u64,
    pub charter: bool,
    pub confirm_by: Option<Timestamp>,
}

/// The effects of an opening. False if the rule leaves the phase out.
pub(super) async fn open(conn: &mut SqliteConnection, order: &TransitionOrder) -> Result<bool, StoreError> {
    let at = order.transition.at;
    match order.transition.phase {
        // Nominees with enough nominations stay nominees after the deadline: they are invited to declare.
        PhaseKind::ProvisionalList => {
            let closes_at = order.calendar.phase(PhaseKind::ProvisionalList).and_then(|phase| phase.closes_at);
            let invited = in_state(conn, CandidateState::Nominated).await?;
            ask(conn, &invited, closes_at).await?;
        }
        PhaseKind::Preparation => {
            let by = answer_by(order, at, PhaseKind::Preselection);
            // Whoever was asked ahead keeps their days.
            let rows = all(conn).await?;
            let unasked = rows.iter().filter(|row| row.state == CandidateState::Qualified && row.confirm_by.is_none());
            let unasked: Vec<CandidateId> = unasked.map(|row| row.id).collect();
            ask(conn, &unasked, by).await?;
        }
        PhaseKind::Preselection => {
            lapse_all(conn, CandidateState::Qualified, at).await?;
            let confirmed = in_state(conn, CandidateState::Confirmed).await?;
            if !qualification::has_preselection(&order.primary.preselection, confirmed.len()) {
                return Ok(false);
            }
            rounds::open(conn, order, Round::Preselection, &confirmed).await?;
        }
        PhaseKind::Finalists => promote_confirmed(conn, at).await?,
        PhaseKind::FinalVote => {
            promote_confirmed(conn, at).await?;
            lapse_all(conn, CandidateState::Finalist, at).await?;
            let finalists = in_state(conn, CandidateState::Finalist).await?;
            if finalists.is_empty() {
                return Ok(false);
            }
            rounds::open(conn, order, Round::Final, &finalists).await?;
        }
        PhaseKind::Identification | PhaseKind::Result => {}
    }
    Ok(true)
}

/// The effects of a close.
pub(super) async fn close(conn: &mut SqliteConnection, order: &TransitionOrder) -> Result<(), StoreError> {
    let at = order.transition.at;
    let rules = &order.primary.qualification;
    match order.transition.phase {
        PhaseKind::Identification => {
            for row in all(conn).await? {
                let outcome = qualification::at_deadline(rules, row.state, row.supports, row.charter);
                change(conn, row.id, outcome, at).await?;
            }
        }
        PhaseKind::ProvisionalList => {
            for row in all(conn).await? {
                let outcome = qualification::at_end_of_invitation(rules, row.state, row.supports, row.charter);
                change(conn, row.id, outcome, at).await?;
            }
        }
        PhaseKind::Preselection => rounds::close(conn, order, Round::Preselection).await?,
        PhaseKind::FinalVote => rounds::close(conn, order, Round::Final).await?,
        PhaseKind::Preparation | PhaseKind::Finalists | PhaseKind::Result => {}
    }
    Ok(())
}

/// The effects of a result: who goes on is asked whether they do, or has won.
pub(super) async fn chosen(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
    round: Round,
    chosen: &[CandidateId],
) -> Result<(), StoreError> {
    let at = order.transition.at;
    let state = if round == Round::Final { CandidateState::Winner } else { CandidateState::Finalist };
    for id in chosen {
        change(conn, *id, Some(Outcome { state, cause: ChangeCause::Vote }), at).await?;
    }
    if round == Round::Preselection {
        ask(conn, chosen, answer_by(order, at, PhaseKind::FinalVote)).await?;
    }
    Ok(())
}

/// Who was asked to confirm and has said nothing by `now` is out.
pub(super) async fn lapse_silent(conn: &mut SqliteConnection, now: Timestamp) -> Result<u64, StoreError> {
    let mut lapsed = 0;
    for row in all(conn).await? {
        let Some(by) = row.confirm_by else { continue };
        // A finalist who said yes is no longer asked.
        if let Some(outcome) = qualification::at_silence(row.state, false, by, now) {
            change(conn, row.id, Some(outcome), by).await?;
            lapsed += 1;
        }
    }
    Ok(lapsed)
}

/// Nobody waits for an answer once a vote opens.
async fn lapse_all(conn: &mut SqliteConnection, state: CandidateState, at: Timestamp) -> Result<(), StoreError> {
    for row in all(conn).await?.into_iter().filter(|row| row.state == state && row.confirm_by.is_some()) {
        let outcome = Outcome { state: CandidateState::Lapsed, cause: ChangeCause::Silence };
        change(conn, row.id, Some(outcome), at).await?;
    }
    Ok(())
}

/// Where the pre-selection was left out, all who confirmed go to the final.
async fn promote_confirmed(conn: &mut SqliteConnection, at: Timestamp) -> Result<(), StoreError> {
    if rounds::was_opened(conn, Round::Preselection).await? {
        return Ok(());
    }
    for id in in_state(conn, CandidateState::Confirmed).await? {
        let outcome = Outcome { state: CandidateState::Finalist, cause: ChangeCause::Confirmation };
        change(conn, id, Some(outcome), at).await?;
    }
    Ok(())
}

/// Days to answer, and never past the opening of the vote that needs the answer.
fn answer_by(order: &TransitionOrder, asked_at: Timestamp, before: PhaseKind) -> Option<Timestamp> {
    let by = order.calendar.answer_by(asked_at, order.primary.confirmation.days);
    let vote = order.calendar.phase(before).map(|phase| phase.opens_at);
    by.into_iter().chain(vote).min()
}

pub(super) async fn ask(
    conn: &mut SqliteConnection,
    ids: &[CandidateId],
    by: Option<Timestamp>,
) -> Result<(), StoreError> {
    for id in ids {
        sqlx::query("UPDATE candidates SET confirm_by = ? WHERE id = ?")
            .bind(by.map(micros))
            .bind(id.0)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Writes a change and its line of history; whoever it concerns is no longer asked anything.
async fn change(
    conn: &mut SqliteConnection,
    id: CandidateId,
    outcome: Option<Outcome>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(Outcome { state, cause }) = outcome else { return Ok(()) };
    let state = encode(&state)?;
    sqlx::query("UPDATE candidates SET state = ?, confirm_by = NULL WHERE id = ?")
        .bind(&state)
        .bind(id.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query("INSERT INTO candidate_changes (candidate, at, state, cause) VALUES (?, ?, ?, ?)")
        .bind(id.0)
        .bind(micros(at))
        .bind(&state)
        .bind(encode(&cause)?)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

async fn in_state(conn: &mut SqliteConnection, state: CandidateState) -> Result<Vec<CandidateId>, StoreError> {
    let ids: Vec<u32> = sqlx::query_scalar("SELECT id FROM candidates WHERE state = ? ORDER BY id")
        .bind(encode(&state)?)
        .fetch_all(&mut *conn)
        .await?;
    Ok(ids.into_iter().map(CandidateId).collect())
}

/// Every candidate.
pub(super) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Row>, StoreError> {
    type Columns = (u32, String, String, i64, i64, bool, Option<i64>);
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT id, name, state, supports, imported, charter_at IS NOT NULL, confirm_by FROM candidates ORDER BY id",
    )
    .fetch_all(&mut *conn)
    .await?;
    let row = |(id, name, state, supports, imported, charter, confirm_by): Columns| {
        Ok(Row {
            id: CandidateId(id),
            name,
            state: decode(&state)?,
            supports: supports.saturating_add(imported).unsigned_abs(),
            charter,
            confirm_by: confirm_by.map(instant).transpose()?,
        })
    };
    rows.into_iter().map(row).collect()
}
