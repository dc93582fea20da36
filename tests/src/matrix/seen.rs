//! What a person's client shows them.

use serde::Deserialize;
use serde_json::Value;

/// Something that somebody else did in a room, as the person's client decrypted it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// `message`, `file`, `member`, `invite`, `reaction`, `undecryptable`, `other`, or `nothing` when nothing came.
    pub kind: String,
    /// Where.
    pub room: String,
    /// Whose.
    pub from: String,
    /// Its id.
    pub event: String,
    /// It travelled encrypted.
    pub encrypted: bool,
    /// A message that this one is an edit of.
    pub replaces: Option<String>,
    /// The root of the thread it stands in.
    pub thread: Option<String>,
    /// `m.notice`, `m.text`, `m.image`, …
    pub msgtype: String,
    /// The text.
    pub body: String,
    /// The same as HTML.
    pub html: String,
    /// Whom it mentions.
    pub mentions: Value,
    /// Of files and of events of other kinds.
    pub content: Value,
    /// Of those.
    pub r#type: String,
    /// Of a membership: whose, and what it became.
    pub who: String,
    /// `join`, `leave`, `ban`, …
    pub membership: String,
}

impl Seen {
    /// The number to answer to choose the line that holds these words.
    ///
    /// # Panics
    /// If no numbered line does.
    pub fn number(&self, words: &str) -> String {
        self.offers(words).unwrap_or_else(|| panic!("nothing to choose says {words:?}:\n{}", self.body))
    }

    /// The same, where it may not be there.
    pub fn offers(&self, words: &str) -> Option<String> {
        self.body.lines().find_map(|line| {
            // Where something is asked, a choice is made by `!1`.
            let number = line.trim_start().split_once(". ")?.0;
            let digits = number.trim_start_matches('!');
            let is_number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
            (is_number && line.contains(words)).then(|| number.to_owned())
        })
    }

    /// The message that this is, or is an edit of.
    pub fn message(&self) -> &str {
        self.replaces.as_deref().unwrap_or(&self.event)
    }
}
