//! Phases change by themselves at their instants, each once, after a restart too.

mod calendar;
pub mod frozen;
mod scheduler;

pub use calendar::LiveCalendar;
pub use scheduler::{Scheduler, apply_due, catch_up, resume, run};
