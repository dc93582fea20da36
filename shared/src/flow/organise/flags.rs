//! Signals of false accounts, newest first, and what is made of one. They refuse nobody.

use super::deed::Became;
use super::paged::{Named, Paged};
use super::watched::Watched;
use super::{Duty, Factor, awaited, insider, may, theirs, words};
use crate::api::ids::FlagId;
use crate::api::types::{FlagRequest, FlagState, FlagView, Page, SignalKind};
use crate::api::{ApiError, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Intent, Item, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// All signals.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Flags(Paged<FlagView>);

const NAMED: Named = Named { label: key::FLAGS_TITLE, none: key::FLAGS_NONE, more: key::ORGANISE_OLDER };

impl Flags {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.0.load(OrganiseCall::Flags, ctx);
        }
    }
}

impl Flow for Flags {
    fn place(&self) -> Option<Place> {
        Some(Place::Flags)
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
        self.0.intent(intent, OrganiseCall::Flags, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.0.reply(id, result, page, FlagView::clone);
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Flags, key::FLAGS_TITLE), ctx, |screen| {
            self.0.again(self.0.show(screen.say(key::FLAGS_TEXT), NAMED, |it| item(it, ctx)))
        })
    }
}

fn page(reply: &OrganiseReply) -> Option<&Page<FlagView>> {
    match reply {
        OrganiseReply::Flags(page) => Some(page),
        _ => None,
    }
}

fn item(it: &FlagView, ctx: &Ctx) -> Item {
    let count = Msg::new(key::NUMBER).with("n", it.count);
    Item {
        title: words::signal(it.kind).into(),
        details: vec![words::flag(it.state).into(), count, Msg::new(key::AT).with("at", ctx.at(it.at))],
        marked: false,
        intent: Some(Intent::Open(Place::Flag(it.id))),
    }
}

/// One signal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Flag {
    id: FlagId,
    #[serde(flatten)]
    seen: Watched<FlagView>,
}

impl Flag {
    pub fn new(id: FlagId) -> Self {
        Self { id, seen: Watched::default() }
    }

    fn call(&self) -> OrganiseCall {
        OrganiseCall::Flag(self.id)
    }
}

impl Flow for Flag {
    fn place(&self) -> Option<Place> {
        Some(Place::Flag(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.seen.enter(self.call(), ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        self.seen.learnt(self.call(), ctx);
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        let state = match intent {
            Intent::Harmless(_) => FlagState::Harmless,
            Intent::Suspect(_) => FlagState::Suspect,
            _ => return Outcome::Continue,
        };
        let call = OrganiseCall::DecideFlag(ctx.key(), self.id, FlagRequest { state });
        self.seen.deed.wish(call, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.seen.it.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Flag(it)) => Some(it.clone()),
            _ => None,
        });
        match self.seen.deed.reply(id, result, ctx) {
            Became::Factor => Outcome::Done(Transition::push(Factor::default())),
            Became::Done => {
                ctx.toast(Tone::Good, key::TOAST_FLAGGED);
                Outcome::Done(Transition::Back)
            }
            Became::Refused | Became::Other => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Flag, key::FLAG_TITLE), ctx, |screen| {
            let screen = awaited(screen, &self.seen.it);
            let Some(it) = &self.seen.it.value else { return screen };
            let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
            let mut facts = vec![
                fact(key::PROPOSAL_STATE, words::flag(it.state).into()),
                fact(key::FLAG_COUNT, Msg::new(key::NUMBER).with("n", it.count)),
                fact(key::MODERATED_CAME, Msg::new(key::AT).with("at", ctx.at(it.at))),
            ];
            facts.extend((it.kind == SignalKind::Disposable).then(|| fact(key::FLAG_ABOUT, Msg::words(&it.about))));
            facts.extend(it.decided_by.map(|by| fact(key::PROPOSAL_DECIDED, words::person(by))));
            let screen = screen
                .with(Block::Heading(words::signal(it.kind).into()))
                .with(Block::Facts(facts))
                .say(key::FLAG_TEXT);
            let whose = it.about.parse().ok().filter(|_| it.kind == SignalKind::Burst);
            let screen = match whose {
                Some(id) => screen.act(Action::new(Intent::Open(Place::Candidate(id)), key::ORGANISE_THEIR_PAGE)),
                None => screen,
            };
            let decide = |intent, label, state| {
                let action = Action::new(intent, Msg::new(label)).when(may(Duty::Judge, ctx));
                (it.state != state).then_some(action)
            };
            [
                decide(Intent::Harmless(it.id), key::FLAG_HARMLESS, FlagState::Harmless),
                decide(Intent::Suspect(it.id), key::FLAG_SUSPECT, FlagState::Suspect),
            ]
            .into_iter()
            .flatten()
            .fold(screen, Screen::act)
        })
    }
}
