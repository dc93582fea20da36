//! Real screens for tests of front ends: a session is led to each of them with canned replies.

mod announced;
mod answers;
mod chats;
mod desk;
pub mod fixtures;
mod made_of;
mod organisers;
mod plain;
mod scenes;
mod stage;
#[cfg(test)]
mod tests;
mod twin;
mod verified;
mod walk;

pub use answers::problem;
pub use desk::Desk;
pub use made_of::made_of;
pub use plain::plain;
pub use scenes::all;
pub use stage::Stage;
pub use verified::told;
pub use walk::{FrontEnd, Said, said, walk};

use crate::view::Screen;

/// A screen in a certain state.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it shows: `lot-graded`.
    pub name: &'static str,
    /// The screen.
    pub screen: Screen,
}
