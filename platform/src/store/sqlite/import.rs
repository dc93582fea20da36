//! Earlier records on SQLite: many rows in one statement each, as JSON.

use super::draws::{self, places_column};
use super::lots::key;
use super::{SqliteStore, candidates, casts, encode, micros};
use crate::secrets::random;
use crate::store::{AccountId, Grader, Import, ImportedCandidate, ImportedCitizen, ImportedDraw, StoreError};
use isoloir_shared::api::ids::{CandidateId, LotId, Tracker};
use isoloir_shared::api::types::{CandidateState, ChangeCause, GradeAnswer, Round};
use isoloir_shared::domain::lots::{draw, hex};
use isoloir_shared::domain::search::fold;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

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
        self.writer.write(move |conn| Box::pin(add_lots(conn, list, lifetime, grade))).await
    }

    async fn import_final(&self, voters: Vec<AccountId>, at: Timestamp, mut grade: Grader) -> Result<(), StoreError> {
        let candidates = self.round_candidates(Round::Final).await?;
        let ballots = voters.into_iter().map(|voter| ballot(None, voter, at, &candidates, &mut grade)).collect();
        self.writer.write(move |conn| Box::pin(insert(conn, BALLOTS, ballots, None))).await
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
        let ids: Vec<i64> = sqlx::query_scalar("SELECT voter FROM ballots WHERE lot IS NULL AND replaced_at IS NULL")
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

const BALLOTS: &str = "INSERT INTO ballots (round, lot, voter, tracker, answers, cast_at)
    SELECT iif(value ->> 0 IS NULL, 'final', 'preselection'), value ->> 0, value ->> 1, value ->> 2,
           unhex(value ->> 3), value ->> 4
    FROM json_each(?1)";

async fn insert(
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
        .bind(&candidate.presentation)
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
                micros(session.refresh.1)
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
         SELECT unhex(value ->> 0), value ->> 1, '', unhex(value ->> 2), value ->> 3, unhex(value ->> 4),
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

/// A ballot as a row of [`BALLOTS`].
fn ballot(lot: Option<LotId>, voter: AccountId, at: Timestamp, asked: &[CandidateId], grade: &mut Grader) -> Value {
    let answer = |id: &CandidateId| GradeAnswer { candidate: *id, grade: Some(grade(*id)) };
    let answers: Vec<GradeAnswer> = asked.iter().map(answer).collect();
    let tracker = Tracker::from_bits(u128::from_be_bytes(random()));
    json!([lot.map(key), voter.0, tracker, hex(&casts::encode(&answers)), micros(at)])
}

/// A voter who has drawn before.
struct Drawer {
    credential: Vec<u8>,
    draws: u32,
    open: bool,
}

async fn earlier_draws(conn: &mut SqliteConnection) -> Result<HashMap<AccountId, Drawer>, StoreError> {
    let rows: Vec<(i64, u32, Vec<u8>, bool)> = sqlx::query_as(
        "SELECT voter, max(draw), credential,
                EXISTS (SELECT 1 FROM lots o WHERE o.voter = l.voter AND o.status = 'open')
         FROM lots l GROUP BY voter",
    )
    .fetch_all(&mut *conn)
    .await?;
    let drawer = |(voter, draws, credential, open)| (AccountId(voter), Drawer { credential, draws, open });
    Ok(rows.into_iter().map(drawer).collect())
}

async fn add_lots(
    conn: &mut SqliteConnection,
    list: Vec<ImportedDraw>,
    lifetime: SignedDuration,
    mut grade: Grader,
) -> Result<(), StoreError> {
    let Some(draws::Table { mut state, seed }) = draws::table(conn).await? else {
        return Err(StoreError::Broken("the round is not open".into()));
    };
    let (mut lots, mut log, mut ballots) = (Vec::new(), Vec::new(), Vec::new());
    let mut voters = earlier_draws(conn).await?;
    for one in list {
        let Drawer { credential, draws: number, open } = voters.entry(one.voter).or_insert_with(|| Drawer {
            credential: random::<16>().into(),
            draws: 0,
            open: false,
        });
        *number += 1;
        // Nobody has two open lots.
        let abandoned = one.abandoned && !*open;
        *open |= abandoned;
        let mut stream = seed.stream(credential, *number);
        let lot = draw(&mut state, &mut stream);
        let id = LotId(state.draws());
        let expires_at = one.at.checked_add(lifetime).unwrap_or(one.at);
        lots.push(json!([
            key(id),
            one.voter.0,
            number,
            hex(credential),
            places_column(&lot.candidates)?,
            hex(&stream.commitment(id, &lot.ids())),
            micros(one.at),
            micros(expires_at),
            if abandoned { "open" } else { "cast" }
        ]));
        log.push(json!(key(id)));
        if !abandoned {
            ballots.push(ballot(Some(id), one.voter, one.at, &lot.ids(), &mut grade));
        }
    }
    draws::save(conn, &state).await?;
    insert(
        conn,
        "INSERT INTO lots (id, voter, draw, credential, places, commitment, issued_at, expires_at, status)
         SELECT value ->> 0, value ->> 1, value ->> 2, unhex(value ->> 3), value ->> 4, unhex(value ->> 5),
                value ->> 6, value ->> 7, value ->> 8
         FROM json_each(?1)",
        lots,
        None,
    )
    .await?;
    insert(conn, "INSERT INTO draw_log (lot, entry) SELECT value, 'issued' FROM json_each(?1)", log, None).await?;
    insert(conn, BALLOTS, ballots, None).await
}
