//! What the journeys share: platforms, citizens who use the client core, a wire that misbehaves, real ballots.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this crate is test code")]

pub mod binary;
pub mod bots;
pub mod broadcast;
pub mod citizen;
pub mod mail;
pub mod matrix;
pub mod node;
pub mod orsay;
pub mod platform;
pub mod python;
pub mod raw;
pub mod receipt;
pub mod setup;
pub mod staff;
pub mod telegram;
pub mod wire;
