//! Everything of Isoloir that is not a front end and not a server: the rules, the platform's API as its clients
//! see it, and the one state machine that every front end renders.

pub mod api;
pub mod booth;
pub mod core;
pub mod domain;
pub mod driver;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod tally;
pub mod text;
pub mod verify;
pub mod view;

mod flow;
