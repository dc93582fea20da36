//! What is announced to everyone, brought to each who asked for it, once.
//!
//! ```text
//! the platform's events ─ hear, post ─▶ one row for each subscriber ─ claim (a lease) ─▶ slot of the pace ─▶ courier ─▶ delivered
//!                                           ▲                                  │
//!                                           └── quiet hours, 429, a lost instance ◀───────────┘
//! ```
//!
//! A row is made once for an announcement and a person, whoever makes it and however often. An instance takes rows up
//! by a lease: if it dies, another takes them after the lease has ended, and only these can arrive twice. They are
//! counted. The pace is one row for all instances ([`pace`]); answers to people go before what is announced
//! ([`Turnstile`]).

mod courier;
mod deliver;
mod hear;
pub mod pace;
mod progress;
mod quiet;
mod report;
mod shelf;
mod turnstile;

pub use courier::{Courier, Sent};
pub use deliver::{Delivery, Tempo};
pub use hear::hear;
pub use pace::{Rule, Slot};
pub use progress::Progress;
pub use quiet::Quiet;
pub use report::report;
pub use shelf::{Claim, Order, Outcome, Parcel, Running, Shelf, Subscription};
pub use turnstile::Turnstile;

use isoloir_shared::api::types::Localized;
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
}
