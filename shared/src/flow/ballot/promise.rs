//! What is promised before the first grade, and what is not: said once it is known who holds the keys.

use super::Vote;
use super::screens::ask_mj;
use crate::api::{ApiError, Call, Reply};
use crate::booth::{BoothCall, BoothReply, ElectionFacts};
use crate::core::{Channel, Ctx, ReqId};
use crate::flow::parts::{self, Taken};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Screen, ScreenId, Tone};

impl Vote {
    /// Finds out who holds the keys, if that is not known.
    pub(super) fn ask_holders(&mut self, ctx: &mut Ctx) {
        if self.holders.value.is_none() {
            self.holders.value = ctx.known.election(self.round()).cloned();
        }
        if self.holders.value.is_none() {
            self.holders.ask(ctx, Call::Booth(BoothCall::Election(self.round())));
        }
    }

    /// Who holds them, or why that cannot be believed.
    pub(super) fn held(&mut self, id: ReqId, result: &Result<Reply, ApiError>) {
        let told = |reply: &Reply| match reply {
            Reply::Booth(BoothReply::Election(facts)) => Some((**facts).clone()),
            _ => None,
        };
        if self.holders.take(id, result, told) == Taken::Failed
            && let Some(stop) = self.holders.error().and_then(Self::stopped)
        {
            self.step = stop;
        }
    }
}

/// The promise.
pub(super) fn promise(vote: &Vote, ctx: &Ctx) -> Screen {
    let Some(facts) = &vote.holders.value else { return unknown(vote) };
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
