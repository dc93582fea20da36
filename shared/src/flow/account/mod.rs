//! My account: who I am here, and what I can do about it.

mod erase;
mod language;
mod sessions;

pub(crate) use erase::Erase;
pub(crate) use language::Language;
pub(crate) use sessions::Sessions;

use super::parts::{Remote, Taken, error_text, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::types::{AccountView, Lang};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, Document, Effect, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// My account.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    export: Remote<Vec<u8>>,
    leaving: Remote<()>,
}

impl Flow for Account {
    fn place(&self) -> Option<Place> {
        Some(Place::Account)
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Export => self.export.ask(ctx, Call::Export),
            Intent::SignOut => {
                let call = Call::SignOut(ctx.key());
                self.leaving.ask(ctx, call);
            }
            Intent::Erase => return Outcome::Done(Transition::push(Erase::default())),
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let exported = self.export.take(id, result, |reply| match reply {
            Reply::Export(bytes) => Some(bytes.clone()),
            _ => None,
        });
        match (exported, self.export.value.take(), self.export.error()) {
            (Taken::Value, Some(bytes), _) => {
                ctx.wish(Effect::Deliver(Document { name: "isoloir-export.json".into(), bytes }));
                ctx.toast(Tone::Good, key::TOAST_EXPORTED);
            }
            (Taken::Failed, _, Some(error)) => ctx.toast(Tone::Bad, error_text(error)),
            _ => {}
        }
        if !self.leaving.done(id, result, ctx, |reply| matches!(reply, Reply::Done).then_some(())) {
            return Outcome::Continue;
        }
        ctx.signed_out();
        let chat = ctx.channel.is_chat();
        ctx.toast(Tone::Info, if chat { key::TOAST_UNLINKED } else { key::TOAST_SIGNED_OUT });
        Outcome::Done(Transition::Open(Place::Home))
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Account, key::ACCOUNT_TITLE);
        let language = Action::new(Intent::Open(Place::Language), key::LANGUAGE_TITLE);
        let Some(account) = &ctx.known.account else {
            return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx).act(language);
        };
        let sign_out = if ctx.channel.is_chat() { key::ACCOUNT_UNLINK } else { key::ACCOUNT_SIGN_OUT };
        let mut screen = screen.with(Block::Facts(facts(account, ctx)));
        if !account.registered {
            screen = way_in(screen, ctx);
        }
        screen
            .act(Action::new(Intent::Open(Place::Sessions), key::SESSIONS_TITLE))
            .act(Action::new(Intent::Open(Place::Links), key::LINKS_TITLE))
            .act(Action::new(Intent::Open(Place::Inbox), key::INBOX_TITLE))
            .act(Action::new(Intent::Open(Place::Notices), key::NOTICES_TITLE))
            .act(language)
            .act(crate::flow::voting_key::way(ctx))
            .act(Action::new(Intent::Export, key::ACCOUNT_EXPORT))
            .act(Action::new(Intent::SignOut, sign_out))
            .act(Action::new(Intent::Erase, key::ACCOUNT_ERASE).danger())
    }
}

fn facts(account: &AccountView, ctx: &Ctx) -> Vec<Fact> {
    let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
    let roll = if account.registered { key::ACCOUNT_REGISTERED } else { key::ACCOUNT_NOT_REGISTERED };
    let lang = match ctx.lang {
        Lang::Fr => key::WELCOME_FRENCH,
        Lang::En => key::WELCOME_ENGLISH,
    };
    let mut facts = vec![fact(key::ACCOUNT_EMAIL, Msg::words(&account.email)), fact(key::ACCOUNT_ROLL, roll.into())];
    facts.extend(account.place.as_ref().map(|place| fact(key::ACCOUNT_PLACE, Msg::words(place))));
    facts.push(fact(key::ACCOUNT_SINCE, Msg::new(key::AT).with("at", ctx.at(account.created_at))));
    facts.push(fact(key::ACCOUNT_LANGUAGE, lang.into()));
    facts
}
