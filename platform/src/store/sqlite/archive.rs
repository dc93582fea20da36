//! The public archive of a round, piece by piece, up to the board's newest checkpoint at the moment when it was asked for.

use super::elections::{fixed, kind};
use super::{board, draws, encode};
use crate::secrets::ServerKey;
use crate::store::{ArchiveSource, StoreError};
use isoloir_ballot::archive::{Body, CREDENTIALS_A_LINE, Draws, Leaf, Line, Lot, LotsRoot, LotsTree};
use isoloir_ballot::board::{Checkpoint, Kind};
use isoloir_ballot::bytes::{Blob, Bytes32, Fixed, to_json};
use isoloir_shared::api::types::{ProblemCode, Round};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

/// Leaves read at once: a piece of some megabytes.
const LEAVES: u64 = 500;
/// Lines of the lots' log read at once.
const LOTS: i64 = 2_000;

/// Where it has come to.
enum Next {
    Credentials(Vec<u8>),
    Draws,
    /// Of the log of draws, those after this one.
    Lots(i64),
    Leaves(u64),
    Checkpoint,
    End,
}

/// An archive on its way out.
pub(super) struct Archive {
    reads: SqlitePool,
    server: ServerKey,
    round: Round,
    word: String,
    checkpoint: Checkpoint,
    closed: bool,
    next: Next,
}

impl Archive {
    pub async fn of(reads: SqlitePool, server: ServerKey, round: Round) -> Result<Self, StoreError> {
        let word = encode(&round)?;
        // The close is a leaf: what is shown and what is signed belong together.
        let row: Option<(String, bool)> = sqlx::query_as(
            "SELECT checkpoint, EXISTS (SELECT 1 FROM board b WHERE b.round = e.round AND kind = 4)
             FROM elections e WHERE round = ?",
        )
        .bind(&word)
        .fetch_optional(&reads)
        .await?;
        let (checkpoint, closed) = row.ok_or(ProblemCode::NotFound)?;
        let checkpoint = serde_json::from_str(&checkpoint).map_err(|e| StoreError::Broken(e.to_string()))?;
        Ok(Self { reads, server, round, word, checkpoint, closed, next: Next::Leaves(0) })
    }

    async fn credentials(&self, after: &[u8]) -> Result<Vec<Bytes32>, StoreError> {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT credential FROM credentials WHERE round = ? AND listed AND credential > ? ORDER BY credential LIMIT ?",
        )
        .bind(&self.word)
        .bind(after)
        .bind(i64::try_from(CREDENTIALS_A_LINE).unwrap_or(i64::MAX))
        .fetch_all(&self.reads)
        .await?;
        rows.iter().map(|column| fixed(column)).collect()
    }

    async fn leaves(&self, from: u64, to: u64) -> Result<Vec<Line>, StoreError> {
        type Columns = (u8, Vec<u8>, Option<Vec<u8>>);
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT kind, hash, body FROM board WHERE round = ? AND leaf >= ? AND leaf < ? ORDER BY leaf",
        )
        .bind(&self.word)
        .bind(board::number(from))
        .bind(board::number(to))
        .fetch_all(&self.reads)
        .await?;
        let leaf = |(index, (column, hash, body)): (u64, Columns)| {
            let kind = kind(column)?;
            // What somebody voted is nobody's before the close, encrypted as it is: who would copy it could not.
            let body = match body.filter(|_| self.closed || kind != Kind::Ballot) {
                Some(body) => Body::Whole(Blob(body)),
                None => Body::Hash(fixed(&hash)?),
            };
            Ok(Line::Leaf(Leaf { index, kind, body }))
        };
        (from..).zip(rows).map(leaf).collect()
    }
}

fn text(lines: &[Line]) -> Vec<u8> {
    lines.iter().flat_map(|line| to_json(line).into_iter().chain([b'\n'])).collect()
}

#[async_trait::async_trait]
impl ArchiveSource for Archive {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        loop {
            match &self.next {
                Next::Leaves(0) => {
                    let first = self.leaves(0, 1).await?;
                    self.next = Next::Credentials(Vec::new());
                    return Ok(Some(text(&first)));
                }
                Next::Credentials(after) => {
                    let some = self.credentials(after).await?;
                    self.next = match some.last() {
                        Some(last) => Next::Credentials(last.0.to_vec()),
                        None if self.closed && self.round == Round::Preselection => Next::Draws,
                        None => Next::Leaves(1),
                    };
                    if !some.is_empty() {
                        return Ok(Some(text(&[Line::Credentials(some)])));
                    }
                }
                Next::Draws => {
                    self.next = Next::Lots(0);
                    let line = draws_line(&mut *self.reads.acquire().await?, &self.server).await?;
                    return Ok(Some(text(&[line])));
                }
                Next::Lots(after) => {
                    let (lines, last) = lots(&mut *self.reads.acquire().await?, *after).await?;
                    self.next = last.map_or(Next::Leaves(1), Next::Lots);
                    if !lines.is_empty() {
                        return Ok(Some(text(&lines)));
                    }
                }
                Next::Leaves(from) if *from < self.checkpoint.size => {
                    let from = *from;
                    let to = self.checkpoint.size.min(from + LEAVES);
                    let lines = self.leaves(from, to).await?;
                    self.next = Next::Leaves(to);
                    return Ok(Some(text(&lines)));
                }
                Next::Leaves(_) => self.next = Next::Checkpoint,
                Next::Checkpoint => {
                    self.next = Next::End;
                    return Ok(Some(text(&[Line::Checkpoint(self.checkpoint.clone())])));
                }
                Next::End => return Ok(None),
            }
        }
    }
}

/// What lots were drawn with.
async fn draws_line(conn: &mut SqliteConnection, server: &ServerKey) -> Result<Line, StoreError> {
    let (kept, derived, randomness, source): (Vec<u8>, bool, Vec<u8>, String) = sqlx::query_as(
        "SELECT secret, derived, randomness, randomness_source FROM rounds WHERE round = 'preselection'",
    )
    .fetch_one(&mut *conn)
    .await?;
    let secret = Fixed(draws::secret(kept, derived, server)?);
    Ok(Line::Draws(Draws { secret, randomness: fixed(&randomness)?, source }))
}

/// Some of the lots' log, and the last one's number; nothing after the end.
async fn lots(conn: &mut SqliteConnection, after: i64) -> Result<(Vec<Line>, Option<i64>), StoreError> {
    type Columns = (i64, String, i64, Vec<u8>, u32, String, Vec<u8>);
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT g.seq, g.entry, l.id, l.credential, l.draw, l.places, l.commitment
         FROM draw_log g JOIN lots l ON l.id = g.lot WHERE g.seq > ? ORDER BY g.seq LIMIT ?",
    )
    .bind(after)
    .bind(LOTS)
    .fetch_all(&mut *conn)
    .await?;
    let last = rows.last().map(|row| row.0);
    let line = |(_, entry, id, credential, draw, places, commitment): Columns| {
        let number = id.unsigned_abs();
        if entry != "issued" {
            return Ok(Line::LotExpired(number));
        }
        Ok(Line::Lot(Lot {
            number,
            credential: fixed(&credential)?,
            draw,
            candidates: draws::places(&places)?.iter().map(|place| place.candidate.0).collect(),
            commitment: fixed(&commitment)?,
        }))
    };
    Ok((rows.into_iter().map(line).collect::<Result<_, StoreError>>()?, last))
}

/// The lots' log, as the archive has it: what the close commits to.
pub(super) async fn lots_root(conn: &mut SqliteConnection, server: &ServerKey) -> Result<LotsRoot, StoreError> {
    let mut tree = LotsTree::default();
    tree.push(&draws_line(conn, server).await?);
    let mut after = 0;
    loop {
        let (lines, last) = lots(conn, after).await?;
        lines.iter().for_each(|line| tree.push(line));
        match last {
            Some(last) => after = last,
            None => return Ok(tree.root()),
        }
    }
}
