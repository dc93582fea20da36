//! What two organisers decided, carried out in the transaction of the approval.

use super::announcements::{Order, announce};
use super::calendar::record;
use super::candidates::{set_state, state_of};
use super::phases::{apply, was_applied};
use super::{decode, effects, encode, micros};
use crate::store::{Rules, StoreError, TransitionOrder};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    Audience, CandidateState, ChangeCause, Decision, ListKind, PhaseKind, PlatformEvent, ProblemCode, Round,
};
use isoloir_shared::domain::calendar::{Calendar, Transition, TransitionKind};
use isoloir_shared::domain::qualification::has_preselection;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use std::sync::Arc;

/// The word of a decision.
pub(super) fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::Disqualify { .. } => "disqualify",
        Decision::Reinstate { .. } => "reinstate",
        Decision::Announce { .. } => "announce",
        Decision::Skip => "skip",
        Decision::Open { .. } => "open",
        Decision::Ask => "ask",
        Decision::Publish { .. } => "publish",
        Decision::Proclaim { .. } => "proclaim",
    }
}

/// What the log tells of a decision once it is carried out: what is published anyway. `sha256` is of a list as it is
/// served, and of an announcement's words, French first, with a line feed between the two.
pub(super) async fn facts(
    conn: &mut SqliteConnection,
    decision: &Decision,
) -> Result<Vec<(&'static str, String)>, StoreError> {
    let mut facts = vec![("decision", name(decision).to_owned())];
    match decision {
        Decision::Disqualify { candidate, reason } | Decision::Reinstate { candidate, reason } => {
            facts.push(("candidate", candidate.to_string()));
            facts.push(("reason", reason.clone()));
        }
        Decision::Announce { title, body, audience, .. } => {
            facts.push(("sha256", sha256(&format!("{}\n{}", body.fr, body.en))));
            // What is told to some is not told to all.
            if *audience == Audience::Everyone {
                facts.push(("title_en", title.en.clone()));
                facts.push(("title_fr", title.fr.clone()));
            }
        }
        Decision::Skip => facts.push(("phase", "preselection".into())),
        Decision::Open { reason } => {
            facts.push(("phase", "preselection".into()));
            facts.push(("reason", reason.clone()));
        }
        Decision::Ask => {}
        Decision::Publish { list } => {
            let word = encode(list)?;
            let body: String = sqlx::query_scalar("SELECT body FROM published_lists WHERE list = ?")
                .bind(&word)
                .fetch_one(&mut *conn)
                .await?;
            facts.push(("list", word));
            facts.push(("sha256", sha256(&body)));
        }
        Decision::Proclaim { round } => {
            facts.push(("round", encode(round)?));
            facts.push(("sha256", result_hash(conn, *round).await?));
        }
    }
    Ok(facts)
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
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
            let (before, cause) = before_disqualification(conn, *candidate).await?;
            judge(conn, *candidate, (now, before), reason, at).await?;
            let answer_by = asked_again(conn, (before, cause), rules, at).await?;
            effects::ask(conn, &[*candidate], answer_by).await?;
            Ok(vec![])
        }
        Decision::Announce { title, body, audience, urgent, send_at, sender } => {
            let (audience, urgent, send_at) = (*audience, *urgent, *send_at);
            let order = Order { title, body, audience, urgent, send_at, sender: sender.as_deref() };
            announce(conn, order, at).await.map(|(_, events)| events)
        }
        Decision::Skip => skip(conn, rules, at).await,
        Decision::Open { reason } => open(conn, rules, reason, at).await,
        Decision::Ask => ask(conn, rules, at).await,
        Decision::Publish { list } => publish(conn, *list, at).await,
        Decision::Proclaim { round } => proclaim(conn, *round, at).await,
    }
}

/// The organisers bring a candidate from one state to another; nobody waits for their answer any more: who comes back is
/// asked anew, and does not lapse for the days in which they were out.
async fn judge(
    conn: &mut SqliteConnection,
    candidate: CandidateId,
    (from, to): (CandidateState, CandidateState),
    reason: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    set_state(conn, candidate.0, from, to, ChangeCause::Organisers, at).await?;
    effects::ask(conn, &[candidate], None).await?;
    sqlx::query(
        "UPDATE candidate_changes SET reason = ?1 WHERE id = (SELECT max(id) FROM candidate_changes WHERE candidate = ?2)",
    )
    .bind(reason)
    .bind(candidate.0)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Where somebody stood who is disqualified now, and what had brought them there.
async fn before_disqualification(
    conn: &mut SqliteConnection,
    candidate: CandidateId,
) -> Result<(CandidateState, ChangeCause), StoreError> {
    // Whoever stood again before stands where they stood the first time.
    let row: Option<(String, String)> = sqlx::query_as(
        "SELECT state, cause FROM candidate_changes WHERE candidate = ?1 AND cause <> 'organisers' AND id <
         (SELECT max(id) FROM candidate_changes WHERE candidate = ?1 AND state = 'disqualified') ORDER BY id DESC LIMIT 1",
    )
    .bind(candidate.0)
    .fetch_optional(&mut *conn)
    .await?;
    let (state, cause) = row.ok_or(ProblemCode::WrongState)?;
    Ok((decode(&state)?, decode(&cause)?))
}

/// Until when somebody who stands again says whether they go on, where the others were asked: with as many days, and
/// never past the opening of the vote that needs the answer. Too late once that vote is open.
async fn asked_again(
    conn: &mut SqliteConnection,
    (state, cause): (CandidateState, ChangeCause),
    rules: &Rules,
    at: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    use CandidateState as S;
    let opening = |phase| rules.calendar.phase(phase).map(|phase| phase.opens_at);
    let (over, until, days) = match state {
        S::Nominated if was_applied(conn, "opens provisional_list").await? => {
            let closes_at = rules.calendar.phase(PhaseKind::ProvisionalList).and_then(|phase| phase.closes_at);
            ("closes provisional_list", closes_at, None)
        }
        S::Qualified if was_applied(conn, "opens preparation").await? => {
            ("opens preselection", opening(PhaseKind::Preselection), Some(rules.primary.confirmation.days))
        }
        // Whoever reached the final without a vote, or said yes since, was asked and has answered.
        S::Finalist if cause == ChangeCause::Vote => {
            ("opens final_vote", opening(PhaseKind::FinalVote), Some(rules.primary.confirmation.days))
        }
        _ => return Ok(None),
    };
    let late = Err(StoreError::RefusedField(ProblemCode::TooLate, "candidate".into()));
    if was_applied(conn, over).await? || until.is_some_and(|until| until <= at) {
        return late;
    }
    let days = days.and_then(|days| rules.calendar.answer_by(at, days));
    Ok(days.into_iter().chain(until).min())
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
    apply(conn, &TransitionOrder { transition, now: at, primary, calendar, server: rules.server.clone() }).await
}

/// Opens the pre-selection ahead of its day: everybody has answered, and enough said yes.
async fn open(
    conn: &mut SqliteConnection,
    rules: &Rules,
    reason: &str,
    at: Timestamp,
) -> Result<Vec<PlatformEvent>, StoreError> {
    let refused = |code| Err(StoreError::RefusedField(code, "preselection".into()));
    if was_applied(conn, "opens preselection").await? {
        return refused(ProblemCode::WrongState);
    }
    if !was_applied(conn, "closes preparation").await? {
        return refused(ProblemCode::TooEarly);
    }
    let rows = effects::all(conn).await?;
    let awaited = rows.iter().any(|row| row.state == CandidateState::Qualified);
    let confirmed = rows.iter().filter(|row| row.state == CandidateState::Confirmed).count();
    if awaited || !has_preselection(&rules.primary.preselection, confirmed) {
        return refused(ProblemCode::NotYet);
    }
    let mut calendar = Calendar::clone(&rules.calendar);
    let Ok(change) = calendar.open_today(PhaseKind::Preselection, at) else { return refused(ProblemCode::WrongState) };
    let mut events = vec![record(conn, at, &change, reason).await?];
    let transition = Transition { at, kind: TransitionKind::Opens, phase: PhaseKind::Preselection };
    let (primary, calendar) = (rules.primary.clone(), Arc::new(calendar));
    events.extend(
        apply(conn, &TransitionOrder { transition, now: at, primary, calendar, server: rules.server.clone() }).await?,
    );
    Ok(events)
}

/// Asks those to confirm who qualified and were not asked: their days begin now.
async fn ask(conn: &mut SqliteConnection, rules: &Rules, at: Timestamp) -> Result<Vec<PlatformEvent>, StoreError> {
    let refused = |code| Err(StoreError::RefusedField(code, "candidate".into()));
    if !was_applied(conn, "closes identification").await? {
        return refused(ProblemCode::TooEarly);
    }
    if was_applied(conn, "opens preselection").await? {
        return refused(ProblemCode::WrongState);
    }
    let rows = effects::all(conn).await?;
    let unasked = rows.iter().filter(|row| row.state == CandidateState::Qualified && row.confirm_by.is_none());
    let ids: Vec<CandidateId> = unasked.map(|row| row.id).collect();
    if ids.is_empty() {
        return refused(ProblemCode::WrongState);
    }
    let by = rules.calendar.answer_by(at, rules.primary.confirmation.days);
    let vote = rules.calendar.phase(PhaseKind::Preselection).map(|phase| phase.opens_at);
    effects::ask(conn, &ids, by.into_iter().chain(vote).min()).await?;
    Ok(vec![])
}

/// Two organisers stand for a result as it was published at the close.
async fn proclaim(conn: &mut SqliteConnection, round: Round, at: Timestamp) -> Result<Vec<PlatformEvent>, StoreError> {
    let hash = result_hash(conn, round).await?;
    let done = sqlx::query("INSERT INTO proclaimed (round, at, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(encode(&round)?)
        .bind(micros(at))
        .bind(hash)
        .execute(&mut *conn)
        .await?;
    let twice = done.rows_affected() == 0;
    if twice { Err(StoreError::RefusedField(ProblemCode::Duplicate, "round".into())) } else { Ok(vec![]) }
}

/// SHA-256 of a result as it is kept, in hexadecimal; refused before it is published.
async fn result_hash(conn: &mut SqliteConnection, round: Round) -> Result<String, StoreError> {
    let body: Option<String> = sqlx::query_scalar("SELECT body FROM results WHERE round = ?")
        .bind(encode(&round)?)
        .fetch_optional(&mut *conn)
        .await?;
    let body = body.ok_or(StoreError::RefusedField(ProblemCode::NotYet, "round".into()))?;
    Ok(sha256(&body))
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
    // Kept for good, a list says no name that moderation hides.
    let hidden: Vec<u32> =
        sqlx::query_scalar("SELECT candidate FROM hidden WHERE kind = 'nomination'").fetch_all(&mut *conn).await?;
    let name = |row: &effects::Row| if hidden.contains(&row.id.0) { "—".to_owned() } else { row.name.clone() };
    let listed: Vec<_> = rows
        .iter()
        .filter(|row| states.contains(&row.state))
        .map(|row| json!({ "id": row.id, "name": name(row), "state": row.state, "supports": row.supports }))
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
