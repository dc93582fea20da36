//! One announcement that two organisers approved: how far it is, and holding it.

use super::super::deed::Became;
use super::super::watched::Watched;
use super::super::{Duty, Factor, again, awaited, may, theirs};
use super::{audience, state};
use crate::api::ids::AnnouncementId;
use crate::api::types::{
    AnnouncementOrder, AnnouncementOrderRequest, AnnouncementProgressView, AnnouncementState, Carrier, Deliveries,
};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::Taken;
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How often a terminal looks again while it is on its way.
const LOOK: SignedDuration = SignedDuration::from_secs(5);

/// How far one is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    id: AnnouncementId,
    #[serde(flatten)]
    seen: Watched<AnnouncementProgressView>,
    /// Letting it go was chosen once.
    sure: bool,
}

impl Delivery {
    pub fn new(id: AnnouncementId) -> Self {
        Self { id, seen: Watched::default(), sure: false }
    }

    fn call(&self) -> OrganiseCall {
        OrganiseCall::Announcement(self.id)
    }

    fn order(&mut self, order: AnnouncementOrder, ctx: &mut Ctx) {
        let call = OrganiseCall::OrderAnnouncement(ctx.key(), self.id, AnnouncementOrderRequest { order });
        self.seen.deed.wish(call, ctx);
    }

    fn actions(&self, screen: Screen, state: AnnouncementState, ctx: &Ctx) -> Screen {
        let order = |intent, label: Key| Action::new(intent, label).when(may(Duty::Decide, ctx));
        if self.sure {
            return screen
                .act(Action::new(Intent::Cancel, key::DELIVERY_KEEP).primary())
                .act(order(Intent::StopAnnouncement(self.id), key::DELIVERY_STOP_NOW).danger());
        }
        let screen = match state {
            AnnouncementState::Sending => screen.act(order(Intent::Pause(self.id), key::DELIVERY_PAUSE)),
            AnnouncementState::Paused => screen.act(order(Intent::Resume(self.id), key::DELIVERY_RESUME).primary()),
            AnnouncementState::Scheduled | AnnouncementState::Cancelled | AnnouncementState::Done => screen,
        };
        let screen = match state {
            AnnouncementState::Cancelled | AnnouncementState::Done => screen,
            _ => screen.act(order(Intent::StopAnnouncement(self.id), key::DELIVERY_STOP)),
        };
        again(screen, self.seen.it.error().is_some())
    }
}

impl Flow for Delivery {
    fn place(&self) -> Option<Place> {
        Some(Place::Delivery(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.seen.enter(self.call(), ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        self.seen.learnt(self.call(), ctx);
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        std::mem::take(&mut self.sure)
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Pause(_) => self.order(AnnouncementOrder::Pause, ctx),
            Intent::Resume(_) => self.order(AnnouncementOrder::Resume, ctx),
            Intent::StopAnnouncement(_) if !self.sure => self.sure = true,
            Intent::StopAnnouncement(_) => {
                self.sure = false;
                self.order(AnnouncementOrder::Cancel, ctx);
            }
            _ => self.sure = false,
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let pick = |reply: &Reply| match reply {
            Reply::Organise(OrganiseReply::Announcement(it)) => Some((**it).clone()),
            _ => None,
        };
        let taken = self.seen.it.take(id, result, pick);
        match self.seen.deed.reply(id, result, ctx) {
            Became::Factor => return Outcome::Done(Transition::push(Factor::default())),
            Became::Done => {
                self.seen.it.value = result.as_ref().ok().and_then(pick).or(self.seen.it.value.take());
                if let Some(it) = &self.seen.it.value {
                    ctx.toast(Tone::Good, said(it.announcement.state));
                }
            }
            // It may stand otherwise than it is shown.
            Became::Refused => self.seen.load(self.call(), ctx),
            Became::Other => {}
        }
        // A chat would be edited for ever: there it is asked for.
        let going = self.seen.it.value.as_ref().is_some_and(|it| it.announcement.state == AnnouncementState::Sending);
        if taken == Taken::Value && going && !ctx.channel.is_chat() {
            let call = self.call();
            self.seen.it.ask_after(ctx, Call::Organise(call), LOOK);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Delivery, key::DELIVERY_TITLE), ctx, |screen| {
            let screen = awaited(screen, &self.seen.it);
            let Some(it) = &self.seen.it.value else { return screen };
            let screen = if self.sure { screen.notice(Tone::Warning, key::DELIVERY_SURE) } else { screen };
            let screen = screen.with(Block::Heading(it.announcement.title.clone().into()));
            let screen = far(screen, it, ctx).with(Block::Facts(facts(it, ctx)));
            self.actions(screen.say(it.announcement.body.clone()), it.announcement.state, ctx)
        })
    }
}

/// The word about what was ordered.
fn said(state: AnnouncementState) -> Key {
    match state {
        AnnouncementState::Paused => key::TOAST_PAUSED,
        AnnouncementState::Cancelled => key::TOAST_STOPPED,
        AnnouncementState::Scheduled | AnnouncementState::Sending | AnnouncementState::Done => key::TOAST_RESUMED,
    }
}

fn carrier(carrier: Carrier) -> Key {
    match carrier {
        Carrier::Telegram => key::CLI_CARRIER_TELEGRAM,
        Carrier::Matrix => key::CLI_CARRIER_MATRIX,
        Carrier::Email => key::PREVIEW_EMAIL,
    }
}

/// All carriers together.
fn far(screen: Screen, it: &AnnouncementProgressView, ctx: &Ctx) -> Screen {
    if it.announcement.state == AnnouncementState::Scheduled {
        let (until, now) = (it.announcement.send_at, ctx.platform_now());
        return screen.with(Block::Countdown { label: key::DELIVERY_STARTS.into(), until, now });
    }
    if it.deliveries.is_empty() {
        let done = it.announcement.state == AnnouncementState::Done;
        return screen.say(if done { key::DELIVERY_NONE } else { key::CLI_DELIVERIES_NONE });
    }
    let total: u64 = it.deliveries.iter().map(|it| total(&it.deliveries)).sum();
    let waiting: u64 = it.deliveries.iter().map(|it| it.deliveries.waiting).sum();
    screen.with(Block::Progress { label: key::DELIVERY_FAR.into(), done: total - waiting, total: Some(total) })
}

fn total(it: &Deliveries) -> u64 {
    [it.delivered, it.unreachable, it.unsubscribed, it.refused, it.waiting, it.unknown].iter().sum()
}

fn facts(it: &AnnouncementProgressView, ctx: &Ctx) -> Vec<Fact> {
    let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
    let told = &it.announcement;
    let mut facts = vec![fact(key::PROPOSAL_STATE, state(told.state).into())];
    for by in &it.deliveries {
        let it = &by.deliveries;
        let words = Msg::new(key::CLI_DELIVERIES)
            .with("delivered", it.delivered)
            .with("waiting", it.waiting)
            .with("unreachable", it.unreachable + it.refused)
            .with("unsubscribed", it.unsubscribed)
            .with("unknown", it.unknown)
            .with("repeated", it.repeated);
        facts.push(fact(carrier(by.carrier), words));
    }
    let later: u64 = it.deliveries.iter().map(|it| it.deliveries.later).sum();
    if later > 0 {
        facts.push(fact(key::DELIVERY_LATER, Msg::new(key::NUMBER).with("n", later)));
    }
    // What is held or over ends at no time that could be told.
    let ends = it.deliveries.iter().filter_map(|it| it.deliveries.ends_at).max();
    if let Some(end) = ends.filter(|_| told.state == AnnouncementState::Sending) {
        facts.push(fact(key::DELIVERY_END, Msg::new(key::AT).with("at", ctx.at(end))));
    }
    if let Some(at) = it.done_at {
        facts.push(fact(key::DELIVERY_DONE, Msg::new(key::AT).with("at", ctx.at(at))));
    }
    facts.push(fact(key::PROPOSAL_ANNOUNCE_TO, audience(told.audience).into()));
    facts.push(fact(key::PROPOSAL_ANNOUNCE_AT, Msg::new(key::AT).with("at", ctx.at(told.send_at))));
    facts
}
