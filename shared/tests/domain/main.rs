//! The rules, against real elections, other implementations, and properties that must hold for any election.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod audit;
mod ballots;
mod calendar;
mod candidates;
mod fixtures;
mod lots;
mod order;
mod replay;
mod search;
