//! Days as people type them.

use jiff::civil::Date;

/// `2016-10-26`, `26/10/2016`, `26.10.2016`.
pub(super) fn day(text: &str) -> Option<Date> {
    let numbers = numbers(text)?;
    date(numbers.as_slice().try_into().ok()?)
}

/// The numbers in it, whatever stands between them; none if one is too large for a day or a time.
pub(super) fn numbers(text: &str) -> Option<Vec<i16>> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    numbers.map(|it| it.parse().ok()).collect()
}

/// The year is first or last.
pub(super) fn date([a, b, c]: [i16; 3]) -> Option<Date> {
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in ["2016-10-26", "26/10/2016", " 26.10.2016 ", "2016 10 26"] {
            assert_eq!(day(text), Some(date(2016, 10, 26)), "{text}");
        }
        for text in ["", "26", "26/10", "2016-13-01", "31/02/2016", "demain", "26/10/2016/1", "99999-1-1"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
