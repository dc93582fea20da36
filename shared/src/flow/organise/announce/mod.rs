//! Announcements: what the calendar suggests, what waits for a second organiser, what is on its way; writing one.

mod compose;
mod delivery;
mod instant;
pub(in crate::flow) mod preview;
mod sheet;
mod step;

pub(crate) use compose::Compose;
pub(crate) use delivery::Delivery;

use super::paged::{Named, Paged};
use super::{Duty, failed, insider, may, proposals, theirs};
use crate::api::ids::DraftId;
use crate::api::types::{
    AnnouncementState, AnnouncementView, Audience, Decision, DraftView, Localized, Page, ProposalState, ProposalView,
};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::Remote;
use crate::flow::{Flow, Outcome};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All of them, without their texts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Announcements {
    drafts: Remote<Vec<Draft>>,
    waiting: Remote<Vec<ProposalView>>,
    sent: Paged<AnnouncementView>,
}

/// What the calendar suggests, as a row.
#[derive(Debug, Serialize, Deserialize)]
struct Draft {
    id: DraftId,
    title: Localized,
    audience: Audience,
    at: Timestamp,
}

const NAMED: Named = Named { label: key::ANNOUNCE_SENT, none: key::ANNOUNCE_SENT_NONE, more: key::ORGANISE_OLDER };

/// Where an announcement stands.
fn state(state: AnnouncementState) -> Key {
    match state {
        AnnouncementState::Scheduled => key::CLI_ANNOUNCEMENT_SCHEDULED,
        AnnouncementState::Sending => key::CLI_ANNOUNCEMENT_SENDING,
        AnnouncementState::Done => key::CLI_ANNOUNCEMENT_DONE,
        AnnouncementState::Paused => key::CLI_ANNOUNCEMENT_PAUSED,
        AnnouncementState::Cancelled => key::CLI_ANNOUNCEMENT_CANCELLED,
    }
}

/// To whom.
pub(super) fn audience(audience: Audience) -> Key {
    match audience {
        Audience::Everyone => key::PROPOSAL_ANNOUNCE_TO_ALL,
        Audience::LotWaiting => key::PROPOSAL_ANNOUNCE_TO_LOTS,
        Audience::Supporters { .. } => key::ANNOUNCE_TO_SUPPORTERS,
    }
}

/// Words in both languages, none of which is there.
fn nothing() -> Localized {
    Localized { fr: String::new(), en: String::new() }
}

impl Announcements {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.drafts.ask(ctx, Call::Organise(OrganiseCall::Drafts));
            self.waiting.ask(ctx, Call::Organise(OrganiseCall::Proposals(None)));
            self.sent.load(OrganiseCall::Announcements, ctx);
        }
    }
}

impl Flow for Announcements {
    fn place(&self) -> Option<Place> {
        Some(Place::Announcements)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.sent.untouched() {
            self.load(ctx);
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        self.sent.intent(intent, OrganiseCall::Announcements, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.drafts.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Drafts(all)) => Some(all.iter().map(draft).collect()),
            _ => None,
        });
        self.waiting.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Proposals(page)) => {
                Some(page.items.iter().filter(|it| announces(it)).map(short).collect())
            }
            _ => None,
        });
        self.sent.reply(id, result, page, |it| AnnouncementView { body: nothing(), ..it.clone() });
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Announcements, key::ANNOUNCE_TITLE), ctx, |screen| {
            let screen = screen.say(key::ANNOUNCE_TEXT);
            // One word about what did not come is enough.
            let screen = match self.sent.failed() {
                true => screen,
                false if self.drafts.error().is_some() => failed(screen, &self.drafts),
                false => failed(screen, &self.waiting),
            };
            let now = ctx.platform_now();
            let drafts = self.drafts.value.iter().flatten().map(|it| suggested(it, ctx)).collect();
            let open = self.waiting.value.iter().flatten().filter(|it| it.expires_at > now);
            let open = open.map(|it| proposals::item(it, ctx)).collect();
            let screen = some(some(screen, key::ANNOUNCE_DRAFTS, drafts), key::ANNOUNCE_WAITING, open);
            let compose = Action::new(Intent::Open(Place::Compose), key::ANNOUNCE_COMPOSE).primary();
            let screen = screen.act(compose.when(may(Duty::Decide, ctx)));
            self.sent.again(self.sent.show(screen, NAMED, |it| item(it, ctx)))
        })
    }
}

/// A list that is there only if something is in it.
fn some(screen: Screen, label: Key, items: Vec<Item>) -> Screen {
    if items.is_empty() {
        return screen;
    }
    let list = ListView { label: label.into(), items, empty: key::NOTHING.into(), loading: false };
    screen.with(Block::List(list))
}

fn page(reply: &OrganiseReply) -> Option<&Page<AnnouncementView>> {
    match reply {
        OrganiseReply::Announcements(page) => Some(page),
        _ => None,
    }
}

fn draft(it: &DraftView) -> Draft {
    Draft { id: it.id, title: it.title.clone(), audience: it.audience, at: it.at }
}

fn announces(it: &ProposalView) -> bool {
    it.state == ProposalState::Open && matches!(it.decision, Decision::Announce { .. })
}

fn short(it: &ProposalView) -> ProposalView {
    let mut it = it.clone();
    if let Decision::Announce { body, .. } = &mut it.decision {
        *body = nothing();
    }
    it
}

fn suggested(it: &Draft, ctx: &Ctx) -> Item {
    Item {
        title: it.title.clone().into(),
        details: vec![Msg::new(key::AT).with("at", ctx.at(it.at)), audience(it.audience).into()],
        marked: false,
        intent: Some(Intent::Open(Place::Draft(it.id))),
    }
}

fn item(it: &AnnouncementView, ctx: &Ctx) -> Item {
    Item {
        title: it.title.clone().into(),
        details: vec![state(it.state).into(), Msg::new(key::AT).with("at", ctx.at(it.send_at))],
        marked: false,
        intent: Some(Intent::Open(Place::Delivery(it.id))),
    }
}
