//! Who a conversation is with.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A chat network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Telegram.
    Telegram,
    /// Matrix.
    Matrix,
}

impl Network {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Telegram, Self::Matrix];

    /// As it is written in the store, in metrics and in logs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Matrix => "matrix",
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A word that is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a chat network")]
pub struct NoNetwork;

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        Self::ALL.into_iter().find(|it| it.code() == text).ok_or(NoNetwork)
    }
}

/// One person in one network: what their session is kept under.
///
/// Its `Debug` does not show who: logs hold no chat id.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChatKey {
    /// Where.
    pub network: Network,
    /// Telegram: the private chat's id, which is the person's. Matrix: the person's user id (`@ada:example.org`), as
    /// rooms come and go: who comes back from another or an upgraded room is the same person.
    pub chat: String,
}

impl ChatKey {
    /// Somebody on Telegram.
    pub fn telegram(chat: i64) -> Self {
        Self { network: Network::Telegram, chat: chat.to_string() }
    }

    /// Somebody on Matrix.
    pub fn matrix(user: impl Into<String>) -> Self {
        Self { network: Network::Matrix, chat: user.into() }
    }
}

impl fmt::Debug for ChatKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChatKey({}, …)", self.network)
    }
}
