//! The devices that are signed in, each of which can be closed.

use crate::api::ids::SessionId;
use crate::api::types::SessionView;
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::links::network;
use crate::flow::parts::Remote;
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Signed-in devices.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sessions {
    all: Remote<Vec<SessionView>>,
    revoking: Remote<()>,
    revoked: Option<SessionId>,
}

impl Flow for Sessions {
    fn place(&self) -> Option<Place> {
        Some(Place::Sessions)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.all.ask(ctx, Call::Sessions);
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::Revoke(id), false) = (intent, self.revoking.waiting()) {
            self.revoked = Some(id);
            let call = Call::Revoke(ctx.key(), id);
            self.revoking.ask(ctx, call);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.all.take(id, result, |reply| match reply {
            Reply::Sessions(all) => Some(all.clone()),
            _ => None,
        });
        if self.revoking.done(id, result, ctx, |reply| matches!(reply, Reply::Done).then_some(())) {
            let gone = self.revoked;
            self.all.value.iter_mut().for_each(|all| all.retain(|it| Some(it.id) != gone));
            ctx.toast(Tone::Good, key::TOAST_REVOKED);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Sessions, key::SESSIONS_TITLE).say(key::SESSIONS_TEXT);
        if ctx.known.account.is_none() {
            return crate::flow::parts::way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
        }
        let rows = self.all.value.iter().flatten();
        let list = ListView {
            label: key::SESSIONS_TITLE.into(),
            items: rows.clone().map(|it| item(it, ctx)).collect(),
            empty: if self.all.waiting() { key::LOADING } else { key::NOTHING }.into(),
            loading: self.all.waiting(),
        };
        let screen = screen.with_all(self.all.notice().filter(|_| self.all.error().is_some())).with(Block::List(list));
        rows.filter(|it| !it.current).fold(screen, |screen, it| {
            let label = Msg::new(key::SESSIONS_REVOKE).with("device", it.device.as_str());
            screen.act(Action::new(Intent::Revoke(it.id), label).danger())
        })
    }
}

fn item(session: &SessionView, ctx: &Ctx) -> Item {
    // This device is seen right now, by the platform's clock; when it was last noted down says less.
    let seen = if session.current { ctx.platform_now() } else { session.seen_at };
    let mut details = vec![
        Msg::new(key::SESSIONS_SEEN).with("at", ctx.at(seen)),
        Msg::new(key::SESSIONS_SINCE).with("at", ctx.at(session.created_at)),
    ];
    if session.current {
        details.insert(0, if ctx.channel.is_chat() { key::LINKS_THIS } else { key::SESSIONS_THIS }.into());
    }
    if let Some(channel) = session.channel {
        details.insert(0, Msg::new(key::SESSIONS_CHAT).with("network", network(channel)));
    }
    // Said in words: nobody has chosen it.
    Item { title: Msg::words(&session.device), details, marked: false, intent: None }
}
