//! Phases, their instants, and what it takes to change them.

use isoloir_config::primary::Primary;
use isoloir_shared::api::types::{PhaseKind, PhaseStatus};
use isoloir_shared::domain::calendar::{Calendar, ChangeRefused, NotNow, TransitionKind};
use jiff::Timestamp;
use jiff::civil::date;

fn calendar() -> Calendar {
    Calendar::of(&Primary::built_in("laprimaire-2016").unwrap().unwrap()).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn days_become_instants_in_the_zone_and_the_last_day_is_inclusive() {
    let calendar = calendar();
    let identification = calendar.phase(PhaseKind::Identification).unwrap();
    // Summer time: two hours before UTC.
    assert_eq!(identification.opens_at, at("2016-04-03T22:00:00Z"));
    assert_eq!(identification.closes_at, Some(at("2016-07-14T22:00:00Z")));
    let preselection = calendar.phase(PhaseKind::Preselection).unwrap();
    // It opens in summer time and closes in winter time.
    assert_eq!(preselection.opens_at, at("2016-10-25T22:00:00Z"));
    assert_eq!(preselection.closes_at, Some(at("2016-11-06T23:00:00Z")));
    let last_moment = at("2016-11-06T22:59:59.999Z");
    assert_eq!(calendar.status(PhaseKind::Preselection, last_moment), PhaseStatus::Open);
    assert_eq!(calendar.status(PhaseKind::Preselection, at("2016-11-06T23:00:00Z")), PhaseStatus::Closed);
    assert_eq!(calendar.status(PhaseKind::Preselection, at("2016-10-25T21:59:59Z")), PhaseStatus::Upcoming);
}

#[test]
fn a_day_without_midnight_begins_at_its_first_instant() {
    let mut primary = Primary::built_in("demo").unwrap().unwrap();
    // Clocks went from 23:59 to 1:00 there.
    primary.zone = "America/Sao_Paulo".to_owned();
    primary.phases[0].from = date(2018, 11, 4);
    let calendar = Calendar::of(&primary).unwrap();
    assert_eq!(calendar.phases()[0].opens_at, at("2018-11-04T03:00:00Z"));
}

#[test]
fn the_current_phase_and_what_comes_next() {
    let mut calendar = calendar();
    assert_eq!(calendar.current(at("2016-04-03T21:59:59Z")), None);
    assert_eq!(calendar.current(at("2016-04-03T22:00:00Z")), Some(PhaseKind::Identification));
    assert_eq!(calendar.current(at("2016-10-10T12:00:00Z")), None, "between two phases");
    assert_eq!(calendar.current(at("2040-01-01T00:00:00Z")), Some(PhaseKind::Result));
    let next = calendar.next_transition(at("2016-10-10T12:00:00Z")).unwrap();
    assert_eq!((next.phase, next.kind), (PhaseKind::Preselection, TransitionKind::Opens));
    assert_eq!(calendar.next_transition(at("2040-01-01T00:00:00Z")), None);
    assert_eq!(calendar.transitions().len(), 13, "the result does not close");

    calendar.set_skipped(PhaseKind::Preselection, true);
    assert_eq!(calendar.current(at("2016-11-01T12:00:00Z")), None);
    assert_eq!(calendar.status(PhaseKind::Preselection, at("2016-11-01T12:00:00Z")), PhaseStatus::Skipped);
    let next = calendar.next_transition(at("2016-10-10T12:00:00Z")).unwrap();
    assert_eq!((next.phase, next.kind), (PhaseKind::Finalists, TransitionKind::Opens));
}

#[test]
fn where_one_phase_closes_as_the_next_opens_the_closing_comes_first() {
    let all = calendar().transitions();
    let same: Vec<_> = all.windows(2).filter(|two| two[0].at == two[1].at).collect();
    assert!(!same.is_empty());
    assert!(same.iter().all(|two| (two[0].kind, two[1].kind) == (TransitionKind::Closes, TransitionKind::Opens)));
}

#[test]
fn what_belongs_to_a_phase_says_the_instant_that_decides() {
    let calendar = calendar();
    let (early, late) = (at("2016-10-20T00:00:00Z"), at("2016-11-06T23:00:00Z"));
    let opens_at = at("2016-10-25T22:00:00Z");
    let kind = PhaseKind::Preselection;
    assert_eq!(calendar.require(kind, early).unwrap_err(), NotNow::TooEarly { phase: kind, opens_at });
    assert_eq!(calendar.require(kind, late).unwrap_err(), NotNow::TooLate { phase: kind, deadline: late });
    assert!(calendar.require(kind, opens_at).is_ok());
    let mut without = calendar.clone();
    without.set_skipped(kind, true);
    assert_eq!(without.require(kind, opens_at).unwrap_err(), NotNow::LeftOut { phase: kind });
}

#[test]
fn an_answer_within_eight_days_may_come_until_the_midnight_that_ends_the_eighth() {
    let calendar = calendar();
    let asked = at("2016-07-31T10:00:00Z");
    assert_eq!(calendar.answer_by(asked, 8), Some(at("2016-08-08T22:00:00Z")));
    // Over the change to winter time.
    assert_eq!(calendar.answer_by(at("2016-10-29T23:30:00+02:00"), 2), Some(at("2016-10-31T23:00:00Z")));
}

#[test]
fn a_phase_is_moved_with_notice_and_the_change_says_before_and_after() {
    let mut calendar = calendar();
    let now = at("2016-08-01T12:00:00Z");
    let (from, to) = (date(2016, 10, 22), Some(date(2016, 11, 6)));
    let change = calendar.change(PhaseKind::Preselection, from, to, now).unwrap();
    assert_eq!(change.before, (date(2016, 10, 26), to));
    assert_eq!(change.after, (from, to));
    assert_eq!(calendar.phase(PhaseKind::Preselection).unwrap().opens_at, at("2016-10-21T22:00:00Z"));
}

#[test]
fn changes_that_are_refused_say_why_and_change_nothing() {
    let start = calendar();
    let refused = |kind, from, to, now: &str| {
        let mut calendar = start.clone();
        let error = calendar.change(kind, from, to, at(now)).unwrap_err();
        assert_eq!(calendar, start);
        error
    };
    let kind = PhaseKind::Preselection;
    let (from, to) = (date(2016, 10, 26), Some(date(2016, 11, 6)));
    let august = "2016-08-01T12:00:00Z";

    let open = refused(kind, from, Some(date(2016, 11, 20)), "2016-10-26T00:00:00Z");
    assert_eq!(open, ChangeRefused::Frozen { since: at("2016-10-25T22:00:00Z") });
    let over = refused(kind, from, Some(date(2016, 11, 20)), "2016-11-07T00:00:00Z");
    assert_eq!(over, ChangeRefused::Over { since: at("2016-11-06T23:00:00Z") });
    assert_eq!(refused(kind, from, Some(date(2016, 10, 25)), august), ChangeRefused::Inverted);
    let past = refused(kind, date(2016, 7, 31), to, august);
    assert_eq!(past, ChangeRefused::Past { day: date(2016, 7, 31) });
    let overlap = refused(kind, date(2016, 9, 30), to, august);
    assert_eq!(overlap, ChangeRefused::Overlap { with: PhaseKind::Preparation });
    let overlap = refused(kind, from, Some(date(2016, 11, 7)), august);
    assert_eq!(overlap, ChangeRefused::Overlap { with: PhaseKind::Finalists });
    assert_eq!(refused(kind, from, None, august), ChangeRefused::Overlap { with: PhaseKind::Finalists });
    let short = refused(kind, date(2016, 10, 29), to, august);
    assert_eq!(short, ChangeRefused::TooShort { days: 10 });
    let weekends = refused(kind, date(2016, 10, 26), Some(date(2016, 11, 4)), august);
    assert_eq!(weekends, ChangeRefused::Weekends { weekends: 2 });
    // The 1st of October is 15 days before the 16th: both the day that goes and the day that comes need the notice.
    let late = refused(kind, date(2016, 10, 24), to, "2016-10-20T12:00:00Z");
    assert_eq!(late, ChangeRefused::Notice { days: 15, earliest: date(2016, 11, 4) });
    let mut skipped = start.clone();
    skipped.set_skipped(kind, true);
    assert_eq!(skipped.change(kind, from, to, at(august)), Err(ChangeRefused::NoSuchPhase));
}

#[test]
fn notice_counts_days_of_the_zone() {
    let kind = PhaseKind::Preselection;
    let change = |now: &str| calendar().change(kind, date(2016, 10, 22), Some(date(2016, 11, 6)), at(now));
    assert!(change("2016-10-07T21:59:59Z").is_ok(), "still the 7th in Paris");
    assert!(change("2016-10-07T22:00:00Z").is_err(), "the 8th in Paris");
}
