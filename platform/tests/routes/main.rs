//! Every resource over real HTTP, mirrored by `src/routes/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

#[path = "../common/booth.rs"]
mod booth;
mod harness;
mod stage;

mod announcements;
mod auth;
mod ballots;
mod candidacy;
mod candidates;
mod credentials;
mod docs;
mod erased;
mod events;
mod export;
mod letters;
mod limits;
mod links;
mod lots;
mod mail;
mod me;
mod names;
mod open_data;
mod organise;
mod primary;
mod problems;
mod results;
mod slow;
mod spoiled;
mod stop;
mod supports;
mod trustees;
