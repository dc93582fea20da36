//! What a primary's settings must be for its rules to make sense.

use super::load::{Reason, Step, Step::Index, Step::Key};
use super::{GradeName, Phase, PhaseKind, Primary};
use jiff::civil::{Date, Weekday};

/// What is wrong, and where.
type Wrong = (Vec<Step>, Reason);

pub(super) fn check(primary: &Primary) -> Result<(), Wrong> {
    names(primary)?;
    scale(primary)?;
    numbers(primary)?;
    if jiff::tz::TimeZone::get(&primary.zone).is_err() {
        return Err((vec![Key("zone")], Reason::Zone(primary.zone.clone())));
    }
    phases(&primary.phases)?;
    preselection(primary)
}

fn is_key(text: &str) -> bool {
    let letters = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (1..=64).contains(&text.len()) && letters
}

fn names(primary: &Primary) -> Result<(), Wrong> {
    if !is_key(&primary.id) {
        return Err((vec![Key("id")], Reason::Name(primary.id.clone())));
    }
    for (lang, words) in [("fr", &primary.name.fr), ("en", &primary.name.en)] {
        if words.trim().is_empty() {
            return Err((vec![Key("name"), Key(lang)], Reason::Empty("name")));
        }
    }
    Ok(())
}

fn scale(primary: &Primary) -> Result<(), Wrong> {
    let scale = &primary.scale;
    if !(2..=26).contains(&scale.len()) {
        return Err((vec![Key("scale")], Reason::Grades(scale.len())));
    }
    for (place, grade) in scale.iter().enumerate() {
        let at = |field| vec![Key("scale"), Index(place), Key(field)];
        if !is_key(&grade.key) {
            return Err((at("key"), Reason::Name(grade.key.clone())));
        }
        for (field, words) in [("fr", &grade.fr), ("en", &grade.en)] {
            if words.trim().is_empty() {
                return Err((at(field), Reason::Empty("scale")));
            }
        }
        for before in &scale[..place] {
            let twice =
                [("key", &before.key, &grade.key), ("fr", &before.fr, &grade.fr), ("en", &before.en, &grade.en)];
            if let Some((field, words, _)) = twice.into_iter().find(|(_, before, grade)| before == grade) {
                return Err((at(field), Reason::Duplicate(words.clone())));
            }
        }
        if !GradeName::fits(&grade.key, &grade.fr, &grade.en) {
            return Err((at("key"), Reason::OtherWords(grade.key.clone())));
        }
    }
    Ok(())
}

/// Rows of a ballot at most (`docs/ballot-format.md`): without a pre-selection all candidates are in the final.
const MOST_GRADED: u64 = 100;

fn numbers(primary: &Primary) -> Result<(), Wrong> {
    let lots = &primary.preselection;
    let bounds: [(&'static str, &'static str, u64, u64, u64); 14] = [
        ("eligibility", "minimum_age", primary.eligibility.minimum_age.into(), 0, 150),
        ("limits", "supports", primary.limits.supports.into(), 1, 1_000),
        ("limits", "nominations", primary.limits.nominations.into(), 0, 1_000),
        ("qualification", "threshold", primary.qualification.threshold, 1, 1_000_000_000),
        ("confirmation", "days", primary.confirmation.days.into(), 1, 365),
        ("preselection", "only_above", lots.only_above.into(), 1, MOST_GRADED),
        ("preselection", "lot_size", lots.lot_size.into(), 1, 12),
        ("preselection", "lot_minutes", lots.lot_minutes.into(), 1, 10_080),
        ("preselection", "min_days", lots.min_days.into(), 1, 365),
        ("preselection", "min_weekends", lots.min_weekends.into(), 0, 52),
        ("preselection", "max_lots", lots.max_lots.into(), 1, 1_000_000),
        ("final", "finalists", primary.final_vote.finalists.into(), 1, MOST_GRADED),
        ("ballots", "challenge_days", primary.ballots.challenge_days.into(), 1, 365),
        ("calendar", "notice_days", primary.calendar.notice_days.into(), 0, 365),
    ];
    for (table, setting, found, least, most) in bounds {
        if !(least..=most).contains(&found) {
            return Err((vec![Key(table), Key(setting)], Reason::Number { setting, found, least, most }));
        }
    }
    if lots.lot_size > lots.only_above + 1 {
        let reason = Reason::LotTooLarge { lot_size: lots.lot_size, candidates: lots.only_above + 1 };
        return Err((vec![Key("preselection"), Key("lot_size")], reason));
    }
    Ok(())
}

fn phases(phases: &[Phase]) -> Result<(), Wrong> {
    let at = |place, field| vec![Key("phases"), Index(place), Key(field)];
    for (place, phase) in phases.iter().enumerate() {
        if let Some(to) = phase.to.filter(|to| *to < phase.from) {
            return Err((at(place, "to"), Reason::Inverted { from: phase.from, to }));
        }
        if phases[..place].iter().any(|before| before.kind == phase.kind) {
            return Err((at(place, "kind"), Reason::PhaseTwice(phase.kind)));
        }
        let Some(before) = place.checked_sub(1).and_then(|place| phases.get(place)) else { continue };
        if phase.kind < before.kind {
            return Err((at(place, "kind"), Reason::PhaseOrder { first: before.kind, second: phase.kind }));
        }
        let Some(to) = before.to else { return Err((at(place - 1, "kind"), Reason::Endless)) };
        if phase.from <= to {
            let reason = Reason::Overlap { first: before.kind, to, second: phase.kind, from: phase.from };
            return Err((at(place, "from"), reason));
        }
    }
    for kind in [PhaseKind::Identification, PhaseKind::Preselection, PhaseKind::FinalVote, PhaseKind::Result] {
        if !phases.iter().any(|phase| phase.kind == kind) {
            return Err((vec![Key("phases")], Reason::MissingPhase(kind)));
        }
    }
    // The result is the last kind, so it stands last here.
    match phases.last() {
        Some(result) if result.to.is_some() => Err((at(phases.len() - 1, "to"), Reason::ResultEnds)),
        _ => Ok(()),
    }
}

fn preselection(primary: &Primary) -> Result<(), Wrong> {
    let rules = &primary.preselection;
    for (place, phase) in primary.phases.iter().enumerate() {
        let (PhaseKind::Preselection, Some(to)) = (phase.kind, phase.to) else { continue };
        let (days, weekends) = (days(phase.from, to), weekends(phase.from, to));
        if days < rules.min_days.into() || weekends < rules.min_weekends.into() {
            let (min_days, min_weekends) = (rules.min_days, rules.min_weekends);
            let reason = Reason::PreselectionTooShort { days, weekends, min_days, min_weekends };
            return Err((vec![Key("phases"), Index(place), Key("to")], reason));
        }
    }
    Ok(())
}

/// Days from one to another, both inclusive; 0 if the second is before the first.
pub fn days(from: Date, to: Date) -> u64 {
    u64::try_from(from.duration_until(to).as_hours() / 24 + 1).unwrap_or_default()
}

/// Whole week-ends (a Saturday and the Sunday after it) between two days, both inclusive.
pub fn weekends(from: Date, to: Date) -> u64 {
    let to_saturday = u64::try_from(from.weekday().until(Weekday::Saturday)).unwrap_or_default();
    match days(from, to).checked_sub(to_saturday) {
        Some(after @ 2..) => (after - 2) / 7 + 1,
        _ => 0,
    }
}
