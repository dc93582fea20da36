//! Elections: a board for each round, who may vote on it, its archive and its count.

use super::{AccountId, StoreError, TransitionOrder, Window, WriteKey};
use isoloir_ballot::archive::Counts;
use isoloir_ballot::board::{Checkpoint, Node, Receipt};
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::manifest::Election;
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::TrusteeSecret;
use isoloir_shared::api::types::{CredentialRequest, CredentialView, PlatformEvent, Round, SpoiledView};
use jiff::Timestamp;
use std::sync::Arc;

/// An election as it stands.
#[derive(Clone, Debug)]
pub struct ElectionRow {
    /// The manifest, checked.
    pub election: Arc<Election>,
    /// The platform holds the trustees' keys.
    pub local: bool,
    /// The newest checkpoint.
    pub checkpoint: Checkpoint,
    /// When it closed: from then on the close is on the board.
    pub closed_at: Option<Timestamp>,
    /// The result is.
    pub counted: bool,
    /// Trustees whose decryption is on the board.
    pub decrypted: Vec<u16>,
}

/// Who asks for which key.
#[derive(Clone, Debug)]
pub struct CredentialOrder {
    /// Who.
    pub voter: AccountId,
    /// In which round.
    pub round: Round,
    /// Which key.
    pub request: CredentialRequest,
    /// When it can be; none before the round opens, when any time is good.
    pub window: Window,
}

/// Who opened which ballot.
#[derive(Clone, Debug)]
pub struct SpoilOrder {
    /// Who.
    pub voter: AccountId,
    /// In which round.
    pub round: Round,
    /// Its SHA-256.
    pub ballot: Bytes32,
    /// When it can be.
    pub window: Window,
}

/// A count that was checked, and what follows from it.
#[derive(Clone, Debug)]
pub struct CountOrder {
    /// Of which round.
    pub round: Round,
    /// Those that are not on the board yet are put there first.
    pub decryptions: Vec<Decryption>,
    /// What they give.
    pub counts: Counts,
    /// The close, at the instant of the publication.
    pub order: TransitionOrder,
}

/// Pieces of an archive, one after another.
#[async_trait::async_trait]
pub trait ArchiveSource: Send {
    /// The next lines; nothing after the last.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError>;
}

/// What is kept of elections.
#[async_trait::async_trait]
pub trait Elections {
    /// An election; none before its round opens.
    async fn election(&self, round: Round) -> Result<Option<ElectionRow>, StoreError>;
    /// That the board of `from` leaves grew to that of `to`.
    async fn consistency(&self, round: Round, from: u64, to: u64) -> Result<Vec<Node>, StoreError>;
    /// That a leaf is included, up to the newest checkpoint.
    async fn inclusion(&self, round: Round, leaf: u64, hash: Bytes32) -> Result<Receipt, StoreError>;
    /// The archive as of now. Before the close it holds ballots' hashes only.
    async fn archive(&self, round: Round) -> Result<Box<dyn ArchiveSource>, StoreError>;

    /// Makes this key the voter's in a round.
    async fn register_key(&self, key: WriteKey, order: CredentialOrder) -> Result<CredentialView, StoreError>;
    /// The voter's key in a round.
    async fn credential(&self, voter: AccountId, round: Round) -> Result<Option<CredentialView>, StoreError>;
    /// Puts a ballot that was opened on the board.
    async fn spoil(&self, key: WriteKey, order: SpoilOrder) -> Result<SpoiledView, StoreError>;

    /// The round that is closed and not counted yet.
    async fn uncounted(&self) -> Result<Option<Round>, StoreError>;
    /// The keys of trustees whom the platform plays.
    async fn local_trustees(&self, round: Round) -> Result<Vec<(u16, TrusteeSecret)>, StoreError>;
    /// Puts a checked decryption on the board, once.
    async fn add_decryption(&self, round: Round, decryption: Decryption, at: Timestamp) -> Result<(), StoreError>;
    /// The decryptions on the board.
    async fn decryptions(&self, round: Round) -> Result<Vec<Decryption>, StoreError>;
    /// Publishes a result with all that follows from it; nothing if it was before. Local trustees' keys are gone then.
    async fn publish_count(&self, order: CountOrder) -> Result<Vec<PlatformEvent>, StoreError>;
    /// Cuts the links between accounts and keys of rounds whose result was published before `published`, or that closed
    /// before `closed` and have none; of their instants the days stay. Says how many rounds it were.
    async fn cut_links(&self, published: Timestamp, closed: Timestamp) -> Result<u64, StoreError>;
    /// Erases the bodies of ballots of rounds that have a result and whose links were cut. Says how many ballots.
    async fn prune_ballots(&self) -> Result<u64, StoreError>;
    /// Empties the log of writes, so that what was erased is not in it.
    async fn forget_erased(&self) -> Result<(), StoreError>;
}
