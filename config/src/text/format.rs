//! How each language writes numbers, days, instants and spans.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// `4 461` in French (with a no-break space, U+00A0), `4,461` in English.
pub fn number(lang: &str, n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if lang == "en" { ',' } else { '\u{a0}' });
        }
        out.push(digit);
    }
    out
}

/// Per ten thousand as a percentage: `71,62 %` or `71.62%`.
pub fn percent(lang: &str, per_myriad: u32) -> String {
    let (whole, part) = (per_myriad / 100, per_myriad % 100);
    if lang == "en" { format!("{whole}.{part:02}%") } else { format!("{whole},{part:02}\u{a0}%") }
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// `6 novembre 2016`, `6 November 2016`.
pub fn date(lang: &str, date: Date) -> String {
    let en = usize::from(lang == "en");
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let day = if en == 0 && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day} {} {}", MONTHS[en][month], date.year())
}

/// A day and an hour in a zone: `6 novembre 2016 à 23 h 59`. An unknown zone reads UTC, and says so.
pub fn instant(lang: &str, at: Timestamp, zone: &str) -> String {
    let known = TimeZone::get(zone);
    let suffix = if known.is_err() { " UTC" } else { "" };
    let local = at.to_zoned(known.unwrap_or(TimeZone::UTC));
    let day = date(lang, local.date());
    if lang == "en" {
        format!("{day} at {:02}:{:02}{suffix}", local.hour(), local.minute())
    } else {
        format!("{day} à {} h {:02}{suffix}", local.hour(), local.minute())
    }
}

/// A span in its two largest units: `3 jours 4 h`, `12 min`, `40 s`.
pub fn span(lang: &str, seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let day = match (lang == "en", days) {
        (true, 1) => "day",
        (true, _) => "days",
        (false, 0 | 1) => "jour",
        (false, _) => "jours",
    };
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, m) => format!("{m} min"),
        (0, h, m) => format!("{h} h {m:02}"),
        (d, 0, _) => format!("{d} {day}"),
        (d, h, _) => format!("{d} {day} {h} h"),
    }
}
