//! One announcement, whole. Opened, it is read.

use super::sent;
use crate::api::ids::AnnouncementId;
use crate::api::types::{AnnouncementView, InboxItemView, ProblemCode};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, loading};
use crate::flow::{Flow, Outcome};
use crate::text::{Arg, Msg, key};
use crate::view::{Action, Block, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// One announcement.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Announcement {
    id: AnnouncementId,
    #[serde(default)]
    told: Remote<AnnouncementView>,
}

impl Announcement {
    /// This one.
    pub fn new(id: AnnouncementId) -> Self {
        Self { id, told: Remote::default() }
    }
}

impl Flow for Announcement {
    fn place(&self) -> Option<Place> {
        Some(Place::Announcement(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() && self.told.value.is_none() {
            let call = Call::ReadAnnouncement(ctx.key(), self.id);
            self.told.ask(ctx, call);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        let wanted = self.id;
        let mine = |item: &&InboxItemView| item.announcement.id == wanted;
        self.told.take(id, result, |reply| match reply {
            Reply::Inbox(inbox) => inbox.items.iter().find(mine).map(|item| item.announcement.clone()),
            _ => None,
        });
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Announcement, key::INBOX_ONE_TITLE);
        let back = Action::new(Intent::Open(Place::Inbox), key::INBOX_TITLE);
        let Some(told) = &self.told.value else {
            return match self.told.error() {
                None => screen.with(loading()).act(back),
                Some(error) if is_nobodys(error) => screen.notice(Tone::Warning, key::INBOX_GONE).act(back),
                Some(_) => {
                    let retry = Action::new(Intent::Retry, key::ACTION_RETRY);
                    screen.with_all(self.told.notice()).act(retry).act(back)
                }
            };
        };
        let sender = told.sender.as_deref().map_or_else(|| Arg::from(key::ANNOUNCEMENT_ORGANISERS), Arg::from);
        let primary = ctx.known.primary.as_ref().map(|primary| Msg::from(primary.name.clone()));
        let from = Msg::new(key::ANNOUNCEMENT_FROM).with("sender", sender);
        screen
            .with(Block::Heading(told.title.clone().into()))
            .say(told.body.clone())
            .say(from.with("primary", primary.unwrap_or_else(|| Msg::words(""))))
            .say(sent(told, ctx))
            .act(back.primary())
    }
}

/// It is not mine, or not any more.
fn is_nobodys(error: &ApiError) -> bool {
    match error {
        ApiError::Problem(problem) => problem.code == ProblemCode::NotFound,
        ApiError::Garbled => true,
        _ => false,
    }
}
