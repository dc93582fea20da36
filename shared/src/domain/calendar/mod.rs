//! The phases: days in the primary's zone, the last one inclusive, and the instants they become.
//! Ours: a deadline is an instant computed from the date and the zone, and the platform's clock decides.

mod change;
mod span;

pub use change::{ChangeRefused, DateChange};
pub use span::{CalendarError, PhaseSpan, phase_kind};

use crate::api::types::{PhaseKind, PhaseStatus, PhaseView};
use isoloir_config::primary::Primary;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The calendar of a primary.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    zone_name: String,
    zone: TimeZone,
    phases: Vec<PhaseSpan>,
    rules: change::ChangeRules,
}

/// Something that happens at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// When.
    pub at: Timestamp,
    /// Opens or closes. Where one phase closes as the next opens, the closing comes first.
    pub kind: TransitionKind,
    /// Which phase.
    pub phase: PhaseKind,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransitionKind {
    /// From then on nothing is taken any more.
    Closes,
    /// From then on.
    Opens,
}

/// Why something cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// Before the phase.
    #[error("{phase:?} opens at {opens_at}")]
    TooEarly {
        /// In which it can be done.
        phase: PhaseKind,
        /// When it opens.
        opens_at: Timestamp,
    },
    /// After it.
    #[error("{phase:?} closed at {deadline}")]
    TooLate {
        /// In which it could be done.
        phase: PhaseKind,
        /// When it closed.
        deadline: Timestamp,
    },
    /// The primary has no such phase, or leaves it out.
    #[error("this primary has no {phase:?}")]
    LeftOut {
        /// Which.
        phase: PhaseKind,
    },
}

impl Calendar {
    /// The calendar of a primary's file.
    pub fn of(primary: &Primary) -> Result<Self, CalendarError> {
        let days = primary.phases.iter().map(|phase| (phase_kind(phase.kind), phase.from, phase.to));
        Self::new(primary, days)
    }

    /// The same with days that were changed since (as a platform stores them); rules and zone from the file.
    pub fn new(
        primary: &Primary,
        days: impl IntoIterator<Item = (PhaseKind, Date, Option<Date>)>,
    ) -> Result<Self, CalendarError> {
        let zone = TimeZone::get(&primary.zone).map_err(|_| CalendarError::Zone(primary.zone.clone()))?;
        let phases: Result<Vec<_>, _> =
            days.into_iter().map(|(kind, from, to)| PhaseSpan::new(kind, from, to, &zone)).collect();
        let phases = phases?;
        span::check_order(&phases)?;
        let rules = change::ChangeRules::of(primary);
        Ok(Self { zone_name: primary.zone.clone(), zone, phases, rules })
    }

    /// The zone of its dates.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's IANA name.
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// All phases in order.
    pub fn phases(&self) -> &[PhaseSpan] {
        &self.phases
    }

    /// The phase of that kind.
    pub fn phase(&self, kind: PhaseKind) -> Option<&PhaseSpan> {
        self.phases.iter().find(|phase| phase.kind == kind)
    }

    /// Leaves a phase out, or takes it back in. Seed: a pre-selection "only with more than 5 confirmed".
    pub fn set_skipped(&mut self, kind: PhaseKind, skipped: bool) {
        for phase in self.phases.iter_mut().filter(|phase| phase.kind == kind) {
            phase.skipped = skipped;
        }
    }

    /// The phase that is open at an instant; none before the first, between two, after the last.
    pub fn current(&self, now: Timestamp) -> Option<PhaseKind> {
        self.phases.iter().find(|phase| phase.status(now) == PhaseStatus::Open).map(|phase| phase.kind)
    }

    /// Where a phase stands; a phase that the primary does not have is left out.
    pub fn status(&self, kind: PhaseKind, now: Timestamp) -> PhaseStatus {
        self.phase(kind).map_or(PhaseStatus::Skipped, |phase| phase.status(now))
    }

    /// Whether something that belongs to a phase can be done now; if not, the instant that decides.
    pub fn require(&self, kind: PhaseKind, now: Timestamp) -> Result<&PhaseSpan, NotNow> {
        let phase = self.phase(kind).filter(|phase| !phase.skipped).ok_or(NotNow::LeftOut { phase: kind })?;
        if now < phase.opens_at {
            return Err(NotNow::TooEarly { phase: kind, opens_at: phase.opens_at });
        }
        match phase.closes_at {
            Some(deadline) if now >= deadline => Err(NotNow::TooLate { phase: kind, deadline }),
            _ => Ok(phase),
        }
    }

    /// Everything that happens, in order; phases that are left out do not.
    pub fn transitions(&self) -> Vec<Transition> {
        let mut all = Vec::with_capacity(self.phases.len() * 2);
        for phase in self.phases.iter().filter(|phase| !phase.skipped) {
            all.push(Transition { at: phase.opens_at, kind: TransitionKind::Opens, phase: phase.kind });
            let closing = |at| Transition { at, kind: TransitionKind::Closes, phase: phase.kind };
            all.extend(phase.closes_at.map(closing));
        }
        all.sort_unstable();
        all
    }

    /// The first thing that happens after an instant.
    pub fn next_transition(&self, now: Timestamp) -> Option<Transition> {
        self.transitions().into_iter().find(|transition| transition.at > now)
    }

    /// As the API shows it.
    pub fn views(&self, now: Timestamp) -> Vec<PhaseView> {
        self.phases.iter().map(|phase| phase.view(now)).collect()
    }

    /// The deadline of an answer that is awaited for some days "from being asked", the last day inclusive: the midnight
    /// that ends it in the primary's zone. None past the end of the calendar (the year 9999).
    pub fn answer_by(&self, asked_at: Timestamp, days: u32) -> Option<Timestamp> {
        let last = asked_at.to_zoned(self.zone.clone()).date().checked_add(i64::from(days).days()).ok()?;
        span::midnight(last.tomorrow().ok()?, &self.zone).ok()
    }
}
