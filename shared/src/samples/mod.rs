//! Real screens for tests of front ends: a session is led to each of them with canned replies.

pub mod fixtures;
mod plain;
mod scenes;
mod stage;
#[cfg(test)]
mod tests;

pub use plain::plain;
pub use scenes::all;
pub use stage::{Stage, problem};

use crate::view::Screen;

/// A screen in a certain state.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it shows: `lot-graded`.
    pub name: &'static str,
    /// The screen.
    pub screen: Screen,
}
