//! Texts, photos and names that wait for somebody to look at them, oldest first.

use super::{again, failed, insider, theirs, words};
use crate::api::types::{ModerationState, ModerationView};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, Taken};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// The queue.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Queue {
    /// Where the next page begins, of the page that came last.
    page: Remote<Option<String>>,
    rows: Vec<Row>,
}

/// What a row shows: the texts themselves are read one by one.
#[derive(Debug, Serialize, Deserialize)]
struct Row(ModerationView);

impl Queue {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) && !self.page.waiting() {
            self.rows.clear();
            self.page.ask(ctx, Call::Organise(OrganiseCall::Queue(None)));
        }
    }
}

impl Flow for Queue {
    fn place(&self) -> Option<Place> {
        Some(Place::Queue)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.page.untouched() {
            self.load(ctx);
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::More, Some(Some(next))) = (intent, &self.page.value) {
            let next = next.clone();
            self.page.ask(ctx, Call::Organise(OrganiseCall::Queue(Some(next))));
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        let taken = self.page.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Queue(page)) => Some(page.next.clone()),
            _ => None,
        });
        if let (Taken::Value, Ok(Reply::Organise(OrganiseReply::Queue(page)))) = (taken, result) {
            let short = |it: &ModerationView| Row(ModerationView { body: None, appeal: None, ..it.clone() });
            self.rows.extend(page.items.iter().map(short));
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Queue, key::QUEUE_TITLE), ctx, |screen| {
            let screen = screen.say(key::QUEUE_TEXT);
            let screen = failed(screen, &self.page);
            let list = ListView {
                label: key::QUEUE_TITLE.into(),
                items: self.rows.iter().map(|it| item(&it.0, ctx)).collect(),
                empty: if self.page.waiting() { key::LOADING } else { key::QUEUE_NONE }.into(),
                loading: self.page.waiting(),
            };
            let screen = screen.with(Block::List(list));
            let screen = match self.page.value {
                Some(Some(_)) if !self.page.waiting() => screen.act(Action::new(Intent::More, key::ORGANISE_MORE)),
                _ => screen,
            };
            again(screen, self.page.error().is_some())
        })
    }
}

fn item(it: &ModerationView, ctx: &Ctx) -> Item {
    let kind = Msg::from(words::moderated(it.kind));
    Item {
        title: Msg::new(key::QUEUE_ROW).with("kind", kind).with("name", it.name.as_str()),
        details: vec![words::moderation(it.state).into(), Msg::new(key::AT).with("at", ctx.at(it.at))],
        marked: it.state == ModerationState::Appealed,
        intent: Some(Intent::Open(Place::Moderated(it.id))),
    }
}
