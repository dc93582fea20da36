//! What is promised before the first grade, and what is not: said once it is known who holds the keys.

use super::Vote;
use super::screens::ask_mj;
use crate::booth::ElectionFacts;
use crate::core::{Channel, Ctx};
use crate::flow::parts;
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Screen, ScreenId, Tone};

/// The promise.
pub(super) fn promise(vote: &Vote, ctx: &Ctx) -> Screen {
    let Some(facts) = ctx.known.election(vote.round()) else { return unknown(vote) };
    let chat = ctx.channel.is_chat();
    let screen = Screen::new(ScreenId::Promise, key::PROMISE_TITLE);
    // Who else sees it comes first.
    let screen = match ctx.channel {
        Channel::Terminal => screen,
        Channel::Telegram => screen.notice(Tone::Warning, key::PROMISE_TELEGRAM),
        Channel::Matrix => screen.notice(Tone::Warning, key::PROMISE_MATRIX),
    };
    let mut screen = screen
        .say(if chat { key::PROMISE_INTRO_CHAT } else { key::PROMISE_INTRO })
        .with(Block::Heading(key::PROMISE_HOLDS.into()))
        .say(key::PROMISE_HOLDS_1);
    if !facts.local {
        screen = screen.say(holders(facts));
    }
    screen = screen.say(key::PROMISE_HOLDS_3).with(Block::Heading(key::PROMISE_NOT.into()));
    if facts.local {
        screen = screen.say(Msg::new(key::PROMISE_NOT_LOCAL).with("n", facts.trustees.len()));
    }
    screen = screen
        .say(key::PROMISE_NOT_1)
        .say(key::PROMISE_NOT_2)
        .say(key::PROMISE_NOT_3)
        .with(Block::Heading(key::PROMISE_STAYS.into()))
        .say(key::PROMISE_STAYS_TEXT);
    if chat {
        screen = screen.say(key::PROMISE_CHECK_CHAT);
    }
    ask_mj(screen.act(Action::new(Intent::Understood, key::PROMISE_UNDERSTOOD).primary()), ctx)
}

/// Nobody but these, together, reads a ballot.
fn holders(facts: &ElectionFacts) -> Msg {
    let all = usize::from(facts.threshold) >= facts.trustees.len();
    let said = if all { key::PROMISE_HOLDERS_ALL } else { key::PROMISE_HOLDERS_SOME };
    let names = facts.trustees.join(", ");
    Msg::new(said)
        .with("n", facts.trustees.len())
        .with("threshold", usize::from(facts.threshold))
        .with("names", names.as_str())
}

/// Nothing is promised before it is known who holds the keys.
fn unknown(vote: &Vote) -> Screen {
    let screen = Screen::new(ScreenId::Promise, key::PROMISE_TITLE);
    if vote.holders.waiting() || vote.holders.error().is_none() {
        return screen.with(parts::loading());
    }
    screen.with_all(vote.holders.notice()).act(Action::new(Intent::Retry, key::ACTION_RETRY).primary())
}
