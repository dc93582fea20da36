//! What two organisers decided, carried out in the transaction of the approval.

use super::candidates::{set_state, state_of};
use super::phases::{add_event, apply, was_applied};
use super::{decode, effects, encode, micros};
use crate::store::{Rules, StoreError, TransitionOrder};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CandidateState, ChangeCause, Decision, EventKind, ListKind, PhaseKind, PlatformEvent, ProblemCode,
};
use isoloir_shared::domain::calendar::{Transition, TransitionKind};
use isoloir_shared::domain::qualification::has_preselection;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

/// The word of a decision.
pub(super) fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::Disqualify { .. } => "disqualify",
        Decision::Reinstate { .. } => "reinstate",
        Decision::Announce { .. } => "announce",
        Decision::Skip => "skip",
        Decision::Publish { .. } => "publish",
    }
}

/// What the log tells of a decision once it is taken: what is published anyway.
pub(super) fn facts(decision: &Decision) -> Result<Vec<(&'static str, String)>, StoreError> {
    let mut facts = vec![("decision", name(decision).to_owned())];
    match decision {
        Decision::Disqualify { candidate, reason } | Decision::Reinstate { candidate, reason } => {
            facts.push(("candidate", candidate.to_string()));
            facts.push(("reason", reason.clone()));
        }
        Decision::Announce { title, .. } => {
            facts.push(("title_en", title.en.clone()));
            facts.push(("title_fr", title.fr.clone()));
        }
        Decision::Skip => facts.push(("phase", "preselection".into())),
        Decision::Publish { list } => facts.push(("list", encode(list)?)),
    }
    Ok(facts)
}

/// Does it, or says why not. Gives the events that follow.
pub(super) async fn carry_out(
    conn: &mut SqliteConnection,
    decision: &Decision,
    rules: &Rules,
    at: Timestamp,
) -> Result<Vec<PlatformEvent>, StoreError> {
    match decision {
        Decision::Disqualify { candidate, reason } => {
            let state = state_of(conn, candidate.0).await?;
            judge(conn, *candidate, (state, CandidateState::Disqualified), reason, at).await?;
            Ok(vec![])
        }
        Decision::Reinstate { candidate, reason } => {
            let now = state_of(conn, candidate.0).await?;
            let before = before_disqualification(conn, *candidate).await?;
            judge(conn, *candidate, (now, before), reason, at).await?;
            Ok(vec![])
        }
        Decision::Announce { title, body } => {
            let kind = EventKind::Announcement { title: title.clone(), body: body.clone() };
            Ok(vec![add_event(conn, at, kind).await?])
        }
        Decision::Skip => skip(conn, rules, at).await,
        Decision::Publish { list } => publish(conn, *list, at).await,
    }
}

/// The organisers bring a candidate from one state to another; nobody waits for their answer any more.
async fn judge(
    conn: &mut SqliteConnection,
    candidate: CandidateId,
    (from, to): (CandidateState, CandidateState),
    reason: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    set_state(conn, candidate.0, from, to, ChangeCause::Organisers, at).await?;
    sqlx::query(
        "UPDATE candidate_changes SET reason = ?1 WHERE id = (SELECT max(id) FROM candidate_changes WHERE candidate = ?2)",
    )
    .bind(reason)
    .bind(candidate.0)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Where somebody stood who is disqualified now.
async fn before_disqualification(
    conn: &mut SqliteConnection,
    candidate: CandidateId,
) -> Result<CandidateState, StoreError> {
    let state: Option<String> = sqlx::query_scalar(
        "SELECT state FROM candidate_changes WHERE candidate = ?1 AND id <
         (SELECT max(id) FROM candidate_changes WHERE candidate = ?1 AND state = 'disqualified') ORDER BY id DESC LIMIT 1",
    )
    .bind(candidate.0)
    .fetch_optional(&mut *conn)
    .await?;
    decode(&state.ok_or(ProblemCode::WrongState)?)
}

/// Leaves the pre-selection out ahead of its day, as the rule will on it: everybody has answered, and too few said yes.
async fn skip(conn: &mut SqliteConnection, rules: &Rules, at: Timestamp) -> Result<Vec<PlatformEvent>, StoreError> {
    let refused = |code| Err(StoreError::RefusedField(code, "preselection".into()));
    if was_applied(conn, "opens preselection").await? {
        return refused(ProblemCode::WrongState);
    }
    if !was_applied(conn, "opens preparation").await? {
        return refused(ProblemCode::TooEarly);
    }
    let rows = effects::all(conn).await?;
    let awaited = rows.iter().any(|row| row.state == CandidateState::Qualified);
    let confirmed = rows.iter().filter(|row| row.state == CandidateState::Confirmed).count();
    if awaited || has_preselection(&rules.primary.preselection, confirmed) {
        return refused(ProblemCode::NotYet);
    }
    let transition = Transition { at, kind: TransitionKind::Opens, phase: PhaseKind::Preselection };
    let (primary, calendar) = (rules.primary.clone(), rules.calendar.clone());
    apply(conn, &TransitionOrder { transition, now: at, primary, calendar }).await
}

/// Keeps a list as it is now, for good.
async fn publish(conn: &mut SqliteConnection, list: ListKind, at: Timestamp) -> Result<Vec<PlatformEvent>, StoreError> {
    use CandidateState as S;
    let refused = |code| Err(StoreError::RefusedField(code, "list".into()));
    let rows = effects::all(conn).await?;
    let awaited = |state| rows.iter().any(|row| row.state == state && row.confirm_by.is_some());
    let (ready, states): (bool, &[S]) = match list {
        ListKind::Provisional => (was_applied(conn, "closes identification").await?, &[S::Qualified, S::Nominated]),
        ListKind::Confirmed => {
            let asked = was_applied(conn, "opens preparation").await?;
            (asked && !awaited(S::Qualified), &[S::Confirmed])
        }
        ListKind::Finalists => {
            let chosen = was_applied(conn, "opens finalists").await?;
            (chosen && !awaited(S::Finalist), &[S::Finalist])
        }
    };
    if !ready {
        return refused(ProblemCode::NotYet);
    }
    let listed: Vec<_> = rows
        .iter()
        .filter(|row| states.contains(&row.state))
        .map(|row| json!({ "id": row.id, "name": row.name, "state": row.state, "supports": row.supports }))
        .collect();
    let body = json!({ "list": list, "at": at, "candidates": listed }).to_string();
    let done = sqlx::query("INSERT INTO published_lists (list, at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(encode(&list)?)
        .bind(micros(at))
        .bind(body)
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() == 0 { refused(ProblemCode::Duplicate) } else { Ok(vec![]) }
}
