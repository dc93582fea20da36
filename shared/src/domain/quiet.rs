//! Hours in which somebody is not written to.

use crate::api::types::QuietHours;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// When they may be written to again; none: now. From after to: over midnight. The same twice: never quiet.
pub fn quiet_until(quiet: QuietHours, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let local = now.to_zoned(zone.clone());
    let minute = local.time().duration_since(Time::midnight()).as_secs().div_euclid(60);
    let (from, to) = (i64::from(quiet.from), i64::from(quiet.to));
    let (is_quiet, tomorrow) = if from <= to {
        ((from..to).contains(&minute), false)
    } else {
        (minute >= from || minute < to, minute >= from)
    };
    if !is_quiet {
        return None;
    }
    let day = if tomorrow { local.date().tomorrow().ok()? } else { local.date() };
    let time = Time::new(i8::try_from(to / 60).ok()?, i8::try_from(to % 60).ok()?, 0, 0).ok()?;
    let end = day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp();
    // A clock that is put back says an hour twice: never before now.
    Some(end.max(now + SignedDuration::from_secs(60)))
}
