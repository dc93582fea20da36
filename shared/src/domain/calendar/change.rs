//! Changing the calendar. Seed: organisers may, "announced long enough ahead". Ours: the notice is a setting, and what
//! is open or over stays as it was.

use super::{Calendar, PhaseSpan};
use crate::api::types::{PhaseKind, PhaseStatus};
use isoloir_config::primary::{Primary, days, weekends};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// What a change must respect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChangeRules {
    notice_days: u32,
    preselection_days: u32,
    preselection_weekends: u32,
}

/// A change that was accepted: one row of the public log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateChange {
    /// Which phase.
    pub phase: PhaseKind,
    /// Its days before.
    pub before: (Date, Option<Date>),
    /// Its days after.
    pub after: (Date, Option<Date>),
}

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// The primary has no such phase, or leaves it out.
    #[error("this primary has no such phase")]
    NoSuchPhase,
    /// The phase is open: its rules are frozen.
    #[error("the phase is open: its rules are frozen since {since}")]
    Frozen {
        /// When it opened.
        since: Timestamp,
    },
    /// The phase is over.
    #[error("the phase is over since {since}")]
    Over {
        /// When it closed.
        since: Timestamp,
    },
    /// The new days are before today.
    #[error("{day} is in the past")]
    Past {
        /// The day that is.
        day: Date,
    },
    /// Ends before it begins.
    #[error("the last day is before the first")]
    Inverted,
    /// Shares a day with another phase, or changes their order.
    #[error("overlaps with {with:?}")]
    Overlap {
        /// Which.
        with: PhaseKind,
    },
    /// Not announced long enough ahead.
    #[error("needs {days} days of notice: no day before {earliest} may change")]
    Notice {
        /// Days of notice that the primary's rules ask.
        days: u32,
        /// The first day that may change if it is decided today.
        earliest: Date,
    },
    /// The pre-selection would be too short.
    #[error("the pre-selection lasts {days} days at least")]
    TooShort {
        /// Days it must last.
        days: u32,
    },
    /// The pre-selection would have too few week-ends.
    #[error("the pre-selection has {weekends} week-ends at least")]
    Weekends {
        /// Week-ends it must have.
        weekends: u32,
    },
    /// A day out of range.
    #[error("{0} is out of range")]
    Range(Date),
}

impl ChangeRules {
    pub(super) fn of(primary: &Primary) -> Self {
        Self {
            notice_days: primary.calendar.notice_days,
            preselection_days: primary.preselection.min_days,
            preselection_weekends: primary.preselection.min_weekends,
        }
    }
}

impl Calendar {
    /// Moves a phase, or says why not; the calendar changes only when nothing is against it.
    ///
    /// Notice: of each end that moves, neither the old day nor the new one may come sooner than the notice.
    pub fn change(
        &mut self,
        kind: PhaseKind,
        from: Date,
        to: Option<Date>,
        now: Timestamp,
    ) -> Result<DateChange, ChangeRefused> {
        let place = self.phases.iter().position(|phase| phase.kind == kind && !phase.skipped);
        let place = place.ok_or(ChangeRefused::NoSuchPhase)?;
        let old = &self.phases[place];
        match old.status(now) {
            PhaseStatus::Open => return Err(ChangeRefused::Frozen { since: old.opens_at }),
            PhaseStatus::Closed => return Err(ChangeRefused::Over { since: old.closes_at.unwrap_or(old.opens_at) }),
            PhaseStatus::Upcoming | PhaseStatus::Skipped => {}
        }
        if to.is_some_and(|to| to < from) {
            return Err(ChangeRefused::Inverted);
        }
        let today = now.to_zoned(self.zone.clone()).date();
        if from < today {
            return Err(ChangeRefused::Past { day: from });
        }
        self.check_neighbours(place, from, to)?;
        self.check_notice(old, from, to, today)?;
        if kind == PhaseKind::Preselection {
            self.check_preselection(from, to)?;
        }
        let change = DateChange { phase: kind, before: (old.from, old.to), after: (from, to) };
        let span = PhaseSpan::new(kind, from, to, &self.zone).map_err(|_| ChangeRefused::Range(to.unwrap_or(from)))?;
        self.phases[place] = span;
        Ok(change)
    }

    /// Opens a phase today, ahead of its day, and leaves its last day where it is. No notice: two organisers decide it, and
    /// nobody has less time for it.
    pub fn open_today(&mut self, kind: PhaseKind, now: Timestamp) -> Result<DateChange, ChangeRefused> {
        let place = self.phases.iter().position(|phase| phase.kind == kind && !phase.skipped);
        let place = place.ok_or(ChangeRefused::NoSuchPhase)?;
        let old = &self.phases[place];
        match old.status(now) {
            PhaseStatus::Open => return Err(ChangeRefused::Frozen { since: old.opens_at }),
            PhaseStatus::Closed => return Err(ChangeRefused::Over { since: old.closes_at.unwrap_or(old.opens_at) }),
            PhaseStatus::Upcoming | PhaseStatus::Skipped => {}
        }
        let (today, to) = (now.to_zoned(self.zone.clone()).date(), old.to);
        self.check_neighbours(place, today, to)?;
        let change = DateChange { phase: kind, before: (old.from, to), after: (today, to) };
        self.phases[place] = PhaseSpan::new(kind, today, to, &self.zone).map_err(|_| ChangeRefused::Range(today))?;
        Ok(change)
    }

    fn check_neighbours(&self, place: usize, from: Date, to: Option<Date>) -> Result<(), ChangeRefused> {
        let before = place.checked_sub(1).and_then(|place| self.phases.get(place));
        if let Some(before) = before.filter(|before| before.to.is_none_or(|last| from <= last)) {
            return Err(ChangeRefused::Overlap { with: before.kind });
        }
        let after = self.phases.get(place + 1);
        match after.filter(|after| to.is_none_or(|to| after.from <= to)) {
            Some(after) => Err(ChangeRefused::Overlap { with: after.kind }),
            None => Ok(()),
        }
    }

    fn check_notice(&self, old: &PhaseSpan, from: Date, to: Option<Date>, today: Date) -> Result<(), ChangeRefused> {
        let days = self.rules.notice_days;
        let earliest = today.checked_add(i64::from(days).days()).map_err(|_| ChangeRefused::Range(from))?;
        let moved_from = (old.from != from).then_some([old.from, from]);
        let moved_to = (old.to != to).then_some([old.to, to]);
        let moved_to = moved_to.into_iter().flatten().flatten();
        let too_soon = moved_from.into_iter().flatten().chain(moved_to).any(|day| day < earliest);
        if too_soon { Err(ChangeRefused::Notice { days, earliest }) } else { Ok(()) }
    }

    fn check_preselection(&self, from: Date, to: Option<Date>) -> Result<(), ChangeRefused> {
        let Some(to) = to else { return Ok(()) };
        if days(from, to) < self.rules.preselection_days.into() {
            return Err(ChangeRefused::TooShort { days: self.rules.preselection_days });
        }
        if weekends(from, to) < self.rules.preselection_weekends.into() {
            return Err(ChangeRefused::Weekends { weekends: self.rules.preselection_weekends });
        }
        Ok(())
    }
}
