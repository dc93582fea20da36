//! Hours in which somebody is not written to, by the primary's clock.

use isoloir_shared::api::types::QuietHours;
use isoloir_shared::domain::quiet::quiet_until;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// From and to, in minutes after midnight. From after to: over midnight. The same twice: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The first quiet minute.
    pub from: u16,
    /// The first one that is not.
    pub to: u16,
}

impl From<QuietHours> for Quiet {
    fn from(QuietHours { from, to }: QuietHours) -> Self {
        Self { from, to }
    }
}

impl Quiet {
    /// What somebody has who chose nothing.
    pub const NIGHT: Self = Self { from: QuietHours::NIGHT.from, to: QuietHours::NIGHT.to };

    /// When they may be written to again; none: now.
    pub fn ends(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        quiet_until(QuietHours { from: self.from, to: self.to }, now, zone)
    }
}
