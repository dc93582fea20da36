//! What is announced, brought to each who asked for it, once.
//!
//! ```text
//! the platform's events ─ hear, post ─▶ one row for each subscriber ─ claim (a lease) ─▶ ask ─▶ slot of the pace ─▶ courier ─▶ delivered
//!                                           ▲                                                       │
//!                                           └────── quiet hours, 429, a lost instance ◀─────────────┘
//! ```
//!
//! A row is made once for an announcement and a person, whoever makes it and however often. An instance takes rows up
//! by a lease: if it dies, another takes them after the lease has ended, and only these can arrive twice. They are
//! counted. The pace is one row for all instances ([`pace`]); answers to people go before what is announced
//! ([`Turnstile`]).
//!
//! Where a chat is linked, the person's own account is asked first, with their token: whether these are quiet hours of
//! theirs. Of what is said to some (who holds a lot, who supports a candidate) no event has the words: each one's own
//! inbox tells whether they are among them. Which of them were is not kept: such rows end alike, and are counted apart.

mod accounts;
mod ask;
mod courier;
mod deliver;
mod hear;
pub mod pace;
mod progress;
mod quiet;
mod report;
mod shelf;
mod turnstile;

pub use accounts::{Accounts, Own};
pub use courier::{Courier, Sent};
pub use deliver::{Delivery, Tempo};
pub use hear::hear;
pub use pace::{Rule, Slot};
pub use progress::Progress;
pub use quiet::Quiet;
pub use report::report;
pub use shelf::{Claim, Order, Outcome, Parcel, Running, Shelf, Subscription};
pub use turnstile::Turnstile;

use isoloir_shared::api::types::{AnnouncementView, Audience, Localized};
use isoloir_shared::text::Announced;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The platform's number.
    pub id: i64,
    /// A line, in both languages.
    pub title: Localized,
    /// The text, in both languages.
    pub body: Localized,
    /// Who speaks, by name; none: the organisers.
    pub sender: Option<String>,
    /// The primary's name.
    pub primary: Localized,
    /// The IANA zone in which quiet hours are meant.
    pub zone: String,
    /// Quiet hours do not hold it back.
    pub urgent: bool,
    /// Not before.
    pub send_at: Timestamp,
    /// To whom; none: to some, and each one's own inbox tells to whom and in what words.
    #[serde(default = "everyone")]
    pub audience: Option<Audience>,
}

impl Announcement {
    /// Whether each one's own inbox has to be asked.
    pub fn is_for_some(&self) -> bool {
        self.audience != Some(Audience::Everyone)
    }

    /// The same, in the words of somebody's inbox.
    #[must_use]
    pub fn with(&self, told: AnnouncementView) -> Self {
        Self {
            title: told.title,
            body: told.body,
            sender: told.sender,
            urgent: told.urgent,
            audience: Some(told.audience),
            ..self.clone()
        }
    }
}

/// As it was kept before there were others.
fn everyone() -> Option<Audience> {
    Some(Audience::Everyone)
}

impl Announcement {
    /// Its words.
    pub fn announced(&self) -> Announced {
        let (title, body, sender) = (self.title.clone(), self.body.clone(), self.sender.clone());
        let audience = self.audience.unwrap_or_default();
        Announced { title, body, sender, primary: self.primary.clone(), audience }
    }
}
