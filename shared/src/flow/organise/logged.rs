//! Entries of the log in words. It is kept in its own, the same for everybody who checks its hashes: what has no others
//! here is shown as it stands there.

use super::words::person;
use crate::api::types::PhaseKind;
use crate::text::{Key, Msg, key, phase_name};

/// `organiser:2`: who did it.
pub(super) fn actor(word: &str) -> Msg {
    match word.split_once(':') {
        Some(("organiser" | "moderator" | "observer", number)) => numbered(key::ORGANISE_PERSON, number),
        _ if word == "operator" => key::LOG_OPERATOR.into(),
        _ if word == "platform" => key::LOG_PLATFORM.into(),
        _ => Msg::words(word),
    }
}

/// `proposal:3`: what was done something to.
pub(super) fn subject(word: &str) -> Msg {
    let Some((kind, id)) = word.split_once(':') else { return Msg::words(word) };
    let key = match kind {
        "staff" => return id.parse().map_or_else(|_| Msg::words(word), person),
        "phase" => return phase(id).map_or_else(|| Msg::words(word), |it| phase_name(it).into()),
        "proposal" => key::LOG_PROPOSAL,
        "announcement" => key::LOG_ANNOUNCEMENT,
        "moderation" => key::LOG_MODERATION,
        "flag" => key::LOG_FLAG,
        _ => return Msg::words(word),
    };
    numbered(key, id)
}

/// What was done.
pub(super) fn action(word: &str) -> Msg {
    let key = match word {
        "role_granted" => key::LOG_ROLE_GRANTED,
        "role_revoked" => key::LOG_ROLE_REVOKED,
        "factor_enrolled" => key::LOG_FACTOR_ENROLLED,
        "proposed" => key::LOG_PROPOSED,
        "approved" => key::LOG_APPROVED,
        "withdrawn" => key::LOG_WITHDRAWN,
        "expired" => key::LOG_EXPIRED,
        "calendar_changed" => key::LOG_CALENDAR_CHANGED,
        "accepted" => key::LOG_ACCEPTED,
        "rejected" => key::LOG_REJECTED,
        "appeal_granted" => key::LOG_APPEAL_GRANTED,
        "appeal_refused" => key::LOG_APPEAL_REFUSED,
        "flag_decided" => key::LOG_FLAG_DECIDED,
        "paused" => key::LOG_PAUSED,
        "resumed" => key::LOG_RESUMED,
        "cancelled" => key::LOG_CANCELLED,
        _ => return Msg::words(word),
    };
    key.into()
}

fn numbered(key: Key, number: &str) -> Msg {
    Msg::new(key).with("n", number)
}

fn phase(word: &str) -> Option<PhaseKind> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::Lang;

    #[test]
    fn what_has_no_words_is_shown_as_it_stands() {
        let fr = |it: Msg| it.resolve(Lang::Fr);
        assert_eq!(fr(actor("organiser:2")), "personne n° 2");
        assert_eq!(fr(subject("proposal:3")), "proposition n° 3");
        assert_eq!(fr(action("approved")), "approuvée");
        for other in ["", "robot", "robot:7", "phase:party", "staff:x"] {
            assert_eq!(
                (fr(actor(other)), fr(subject(other)), fr(action(other))),
                (other.into(), other.into(), other.into())
            );
        }
    }
}
