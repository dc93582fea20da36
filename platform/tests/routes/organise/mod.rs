//! What organisers, moderators and observers can do, and what they cannot.

mod log;
mod proposals;
mod roles;
mod status;
