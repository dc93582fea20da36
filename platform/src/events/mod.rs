//! The public stream of events: stored ones can be asked for again, counts are told to who listens now.

mod counts;
mod hub;

pub use counts::run;
pub use hub::{Hub, Listener, Next};
