//! Where a person and the session talk.

use serde::{Deserialize, Serialize};

/// What carries the conversation. Flows look at it where that matters to the person: who else can read along, and
/// what makes no sense there. How a screen looks is the front end's own matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A program on the person's own device.
    #[default]
    Terminal,
    /// A private chat with the Telegram bot.
    Telegram,
    /// A direct room with the Matrix bot.
    Matrix,
}

impl Channel {
    /// Others carry the conversation: a bot, and the service behind the chat.
    pub fn is_chat(self) -> bool {
        self != Self::Terminal
    }

    /// What the platform notes as the device at sign-in: names, the same in every language.
    pub fn device(self) -> String {
        match self {
            Self::Terminal => format!("Isoloir ({})", std::env::consts::OS),
            Self::Telegram => "Isoloir (Telegram)".into(),
            Self::Matrix => "Isoloir (Matrix)".into(),
        }
    }
}
