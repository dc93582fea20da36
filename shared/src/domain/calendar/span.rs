//! One phase with its days and the instants computed from them.

use crate::api::types::{PhaseKind, PhaseStatus, PhaseView};
use isoloir_config::primary;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseSpan {
    /// Which.
    pub kind: PhaseKind,
    /// First day.
    pub from: Date,
    /// Last day, inclusive; none: for good.
    pub to: Option<Date>,
    /// Midnight that begins `from` in the primary's zone (the first instant of that day, where midnight is skipped).
    pub opens_at: Timestamp,
    /// Midnight that ends `to`: from then on nothing is taken.
    pub closes_at: Option<Timestamp>,
    /// Left out by the rule.
    pub skipped: bool,
}

/// Why phases make no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not an IANA zone.
    #[error("{0:?} is no time zone")]
    Zone(String),
    /// Ends before it begins.
    #[error("{0:?} ends before it begins")]
    Inverted(PhaseKind),
    /// Two phases share a day, or stand in the wrong order.
    #[error("{second:?} begins before {first:?} is over")]
    Overlap {
        /// The one that should be over.
        first: PhaseKind,
        /// The one that begins.
        second: PhaseKind,
    },
    /// The same phase twice.
    #[error("{0:?} is there twice")]
    Twice(PhaseKind),
    /// A day that no instant can be computed for.
    #[error("{0} is out of range")]
    Range(Date),
}

impl PhaseSpan {
    /// From days.
    pub fn new(kind: PhaseKind, from: Date, to: Option<Date>, zone: &TimeZone) -> Result<Self, CalendarError> {
        if to.is_some_and(|to| to < from) {
            return Err(CalendarError::Inverted(kind));
        }
        let closes_at = match to {
            Some(to) => Some(midnight(to.tomorrow().map_err(|_| CalendarError::Range(to))?, zone)?),
            None => None,
        };
        Ok(Self { kind, from, to, opens_at: midnight(from, zone)?, closes_at, skipped: false })
    }

    /// Where it stands at an instant.
    pub fn status(&self, now: Timestamp) -> PhaseStatus {
        if self.skipped {
            PhaseStatus::Skipped
        } else if now < self.opens_at {
            PhaseStatus::Upcoming
        } else if self.closes_at.is_some_and(|closes_at| now >= closes_at) {
            PhaseStatus::Closed
        } else {
            PhaseStatus::Open
        }
    }

    /// As the API shows it.
    pub fn view(&self, now: Timestamp) -> PhaseView {
        PhaseView {
            kind: self.kind,
            from: self.from,
            to: self.to,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            status: self.status(now),
        }
    }
}

/// The API's name of a phase.
pub fn phase_kind(kind: primary::PhaseKind) -> PhaseKind {
    match kind {
        primary::PhaseKind::Identification => PhaseKind::Identification,
        primary::PhaseKind::ProvisionalList => PhaseKind::ProvisionalList,
        primary::PhaseKind::Preparation => PhaseKind::Preparation,
        primary::PhaseKind::Preselection => PhaseKind::Preselection,
        primary::PhaseKind::Finalists => PhaseKind::Finalists,
        primary::PhaseKind::FinalVote => PhaseKind::FinalVote,
        primary::PhaseKind::Result => PhaseKind::Result,
    }
}

/// The first instant of a day in a zone.
pub(super) fn midnight(date: Date, zone: &TimeZone) -> Result<Timestamp, CalendarError> {
    let zoned = date.to_zoned(zone.clone()).and_then(|zoned| zoned.start_of_day());
    zoned.map(|zoned| zoned.timestamp()).map_err(|_| CalendarError::Range(date))
}

/// Phases stand in their order, share no day, and only the last is without an end.
pub(super) fn check_order(phases: &[PhaseSpan]) -> Result<(), CalendarError> {
    for two in phases.windows(2) {
        let (first, second) = (two[0].kind, two[1].kind);
        if first == second {
            return Err(CalendarError::Twice(first));
        }
        if second < first || two[0].to.is_none_or(|to| two[1].from <= to) {
            return Err(CalendarError::Overlap { first, second });
        }
    }
    Ok(())
}
