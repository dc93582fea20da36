//! The pace, its end, and the hours in which nobody is written to: pure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use isoloir_bots::outbox::pace::{Pace, Quickest, micros};
use isoloir_bots::outbox::{Progress, Quiet, Rule, Slot};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::VecDeque;

const RULE: Rule = Rule::TELEGRAM;
/// Slots that are given before their time.
const AHEAD: i64 = 10;

/// Sends `n` messages, each of which arrives and is answered after what it takes; how long that was, and how many
/// the network refused, which counts strictly.
fn send(n: i64, takes: impl Fn(i64) -> (i64, i64)) -> (i64, usize) {
    let mut pace = Pace::default();
    let mut answered: VecDeque<(i64, Slot, i64)> = VecDeque::new();
    let (mut quickest, mut arrivals, mut sent) = (Quickest::default(), Vec::new(), 0);
    let mut now = 0;
    while sent < n {
        let slots = pace.take(&RULE, now, AHEAD / 2);
        let none = slots.is_empty();
        for slot in slots {
            let (there, back) = takes(slot.number);
            arrivals.push(slot.at + there);
            answered.push_back((slot.at + there + back, slot, there + back));
            sent += 1;
        }
        // The next ones are given when half of the slots are used up; where all lanes are given away, a little later.
        now = if none { now + RULE.every() } else { now.max(pace.next - RULE.apart() * AHEAD / 2) };
        answered.make_contiguous().sort_by_key(|(at, ..)| *at);
        while answered.front().is_some_and(|(at, ..)| *at <= now) {
            if let Some((_, slot, took)) = answered.pop_front() {
                let excess = quickest.excess(&RULE, took);
                pace.answered(&RULE, slot, excess);
            }
        }
    }
    arrivals.sort_unstable();
    let window = micros(RULE.window);
    let refused = arrivals.windows(31).filter(|it| it[30] - it[0] < window).count();
    (arrivals.last().copied().unwrap_or_default() - arrivals[0], refused)
}

#[test]
fn a_hundred_thousand_take_two_in_a_hundred_more_at_most() {
    // 40 ms each way, and up to twelve more on the way there; one in a hundred a tenth of a second late. (Slots at even
    // distances, moved by whoever is late, take four in a hundred more than permitted by that.)
    let takes = |n: i64| match n {
        n if n % 100 == 7 => (140_000, 40_000),
        n => (40_000 + n * 7_919 % 12_000, 40_000),
    };
    let (took, refused) = send(100_000, takes);
    let permitted = 100_000 * 1_000_000 / 30;
    assert_eq!(refused, 0);
    assert!(took * 100 <= permitted * 102, "{took} of {permitted}");
}

#[test]
fn slots_at_even_distances_alone_are_refused_some() {
    // What the others hold can fail: the network counts strictly.
    let mut arrivals: Vec<i64> =
        (0..200).map(|n| n * RULE.every() + if n % 50 == 3 { 140_000 } else { 40_000 }).collect();
    arrivals.sort_unstable();
    assert!(arrivals.windows(31).any(|it| it[30] - it[0] < 1_000_000));
}

#[test]
fn a_lane_without_an_answer_is_given_again_only_after_five_windows() {
    let mut pace = Pace::default();
    let slots = pace.take(&RULE, 0, 40);
    assert_eq!(slots.len(), 30, "as many as may arrive within a window");
    let window = micros(RULE.window);
    assert_eq!(pace.take(&RULE, 2 * window, 1), [], "nobody knows whether they arrived");
    pace.answered(&RULE, slots[7], 300_000);
    let after = pace.take(&RULE, 2 * window, 9);
    assert_eq!(after.iter().map(|it| it.number).collect::<Vec<_>>(), [30], "that one did");
    assert_eq!(pace.take(&RULE, window * 11 / 2, 40).len(), 29, "whoever had the others is gone");
}

proptest! {
    #[test]
    fn whatever_messages_take_the_network_refuses_none(
        base in 500_i64..60_000,
        late in proptest::collection::vec(prop_oneof![8 => Just(0_i64), 2 => 0_i64..8_000, 1 => 8_000_i64..3_000_000], 50),
    ) {
        let takes = |n: i64| (base + late[usize::try_from(n).unwrap() % late.len()], base);
        let (_, refused) = send(2_000, takes);
        prop_assert_eq!(refused, 0);
    }

    #[test]
    fn nothing_goes_before_it_may(now in 0_i64..1_000_000, until in 0_i64..5_000_000, n in 1_i64..40) {
        let mut pace = Pace::default();
        pace.shut(until);
        let slots = pace.take(&RULE, now, n);
        prop_assert!(slots.iter().all(|it| it.at >= until && it.at >= now));
        prop_assert!(slots.windows(2).all(|it| it[1].at - it[0].at >= RULE.apart() && it[1].number == it[0].number + 1));
        // Nobody has answered: each lane is given once.
        prop_assert_eq!(slots.len(), usize::try_from(n.min(30)).unwrap());
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_night_ends_in_the_morning_of_the_right_day() {
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let night = |now: &str| Quiet::NIGHT.ends(at(now), &paris);
    assert_eq!(night("2027-01-04T20:59:00+01:00"), None);
    assert_eq!(night("2027-01-04T21:00:00+01:00"), Some(at("2027-01-05T08:00:00+01:00")));
    assert_eq!(night("2027-01-05T07:59:30+01:00"), Some(at("2027-01-05T08:00:30+01:00")));
    assert_eq!(night("2027-01-05T03:00:00+01:00"), Some(at("2027-01-05T08:00:00+01:00")));
    assert_eq!(night("2027-01-05T08:00:00+01:00"), None);
    // The night in which the clocks go forward is an hour shorter.
    assert_eq!(night("2027-03-27T23:00:00+01:00"), Some(at("2027-03-28T08:00:00+02:00")));
    let noon = Quiet { from: 12 * 60, to: 14 * 60 };
    assert_eq!(noon.ends(at("2027-01-04T13:00:00+01:00"), &paris), Some(at("2027-01-04T14:00:00+01:00")));
    let never = Quiet { from: 60, to: 60 };
    assert_eq!(never.ends(at("2027-01-04T01:00:00+01:00"), &paris), None);
}

#[test]
fn a_hundred_thousand_end_in_less_than_fifty_eight_minutes() {
    let now: Timestamp = "2027-01-04T10:00:00Z".parse().unwrap();
    let all = Progress { waiting: 100_000, ..Progress::default() };
    let end = all.ends(&Rule::TELEGRAM, now).unwrap();
    assert_eq!(end.duration_since(now).as_mins(), 56);
    let morning = now + SignedDuration::from_hours(20);
    assert_eq!(Progress { last_due: Some(morning), ..all }.ends(&Rule::TELEGRAM, now), Some(morning));
    assert_eq!(Progress::default().ends(&Rule::TELEGRAM, now), None);
}
