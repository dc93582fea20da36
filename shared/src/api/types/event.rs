//! Public events: `GET /v1/events` (server-sent events, resumable with `Last-Event-ID`).

use super::{AnnouncementState, Localized, PhaseKind, PhaseStatus};
use crate::api::ids::{AnnouncementId, EventId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of the stream. The SSE `id` is `id`, its `event` the kind's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformEvent {
    /// Its place in the stream.
    pub id: EventId,
    /// When, by the platform's clock.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// A phase opened, closed or was left out.
    Phase {
        /// Which.
        phase: PhaseKind,
        /// To what.
        status: PhaseStatus,
    },
    /// The organisers speak to everyone.
    Announcement {
        /// Which: `id` is the event's.
        announcement: AnnouncementId,
        /// What about.
        title: Localized,
        /// Plain text.
        body: Localized,
        /// Who speaks; none: the organisers.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        sender: Option<String>,
        /// Nobody's quiet hours hold it back.
        #[serde(default)]
        urgent: bool,
    },
    /// An announcement is held, goes on, or is let go.
    AnnouncementState {
        /// Which: `id` is the event's.
        announcement: AnnouncementId,
        /// What it is now.
        state: AnnouncementState,
    },
    /// Something is said to some: whoever is signed in looks into their inbox.
    Inbox {
        /// Which: `id` is the event's. Its words are told to nobody else.
        announcement: AnnouncementId,
    },
    /// Totals that everyone may see moved. Not stored: sent to who listens now.
    Counts(CountsView),
    /// The calendar changed.
    Calendar {
        /// Which phase.
        phase: PhaseKind,
    },
}

/// `GET /v1/counts`: totals that everyone may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountsView {
    /// Citizens on the roll.
    pub registered: u64,
    /// Supports and nominations in all.
    pub supports: u64,
    /// Lots drawn.
    pub lots_issued: u64,
    /// Ballots of the pre-selection that count now.
    pub lots_cast: u64,
    /// Ballots of the final that count now.
    pub final_ballots: u64,
}
