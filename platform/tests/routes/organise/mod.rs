//! What organisers, moderators and observers can do, and what they cannot.

mod ahead;
mod flags;
mod log;
mod moderation;
mod property;
mod proposals;
mod roles;
mod status;
