//! The public archive: one line of JSON for each thing, each with one spelling, in an order that can be checked while it
//! streams by.

mod line;
mod read;
mod write;

pub use line::{Body, Close, Counts, Draws, Leaf, Line, Lot, LotsRoot};
pub use read::{LineFault, MAX_LINE, Reader};
pub(crate) use write::bytes_leaf;
pub use write::{LotsTree, Writer, credential_root, lots_root};

/// Credentials on one line.
pub const CREDENTIALS_A_LINE: usize = 1_000;
