//! The board of a round from its opening to the day when its ballots are erased: what anyone can verify at each step, and
//! what nobody can read any more after it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

#[path = "../common/mod.rs"]
mod common;

mod erasure;
mod grows;
mod poll;
mod restart;
