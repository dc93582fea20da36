//! The calendar as it is now: the primary's file, the organisers' changes, the phases that the rule left out.

use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::domain::calendar::Calendar;
use std::sync::{Arc, PoisonError, RwLock};

/// The calendar, shared by all who read it.
#[derive(Debug)]
pub struct LiveCalendar(RwLock<Arc<Calendar>>);

impl LiveCalendar {
    /// Starts as this one.
    pub fn new(calendar: Calendar) -> Self {
        Self(RwLock::new(Arc::new(calendar)))
    }

    /// As it is now.
    pub fn get(&self) -> Arc<Calendar> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on this one. Wake the scheduler after it.
    pub fn replace(&self, calendar: Calendar) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendar);
    }

    /// The rule leaves a phase out.
    pub fn skip(&self, kind: PhaseKind) {
        // Under one lock: a change of the organisers that comes between is not lost.
        let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut live).set_skipped(kind, true);
    }
}
