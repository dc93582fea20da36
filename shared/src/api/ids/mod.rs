//! Identifiers as the API carries them: short, opaque to clients, never reused.

mod tracker;

pub use tracker::Tracker;

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = <$inner as std::str::FromStr>::Err;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A candidate of the primary, nominated ones included.
    CandidateId(u32)
);
id!(
    /// A lot, numbered in the order of the draws of its round.
    LotId(u64)
);
id!(
    /// A place in the stream of public events (`Last-Event-ID`).
    EventId(u64)
);
id!(
    /// A signed-in device of an account.
    SessionId(uuid::Uuid)
);
id!(
    /// A link between an account and a chat.
    LinkId(uuid::Uuid)
);
id!(
    /// A version of a text, photo or name that was or is looked at.
    ModerationId(u32)
);
id!(
    /// A signal that passed its threshold.
    FlagId(u32)
);
id!(
    /// Something that two organisers decide together.
    ProposalId(u32)
);
id!(
    /// Something that organisers announce.
    AnnouncementId(u32)
);
impl AnnouncementId {
    /// Above it are tests that somebody sent to themselves.
    pub const TRIALS: u32 = 4_000_000_000;

    /// Whether it is such a test, in the inbox of whoever sent it.
    pub fn is_trial(self) -> bool {
        self.0 > Self::TRIALS
    }
}
id!(
    /// Something that the calendar suggests to announce.
    DraftId(u32)
);
id!(
    /// A client's key for one write: the same key is the same write.
    IdempotencyKey(uuid::Uuid)
);
