//! Lots: drawn one after another, each the same as if nobody else had asked.

use super::{AccountId, StoreError, WriteKey};
use crate::clock::Clock;
use isoloir_ballot::bytes::Bytes32;
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::api::types::{LotReason, LotStatus, PhaseKind, ProblemCode, ReceiptView};
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use std::sync::Arc;

/// When a write is taken: from the opening until just before the close, by the platform's clock at the moment of the
/// write, inside its transaction.
#[derive(Clone)]
pub struct Window {
    /// The phase.
    pub phase: PhaseKind,
    /// First instant.
    pub opens_at: Timestamp,
    /// The instant from which it is too late.
    pub closes_at: Timestamp,
    /// The clock that decides.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Window({}/{})", self.opens_at, self.closes_at)
    }
}

impl Window {
    /// Whether `now` is in it; what to answer if not.
    pub fn check(&self, now: Timestamp) -> Result<(), ProblemCode> {
        if now < self.opens_at {
            Err(ProblemCode::TooEarly)
        } else if now >= self.closes_at {
            Err(ProblemCode::TooLate)
        } else {
            Ok(())
        }
    }
}

/// Who draws, and the rules of it.
#[derive(Clone, Debug)]
pub struct DrawOrder {
    /// For whom.
    pub voter: AccountId,
    /// When a lot can be drawn.
    pub window: Window,
    /// How long a lot waits for its ballot.
    pub lifetime: SignedDuration,
    /// Lots that one voter may cast.
    pub max_lots: u32,
}

/// One place of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub candidate: CandidateId,
    /// Lots that showed them before this one.
    pub shown_before: u64,
    /// Why they are in it.
    pub reason: LotReason,
}

/// A lot as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRow {
    /// Which.
    pub id: LotId,
    /// Whose key it was drawn for.
    pub credential: Bytes32,
    /// Whose key that is; nobody's once the account is erased, or its link cut.
    pub voter: Option<AccountId>,
    /// The voter's how-many-th, from 1.
    pub draw: u32,
    /// In the order drawn.
    pub places: Vec<Place>,
    /// Drawn.
    pub issued_at: Timestamp,
    /// Goes back if not cast by then.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub status: LotStatus,
    /// What the next ballot's sequence must reach.
    pub sequence: u32,
    /// The receipt of the ballot that counts.
    pub receipt: Option<ReceiptView>,
}

/// What is kept of lots.
#[async_trait::async_trait]
pub trait Lots {
    /// The voter's open lot, or a new draw. Lots whose time is over go back first.
    async fn draw_lot(&self, key: WriteKey, order: DrawOrder) -> Result<LotId, StoreError>;
    /// One lot, anybody's.
    async fn lot(&self, id: LotId) -> Result<Option<LotRow>, StoreError>;
    /// A voter's lots, newest first, older than `before`.
    async fn lots_of(&self, voter: AccountId, before: Option<LotId>, limit: u32) -> Result<Vec<LotRow>, StoreError>;
    /// Lots whose time is over go back. Says how many did, and when the next one will.
    async fn expire_lots(&self, clock: Arc<dyn Clock>) -> Result<(u64, Option<Timestamp>), StoreError>;
}
