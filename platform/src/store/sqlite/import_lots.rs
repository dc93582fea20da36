//! Lots and ballots of a past that is played: drawn in memory as the platform draws them, their ballots encrypted as any
//! other, and cast in one transaction.

use super::draws::{self, places_column};
use super::import::insert;
use super::lots::key;
use super::{board, casts, encode, hash, micros};
use crate::secrets::ServerKey;
use crate::store::{AccountId, Grader, ImportedDraw, StoreError, played_key};
use isoloir_ballot::ballot::{Ballot, Channel, Opening, Place, Seed, make};
use isoloir_ballot::board::Kind;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::manifest::Election;
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::api::types::Round;
use isoloir_shared::domain::lots::{draw, hex};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// A ballot that is to be encrypted and cast.
pub(super) struct Planned {
    pub voter: AccountId,
    pub key: Credential,
    pub lot: Option<LotId>,
    pub candidates: Vec<CandidateId>,
    pub choices: Vec<u8>,
    pub at: Timestamp,
}

/// Encrypts on all cores. The order stays.
pub(super) fn encrypted(election: &Election, planned: &[Planned]) -> Result<Vec<Ballot>, StoreError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = planned.len().div_ceil(threads).max(1);
    let one = |ballot: &Planned| {
        let place = Place {
            election: *election.hash(),
            credential: ballot.key.public(),
            lot: ballot.lot.map_or(0, |lot| lot.0),
            sequence: 1,
            channel: Channel::Own,
            candidates: ballot.candidates.iter().map(|id| id.0).collect(),
            columns: election.columns(),
        };
        let opening = Opening::new(Seed::generate(&mut rand::rng()), ballot.choices.clone());
        let bytes = make(&place, &opening, &ballot.key, election.key(), election.generators());
        let bytes = bytes.map_err(|e| StoreError::Broken(e.to_string()))?;
        Ballot::decode(bytes).map_err(|e| StoreError::Broken(e.to_string()))
    };
    let parts: Vec<Result<Vec<Ballot>, StoreError>> = std::thread::scope(|scope| {
        let work = |part: &'_ [Planned]| part.iter().map(one).collect();
        let running: Vec<_> = planned.chunks(part).map(|part| scope.spawn(move || work(part))).collect();
        let broken = || StoreError::Broken("a thread that encrypts ended badly".into());
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(broken()))).collect()
    });
    Ok(parts.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}

/// Keys of those who have none in this round yet.
pub(super) async fn register(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    round: Round,
    voters: Vec<(AccountId, Timestamp)>,
) -> Result<(), StoreError> {
    let word = encode(&round)?;
    let known: Vec<i64> = sqlx::query_scalar(
        "SELECT account FROM credentials WHERE round = ? AND account IS NOT NULL AND replaced_at IS NULL",
    )
    .bind(&word)
    .fetch_all(&mut *conn)
    .await?;
    let mut known: HashSet<i64> = known.into_iter().collect();
    for (voter, at) in voters {
        if !known.insert(voter.0) {
            continue;
        }
        let public = played_key(server, round, voter).public();
        let leaf = board::append(conn, server, round, Kind::Admitted, &public.0, at).await?.leaf;
        sqlx::query(
            "INSERT INTO credentials (round, credential, account, registered_at, admitted) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&word)
        .bind(public.0.as_slice())
        .bind(voter.0)
        .bind(micros(at))
        .bind(board::number(leaf))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Casts what was encrypted: on the board and in the list of ballots.
pub(super) async fn cast(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    round: Round,
    planned: &[Planned],
    ballots: &[Ballot],
) -> Result<(), StoreError> {
    let word = encode(&round)?;
    for (plan, ballot) in planned.iter().zip(ballots) {
        let added = board::append(conn, server, round, Kind::Ballot, ballot.bytes(), plan.at).await?;
        casts::record(conn, &word, plan.lot, ballot, (added.leaf, plan.at)).await?;
        super::accounts::has_voted(conn, plan.voter, plan.at).await?;
    }
    Ok(())
}

/// A voter who has drawn before.
#[derive(Default)]
struct Drawer {
    draws: u32,
    cast: u32,
    open: bool,
}

async fn earlier_draws(conn: &mut SqliteConnection) -> Result<HashMap<[u8; 32], Drawer>, StoreError> {
    let rows: Vec<(Vec<u8>, u32, u32, bool)> = sqlx::query_as(
        "SELECT credential, max(draw), sum(status = 'cast'), max(status = 'open') FROM lots GROUP BY credential",
    )
    .fetch_all(&mut *conn)
    .await?;
    let drawer = |(credential, draws, cast, open): (Vec<u8>, u32, u32, bool)| {
        Ok((hash(&credential)?, Drawer { draws, cast, open }))
    };
    rows.into_iter().map(drawer).collect()
}

/// Draws, and says which ballots are to be cast.
pub(super) async fn add_lots(
    conn: &mut SqliteConnection,
    list: Vec<ImportedDraw>,
    lifetime: SignedDuration,
    mut grade: Grader,
    server: &ServerKey,
) -> Result<Vec<Planned>, StoreError> {
    let Some(draws::Table { mut state, seed }) = draws::table(conn, server).await? else {
        return Err(StoreError::Broken("the round is not open".into()));
    };
    let most: u32 =
        sqlx::query_scalar("SELECT max_lots FROM rounds WHERE round = 'preselection'").fetch_one(&mut *conn).await?;
    let drawers = list.iter().map(|one| (one.voter, one.at)).collect();
    register(conn, server, Round::Preselection, drawers).await?;
    let (mut lots, mut log, mut planned) = (Vec::new(), Vec::new(), Vec::new());
    let mut voters = earlier_draws(conn).await?;
    for one in list {
        let own = played_key(server, Round::Preselection, one.voter);
        let credential = own.public();
        let Drawer { draws: number, cast, open } = voters.entry(credential.0).or_default();
        // Nobody has two open lots, or casts more than the primary allows.
        let abandoned = one.abandoned && !*open;
        if !abandoned && *cast >= most {
            continue;
        }
        *number += 1;
        *cast += u32::from(!abandoned);
        *open |= abandoned;
        let mut stream = seed.stream(&credential.0, *number);
        let lot = draw(&mut state, &mut stream);
        let id = LotId(state.draws());
        let expires_at = one.at.checked_add(lifetime).unwrap_or(one.at);
        lots.push(json!([
            key(id),
            number,
            hex(&credential.0),
            places_column(&lot.candidates)?,
            hex(&stream.commitment(id, &lot.ids())),
            micros(one.at),
            micros(expires_at),
            if abandoned { "open" } else { "cast" }
        ]));
        log.push(json!(key(id)));
        if !abandoned {
            let candidates = lot.ids();
            let choices = candidates.iter().map(|id| grade(*id)).collect();
            planned.push(Planned { voter: one.voter, key: own, lot: Some(id), candidates, choices, at: one.at });
        }
    }
    draws::save(conn, &state).await?;
    insert(
        conn,
        "INSERT INTO lots (id, draw, credential, places, commitment, issued_at, expires_at, status)
         SELECT value ->> 0, value ->> 1, unhex(value ->> 2), value ->> 3, unhex(value ->> 4), value ->> 5,
                value ->> 6, value ->> 7
         FROM json_each(?1)",
        lots,
        None,
    )
    .await?;
    insert(conn, "INSERT INTO draw_log (lot, entry) SELECT value, 'issued' FROM json_each(?1)", log, None).await?;
    Ok(planned)
}
