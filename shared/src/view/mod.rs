//! What a person is shown, as meaning: no colour, key, emoji or markup. Every front end renders these and nothing else.

mod action;
mod block;
mod code;
mod screen;

pub use action::{Action, Intent, IntentError, Place, Topic, Weight};
pub use block::bytes_of::Image;
pub use block::{BallotRow, BallotView, Block, Choice, Fact, Item, ListView, ProfileView, TimelineRow, Tone};
pub use screen::{Input, InputKind, Screen, ScreenId, Toast};
