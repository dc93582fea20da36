//! Verification for a stranger: the public archive of a vote (`isoloir_ballot::verify` walks it in bounded memory, on all
//! cores), its lots drawn again, its result counted again by majority judgment, the organisers' log, one's own ballots.
//! What was checked and what cannot be comes as sentences; what is wrong, with its line, leaf and ballot.
//!
//! Pure but for the readers that it is given. Shares nothing with the platform's routes.

pub mod draws;
mod fault;
mod ours;
mod request;
mod result;
mod run;
mod sentences;
mod verdict;
mod watch;

pub use fault::Found;
pub use ours::{Opened, OpenedRow, open_spoiled};
pub use request::{AuditLog, Live, Progress, Request, Stop};
pub use result::Recount;
pub use run::verify;
pub use verdict::{Ballots, Facts, LotFacts, Mine, MineStatus, Outcome, Seen, Told, TrusteeFacts, Verdict};
