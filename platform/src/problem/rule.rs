//! Which rule of the calendar or of ballots said no: a stable word for programs, a sentence for people.

use crate::store::BallotRule;
use isoloir_config::text::{Key, Value, date, instant, key, resolve};
use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::domain::calendar::ChangeRefused;
use jiff::Timestamp;
use jiff::civil::Date;

/// A rule of the calendar, or of ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The phase is open.
    Open(Timestamp),
    /// The phase is over.
    Over(Timestamp),
    /// The day is past.
    Past(Date),
    /// Ends before it begins.
    Inverted,
    /// Shares a day with another phase.
    Overlap(PhaseKind),
    /// Not announced long enough ahead.
    Notice(u32, Date),
    /// So many days at least.
    TooShort(u32),
    /// So many week-ends at least.
    Weekends(u32),
    /// No day of our calendar.
    Range(Date),
    /// The vote is closed, and its ballots are not counted yet.
    Counting,
    /// What is wrong with a ballot.
    Ballot(BallotRule),
}

impl Rule {
    /// Why a change was refused; none where there is no such phase.
    pub fn of(why: &ChangeRefused) -> Option<Self> {
        use ChangeRefused as R;
        Some(match *why {
            R::NoSuchPhase => return None,
            R::Frozen { since } => Self::Open(since),
            R::Over { since } => Self::Over(since),
            R::Past { day } => Self::Past(day),
            R::Inverted => Self::Inverted,
            R::Overlap { with } => Self::Overlap(with),
            R::Notice { days, earliest } => Self::Notice(days, earliest),
            R::TooShort { days } => Self::TooShort(days),
            R::Weekends { weekends } => Self::Weekends(weekends),
            R::Range(day) => Self::Range(day),
        })
    }

    /// As the API spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Over(_) => "over",
            Self::Past(_) => "past",
            Self::Inverted => "inverted",
            Self::Counting => "counting",
            Self::Overlap(_) => "overlap",
            Self::Notice(..) => "notice",
            Self::TooShort(_) => "too_short",
            Self::Weekends(_) => "weekends",
            Self::Range(_) => "range",
            Self::Ballot(rule) => rule.word(),
        }
    }

    /// In words. Instants are told in `zone`.
    pub fn words(self, lang: &str, zone: &str) -> String {
        let day = |day| ("day", Value::Text(date(lang, day)));
        let at = |t| ("deadline", Value::Text(instant(lang, t, zone)));
        let say = |key, args: Vec<_>| resolve(lang, key, args);
        match self {
            Self::Open(since) => say(key::PROBLEM_RULE_OPEN, vec![at(since)]),
            Self::Over(since) => say(key::PROBLEM_RULE_OVER, vec![at(since)]),
            Self::Past(past) => say(key::PROBLEM_RULE_PAST, vec![day(past)]),
            Self::Inverted => say(key::PROBLEM_RULE_INVERTED, vec![]),
            Self::Overlap(with) => {
                let name = format!("phase-{}", crate::store::phase_name(with).replace('_', "-"));
                let phase = Key::find(&name).map(|key| resolve(lang, key, [])).unwrap_or_default();
                say(key::PROBLEM_RULE_OVERLAP, vec![("phase", Value::Text(phase))])
            }
            Self::Notice(days, earliest) => {
                say(key::PROBLEM_RULE_NOTICE, vec![("days", Value::Number(days.into())), day(earliest)])
            }
            Self::TooShort(days) => say(key::PROBLEM_RULE_TOO_SHORT, vec![("days", Value::Number(days.into()))]),
            Self::Weekends(n) => say(key::PROBLEM_RULE_WEEKENDS, vec![("n", Value::Number(n.into()))]),
            Self::Range(other) => say(key::PROBLEM_RULE_RANGE, vec![day(other)]),
            Self::Counting => say(key::PROBLEM_RULE_COUNTING, vec![]),
            Self::Ballot(rule) => say(ballot(rule), vec![]),
        }
    }
}

fn ballot(rule: BallotRule) -> Key {
    use BallotRule as R;
    match rule {
        R::Encoding | R::Shape | R::Candidates | R::Lot | R::Sequence | R::Signature | R::Proof => {
            key::PROBLEM_INVALID_BALLOT
        }
        R::Election => key::PROBLEM_BALLOT_ELECTION,
        R::Channel => key::PROBLEM_BALLOT_CHANNEL,
        R::Spoiled => key::PROBLEM_BALLOT_SPOILED,
        R::Cast => key::PROBLEM_BALLOT_CAST,
        R::Same | R::Ciphertexts => key::PROBLEM_COPIED_BALLOT,
    }
}
