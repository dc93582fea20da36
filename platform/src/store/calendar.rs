//! The organisers' changes of the calendar.

use super::{StoreError, WriteKey};
use isoloir_shared::api::types::{CalendarChangeView, PhaseKind, PlatformEvent};
use isoloir_shared::domain::calendar::DateChange;
use jiff::civil::Date;

/// What is kept of them.
#[async_trait::async_trait]
pub trait CalendarChanges {
    /// The days of the phases that were changed, as they are now.
    async fn changed_days(&self) -> Result<Vec<(PhaseKind, Date, Option<Date>)>, StoreError>;
    /// Adds a change to the public log and to the audit log, and its event. Organisers only.
    async fn change_calendar(
        &self,
        key: WriteKey,
        change: DateChange,
        reason: String,
    ) -> Result<PlatformEvent, StoreError>;
    /// The log, newest first: rows older than `before` (a row's number), with their numbers.
    async fn calendar_changes(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, CalendarChangeView)>, StoreError>;
}
