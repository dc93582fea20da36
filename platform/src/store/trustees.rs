//! Ceremonies of trustees on machines of their own.

use super::{StoreError, WriteKey};
use crate::ceremony::{Ceremony, Message};
use crate::secrets::Hash;
use isoloir_ballot::bytes::Bytes32;
use isoloir_shared::api::types::{ProblemCode, Round};
use jiff::Timestamp;

/// How the store says that a round cannot open yet: its trustees' ceremony is begun and not finished.
pub const TRUSTEES_MISSING: (ProblemCode, &str) = (ProblemCode::NotYet, "trustees");

/// A ceremony to begin.
#[derive(Clone, Debug)]
pub struct NewCeremony {
    /// For which round.
    pub round: Round,
    /// What names it.
    pub ceremony: Bytes32,
    /// How many are needed.
    pub threshold: u16,
    /// Names in their order, each with its token's hash.
    pub members: Vec<(String, Hash)>,
}

/// What is kept of ceremonies.
#[async_trait::async_trait]
pub trait Ceremonies {
    /// A round's ceremony; none where nobody was invited.
    async fn ceremony(&self, round: Round) -> Result<Option<Ceremony>, StoreError>;
    /// Begins one: before the opening, once.
    async fn begin_ceremony(&self, order: NewCeremony, at: Timestamp) -> Result<(), StoreError>;
    /// Forgets one, before the opening. Says whether there was one.
    async fn cancel_ceremony(&self, round: Round) -> Result<bool, StoreError>;
    /// Keeps a trustee's message, if it may come now and holds. The same again is no fault.
    async fn trustee_says(&self, key: WriteKey, round: Round, trustee: u16, message: Message)
    -> Result<(), StoreError>;
}
