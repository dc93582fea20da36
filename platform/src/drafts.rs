//! What the calendar suggests to announce, in words. Nothing of it is said before two organisers say it.

use isoloir_config::text::{Key, Value, date, instant, key, resolve};
use isoloir_shared::api::types::{Audience, Localized, PhaseKind, PhaseStatus};
use isoloir_shared::domain::calendar::{Calendar, DateChange};
use isoloir_shared::text::phase_name;
use jiff::{SignedDuration, Timestamp};

/// Before the close of a phase in which people do something.
pub const CLOSING: SignedDuration = SignedDuration::from_hours(48);

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What about, for ever: the same is suggested once.
    pub about: String,
    /// A line.
    pub title: Localized,
    /// Plain text.
    pub body: Localized,
    /// To whom.
    pub audience: Audience,
}

/// A phase opened or closed.
pub fn of_phase(calendar: &Calendar, phase: PhaseKind, status: PhaseStatus) -> Option<Draft> {
    let (verb, title, body) = match (status, phase) {
        (PhaseStatus::Open, PhaseKind::Result) => ("opens", key::DRAFT_RESULT_TITLE, key::DRAFT_RESULT_BODY),
        (PhaseStatus::Open, _) => ("opens", key::DRAFT_OPENED_TITLE, key::DRAFT_OPENED_BODY),
        (PhaseStatus::Closed, _) => ("closes", key::DRAFT_CLOSED_TITLE, key::DRAFT_CLOSED_BODY),
        (PhaseStatus::Upcoming | PhaseStatus::Skipped, _) => return None,
    };
    let about = format!("{verb} {}", crate::store::phase_name(phase));
    let closes_at = calendar.phase(phase).and_then(|span| span.closes_at);
    let words = |key: Key| both(|lang| said(lang, key, phase, closes_at, calendar));
    Some(Draft { about, title: words(title), body: words(body), audience: Audience::Everyone })
}

/// Phases that close within two days, and the next instant at which one will.
pub fn closing(calendar: &Calendar, now: Timestamp) -> (Vec<Draft>, Option<Timestamp>) {
    let (mut drafts, mut next) = (Vec::new(), None::<Timestamp>);
    for span in calendar.phases() {
        let audience = match span.kind {
            PhaseKind::Identification => Audience::Everyone,
            // Only who still has something to do.
            PhaseKind::Preselection | PhaseKind::FinalVote => Audience::LotWaiting,
            _ => continue,
        };
        let Some(closes_at) = span.closes_at.filter(|_| !span.skipped) else { continue };
        let from = closes_at.checked_sub(CLOSING).unwrap_or(closes_at).max(span.opens_at);
        if now < from {
            next = Some(next.map_or(from, |next| next.min(from)));
        } else if now < closes_at {
            let about = format!("closing {} {closes_at}", crate::store::phase_name(span.kind));
            let words = |key: Key| both(|lang| said(lang, key, span.kind, Some(closes_at), calendar));
            let (title, body) = (words(key::DRAFT_CLOSING_TITLE), words(key::DRAFT_CLOSING_BODY));
            drafts.push(Draft { about, title, body, audience });
        }
    }
    (drafts, next)
}

/// A phase was moved.
pub fn of_change(number: i64, change: &DateChange, reason: &str) -> Draft {
    let words = |key: Key| {
        both(|lang| {
            let (from, to) = &change.after;
            let to = to.map_or_else(String::new, |to| date(lang, to));
            let args = [
                ("phase", Value::Text(resolve(lang, phase_name(change.phase), none()))),
                ("from", Value::Text(date(lang, *from))),
                ("to", Value::Text(to)),
                ("reason", Value::Text(reason.to_owned())),
            ];
            resolve(lang, key, args)
        })
    };
    let key = if change.after.1.is_some() { key::DRAFT_MOVED_BODY } else { key::DRAFT_MOVED_BODY_OPEN };
    let (title, body) = (words(key::DRAFT_MOVED_TITLE), words(key));
    Draft { about: format!("calendar {number}"), title, body, audience: Audience::Everyone }
}

fn said(lang: &str, key: Key, phase: PhaseKind, closes_at: Option<Timestamp>, calendar: &Calendar) -> String {
    let at = closes_at.map_or_else(String::new, |at| instant(lang, at, calendar.zone_name()));
    let args = [("phase", Value::Text(resolve(lang, phase_name(phase), none()))), ("at", Value::Text(at))];
    resolve(lang, key, args)
}

fn none() -> std::iter::Empty<(&'static str, Value)> {
    std::iter::empty()
}

fn both(say: impl Fn(&str) -> String) -> Localized {
    Localized { fr: say("fr"), en: say("en") }
}
