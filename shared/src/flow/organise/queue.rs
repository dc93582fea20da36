//! Texts, photos and names that wait for somebody to look at them, oldest first.

use super::paged::{Named, Paged};
use super::{insider, theirs, words};
use crate::api::types::{ModerationView, Page};
use crate::api::{ApiError, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Intent, Item, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// The queue. The texts themselves are read one by one.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Queue(Paged<ModerationView>);

const NAMED: Named = Named { label: key::QUEUE_TITLE, none: key::QUEUE_NONE, more: key::ORGANISE_MORE };

impl Queue {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.0.load(OrganiseCall::Queue, ctx);
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
        if self.0.untouched() {
            self.load(ctx);
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        self.0.intent(intent, OrganiseCall::Queue, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.0.reply(id, result, page, |it| ModerationView { body: None, appeal: None, ..it.clone() });
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Queue, key::QUEUE_TITLE), ctx, |screen| {
            self.0.again(self.0.show(screen.say(key::QUEUE_TEXT), NAMED, |it| item(it, ctx)))
        })
    }
}

fn page(reply: &OrganiseReply) -> Option<&Page<ModerationView>> {
    match reply {
        OrganiseReply::Queue(page) => Some(page),
        _ => None,
    }
}

fn item(it: &ModerationView, ctx: &Ctx) -> Item {
    let kind = Msg::from(words::moderated(it.kind));
    Item {
        title: Msg::new(key::QUEUE_ROW).with("kind", kind).with("name", it.name.as_str()),
        details: vec![words::moderation(it.state).into(), Msg::new(key::AT).with("at", ctx.at(it.at))],
        marked: false,
        intent: Some(Intent::Open(Place::Moderated(it.id))),
    }
}
