//! The bots as witnesses: they write what the board of each open vote says, its checkpoints, where everybody reads it, so
//! that no platform can show one board to some and another to others without being found out.
//!
//! ```text
//! watch: GET /v1/elections/{round} ─▶ does it go with all that was seen? ─┬▶ a statement, once ─▶ post: each room, channel
//!                                      (the pin is kept in the store)     └▶ it does not: said loudly, the proof is kept
//! ```
//!
//! Whichever instance looks first makes the statement; each place gets it once, from whoever takes it up by a lease.

mod minutes;
mod post;
mod watch;

pub use minutes::{Kind, Minutes, Statement, Told, Trouble};
pub use post::{Notice, Wall, keep, post};
pub use watch::{Watch, watch};
