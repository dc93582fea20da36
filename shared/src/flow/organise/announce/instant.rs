//! An instant as people type it, in the primary's zone.

use super::super::typed::{date, numbers};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// `27/10/2016 9:00`, `2016-10-27 09h30`, `27.10.2016 à 9 h`. Nothing else, and no time that the clock skips.
pub(super) fn instant(text: &str, zone: &str) -> Option<Timestamp> {
    let numbers = numbers(text)?;
    let (day, time) = numbers.split_first_chunk::<3>()?;
    let date = date(*day)?;
    let (hour, minute) = match time[..] {
        [hour] => (hour, 0),
        [hour, minute] => (hour, minute),
        _ => return None,
    };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    let zone = TimeZone::get(zone).ok()?;
    zone.to_ambiguous_timestamp(date.to_datetime(time)).unambiguous().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_people_write_it() {
        let at = |text: &str| instant(text, "Europe/Paris").map(|it| it.to_string());
        for text in ["27/10/2016 9:30", "2016-10-27 09h30", " 27.10.2016 à 9 h 30"] {
            assert_eq!(at(text).as_deref(), Some("2016-10-27T07:30:00Z"), "{text}");
        }
        assert_eq!(at("27/10/2016 9 h").as_deref(), Some("2016-10-27T07:00:00Z"));
        // The night in which clocks go forward has no half past two, the one in which they go back has two.
        for text in [
            "",
            "27/10/2016",
            "demain 9 h",
            "31/02/2016 9:00",
            "27/10/2016 25:00",
            "27/10/2016 9:61",
            "27/10/2016 9:30:15 1",
            "27/03/2016 2:30",
            "30/10/2016 2:30",
            "99999/1/1 9:00",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
        assert_eq!(instant("27/10/2016 9:30", "Nowhere/There"), None);
    }
}
