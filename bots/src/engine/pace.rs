//! How much at once, and how patiently.

use std::time::Duration;

/// How much at once, and how patiently.
#[derive(Clone, Debug)]
pub struct Pace {
    /// How long the platform's answers are waited for before a page is shown without them: one message, not two.
    pub settle: Duration,
    /// Updates of one person that may wait.
    pub each: usize,
    /// Updates of everybody that may wait.
    pub waiting: usize,
    /// Turns at once.
    pub turns: usize,
    /// Calls at once.
    pub calls: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { settle: Duration::from_millis(700), each: 32, waiting: 10_000, turns: 256, calls: 128 }
    }
}

impl Pace {
    /// How long to wait before trying once more.
    pub(super) fn again(&self, tries: u32) -> Duration {
        Duration::from_millis(50 << tries.min(6))
    }
}
