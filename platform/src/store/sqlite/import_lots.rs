//! Lots and ballots of an earlier record: drawn in memory as the platform draws them, written in a few statements.

use super::draws::{self, places_column};
use super::import::insert;
use super::lots::key;
use super::{casts, micros};
use crate::secrets::{ServerKey, random};
use crate::store::{AccountId, Grader, ImportedDraw, StoreError};
use isoloir_shared::api::ids::{CandidateId, LotId, Tracker};
use isoloir_shared::api::types::GradeAnswer;
use isoloir_shared::domain::lots::{draw, hex};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Adds ballots: rows of [`ballot`].
pub(super) const BALLOTS: &str = "INSERT INTO ballots (round, lot, voter, tracker, answers, cast_at)
    SELECT iif(value ->> 0 IS NULL, 'final', 'preselection'), value ->> 0, value ->> 1, value ->> 2,
           unhex(value ->> 3), value ->> 4
    FROM json_each(?1)";

/// A ballot as a row of [`BALLOTS`].
pub(super) fn ballot(
    lot: Option<LotId>,
    voter: AccountId,
    at: Timestamp,
    asked: &[CandidateId],
    grade: &mut Grader,
) -> Value {
    let answer = |id: &CandidateId| GradeAnswer { candidate: *id, grade: Some(grade(*id)) };
    let answers: Vec<GradeAnswer> = asked.iter().map(answer).collect();
    let tracker = Tracker::from_bits(u128::from_be_bytes(random()));
    json!([lot.map(key), voter.0, tracker, hex(&casts::encode(&answers)), micros(at)])
}

/// A voter who has drawn before.
struct Drawer {
    credential: Vec<u8>,
    draws: u32,
    cast: u32,
    open: bool,
}

async fn earlier_draws(conn: &mut SqliteConnection) -> Result<HashMap<AccountId, Drawer>, StoreError> {
    let rows: Vec<(i64, u32, u32, Vec<u8>, bool)> = sqlx::query_as(
        "SELECT voter, max(draw), sum(status = 'cast'), credential,
                EXISTS (SELECT 1 FROM lots o WHERE o.voter = l.voter AND o.status = 'open')
         FROM lots l GROUP BY voter",
    )
    .fetch_all(&mut *conn)
    .await?;
    let drawer = |(voter, draws, cast, credential, open)| (AccountId(voter), Drawer { credential, draws, cast, open });
    Ok(rows.into_iter().map(drawer).collect())
}

/// Draws and casts.
pub(super) async fn add_lots(
    conn: &mut SqliteConnection,
    list: Vec<ImportedDraw>,
    lifetime: SignedDuration,
    mut grade: Grader,
    server: &ServerKey,
) -> Result<(), StoreError> {
    let Some(draws::Table { mut state, seed }) = draws::table(conn, server).await? else {
        return Err(StoreError::Broken("the round is not open".into()));
    };
    let most: u32 =
        sqlx::query_scalar("SELECT max_lots FROM rounds WHERE round = 'preselection'").fetch_one(&mut *conn).await?;
    let (mut lots, mut log, mut ballots) = (Vec::new(), Vec::new(), Vec::new());
    let mut voters = earlier_draws(conn).await?;
    for one in list {
        let Drawer { credential, draws: number, cast, open } = voters.entry(one.voter).or_insert_with(|| Drawer {
            credential: random::<16>().into(),
            draws: 0,
            cast: 0,
            open: false,
        });
        // Nobody has two open lots, or casts more than the primary allows.
        let abandoned = one.abandoned && !*open;
        if !abandoned && *cast >= most {
            continue;
        }
        *number += 1;
        *cast += u32::from(!abandoned);
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
