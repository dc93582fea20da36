//! Every resource over real HTTP, mirrored by `src/routes/`.

mod harness;

mod auth;
mod candidacy;
mod candidates;
mod me;
mod primary;
mod problems;
mod supports;
