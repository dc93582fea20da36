//! Sessions that are put away and taken up. That nothing tells a session that was put away from one that never was is
//! shown by every test with a `Stage`: before each event its twin is written down and read again, and both have to say
//! and wish the same (see `Stage::tell`); `any_events` walks it at random.

use super::cast;
use crate::api::types::{Lang, PhaseKind, ProblemCode, Round};
use crate::api::{ApiError, Call};
use crate::core::{Channel, Effect, Event, KeptError, Public, Resume, Session};
use crate::samples::{Stage, plain, problem};
use crate::view::{Intent, Place, ScreenId};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Version 1, as it was written when it was new. Never to be changed: sessions like these lie in stores.
const VERSION_1: [&[u8]; 2] = [include_bytes!("kept/v1-casting.json"), include_bytes!("kept/v1-standing.json")];

/// A registered citizen, signed in, whose lists are drawn as in life.
fn citizen(kind: PhaseKind) -> Stage {
    let mut stage = Stage::during(kind);
    stage.drawn = true;
    stage.start(Lang::Fr, true, true)
}

/// Somebody who has graded a whole lot and reads it once more.
fn reviewing() -> Stage {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(5);
    stage.choose_where(|it| matches!(it, Intent::Review { .. }));
    stage
}

/// Somebody whose cast and whose sign-in's end are under way, and who has left things behind.
fn casting() -> Stage {
    let mut stage = reviewing();
    stage.failing = Some(ApiError::Unreachable);
    stage.choose_where(cast);
    stage.failing = None;
    stage.silent = true;
    stage.open(Place::Receipts);
    stage
}

/// Somebody in the middle of a declaration, told that a field is wrong.
fn standing() -> Stage {
    let mut stage = citizen(PhaseKind::Identification);
    stage.open(Place::Supports).open(Place::Declare).submit("Michael Pettini").choose(Intent::Skip);
    stage.submit("Je propose de rendre la décision aux citoyens.").submit("ftp://example.org");
    stage
}

fn again(stage: &Stage, bytes: &[u8], public: &Arc<Public>) -> (Session, Vec<Effect>) {
    Session::resume(bytes, stage.with(public)).expect("a kept session")
}

#[test]
fn what_the_first_version_wrote_is_read_for_ever() {
    let [casting, standing] = VERSION_1;
    let stage = citizen(PhaseKind::Preselection);
    let (session, effects) = again(&stage, casting, stage.session.public());
    assert_eq!((effects, session.screen().id), (Vec::new(), ScreenId::Receipts));
    assert!(session.screen().busy && session.screen().offline);
    let cast = session.resend().into_iter().find_map(|it| match it {
        Effect::Schedule(timer, at) => Some((timer, at)),
        _ => None,
    });
    let (timer, at) = cast.expect("the cast waits");
    let (mut session, _) = again(&stage, casting, stage.session.public());
    session.handle(Event::Tick(at));
    let sent = session.handle(Event::Timer(timer));
    let Some(Effect::Api(_, Call::CastLot(key, lot, ballot))) = sent.first() else { panic!("{sent:?}") };
    assert_eq!((key.to_string().as_str(), lot.0, ballot.answers.len()), ("7833eac1-a823-47df-9bd7-5a74a20196d9", 3, 5));

    let stage = citizen(PhaseKind::Identification);
    let (mut session, _) = again(&stage, standing, stage.session.public());
    let input = session.screen().input.expect("the link");
    assert_eq!((input.value.as_str(), input.error.is_some()), ("ftp://example.org", true));
    session.handle(Event::Submitted("https://example.org".into()));
    assert!(plain(&session.screen(), Lang::Fr).contains("charte"));
}

/// All that stands in `old` stands in `new`.
fn within(old: &Value, new: &Value, at: &str) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, old) in old {
                within(old, new.get(name).unwrap_or_else(|| panic!("{at}.{name} is gone")), &format!("{at}.{name}"));
            }
        }
        (Value::Array(old), Value::Array(new)) => old.iter().zip(new).for_each(|(old, new)| within(old, new, at)),
        _ => assert_eq!(std::mem::discriminant(old), std::mem::discriminant(new), "{at}"),
    }
}

#[test]
fn what_the_first_version_wrote_is_still_written() {
    // Something was renamed or left out: give it a default and a comment, or raise the version (`core::kept`).
    for (bytes, stage) in VERSION_1.into_iter().zip([casting(), standing()]) {
        let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
        within(&value(bytes), &value(&stage.session.keep()), "");
    }
}

#[test]
fn a_newer_version_and_what_is_no_session_are_told_apart() {
    let stage = casting();
    let resume = |bytes: &[u8]| Session::resume(bytes, stage.with(stage.session.public())).err();
    assert_eq!(resume(br#"{"v":2,"whatever":[]}"#), Some(KeptError::Newer { found: 2, known: 1 }));
    for garbage in [&b""[..], b"{}", b"null", br#"{"v":0}"#, br#"{"v":1}"#, br#"{"v":-1}"#, b"\xff\xfe", b"[[[["] {
        assert!(matches!(resume(garbage), Some(KeptError::Unreadable(_))), "{garbage:?}");
    }
    // An error may be logged: it says where reading ended, not what stands there.
    let torn = stage.session.keep();
    let said = resume(&torn[..torn.len() / 2]).expect("torn").to_string();
    assert!(!said.contains("camille") && said.contains("column"), "{said}");
}

#[test]
fn drafts_and_casts_are_salvaged_from_what_can_no_longer_be_read() {
    let stage = casting();
    let mut torn: serde_json::Value = serde_json::from_slice(&stage.session.keep()).expect("JSON");
    torn["stack"] = "of another kind".into();
    let torn = torn.to_string();
    assert!(Session::resume(torn.as_bytes(), stage.with(stage.session.public())).is_err());
    assert_eq!(Session::salvage(torn.as_bytes()), stage.saved);
}

#[test]
fn after_a_turn_that_ended_cleanly_nothing_goes_out_again() {
    let stage = casting();
    let (mut session, effects) = again(&stage, &stage.session.keep(), stage.session.public());
    assert_eq!(effects, []);
    assert_eq!(session.handle(Event::Tick(stage.now)), []);
}

#[test]
fn after_a_process_died_every_call_goes_out_again_with_its_key_and_is_answered_once() {
    let mut stage = reviewing();
    stage.silent = true;
    let before = stage.calls.len();
    stage.choose_where(cast).open(Place::Receipts);
    let sent = &stage.calls[before..];
    let (mut session, _) = again(&stage, &stage.session.keep(), stage.session.public());
    let again = session.resend();
    let calls: Vec<_> = again
        .iter()
        .filter_map(|it| match it {
            Effect::Api(_, call) => Some(call.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(calls, sent, "the same calls, with the same keys, reads too");
    assert!(calls.iter().any(|call| matches!(call, Call::CastLot(..))));
    let Some(Effect::Api(id, _)) = again.first() else { panic!("a call") };
    let answer = Event::Reply(*id, Box::new(Err(problem(ProblemCode::TooLate, "Trop tard"))));
    session.handle(answer.clone());
    let screen = session.screen();
    assert_eq!(session.handle(answer), [], "the second answer is nobody's");
    assert_eq!(session.screen(), screen);
}

#[test]
fn a_call_that_waits_for_its_time_waits_on() {
    let stage = casting();
    let waits = stage.session.resend().into_iter().find(|it| matches!(it, Effect::Schedule(..)));
    assert!(stage.others.contains(&waits.expect("a timer")), "the timer that was wished for");
}

#[test]
fn a_process_that_knows_nothing_asks_and_shows_the_same() {
    let of = |kind, place: Place| {
        let mut stage = citizen(kind);
        stage.open(place);
        stage
    };
    let candidate = Place::Candidate(crate::api::ids::CandidateId(2));
    for mut stage in [
        of(PhaseKind::Identification, Place::Candidates),
        of(PhaseKind::Identification, candidate),
        of(PhaseKind::Identification, Place::Declare),
        of(PhaseKind::Preselection, Place::Calendar),
        of(PhaseKind::Preselection, Place::Home),
        of(PhaseKind::Result, Place::Results(crate::api::types::Round::Final)),
    ] {
        let before = stage.screen();
        let (_, effects) = again(&stage, &stage.session.keep(), &Arc::default());
        assert!(effects.iter().all(|it| matches!(it, Effect::Api(_, call) if call.key().is_none())), "{effects:?}");
        stage.move_to(&Arc::default(), false);
        assert_eq!(format!("{:?}", stage.screen()), format!("{before:?}"));
    }
}

#[test]
fn a_phase_that_passed_meanwhile_is_caught_up_with() {
    let mut stage = citizen(PhaseKind::Finalists);
    let kept = stage.session.keep();
    stage.wait(jiff::SignedDuration::ZERO);
    let later = citizen(PhaseKind::FinalVote);
    let (session, effects) = again(&later, &kept, later.session.public());
    let asks = |wanted: &Call| effects.iter().any(|it| matches!(it, Effect::Api(_, call) if call == wanted));
    assert!(asks(&Call::Final) && !asks(&Call::Primary), "{effects:?}");
    assert!(session.screen().intents().contains(&Intent::Open(Place::Final)));
}

#[test]
fn a_session_stays_small() {
    let mut largest = 0;
    for stage in [casting(), standing(), reviewing(), citizen(PhaseKind::FinalVote)] {
        let kept = stage.session.keep();
        largest = largest.max(kept.len());
        let text = String::from_utf8(kept).expect("JSON");
        // A list of 5,000 candidates, their pages and the calendar are no part of it.
        assert!(!text.contains("minimum_age") && !text.contains("opens_at"), "{text}");
    }
    assert!(largest <= 4_000, "{largest} bytes");
}

#[test]
fn a_session_goes_on_in_its_language_whoever_takes_it_up() {
    let mut session = Stage::during(PhaseKind::Preselection).start(Lang::En, true, true).session;
    let stage = citizen(PhaseKind::Preselection);
    let resumed = |session: &Session| {
        let with = Resume { channel: Channel::Matrix, lang: Lang::Fr, ..stage.with(stage.session.public()) };
        Session::resume(&session.keep(), with).expect("kept").0.lang()
    };
    assert_eq!(resumed(&session), Lang::En, "an answer or a timer knows nobody's language");
    session.handle(Event::Intent(Intent::SetLang(Lang::Fr)));
    assert_eq!(resumed(&session), Lang::Fr, "what was chosen");
}

#[test]
fn nobody_leads_a_bot_to_another_platform() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Connect);
    assert_eq!(stage.screen().id, ScreenId::Home);
}

fn live(bytes: &[u8]) {
    let now: Timestamp = "2016-10-27T12:00:00Z".parse().expect("an instant");
    let with = Resume { now, lang: Lang::Fr, seed: [1; 32], channel: Channel::Telegram, public: Arc::default() };
    if let Ok((mut session, _)) = Session::resume(bytes, with) {
        plain(&session.screen(), Lang::Fr);
        session.resend();
        for event in
            [Event::Tick(now), Event::Connected(true), Event::Intent(Intent::Back), Event::Submitted("a".into())]
        {
            session.handle(event);
            plain(&session.screen(), Lang::En);
        }
        for intent in session.screen().intents().into_iter().take(5) {
            session.handle(Event::Intent(intent));
        }
        session.keep();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_bytes_are_nothing_breaks(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        live(&bytes);
    }

    #[test]
    fn whatever_becomes_of_the_bytes_nothing_breaks(
        which in any::<bool>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        digits in any::<bool>(),
    ) {
        let mut bytes = VERSION_1[usize::from(which)].to_vec();
        for (at, byte) in changes {
            // Other digits keep it readable, and make numbers that nobody gave out.
            let places: Vec<_> = (0..bytes.len()).filter(|at| !digits || bytes[*at].is_ascii_digit()).collect();
            bytes[places[at.index(places.len())]] = if digits { b'0' + byte % 10 } else { byte };
        }
        live(&bytes);
    }
}

#[test]
fn who_waits_for_a_phase_gets_on_once_anybody_knows_that_it_opened() {
    let mut early = citizen(PhaseKind::Preparation);
    assert!(early.session.follows_phases(), "home");
    early.open(Place::Lot);
    assert!(early.session.follows_phases(), "a lot that cannot be had yet");
    let later = citizen(PhaseKind::Preselection);
    let (session, _) = again(&later, &early.session.keep(), later.session.public());
    assert_eq!(session.screen().id, ScreenId::Promise);

    early.open(Place::Results(Round::Final));
    assert!(early.session.follows_phases(), "a result that is not out");
    let later = citizen(PhaseKind::Result);
    let (session, effects) = again(&later, &early.session.keep(), later.session.public());
    let asks = |it: &Effect| matches!(it, Effect::Api(_, Call::Results(Round::Final)));
    assert_eq!(effects.iter().filter(|it| asks(it)).count(), 1, "{effects:?}");
    assert!(!session.follows_phases(), "it changes no more");
    early.open(Place::Candidates);
    assert!(!early.session.follows_phases());
}
