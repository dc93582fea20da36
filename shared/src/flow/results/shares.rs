//! Shares for the eye, per ten thousand and rounded to the nearest: what decides was computed exactly by the platform.

use crate::text::Arg;

/// A part of a total.
pub(super) fn share(part: u64, total: u64) -> Arg {
    Arg::Share(ratio(u128::from(part), u128::from(total)))
}

/// The same of decimal texts that can pass any integer: both lose the same digits at the end.
pub(super) fn share_of_text(part: &str, total: &str) -> Arg {
    let cut = total.len().saturating_sub(30);
    let number = |text: &str| text.get(..text.len().saturating_sub(cut)).and_then(|it| it.parse::<u128>().ok());
    Arg::Share(ratio(number(part).unwrap_or(0), number(total).unwrap_or(0)))
}

fn ratio(part: u128, total: u128) -> u32 {
    if total == 0 {
        return 0;
    }
    let myriads = part.saturating_mul(20_000).saturating_add(total) / total.saturating_mul(2);
    u32::try_from(myriads).unwrap_or(10_000).min(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        assert_eq!(share(3_195, 4_461), Arg::Share(7_162));
        assert_eq!(share(0, 0), Arg::Share(0));
        assert_eq!(share(u64::MAX, u64::MAX), Arg::Share(10_000));
    }

    #[test]
    fn digits_beyond_any_integer_are_read() {
        let total = format!("4461{}", "0".repeat(80));
        let part = format!("120{}", "0".repeat(80));
        assert_eq!(share_of_text(&part, &total), Arg::Share(269));
        assert_eq!(share_of_text("120", "4461"), Arg::Share(269));
        assert_eq!(share_of_text("no", "number"), Arg::Share(0));
    }
}
