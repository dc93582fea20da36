//! Elections on SQLite: what is read of their boards. Manifests are checked once, trees kept in memory as they grow.

use super::archive::Archive;
use super::{SqliteStore, board, credentials, decode, encode, rounds, spoiled, trustees};
use crate::store::{
    AccountId, ArchiveSource, CountOrder, CredentialOrder, ElectionRow, Elections, SpoilOrder, StoreError, WriteKey,
};
use isoloir_ballot::board::{Kind, LogError, Node, Receipt, Tree, leaf_hash};
use isoloir_ballot::bytes::{Bytes32, Fixed, from_json, to_json};
use isoloir_ballot::manifest::Election;
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::TrusteeSecret;
use isoloir_shared::api::types::{CredentialView, PlatformEvent, ProblemCode, Round, SpoiledView};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex as Quick, PoisonError};
use tokio::sync::Mutex;

/// What is kept in memory of boards: of what is committed only.
#[derive(Debug, Default)]
pub(super) struct Boards {
    elections: Quick<HashMap<Vec<u8>, Arc<Election>>>,
    trees: Mutex<HashMap<Round, Tree>>,
}

impl Boards {
    /// A manifest that was checked once.
    fn election(&self, hash: &[u8], manifest: &[u8]) -> Result<Arc<Election>, StoreError> {
        let known = self.elections.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let election = Arc::new(Election::read(manifest).map_err(|e| StoreError::Broken(e.to_string()))?);
        self.elections.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.to_vec(), election.clone());
        Ok(election)
    }
}

/// A kind as a column.
pub(super) fn kind(column: u8) -> Result<Kind, StoreError> {
    let kinds =
        [Kind::Manifest, Kind::Ballot, Kind::Spoiled, Kind::Admitted, Kind::Close, Kind::Decryption, Kind::Result];
    kinds.into_iter().find(|kind| *kind as u8 == column).ok_or(StoreError::Broken("a leaf of no kind".into()))
}

fn proof(error: LogError) -> StoreError {
    match error {
        LogError::Size => StoreError::RefusedField(ProblemCode::Invalid, "from".into()),
        other => StoreError::Broken(other.to_string()),
    }
}

impl SqliteStore {
    /// Asks something of the whole tree of a round's board.
    async fn in_tree<T>(
        &self,
        round: Round,
        ask: impl FnOnce(&Tree) -> Result<T, LogError> + Send,
    ) -> Result<T, StoreError> {
        let mut trees = self.boards.trees.lock().await;
        let tree = trees.entry(round).or_default();
        let rows: Vec<(u8, Vec<u8>)> =
            sqlx::query_as("SELECT kind, hash FROM board WHERE round = ? AND leaf >= ? ORDER BY leaf")
                .bind(encode(&round)?)
                .bind(board::number(tree.size()))
                .fetch_all(&self.reads)
                .await?;
        for (column, hash) in rows {
            tree.push(leaf_hash(kind(column)?, &super::hash(&hash)?));
        }
        ask(tree).map_err(proof)
    }
}

type Columns = (Vec<u8>, Vec<u8>, bool, String, Option<i64>, bool);

#[async_trait::async_trait]
impl Elections for SqliteStore {
    async fn election(&self, round: Round) -> Result<Option<ElectionRow>, StoreError> {
        let word = encode(&round)?;
        let row: Option<Columns> = sqlx::query_as(
            "SELECT e.hash, e.manifest, e.local, e.checkpoint, r.closed_at,
                    EXISTS (SELECT 1 FROM results WHERE round = e.round)
             FROM elections e JOIN rounds r ON r.round = e.round WHERE e.round = ?",
        )
        .bind(&word)
        .fetch_optional(&self.reads)
        .await?;
        let Some((hash, manifest, local, checkpoint, closed_at, counted)) = row else { return Ok(None) };
        let decrypted = if closed_at.is_some() { self.decryptions(round).await? } else { vec![] };
        Ok(Some(ElectionRow {
            election: self.boards.election(&hash, &manifest)?,
            local,
            checkpoint: serde_json::from_str(&checkpoint).map_err(|e| StoreError::Broken(e.to_string()))?,
            closed_at: closed_at.map(super::instant).transpose()?,
            counted,
            decrypted: decrypted.iter().map(|part| part.trustee).collect(),
        }))
    }

    async fn consistency(&self, round: Round, from: u64, to: u64) -> Result<Vec<Node>, StoreError> {
        self.in_tree(round, |tree| tree.consistency(from, to)).await
    }

    async fn inclusion(&self, round: Round, leaf: u64, hash: Bytes32) -> Result<Receipt, StoreError> {
        let row = self.election(round).await?.ok_or(ProblemCode::NotFound)?;
        self.in_tree(round, |tree| Receipt::new(tree, hash, leaf, row.checkpoint)).await
    }

    async fn archive(&self, round: Round) -> Result<Box<dyn ArchiveSource>, StoreError> {
        Ok(Box::new(Archive::of(self.reads.clone(), self.key.clone(), round).await?))
    }

    async fn register_key(&self, key: WriteKey, order: CredentialOrder) -> Result<CredentialView, StoreError> {
        let server = self.key.clone();
        self.keyed(&key, move |conn| Box::pin(async move { credentials::register(conn, &server, &order).await })).await
    }

    async fn credential(&self, voter: AccountId, round: Round) -> Result<Option<CredentialView>, StoreError> {
        credentials::of(&mut *self.reads.acquire().await?, voter, round).await
    }

    async fn spoil(&self, key: WriteKey, order: SpoilOrder) -> Result<SpoiledView, StoreError> {
        let server = self.key.clone();
        self.keyed(&key, move |conn| Box::pin(async move { spoiled::spoil(conn, &server, &order).await })).await
    }

    async fn uncounted(&self) -> Result<Option<Round>, StoreError> {
        let round: Option<String> = sqlx::query_scalar(
            "SELECT round FROM rounds WHERE closed_at IS NOT NULL AND round NOT IN (SELECT round FROM results)",
        )
        .fetch_optional(&self.reads)
        .await?;
        round.map(|round| decode(&round)).transpose()
    }

    async fn local_trustees(&self, round: Round) -> Result<Vec<(u16, TrusteeSecret)>, StoreError> {
        let word = encode(&round)?;
        let rows: Vec<(u16, Vec<u8>)> =
            sqlx::query_as("SELECT trustee, sealed FROM trustee_secrets WHERE round = ? ORDER BY trustee")
                .bind(&word)
                .fetch_all(&self.reads)
                .await?;
        let open =
            |(trustee, sealed): (u16, Vec<u8>)| Ok((trustee, trustees::open(&self.key, &word, trustee, &sealed)?));
        rows.into_iter().map(open).collect()
    }

    async fn add_decryption(&self, round: Round, decryption: Decryption, at: Timestamp) -> Result<(), StoreError> {
        let server = self.key.clone();
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM results WHERE round = ?)")
                        .bind(encode(&round)?)
                        .fetch_one(&mut *conn)
                        .await?;
                    if there {
                        Err(ProblemCode::TooLate.into())
                    } else {
                        put(conn, &server, round, &decryption, at).await
                    }
                })
            })
            .await
    }

    async fn decryptions(&self, round: Round) -> Result<Vec<Decryption>, StoreError> {
        let mut conn = self.reads.acquire().await?;
        on_board(&mut conn, round).await
    }

    async fn publish_count(&self, order: CountOrder) -> Result<Vec<PlatformEvent>, StoreError> {
        let events =
            self.writer.write(move |conn| Box::pin(async move { rounds::publish_count(conn, &order).await })).await?;
        // Keys that are gone are gone from the log of writes too.
        self.forget_erased().await?;
        Ok(events)
    }

    async fn cut_links(&self, published: Timestamp, closed: Timestamp) -> Result<u64, StoreError> {
        let cut = self.writer.write(move |conn| Box::pin(credentials::cut(conn, published, closed))).await?;
        if cut > 0 {
            self.forget_erased().await?;
        }
        Ok(cut)
    }

    async fn prune_ballots(&self) -> Result<u64, StoreError> {
        let pruned = self
            .writer
            .write(|conn| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "UPDATE board SET body = NULL WHERE kind = 1 AND body IS NOT NULL
                         AND round IN (SELECT round FROM elections WHERE cut_at IS NOT NULL)
                         AND round IN (SELECT round FROM results)",
                    );
                    Ok(done.execute(&mut *conn).await?.rows_affected())
                })
            })
            .await?;
        self.forget_erased().await?;
        Ok(pruned)
    }

    async fn forget_erased(&self) -> Result<(), StoreError> {
        self.writer.empty_log().await
    }
}

/// The decryptions on a board.
pub(super) async fn on_board(conn: &mut sqlx::SqliteConnection, round: Round) -> Result<Vec<Decryption>, StoreError> {
    let bodies: Vec<Vec<u8>> = sqlx::query_scalar("SELECT body FROM board WHERE round = ? AND kind = 5 ORDER BY leaf")
        .bind(encode(&round)?)
        .fetch_all(&mut *conn)
        .await?;
    let read = |body: &Vec<u8>| from_json(body).map_err(|_| StoreError::Broken("a decryption on the board".into()));
    bodies.iter().map(read).collect()
}

/// Puts a decryption on the board; nothing if that trustee's is there.
pub(super) async fn put(
    conn: &mut sqlx::SqliteConnection,
    server: &crate::secrets::ServerKey,
    round: Round,
    decryption: &Decryption,
    at: Timestamp,
) -> Result<(), StoreError> {
    if on_board(conn, round).await?.iter().any(|known| known.trustee == decryption.trustee) {
        return Ok(());
    }
    board::append(conn, server, round, Kind::Decryption, &to_json(decryption), at).await?;
    Ok(())
}

/// A hash from a column.
pub(super) fn fixed(column: &[u8]) -> Result<Bytes32, StoreError> {
    Ok(Fixed(super::hash(column)?))
}
