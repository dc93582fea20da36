//! The rules, against real elections, other implementations, and properties that must hold for any election.

mod ballots;
mod calendar;
mod candidates;
mod fixtures;
mod lots;
mod order;
mod replay;
