//! Where the primary stands: what opens and closes, what each phase still needs, whose answers are awaited.

use super::{Duty, again, has, insider, may, theirs, words};
use crate::api::types::{AwaitedView, PhaseStatus, Role, StaffView, StatusView};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::calendar::row;
use crate::flow::parts::{Remote, state_name};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key, need_words, phase_name};
use crate::view::{Action, Block, Fact, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Where the primary stands.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Organise {
    status: Remote<StatusView>,
    me: Remote<()>,
}

impl Organise {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.status.ask(ctx, Call::Organise(OrganiseCall::Status));
            self.me.ask(ctx, Call::Organise(OrganiseCall::Me));
        }
    }
}

impl Flow for Organise {
    fn place(&self) -> Option<Place> {
        Some(Place::Organise)
    }

    fn follows_phases(&self, _ctx: &Ctx) -> bool {
        true
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.status.untouched() {
            self.load(ctx);
        }
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.status.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Status(status)) => Some((**status).clone()),
            _ => None,
        });
        self.me.take(id, result, |reply| matches!(reply, Reply::Organise(OrganiseReply::Staff(_))).then_some(()));
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Organise, key::ORGANISE_TITLE), ctx, |screen| {
            let screen = match &ctx.known.staff {
                Some(staff) if !staff.enrolled && decides(ctx) => screen.notice(Tone::Warning, key::ORGANISE_NO_FACTOR),
                _ => screen,
            };
            let screen = screen.with_all(self.status.notice());
            let screen = match &self.status.value {
                Some(status) => stands(screen, status, ctx),
                None => screen,
            };
            again(ways(screen, ctx), self.status.error().is_some())
        })
    }
}

/// What is known of it.
fn stands(screen: Screen, status: &StatusView, ctx: &Ctx) -> Screen {
    let mut facts: Vec<Fact> = ctx.known.staff.iter().flat_map(|staff| who(staff, ctx)).collect();
    let waiting = Msg::new(key::CLI_ORGANISE_PROPOSALS_OPEN).with("n", status.proposals);
    facts.push(Fact { label: key::PROPOSALS_TITLE.into(), value: waiting });
    let needs = status.phases.iter().flat_map(|it| it.needs.iter().map(|need| (it.phase.kind, need)));
    let needs = needs.map(|(kind, need)| {
        let said = Msg::new(key::ORGANISE_NEED).with("phase", phase_name(kind));
        Block::Paragraph(said.with("need", need_words(need, |at| ctx.at(at))))
    });
    let list = ListView {
        label: key::ORGANISE_AWAITED.into(),
        items: status.awaited.iter().map(|it| answer(it, ctx)).collect(),
        empty: key::ORGANISE_AWAITED_NONE.into(),
        loading: false,
    };
    screen
        .with(Block::Facts(facts))
        .with_all(next(status, ctx))
        .with(Block::Timeline(status.phases.iter().map(|it| row(&it.phase)).collect()))
        .with_all(needs)
        .with(Block::List(list))
}

/// They do more than read.
fn decides(ctx: &Ctx) -> bool {
    has(Role::Organiser, ctx) || has(Role::Moderator, ctx)
}

fn who(staff: &StaffView, ctx: &Ctx) -> Vec<Fact> {
    let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
    let roles: Vec<String> = staff.roles.iter().map(|it| Msg::from(words::role(*it)).resolve(ctx.lang)).collect();
    let factor = match (staff.enrolled, staff.proven_until.filter(|until| *until > ctx.platform_now())) {
        (false, _) => key::CLI_ORGANISE_NOT_ENROLLED.into(),
        (true, None) => key::CLI_ORGANISE_NOT_PROVEN.into(),
        (true, Some(until)) => Msg::new(key::CLI_ORGANISE_PROVEN).with("until", ctx.at(until)),
    };
    let mut facts = vec![
        fact(key::ORGANISE_ROLE, Msg::words(roles.join(", "))),
        fact(key::ORGANISE_LOG_NUMBER, words::person(staff.number)),
    ];
    // Who only reads needs none.
    facts.extend(decides(ctx).then(|| fact(key::FACTOR_TITLE, factor)));
    facts
}

/// What opens or closes next, and when.
fn next(status: &StatusView, ctx: &Ctx) -> Option<Block> {
    let now = ctx.platform_now();
    let instants = status.phases.iter().filter_map(|it| match it.phase.status {
        PhaseStatus::Open => it.phase.closes_at.map(|at| (at, key::ORGANISE_CLOSES, it.phase.kind)),
        PhaseStatus::Upcoming => Some((it.phase.opens_at, key::ORGANISE_OPENS, it.phase.kind)),
        PhaseStatus::Closed | PhaseStatus::Skipped => None,
    });
    let (until, label, kind) = instants.filter(|(at, ..)| *at > now).min_by_key(|(at, ..)| *at)?;
    Some(Block::Countdown { label: Msg::new(label).with("phase", phase_name(kind)), until, now })
}

fn answer(it: &AwaitedView, ctx: &Ctx) -> Item {
    let told = if it.told { key::CLI_ORGANISE_TOLD } else { key::CLI_ORGANISE_UNTOLD };
    Item {
        title: Msg::words(&it.name),
        details: vec![
            state_name(it.state).into(),
            Msg::new(key::ORGANISE_UNTIL).with("at", ctx.at(it.confirm_by)),
            told.into(),
        ],
        marked: false,
        intent: Some(Intent::Open(Place::Candidate(it.id))),
    }
}

fn ways(screen: Screen, ctx: &Ctx) -> Screen {
    let open = |place, label| Action::new(Intent::Open(place), Msg::new(label));
    screen
        .act(open(Place::Proposals, key::PROPOSALS_TITLE).primary())
        .act(open(Place::Announcements, key::ANNOUNCE_TITLE))
        .act(open(Place::Propose, key::PROPOSE_TITLE).when(may(Duty::Decide, ctx)))
        .act(open(Place::Dates, key::DATES_TITLE).when(may(Duty::Decide, ctx)))
        .act(open(Place::Queue, key::QUEUE_TITLE))
        .act(open(Place::Flags, key::FLAGS_TITLE))
        .act(open(Place::Audit, key::AUDIT_TITLE))
        .act(open(Place::Factor, key::FACTOR_TITLE))
}
