//! An emulator of Telegram's Bot API, and people in it.
//!
//! The bot under test talks to it over HTTP as it would to Telegram; `Person`s see what a person would see and press only
//! what they are shown. Every request is checked against the published schema (`fixtures/telegram`), and so is every
//! answer; what a bot does that Telegram would refuse is refused, and kept for the end of the test (`assert_clean`).

mod body;
pub mod bot;
mod deliver;
pub mod flood;
mod group;
pub mod habits;
pub mod html;
mod links;
mod make;
mod methods;
mod person;
pub mod schema;
mod server;
mod shown;
mod state;
mod transcript;
mod webhook;

pub use flood::Flood;
pub use group::Group;
pub use person::Person;
pub use server::{BOT_NAME, TOKEN, Telegram};
pub use shown::Shown;
pub use state::Logged;
