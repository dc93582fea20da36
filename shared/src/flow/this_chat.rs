//! What the bot knows of me in this chat; to be left alone by it, and to be forgotten.

use super::parts::{Remote, Taken, error_text};
use super::{Flow, Outcome, Transition};
use crate::api::types::Lang;
use crate::api::{ApiError, Call, Reply};
use crate::core::{Channel, Ctx, Effect, ReqId};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// What the bot knows of me.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ThisChat;

impl Flow for ThisChat {
    fn place(&self) -> Option<Place> {
        Some(Place::ThisChat)
    }

    fn intent(&mut self, intent: Intent, _ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Forget => Outcome::Done(Transition::push(Forget::default())),
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let (join, service) = match (&ctx.known.account, ctx.channel) {
            (Some(_), channel) => (key::THIS_CHAT_OTHER, service(channel)),
            (None, channel) => (key::THIS_CHAT_LINK, service(channel)),
        };
        let mut screen = Screen::new(ScreenId::ThisChat, key::THIS_CHAT_TITLE)
            .say(key::THIS_CHAT_TEXT)
            .with(Block::Facts(facts(ctx)))
            .say(key::THIS_CHAT_KEEPS)
            .say(service);
        if ctx.known.account.is_some() {
            screen = screen.act(Action::new(Intent::Open(Place::Account), key::ACCOUNT_TITLE));
        }
        screen
            .act(Action::new(Intent::Open(Place::Join), join))
            .act(Action::new(Intent::Forget, key::THIS_CHAT_FORGET).danger())
    }
}

/// Who else keeps what was said here.
fn service(channel: Channel) -> Key {
    match channel {
        Channel::Telegram => key::THIS_CHAT_TELEGRAM,
        Channel::Matrix => key::THIS_CHAT_MATRIX,
        Channel::Terminal => key::HELP_PRIVACY_3,
    }
}

fn facts(ctx: &Ctx) -> Vec<Fact> {
    let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
    let account = match &ctx.known.account {
        Some(account) => Msg::words(&account.email),
        None => key::THIS_CHAT_NOBODY.into(),
    };
    let lang = match ctx.lang {
        Lang::Fr => key::WELCOME_FRENCH,
        Lang::En => key::WELCOME_ENGLISH,
    };
    let begun = ctx.saved.drafts.iter().filter(|draft| !draft.answers.is_empty()).count();
    let mut facts = vec![fact(key::THIS_CHAT_ACCOUNT, account), fact(key::ACCOUNT_LANGUAGE, lang.into())];
    if !ctx.saved.called.is_empty() {
        facts.push(fact(key::THIS_CHAT_CALLED, Msg::words(&ctx.saved.called)));
    }
    facts.push(fact(key::THIS_CHAT_DRAFTS, Msg::new(key::NUMBER).with("n", begun)));
    facts
}

/// The bot says nothing more by itself. Nothing is forgotten: who comes back is where they were.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stopped;

impl Flow for Stopped {
    fn rests(&self) -> bool {
        true
    }

    fn intent(&mut self, intent: Intent, _ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Forget => Outcome::Done(Transition::push(Forget::default())),
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Stopped, key::STOPPED_TITLE).say(key::STOPPED_TEXT);
        let screen = if ctx.unsaved() { screen.notice(Tone::Info, key::STOPPED_UNSAVED) } else { screen };
        screen
            .say(key::STOPPED_HOW)
            .act(Action::new(Intent::Back, key::STOPPED_GO_ON).primary())
            .act(Action::new(Intent::Forget, key::STOPPED_FORGET).danger())
    }
}

/// Forget this chat?
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Forget {
    leaving: Remote<()>,
    done: bool,
}

impl Forget {
    fn forget(&mut self, ctx: &mut Ctx) -> Outcome {
        self.done = true;
        ctx.erased();
        ctx.end_linking();
        ctx.wish(Effect::Forget);
        Outcome::Continue
    }
}

impl Flow for Forget {
    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Cancel => return Outcome::Done(Transition::Back),
            // Nobody is signed in: there is nothing to close on the platform.
            Intent::ForgetNow if ctx.known.account.is_none() => return self.forget(ctx),
            Intent::ForgetNow => {
                let call = Call::SignOut(ctx.key());
                self.leaving.ask(ctx, call);
            }
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        match (self.leaving.take(id, result, |reply| matches!(reply, Reply::Done).then_some(())), self.leaving.error())
        {
            (Taken::Value, _) => self.forget(ctx),
            // Cut from elsewhere meanwhile: signed out it is.
            (Taken::Failed, _) if ctx.known.account.is_none() => self.forget(ctx),
            (Taken::Failed, Some(error)) => {
                ctx.toast(Tone::Bad, error_text(error));
                Outcome::Continue
            }
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Forget, key::FORGET_TITLE);
        if self.done {
            return Screen { title: key::FORGOTTEN_TITLE.into(), ..screen }
                .say(key::FORGOTTEN_TEXT)
                .act(Action::new(Intent::Open(Place::Home), key::FORGOTTEN_AGAIN));
        }
        let screen = screen.say(key::FORGET_TEXT).say(key::FORGET_KEEPS);
        let screen = if ctx.unsaved() { screen.notice(Tone::Warning, key::FORGET_UNSAVED) } else { screen };
        screen
            .act(Action::new(Intent::Cancel, key::FORGET_STAY).primary())
            .act(Action::new(Intent::ForgetNow, key::FORGET_NOW).danger())
    }
}
