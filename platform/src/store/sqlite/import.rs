//! Earlier records on SQLite: many rows in one statement each, as JSON.

use super::import_lots::{Planned, add_lots, cast, encrypted, register};
use super::{SqliteStore, candidates, casts, encode, micros};
use crate::store::{
    AccountId, Elections, Grader, Import, ImportedCandidate, ImportedCitizen, ImportedDraw, StoreError, played_key,
};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState, ChangeCause, Round};
use isoloir_shared::domain::lots::hex;
use isoloir_shared::domain::search::fold;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::HashSet;

#[async_trait::async_trait]
impl Import for SqliteStore {
    async fn import_candidates(&self, list: Vec<ImportedCandidate>) -> Result<Vec<CandidateId>, StoreError> {
        self.writer.write(move |conn| Box::pin(add_candidates(conn, list))).await
    }

    async fn import_citizens(&self, list: Vec<ImportedCitizen>, at: Timestamp) -> Result<Vec<AccountId>, StoreError> {
        self.writer.write(move |conn| Box::pin(add_citizens(conn, list, at))).await
    }

    async fn import_supports(
        &self,
        supports: Vec<(AccountId, u32, CandidateId)>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = supports.iter().map(|(account, slot, candidate)| json!([account.0, slot, candidate])).collect();
        self.writer
            .write(move |conn| {
                Box::pin(insert(
                    conn,
                    "INSERT INTO supports (account, kind, slot, candidate, at)
                     SELECT value ->> 0, 'support', value ->> 1, value ->> 2, ?2 FROM json_each(?1)",
                    rows,
                    Some(micros(at)),
                ))
            })
            .await
    }

    async fn import_answers(&self, answers: Vec<(CandidateId, bool)>, at: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(answer(conn, answers, at))).await
    }

    async fn import_lots(
        &self,
        list: Vec<ImportedDraw>,
        lifetime: SignedDuration,
        grade: Grader,
    ) -> Result<(), StoreError> {
        let server = self.key.clone();
        let planned = self
            .writer
            .write(move |conn| Box::pin(async move { add_lots(conn, list, lifetime, grade, &server).await }))
            .await?;
        self.cast_planned(Round::Preselection, planned).await
    }

    async fn import_final(&self, voters: Vec<AccountId>, at: Timestamp, mut grade: Grader) -> Result<(), StoreError> {
        let candidates = self.round_candidates(Round::Final).await?;
        let mut plan = |voter: AccountId| {
            let (key, choices) = (played_key(&self.key, Round::Final, voter), candidates.iter().map(|id| grade(*id)));
            Planned { voter, key, lot: None, choices: choices.collect(), candidates: candidates.clone(), at }
        };
        let planned: Vec<Planned> = voters.iter().copied().map(&mut plan).collect();
        let server = self.key.clone();
        let voters = voters.into_iter().map(|voter| (voter, at)).collect();
        self.writer
            .write(move |conn| Box::pin(async move { register(conn, &server, Round::Final, voters).await }))
            .await?;
        self.cast_planned(Round::Final, planned).await
    }

    async fn awaited_answers(&self) -> Result<Vec<CandidateId>, StoreError> {
        let ids: Vec<u32> = sqlx::query_scalar(
            "SELECT id FROM candidates WHERE confirm_by IS NOT NULL AND state IN ('qualified', 'finalist') ORDER BY id",
        )
        .fetch_all(&self.reads)
        .await?;
        Ok(ids.into_iter().map(CandidateId).collect())
    }

    async fn final_voters(&self) -> Result<HashSet<AccountId>, StoreError> {
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT account FROM credentials WHERE round = 'final' AND voted AND account IS NOT NULL",
        )
        .fetch_all(&self.reads)
        .await?;
        Ok(ids.into_iter().map(AccountId).collect())
    }

    async fn round_candidates(&self, round: Round) -> Result<Vec<CandidateId>, StoreError> {
        let list: Option<Option<String>> = sqlx::query_scalar("SELECT candidates FROM rounds WHERE round = ?")
            .bind(encode(&round)?)
            .fetch_optional(&self.reads)
            .await?;
        list.flatten().map_or_else(|| Ok(vec![]), |list| casts::candidates(&list))
    }
}

impl SqliteStore {
    /// Encrypts beside the writer, then casts in one transaction.
    async fn cast_planned(&self, round: Round, planned: Vec<Planned>) -> Result<(), StoreError> {
        let row = self.election(round).await?;
        let election = row.ok_or_else(|| StoreError::Broken("the round is not open".into()))?.election;
        let work = tokio::task::spawn_blocking(move || {
            let ballots = encrypted(&election, &planned)?;
            Ok::<_, StoreError>((planned, ballots))
        });
        let (planned, ballots) = work.await.map_err(|e| StoreError::Broken(e.to_string()))??;
        let server = self.key.clone();
        self.writer
            .write(move |conn| Box::pin(async move { cast(conn, &server, round, &planned, &ballots).await }))
            .await
    }
}

/// Runs a statement over rows of JSON.
pub(super) async fn insert(
    conn: &mut SqliteConnection,
    statement: &'static str,
    rows: Vec<Value>,
    at: Option<i64>,
) -> Result<(), StoreError> {
    let query = sqlx::query(statement).bind(Value::Array(rows).to_string());
    let query = if let Some(at) = at { query.bind(at) } else { query };
    query.execute(&mut *conn).await?;
    Ok(())
}

async fn add_candidates(
    conn: &mut SqliteConnection,
    list: Vec<ImportedCandidate>,
) -> Result<Vec<CandidateId>, StoreError> {
    let mut ids = Vec::with_capacity(list.len());
    for candidate in list {
        let at = micros(candidate.at);
        let id: u32 = sqlx::query_scalar(
            "INSERT INTO candidates (name, name_folded, state, charter_at, presentation, created_at)
             VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        )
        .bind(&candidate.name)
        .bind(fold(&candidate.name))
        .bind(encode(&CandidateState::Declared)?)
        .bind(at)
        .bind(Some(&candidate.presentation).filter(|it| !it.is_empty()))
        .bind(at)
        .fetch_one(&mut *conn)
        .await?;
        candidates::record(conn, id, CandidateState::Declared, ChangeCause::Import, candidate.at).await?;
        ids.push(CandidateId(id));
    }
    Ok(ids)
}

async fn add_citizens(
    conn: &mut SqliteConnection,
    list: Vec<ImportedCitizen>,
    at: Timestamp,
) -> Result<Vec<AccountId>, StoreError> {
    let last: i64 = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'accounts'")
        .fetch_one(&mut *conn)
        .await?;
    let ids: Vec<AccountId> = (last + 1..).map(AccountId).take(list.len()).collect();
    let (mut rows, mut sessions) = (Vec::with_capacity(list.len()), Vec::new());
    for (id, citizen) in ids.iter().zip(list) {
        rows.push(json!([
            id.0,
            hex(&citizen.email.mac),
            hex(&citizen.email.sealed),
            encode(&citizen.lang)?,
            citizen.place
        ]));
        if let Some(session) = citizen.session {
            sessions.push(json!([
                hex(session.id.0.as_bytes()),
                id.0,
                hex(&session.access.0),
                micros(session.access.1),
                hex(&session.refresh.0),
                micros(session.refresh.1),
                session.device
            ]));
        }
    }
    let at = Some(micros(at));
    insert(
        conn,
        "INSERT INTO accounts (id, email_mac, email_sealed, lang, place, registered_at, created_at)
         SELECT value ->> 0, unhex(value ->> 1), unhex(value ->> 2), value ->> 3, value ->> 4, ?2, ?2
         FROM json_each(?1)",
        rows,
        at,
    )
    .await?;
    insert(
        conn,
        "INSERT INTO sessions (id, account, device, access_hash, access_until, refresh_hash, refresh_until,
                               created_at, seen_at)
         SELECT unhex(value ->> 0), value ->> 1, value ->> 6, unhex(value ->> 2), value ->> 3, unhex(value ->> 4),
                value ->> 5, ?2, ?2
         FROM json_each(?1)",
        sessions,
        at,
    )
    .await?;
    Ok(ids)
}

async fn answer(
    conn: &mut SqliteConnection,
    answers: Vec<(CandidateId, bool)>,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (id, yes) in answers {
        let from = candidates::state_of(conn, id.0).await?;
        let (to, cause) = match (yes, from) {
            (false, _) => (CandidateState::Withdrawn, ChangeCause::Withdrawal),
            (true, CandidateState::Finalist) => (CandidateState::Finalist, ChangeCause::Confirmation),
            (true, _) => (CandidateState::Confirmed, ChangeCause::Confirmation),
        };
        candidates::set_state(conn, id.0, from, to, cause, at).await?;
        sqlx::query("UPDATE candidates SET confirm_by = NULL WHERE id = ?").bind(id.0).execute(&mut *conn).await?;
    }
    Ok(())
}
