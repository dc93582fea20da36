//! The words of each problem.

use super::Problem;
use isoloir_config::text::{Key, Value, instant, key, resolve, span};
use isoloir_shared::api::types::{Lang, ProblemCode};

/// The keys of a code's title and detail.
fn keys(code: ProblemCode) -> (Key, Key) {
    use ProblemCode as C;
    match code {
        C::Malformed => (key::PROBLEM_MALFORMED_TITLE, key::PROBLEM_MALFORMED),
        C::Invalid => (key::PROBLEM_INVALID_TITLE, key::PROBLEM_INVALID),
        C::Unauthenticated => (key::PROBLEM_UNAUTHENTICATED_TITLE, key::PROBLEM_UNAUTHENTICATED),
        C::Forbidden => (key::PROBLEM_FORBIDDEN_TITLE, key::PROBLEM_FORBIDDEN),
        C::NotRegistered => (key::PROBLEM_NOT_REGISTERED_TITLE, key::PROBLEM_NOT_REGISTERED),
        C::NotFound => (key::PROBLEM_NOT_FOUND_TITLE, key::PROBLEM_NOT_FOUND),
        C::TooEarly => (key::PROBLEM_TOO_EARLY_TITLE, key::PROBLEM_TOO_EARLY),
        C::TooLate => (key::PROBLEM_TOO_LATE_TITLE, key::PROBLEM_TOO_LATE),
        C::LimitReached => (key::PROBLEM_LIMIT_REACHED_TITLE, key::PROBLEM_LIMIT_REACHED),
        C::Duplicate => (key::PROBLEM_DUPLICATE_TITLE, key::PROBLEM_DUPLICATE),
        C::WrongState => (key::PROBLEM_WRONG_STATE_TITLE, key::PROBLEM_WRONG_STATE),
        C::ForeignLot => (key::PROBLEM_FOREIGN_LOT_TITLE, key::PROBLEM_FOREIGN_LOT),
        C::LotExpired => (key::PROBLEM_LOT_EXPIRED_TITLE, key::PROBLEM_LOT_EXPIRED),
        C::IncompleteBallot => (key::PROBLEM_INCOMPLETE_BALLOT_TITLE, key::PROBLEM_INCOMPLETE_BALLOT),
        C::AlreadyCast => (key::PROBLEM_ALREADY_CAST_TITLE, key::PROBLEM_ALREADY_CAST),
        C::AlreadyVoted => (key::PROBLEM_ALREADY_VOTED_TITLE, key::PROBLEM_ALREADY_VOTED),
        C::NoCredential => (key::PROBLEM_NO_CREDENTIAL_TITLE, key::PROBLEM_NO_CREDENTIAL),
        C::OtherCredential => (key::PROBLEM_OTHER_CREDENTIAL_TITLE, key::PROBLEM_OTHER_CREDENTIAL),
        C::InvalidBallot => (key::PROBLEM_INVALID_BALLOT_TITLE, key::PROBLEM_INVALID_BALLOT),
        C::CopiedBallot => (key::PROBLEM_COPIED_BALLOT_TITLE, key::PROBLEM_COPIED_BALLOT),
        C::OldBallot => (key::PROBLEM_OLD_BALLOT_TITLE, key::PROBLEM_OLD_BALLOT),
        C::NoMoreLots => (key::PROBLEM_NO_MORE_LOTS_TITLE, key::PROBLEM_NO_MORE_LOTS),
        C::WrongCode => (key::PROBLEM_WRONG_CODE_TITLE, key::PROBLEM_WRONG_CODE),
        C::CodeExpired => (key::PROBLEM_CODE_EXPIRED_TITLE, key::PROBLEM_CODE_EXPIRED),
        C::LinkCode => (key::PROBLEM_LINK_CODE_TITLE, key::PROBLEM_LINK_CODE),
        C::SecondFactor => (key::PROBLEM_SECOND_FACTOR_TITLE, key::PROBLEM_SECOND_FACTOR),
        C::Neutrality => (key::PROBLEM_NEUTRALITY_TITLE, key::PROBLEM_NEUTRALITY),
        C::OwnProposal => (key::PROBLEM_OWN_PROPOSAL_TITLE, key::PROBLEM_OWN_PROPOSAL),
        C::KeyReused => (key::PROBLEM_KEY_REUSED_TITLE, key::PROBLEM_KEY_REUSED),
        C::KeyMissing => (key::PROBLEM_KEY_MISSING_TITLE, key::PROBLEM_KEY_MISSING),
        C::TooManyRequests => (key::PROBLEM_TOO_MANY_REQUESTS_TITLE, key::PROBLEM_TOO_MANY_REQUESTS),
        C::TooLarge => (key::PROBLEM_TOO_LARGE_TITLE, key::PROBLEM_TOO_LARGE),
        C::Frozen => (key::PROBLEM_FROZEN_TITLE, key::PROBLEM_FROZEN),
        C::NotYet => (key::PROBLEM_NOT_YET_TITLE, key::PROBLEM_NOT_YET),
        C::Unsupported => (key::PROBLEM_UNSUPPORTED_TITLE, key::PROBLEM_UNSUPPORTED),
        C::Unavailable => (key::PROBLEM_UNAVAILABLE_TITLE, key::PROBLEM_UNAVAILABLE),
        C::Internal | C::Unknown => (key::PROBLEM_INTERNAL_TITLE, key::PROBLEM_INTERNAL),
    }
}

/// What is wrong with a name that is one, or with a link.
fn of_field(problem: &Problem) -> Option<Key> {
    match (problem.field.as_deref()?, problem.code) {
        ("name", ProblemCode::Duplicate) => Some(key::PROBLEM_NAME_TAKEN),
        ("name", ProblemCode::Frozen) => Some(key::PROBLEM_NAME_FIXED),
        ("name", ProblemCode::LimitReached) => Some(key::PROBLEM_NAMES_USED_UP),
        ("link", ProblemCode::WrongState) => Some(key::PROBLEM_LINK_UNSEEN),
        ("factor", ProblemCode::WrongCode) => Some(key::PROBLEM_FACTOR_WRONG),
        ("factor", ProblemCode::TooManyRequests) => Some(key::PROBLEM_FACTOR_LOCKED),
        ("factor", ProblemCode::NotFound) => Some(key::PROBLEM_FACTOR_NONE),
        ("factor", ProblemCode::Duplicate) => Some(key::PROBLEM_FACTOR_THERE),
        ("proposal", ProblemCode::WrongState) => Some(key::PROBLEM_PROPOSAL_DECIDED),
        ("preselection", ProblemCode::WrongState) => Some(key::PROBLEM_SKIP_DECIDED),
        ("preselection", ProblemCode::NotYet) => Some(key::PROBLEM_SKIP_NOT_YET),
        ("preselection", ProblemCode::TooEarly) => Some(key::PROBLEM_SKIP_NOT_YET),
        ("moderation", ProblemCode::WrongState) => Some(key::PROBLEM_MODERATION_DECIDED),
        ("moderation", ProblemCode::OwnProposal) => Some(key::PROBLEM_OWN_APPEAL),
        ("supporters", ProblemCode::TooManyRequests) => Some(key::PROBLEM_WRITTEN_LATELY),
        ("announcement", ProblemCode::WrongState) => Some(key::PROBLEM_ANNOUNCEMENT_ENDED),
        ("candidate", ProblemCode::TooLate) => Some(key::PROBLEM_REINSTATE_LATE),
        ("trustees", ProblemCode::NotYet) => Some(key::PROBLEM_TRUSTEES_NOT_YET),
        ("hello" | "deal" | "complaint" | "key", ProblemCode::Duplicate) => Some(key::PROBLEM_TRUSTEE_DUPLICATE),
        ("hello" | "deal" | "complaint" | "key", ProblemCode::WrongState) => Some(key::PROBLEM_TRUSTEE_STEP),
        ("list", ProblemCode::NotYet) => Some(key::PROBLEM_LIST_NOT_YET),
        ("list", ProblemCode::Duplicate) => Some(key::PROBLEM_LIST_THERE),
        ("list", ProblemCode::NotFound) => Some(key::PROBLEM_LIST_NONE),
        _ => None,
    }
}

/// The code as the API spells it: `too_late`.
pub fn slug(code: ProblemCode) -> String {
    serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// In a few words.
pub fn title(code: ProblemCode, lang: Lang) -> String {
    resolve(lang.code(), keys(code).0, [])
}

/// What happened and what to do next. Deadlines are told in `zone`.
pub fn detail(problem: &Problem, lang: Lang, zone: &str) -> String {
    let lang = lang.code();
    let mut words = match (problem.code, problem.deadline) {
        _ if problem.rule.is_some() => problem.rule.map(|rule| rule.words(lang, zone)).unwrap_or_default(),
        (ProblemCode::TooEarly, Some(at)) => dated(lang, key::PROBLEM_TOO_EARLY_ON, at, zone),
        (ProblemCode::TooLate, Some(at)) => dated(lang, key::PROBLEM_TOO_LATE_ON, at, zone),
        (ProblemCode::Frozen, Some(at)) => dated(lang, key::PROBLEM_FROZEN_UNTIL, at, zone),
        (code, _) => resolve(lang, of_field(problem).unwrap_or(keys(code).1), []),
    };
    if let Some(seconds) = problem.retry_after {
        words.push(' ');
        words.push_str(&resolve(lang, key::PROBLEM_WAIT, [("span", Value::Text(span(lang, seconds.into())))]));
    }
    if let Some(field) = &problem.field {
        words.push(' ');
        words.push_str(&resolve(lang, key::PROBLEM_FIELD, [("field", Value::Text(field.to_string()))]));
    }
    words
}

fn dated(lang: &str, key: Key, at: jiff::Timestamp, zone: &str) -> String {
    resolve(lang, key, [("deadline", Value::Text(instant(lang, at, zone)))])
}
