//! Isoloir in a chat: the sessions and screens of the client core, in Telegram and in Matrix.

pub mod chat;
pub mod check;
pub mod cli;
pub mod config;
pub mod engine;
pub mod matrix;
pub mod observe;
pub mod outbox;
pub mod seal;
pub mod store;
pub mod telegram;
pub mod witness;
