//! What was announced to me: all of it, unread first; one of them; and what I ask to be told.

mod notices;
mod one;

pub(crate) use notices::Notices;
pub(crate) use one::Announcement;

use super::parts::{Remote, way_in};
use super::{Flow, Outcome};
use crate::api::types::{AnnouncementView, InboxItemView, Localized};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// As many are listed; a conversation in a chat is kept with what it shows.
const MOST: usize = 20;

/// All of them, without their texts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Inbox {
    rows: Remote<Vec<InboxItemView>>,
}

impl Flow for Inbox {
    fn place(&self) -> Option<Place> {
        Some(Place::Inbox)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.rows.ask(ctx, Call::Inbox);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.rows.take(id, result, |reply| match reply {
            Reply::Inbox(inbox) => Some(inbox.items.iter().take(MOST).map(without_text).collect()),
            _ => None,
        });
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Inbox, key::INBOX_TITLE);
        if ctx.known.account.is_none() {
            return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
        }
        let items = self.rows.value.iter().flatten();
        let list = ListView {
            label: key::INBOX_TITLE.into(),
            items: items.map(|it| item(it, ctx)).collect(),
            empty: if self.rows.waiting() { key::LOADING } else { key::INBOX_EMPTY }.into(),
            loading: self.rows.waiting(),
        };
        let mut screen = screen.with(Block::List(list));
        if self.rows.error().is_some() {
            screen = screen.with_all(self.rows.notice()).act(Action::new(Intent::Retry, key::ACTION_RETRY));
        }
        screen.act(Action::new(Intent::Open(Place::Notices), key::NOTICES_TITLE))
    }
}

fn without_text(item: &InboxItemView) -> InboxItemView {
    let body = Localized { fr: String::new(), en: String::new() };
    InboxItemView { announcement: AnnouncementView { body, ..item.announcement.clone() }, read: item.read }
}

fn item(item: &InboxItemView, ctx: &Ctx) -> Item {
    let told = &item.announcement;
    let read = if item.read { key::INBOX_READ } else { key::INBOX_UNREAD };
    Item {
        title: told.title.clone().into(),
        details: vec![read.into(), sent(told, ctx)],
        marked: false,
        intent: Some(Intent::Open(Place::Announcement(told.id))),
    }
}

/// When it was sent.
fn sent(told: &AnnouncementView, ctx: &Ctx) -> Msg {
    Msg::new(key::AT).with("at", ctx.at(told.send_at))
}
