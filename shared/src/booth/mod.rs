//! The booth: where a ballot is encrypted, proved and signed before it leaves the voter's side, and where the platform's
//! word for it is checked. Under the core, over the HTTP client: the core asks to cast grades and gets a receipt.
//!
//! What it keeps between two runs is a purse ([`PurseStore`]). The order is always the same: a key is kept before the
//! platform is told of it, a ballot before it is sent, and a receipt is checked before anybody sees it. Whatever does not
//! hold is an `ApiError::Alarm`, never passed over.

mod aside;
mod board;
mod call;
mod cast;
mod code;
mod fault;
mod grades;
mod keys;
mod purse;
mod seat;
mod spoil;
mod store;
mod watch;

pub(crate) use board::{Known, word};
pub use call::{BoothCall, BoothReply, ElectionFacts, Sealed, Spoiled};
pub use code::{KeyCode, NotKeyCode};
pub use fault::BoothFault;
pub use isoloir_ballot::ballot::Channel;
pub use spoil::{NotSpoiled, OpeningBytes, SPOILED, SpoiledDocument};
pub use store::{MemoryPurse, NotKept, PurseStore, seen_here};
pub use watch::Watched;
