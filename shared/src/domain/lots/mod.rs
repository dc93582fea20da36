//! Lots: a few candidates, drawn at random, that one voter grades. Seed: composition and order are random, and every
//! candidate is presented "a statistically identical number of times". `docs/lots.md` lists every byte that is hashed,
//! so that anyone can write a verifier of their own.

mod draw;
#[cfg(test)]
mod exact;
mod places;
mod replay;
mod state;
mod stream;

pub use draw::{DrawnCandidate, Lot, draw, expire};
pub use replay::{LogEntry, Replay, ReplayError, hex, replay, unhex};
pub use state::{DrawState, MAX_LOT, StateError};
pub use stream::{DrawStream, ElectionSeed, OperatorSecret};
