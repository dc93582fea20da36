//! The session: events in, effects out, a screen to look at.

use super::calls::{Owner, Settled};
use super::ctx::personal;
use super::{Ctx, Effect, Event, FlowId, Paper, ReqId, Start};
use crate::api::types::{Lang, Problem, ProblemCode};
use crate::api::{ApiError, Call, Reply};
use crate::flow::{self, AnyFlow, Flow, Outcome, Transition};
use crate::text::Msg;
use crate::view::{InputKind, Intent, Place, Screen, ScreenId, Tone};
use isoloir_config::text::key;

/// How deep flows may lie on each other; the oldest gives way.
const DEPTH: usize = 12;

/// One person's state. `handle` changes it, `screen` shows it.
pub struct Session {
    pub(super) ctx: Ctx,
    pub(super) stack: Vec<(FlowId, AnyFlow)>,
    pub(super) flows: u64,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session that waits for `Event::Start`.
    pub fn new() -> Self {
        Self { ctx: Ctx::new(Start::blank()), stack: Vec::new(), flows: 0 }
    }

    /// As if the demonstration had been started from here.
    #[cfg(any(test, feature = "samples"))]
    pub(crate) fn steer(&mut self) {
        self.ctx.steers = true;
    }

    /// The language that the screen is to be read in.
    pub fn lang(&self) -> Lang {
        self.ctx.lang
    }

    /// The screen asks for a picture: only then is one taken.
    pub fn asks_for_photo(&self) -> bool {
        self.screen().input.is_some_and(|input| input.kind == InputKind::Photo)
    }

    /// Takes an event; what it wishes is to be carried out in this order.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        if personal(&event) {
            self.ctx.toast = None;
        }
        match event {
            Event::Start(start) => self.start(start),
            Event::Tick(now) => {
                self.ctx.now = now;
                self.ctx.follow_clock();
            }
            Event::Intent(intent) => self.intent(intent),
            // Where nothing is asked, nothing is taken: a line that was sent to an earlier screen.
            Event::Typed(_) | Event::Submitted(_) if self.screen().input.is_none() => {}
            Event::Typed(text) => self.on_top(|flow, ctx| {
                flow.typed(&text, ctx);
                Outcome::Continue
            }),
            Event::Submitted(text) => {
                if self.screen().input.is_some_and(|input| input.kind == InputKind::Secret) {
                    self.ctx.wish(Effect::TakeBack);
                }
                self.on_top(|flow, ctx| flow.submitted(&text, ctx));
            }
            Event::Photo(_) if !self.asks_for_photo() => {}
            Event::Photo(bytes) => self.on_top(|flow, ctx| flow.photo(bytes, ctx)),
            Event::Code(code) if self.ctx.channel.is_chat() => {
                self.go(Transition::Open(Place::Join));
                self.on_top(|flow, ctx| flow.submitted(&code, ctx));
            }
            Event::Code(_) => {}
            Event::Called(label) => self.ctx.called(&label),
            Event::Reply(id, result) => self.reply(id, *result),
            Event::Platform(event) => {
                self.ctx.hear(&event);
                self.learnt();
            }
            Event::Connected(up) => {
                if up {
                    self.ctx.send_again(None);
                }
            }
            Event::NotKept => self.ctx.toast(Tone::Bad, key::TOAST_NOT_KEPT),
            Event::DemoFailed => self.ctx.toast(Tone::Bad, key::TOAST_DEMO_FAILED),
            Event::Verification(round, news) => {
                let place = Some(Place::Verification(round));
                if let Some(id) = self.stack.iter().find(|(_, flow)| flow.place() == place).map(|(id, _)| *id) {
                    self.on(id, |flow, ctx| flow.verification(news, ctx));
                }
            }
            Event::Timer(timer) => drop(self.ctx.send_again(Some(timer))),
        }
        self.settle();
        self.ctx.take_effects()
    }

    /// What follows from what is known now, whatever it was that happened.
    pub(super) fn settle(&mut self) {
        self.ctx.catch_up();
        // What the flow waited for may be known by now: by the clock, or because another session learnt it.
        self.learnt();
        if let Some((_, flow)) = self.stack.last_mut() {
            flow.settle(&self.ctx);
        }
    }

    fn start(&mut self, start: Start) {
        let signed_in = start.signed_in;
        *self = Self { ctx: Ctx::new(start), ..Self::new() };
        self.ctx.begin(signed_in);
        self.back_to_base();
    }

    fn intent(&mut self, intent: Intent) {
        // What a button carries is untrusted: only what the screen offers now is done, and places anyone may look at.
        let screen = self.screen();
        let always =
            matches!(intent, Intent::Open(_) | Intent::Back | Intent::Leave | Intent::Retry | Intent::SetLang(_))
                || intent == Intent::DemoNextPhase && self.ctx.time_moves();
        if !always && !screen.intents().contains(&intent) {
            let reason = screen.actions.into_iter().find(|it| it.intent == intent).and_then(|it| it.enabled.err());
            let last = intent == Intent::DemoNextPhase && self.ctx.steers;
            let stale = if last { key::WHY_LAST_PHASE } else { key::TOAST_STALE };
            return self.ctx.toast(Tone::Warning, reason.unwrap_or_else(|| stale.into()));
        }
        match intent {
            Intent::Back => self.back(),
            Intent::Open(place) => self.go(Transition::Open(place)),
            // There is no program to quit: who stops a chat is left alone until they are back, and nothing is forgotten.
            Intent::Leave if matches!(screen.id, ScreenId::Stopped | ScreenId::Forget) => {}
            Intent::Leave if self.ctx.channel.is_chat() => self.go(Transition::push(flow::Stopped)),
            Intent::Leave if self.ctx.unsaved() => self.go(Transition::push(flow::Leave)),
            Intent::Leave | Intent::LeaveNow => self.ctx.wish(Effect::Leave),
            // The question is on the screen: it is answered there.
            Intent::DemoNextPhase if screen.id == ScreenId::Leave => {}
            Intent::DemoNextPhase if self.ctx.unsaved() => self.go(Transition::push(flow::MoveOn)),
            Intent::DemoNextPhase => self.ctx.next_phase(),
            Intent::SetLang(lang) => self.ctx.speak(lang),
            Intent::Retry => {
                self.ctx.try_again();
                self.on_top(|flow, ctx| flow.enter(ctx));
            }
            other => self.on_top(|flow, ctx| flow.intent(other, ctx)),
        }
    }

    /// A step back inside the flow on the screen, or out of it.
    fn back(&mut self) {
        self.on_top(|flow, ctx| if flow.back(ctx) { Outcome::Continue } else { Outcome::Done(Transition::Back) });
    }

    fn reply(&mut self, id: ReqId, result: Result<Reply, ApiError>) {
        if let Ok(reply) = &result {
            self.ctx.known.learn(reply, self.ctx.now);
        }
        let (owner, call, result) = match self.ctx.settle(id, result) {
            Settled::Stale => return,
            Settled::Later(timer, at) => return self.ctx.schedule(timer, at),
            Settled::For(owner, call, result) => (owner, call, *result),
        };
        let expired = problem(&result).is_some_and(|it| it.code == ProblemCode::Unauthenticated);
        // A question of the session's own, asked without knowing whether anybody is signed in, ends nothing.
        let ended = expired && (owner != Owner::Session || self.ctx.known.account.is_some());
        if expired {
            self.ctx.signed_out();
        }
        match owner {
            Owner::Session => {
                self.ctx.answered(&call, &result);
                self.learnt();
            }
            Owner::Outbox if !expired => self.cast_answered(&call, &result),
            Owner::Outbox => {}
            Owner::Link => self.ctx.link_looked(&result),
            Owner::Flow(owner) => self.on(owner, |flow, ctx| flow.reply(id, &result, ctx)),
        }
        if matches!(result, Ok(Reply::SignedIn(_))) {
            self.ctx.signed_in();
        }
        if ended {
            let chat = self.ctx.channel.is_chat();
            self.ctx.toast(Tone::Warning, if chat { key::TOAST_CHAT_ENDED } else { key::TOAST_SESSION_ENDED });
            if owner != Owner::Session {
                self.go(Transition::Open(Place::SignIn));
            }
        }
    }

    fn cast_answered(&mut self, call: &Call, result: &Result<Reply, ApiError>) {
        let paper = match call {
            Call::CastLot(_, lot, _) => Paper::Lot(*lot),
            _ => Paper::Final,
        };
        self.ctx.saved.outbox.retain(|it| it.key() != call.key());
        if result.is_ok() {
            self.ctx.saved.drop_draft(paper);
        }
        self.ctx.save();
        if result.is_ok() && matches!(paper, Paper::Lot(_)) {
            self.ctx.count_lots();
        }
        let shown = self.stack.last().map(|(id, _)| *id);
        let takes = self.stack.iter().rev().find(|(_, flow)| flow.casts(paper)).map(|(id, _)| *id);
        if takes != shown || shown.is_none() {
            let (tone, text) = match result {
                Ok(_) => (Tone::Good, key::TOAST_CAST_TAKEN.into()),
                Err(error) => (Tone::Bad, flow::error_text(error)),
            };
            self.ctx.toast(tone, text);
        }
        if let Some(id) = takes {
            self.on(id, |flow, ctx| flow.cast_answered(result, ctx));
        }
    }

    /// What is known has changed: who shows it may look again.
    fn learnt(&mut self) {
        self.on_top(|flow, ctx| {
            flow.learnt(ctx);
            Outcome::Continue
        });
    }

    fn on_top(&mut self, act: impl FnOnce(&mut dyn Flow, &mut Ctx) -> Outcome) {
        if let Some((id, _)) = self.stack.last() {
            self.on(*id, act);
        }
    }

    /// Lets a flow act. Where it ends, the session moves on, if it is the one on the screen.
    fn on(&mut self, id: FlowId, act: impl FnOnce(&mut dyn Flow, &mut Ctx) -> Outcome) {
        let Some(at) = self.stack.iter().position(|(it, _)| *it == id) else { return };
        self.ctx.flow = id;
        let outcome = act(&mut *self.stack[at].1, &mut self.ctx);
        if let Outcome::Done(transition) = outcome
            && at + 1 == self.stack.len()
        {
            self.go(transition);
        }
    }

    fn go(&mut self, transition: Transition) {
        // Who goes on from a stop does not come back to it.
        if matches!(transition, Transition::Open(_)) && self.rests() {
            self.pop();
        }
        match transition {
            Transition::Back => self.pop(),
            Transition::Open(Place::Home) => return self.back_to_base(),
            // A bot speaks with one platform; what its people know of it is shared (see `Public`).
            Transition::Open(Place::Connect) if self.ctx.channel.is_chat() => return self.back_to_base(),
            // Without a platform there is nothing else to see.
            Transition::Open(place)
                if !self.ctx.connected && !matches!(place, Place::Connect | Place::Language | Place::Help(_)) =>
            {
                return self.back_to_base();
            }
            Transition::Open(place) => self.show(flow::open(place)),
            Transition::Instead(next) => {
                self.pop();
                self.show(*next);
            }
            Transition::Push(next) => self.show(*next),
        }
        if self.stack.is_empty() {
            return self.back_to_base();
        }
        self.on_top(|flow, ctx| flow.enter(ctx));
    }

    /// Puts a flow on top, or goes back to the one of the same place: nobody walks in circles.
    fn show(&mut self, flow: AnyFlow) {
        let place = flow.place();
        match self.stack.iter().rposition(|(_, it)| place.is_some() && it.place() == place) {
            Some(at) => {
                while self.stack.len() > at + 1 {
                    self.pop();
                }
            }
            None => self.push(flow),
        }
    }

    fn push(&mut self, flow: AnyFlow) {
        if self.stack.len() >= DEPTH {
            let (id, mut flow) = self.stack.remove(1);
            flow.gone(&mut self.ctx);
            self.ctx.calls.abandon(id);
        }
        self.flows += 1;
        self.stack.push((FlowId(self.flows), flow));
    }

    fn pop(&mut self) {
        if let Some((id, mut flow)) = self.stack.pop() {
            flow.gone(&mut self.ctx);
            self.ctx.calls.abandon(id);
        }
    }

    /// Where everything starts from: home, or the welcome without a platform.
    fn back_to_base(&mut self) {
        while !self.stack.is_empty() {
            self.pop();
        }
        let base = if self.ctx.connected { flow::Home.into() } else { flow::Welcome.into() };
        self.push(base);
        self.on_top(|flow, ctx| flow.enter(ctx));
    }

    /// What the screen shows follows the primary's phases: whoever looks at it is to be shown when one opens or closes.
    pub fn follows_phases(&self) -> bool {
        self.stack.last().is_some_and(|(_, flow)| flow.follows_phases(&self.ctx))
    }

    /// The person has stopped the bot: nothing is said to them that they did not ask for, until they go on.
    pub fn rests(&self) -> bool {
        self.stack.last().is_some_and(|(_, flow)| flow.rests())
    }

    /// Numbers of the flows that lie on each other, the one on the screen last. None is ever given twice.
    pub fn trail(&self) -> Vec<u64> {
        self.stack.iter().map(|(id, _)| id.0).collect()
    }

    /// Lists as the platform numbers them: samples of screens are the same whatever the seed.
    #[cfg(any(test, feature = "samples"))]
    pub(crate) fn list_as_numbered(&mut self) {
        self.ctx.order = None;
    }

    /// How many flows lie on each other.
    #[cfg(test)]
    pub(crate) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// What is to be seen now.
    pub fn screen(&self) -> Screen {
        match self.stack.last() {
            Some((id, flow)) => super::frame::frame(flow.screen(&self.ctx), *id, self.stack.len(), &self.ctx),
            None => Screen::new(ScreenId::Welcome, Msg::new(key::APP_NAME)),
        }
    }
}

fn problem(result: &Result<Reply, ApiError>) -> Option<&Problem> {
    match result {
        Err(ApiError::Problem(problem)) => Some(problem),
        _ => None,
    }
}
