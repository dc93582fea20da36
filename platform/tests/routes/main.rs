//! Every resource over real HTTP, mirrored by `src/routes/`.

mod harness;

mod auth;
mod me;
