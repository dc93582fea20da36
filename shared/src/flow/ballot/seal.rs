//! The screens of cast or spoil, and of what stops a vote.

use super::Vote;
use super::challenge::spoiled_file;
use super::sheet::Sheet;
use crate::api::ids::Tracker;
use crate::api::types::GradeAnswer;
use crate::core::Ctx;
use crate::flow::parts;
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};

/// Encrypted: cast those very bytes, or open them.
pub(super) fn sealed(vote: &Vote, tracker: Option<&Tracker>, ctx: &Ctx) -> Screen {
    let Some(tracker) = tracker else {
        return Screen::new(ScreenId::Sealed, key::SEAL_MAKING).with(parts::loading());
    };
    let screen = Screen::new(ScreenId::Sealed, key::SEAL_TITLE).with(number(tracker));
    if vote.opening.waiting() {
        let label = key::SEAL_OPENING.into();
        return screen.with(Block::Progress { label, done: 0, total: None });
    }
    let hindrance = vote.hindrance(ctx);
    let rev = vote.paper.and_then(|paper| ctx.saved.draft_of(paper)).map_or(0, |draft| draft.rev);
    screen
        .say(key::SEAL_TEXT)
        .act(Action::new(Intent::Cancel, key::SPOILED_BACK))
        .act(Action::new(Intent::Cast { rev }, key::SEAL_CAST).primary().when(hindrance.clone()))
        .act(Action::new(Intent::Spoil { rev }, key::SEAL_SPOIL).when(hindrance))
}

fn number(tracker: &Tracker) -> Block {
    Block::Verbatim { label: key::RECEIPT_TRACKER.into(), text: tracker.0.clone() }
}

/// Opened: what it held, and how to check that elsewhere.
pub(super) fn spoiled(vote: &Vote, tracker: &Tracker, answers: &[GradeAnswer], ctx: &Ctx) -> Screen {
    let sheet = Sheet::of(vote.wanted, ctx);
    let name = |answer: &GradeAnswer| {
        let known = sheet.iter().flat_map(|sheet| &sheet.candidates).find(|it| it.id == answer.candidate);
        known.map_or_else(|| Msg::Words(answer.candidate.to_string()), |it| Msg::words(&it.name))
    };
    let grade = |grade: Option<u8>| grade.map_or_else(|| key::BALLOT_NO_OPINION.into(), |it| ctx.known.grade(it));
    let facts = answers.iter().map(|answer| Fact { label: name(answer), value: grade(answer.grade) });
    let file = spoiled_file(tracker);
    Screen::new(ScreenId::Spoiled, key::SPOILED_TITLE)
        .say(key::SPOILED_TEXT)
        .with(number(tracker))
        .with(Block::Heading(key::SPOILED_LIST.into()))
        .with(Block::Facts(facts.collect()))
        .say(Msg::new(key::SPOILED_CHECK).with("file", file.as_str()))
        .act(Action::new(Intent::Cancel, key::SPOILED_BACK).primary())
}

/// The key is on another device.
pub(super) fn other_key(vote: &Vote) -> Screen {
    Screen::new(ScreenId::VotingKey, key::KEY_TITLE)
        .notice(Tone::Warning, key::KEY_ELSEWHERE)
        .act(Action::new(Intent::Open(Place::VotingKey(vote.round())), key::KEY_TITLE).primary())
}

/// What the platform shows does not hold.
pub(super) fn alarm(why: &Msg) -> Screen {
    Screen::new(ScreenId::Alarm, key::ALARM_TITLE)
        .notice(Tone::Bad, why.clone())
        .say(key::ALARM_TEXT)
        .act(Action::new(Intent::Open(Place::Receipts), key::RECEIPTS_TITLE))
        .act(Action::new(Intent::Open(Place::Tracker), key::TRACKER_TITLE))
        .act(Action::new(Intent::Retry, key::ACTION_RETRY))
}
