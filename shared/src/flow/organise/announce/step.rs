//! The steps of writing an announcement, and how long each answer may be.

use crate::api::types::Lang;
use crate::text::Way;
use serde::{Deserialize, Serialize};

/// Longest name of who speaks, in characters.
pub const SENDER: usize = 80;
/// Longest instant.
pub const WHEN: usize = 40;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    Title(Lang),
    Body(Lang),
    When,
    Sender,
    /// All of it, before it is proposed.
    Check,
    /// What to change.
    Edit,
    /// As others will see it.
    Look(Way, Lang),
}

/// What can be changed, as it is numbered.
pub const PARTS: [Step; 6] = [
    Step::Title(Lang::Fr),
    Step::Body(Lang::Fr),
    Step::Title(Lang::En),
    Step::Body(Lang::En),
    Step::When,
    Step::Sender,
];
/// After these: to whom.
pub const TO: u8 = 6;
/// And whether it is urgent.
pub const URGENT: u8 = 7;
