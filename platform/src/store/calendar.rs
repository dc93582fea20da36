//! What organisers decide and publish: changes of the calendar, announcements, disqualifications.

use super::{StoreError, WriteKey};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CalendarChangeView, Localized, PhaseKind, PlatformEvent};
use isoloir_shared::domain::calendar::DateChange;
use jiff::civil::Date;

/// What is kept of the organisers' decisions.
#[async_trait::async_trait]
pub trait CalendarChanges {
    /// The days of the phases that were changed, as they are now.
    async fn changed_days(&self) -> Result<Vec<(PhaseKind, Date, Option<Date>)>, StoreError>;
    /// Adds a change to the log, and its event.
    async fn change_calendar(
        &self,
        key: WriteKey,
        change: DateChange,
        reason: String,
    ) -> Result<PlatformEvent, StoreError>;
    /// Adds an announcement to the stream of events.
    async fn announce(&self, key: WriteKey, title: Localized, body: Localized) -> Result<PlatformEvent, StoreError>;
    /// Puts a candidate out, with the reason that is published.
    async fn disqualify(&self, key: WriteKey, candidate: CandidateId, reason: String) -> Result<(), StoreError>;
    /// The log, newest first: rows older than `before` (a row's number), with their numbers.
    async fn calendar_changes(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, CalendarChangeView)>, StoreError>;
}
