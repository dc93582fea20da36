//! The board of a round inside the writer's transaction: each leaf is added with a signed checkpoint of the log that it
//! makes, from the roots of the whole subtrees alone.

use super::{encode, micros};
use crate::secrets::ServerKey;
use crate::store::StoreError;
use isoloir_ballot::board::{BoardKey, Checkpoint, Frontier, Kind, Receipt, leaf_hash};
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_shared::api::types::Round;
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// A leaf that was added.
pub(super) struct Appended {
    /// Its place, from 0.
    pub leaf: u64,
    /// Its body's SHA-256.
    pub hash: Bytes32,
    /// That it is included in the checkpoint.
    pub path: Vec<Bytes32>,
    /// Of the log that ends with it.
    pub checkpoint: Checkpoint,
}

impl Appended {
    /// What a voter is given of it.
    pub fn receipt(self) -> Receipt {
        Receipt { ballot: self.hash, leaf: self.leaf, path: self.path, checkpoint: self.checkpoint }
    }
}

/// The key that signs a board's checkpoints: half of it in the database, half in the server's key.
pub(super) fn board_key(server: &ServerKey, seed: &[u8]) -> BoardKey {
    Credential::from_secret(&server.mac("key of a board", &[seed]))
}

/// Begins a board with its manifest.
pub(super) async fn begin(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    round: Round,
    manifest: &[u8],
    (local, seed): (bool, &[u8]),
    now: Timestamp,
) -> Result<(), StoreError> {
    let hash = Fixed(sha256(&[manifest]));
    // Signed anew with the first leaf, which follows at once.
    let empty = Checkpoint::sign(&board_key(server, seed), hash, 0, seconds(now), Frontier::default().root());
    sqlx::query(
        "INSERT INTO elections (round, hash, manifest, local, board_seed, frontier, checkpoint)
         VALUES (?, ?, ?, ?, ?, x'', ?)",
    )
    .bind(encode(&round)?)
    .bind(hash.0.as_slice())
    .bind(manifest)
    .bind(local)
    .bind(seed)
    .bind(json(&empty)?)
    .execute(&mut *conn)
    .await?;
    append(conn, server, round, Kind::Manifest, manifest, now).await?;
    Ok(())
}

/// Adds a leaf with its body.
pub(super) async fn append(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    round: Round,
    kind: Kind,
    body: &[u8],
    now: Timestamp,
) -> Result<Appended, StoreError> {
    let word = encode(&round)?;
    let row: Option<(Vec<u8>, Vec<u8>, String)> =
        sqlx::query_as("SELECT board_seed, frontier, checkpoint FROM elections WHERE round = ?")
            .bind(&word)
            .fetch_optional(&mut *conn)
            .await?;
    let Some((seed, peaks, last)) = row else { return Err(StoreError::Broken("a round without a board".into())) };
    let last: Checkpoint = serde_json::from_str(&last).map_err(|e| StoreError::Broken(e.to_string()))?;
    let mut frontier = frontier(last.size, &peaks)?;
    let (leaf, hash) = (frontier.size(), Fixed(sha256(&[body])));
    let path = frontier.path_of_next().into_iter().map(Fixed).collect();
    frontier.push(leaf_hash(kind, &hash.0));
    // Time on a board does not go back, whatever the machine's clock does.
    let time = seconds(now).max(last.time);
    let key = board_key(server, &seed);
    let checkpoint = Checkpoint::sign(&key, last.election, frontier.size(), time, frontier.root());
    sqlx::query(
        "INSERT INTO board (round, leaf, kind, hash, body) VALUES (?1, ?2, ?3, ?4, ?5);
         UPDATE elections SET frontier = ?6, checkpoint = ?7 WHERE round = ?1",
    )
    .bind(&word)
    .bind(number(leaf))
    .bind(kind as u8)
    .bind(hash.0.as_slice())
    .bind(body)
    .bind(frontier.peaks().concat())
    .bind(json(&checkpoint)?)
    .execute(&mut *conn)
    .await?;
    Ok(Appended { leaf, hash, path, checkpoint })
}

/// A leaf's number as a column.
pub(super) fn number(leaf: u64) -> i64 {
    i64::try_from(leaf).unwrap_or(i64::MAX)
}

fn frontier(size: u64, column: &[u8]) -> Result<Frontier, StoreError> {
    let peaks = column.chunks(32).map(|peak| peak.try_into().ok()).collect::<Option<Vec<[u8; 32]>>>();
    peaks
        .and_then(|peaks| Frontier::from_parts(size, peaks))
        .ok_or_else(|| StoreError::Broken("the roots of a board are not as many as its size says".into()))
}

fn json(checkpoint: &Checkpoint) -> Result<String, StoreError> {
    serde_json::to_string(checkpoint).map_err(|e| StoreError::Broken(e.to_string()))
}

/// An instant on a board: seconds since 1970.
pub(super) fn seconds(at: Timestamp) -> u64 {
    (micros(at) / 1_000_000).unsigned_abs()
}
