//! The reference server of a citizens' primary: routes over a store, a clock and the rules of `isoloir_shared`.
//!
//! `routes/<resource>.rs` is what the world sees, `store/<resource>.rs` what must be kept for it,
//! `store/sqlite/` how SQLite keeps it. Time comes from a [`clock::Clock`] only.

pub mod app;
pub mod auth;
pub mod bots;
pub mod ceremony;
pub mod cli;
pub mod clock;
pub mod confirmations;
mod connections;
pub mod demo;
pub mod drafts;
pub mod email;
pub mod events;
pub mod gate;
pub mod housekeeping;
pub mod idempotency;
pub mod letters;
pub mod limits;
pub mod links;
pub mod mail;
pub mod observe;
pub mod open_data;
pub mod openapi;
pub mod phases;
pub mod photo;
pub mod problem;
pub mod published;
pub mod results;
pub mod roster;
pub mod routes;
pub mod second_factor;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod signals;
pub mod store;
pub mod tally;
pub mod voting;

pub use app::{App, OpenError, Platform};
pub use settings::Settings;
