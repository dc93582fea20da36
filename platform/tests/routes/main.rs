//! Every resource over real HTTP, mirrored by `src/routes/`.

mod harness;
mod stage;

mod auth;
mod candidacy;
mod candidates;
mod docs;
mod lots;
mod me;
mod primary;
mod problems;
mod supports;
