//! The second factor: set up once, in a terminal; a code of it for each ten minutes in which something is done.

use super::deed::proven;
use super::{insider, theirs};
use crate::api::types::{FactorView, ProofRequest};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Field, Remote, Taken, error_text};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Digits of a code, and spaces between them.
const CODE: usize = 12;

/// The second factor.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Factor {
    me: Remote<()>,
    /// The seed, shown this once, in a terminal only.
    seed: Remote<FactorView>,
    proving: Remote<()>,
    code: Field,
}

impl Factor {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.me.ask(ctx, Call::Organise(OrganiseCall::Me));
        }
    }

    /// A code can be typed: there is something that shows one.
    fn asks(&self, ctx: &Ctx) -> bool {
        self.seed.value.is_some() || ctx.known.staff.as_ref().is_some_and(|it| it.enrolled)
    }

    fn set_up(&self, screen: Screen, ctx: &Ctx) -> Screen {
        if ctx.channel.is_chat() {
            return screen.notice(Tone::Warning, key::FACTOR_ELSEWHERE);
        }
        screen.say(key::FACTOR_NONE).act(Action::new(Intent::Enrol, key::FACTOR_SET_UP).primary())
    }
}

impl Flow for Factor {
    fn place(&self) -> Option<Place> {
        Some(Place::Factor)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.me.untouched() {
            self.load(ctx);
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if intent == Intent::Enrol {
            let call = OrganiseCall::Enrol(ctx.key());
            self.seed.ask(ctx, Call::Organise(call));
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.code.typed(text, CODE);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        // Whatever becomes of it, it is not shown again.
        self.code = Field::default();
        if !self.asks(ctx) {
            return Outcome::Continue;
        }
        if code.len() != 6 || !code.bytes().all(|it| it.is_ascii_digit()) {
            self.code.refuse(key::FACTOR_SIX);
            return Outcome::Continue;
        }
        let call = OrganiseCall::Prove(ctx.key(), ProofRequest { code });
        self.proving.ask(ctx, Call::Organise(call));
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let staff = |reply: &Reply| matches!(reply, Reply::Organise(OrganiseReply::Staff(_))).then_some(());
        self.me.take(id, result, staff);
        let seed = self.seed.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Factor(seed)) => Some(seed.clone()),
            _ => None,
        });
        if let (Taken::Failed, Some(error)) = (seed, self.seed.error()) {
            ctx.toast(Tone::Bad, error_text(error));
        }
        match (self.proving.take(id, result, staff), self.proving.error()) {
            (Taken::Value, _) => {
                // It was shown this once.
                self.seed = Remote::default();
                ctx.toast(Tone::Good, key::TOAST_PROVEN);
                return Outcome::Done(Transition::Back);
            }
            (Taken::Failed, Some(error)) => self.code.refuse(error_text(error)),
            _ => {}
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Factor, key::FACTOR_TITLE), ctx, |screen| {
            let Some(staff) = &ctx.known.staff else { return super::awaited(screen, &self.me) };
            if !self.asks(ctx) {
                return self.set_up(screen, ctx);
            }
            let verbatim = |label, text: &str| Block::Verbatim { label: Msg::new(label), text: text.to_owned() };
            let screen = match &self.seed.value {
                Some(seed) => screen
                    .say(key::FACTOR_SEED)
                    .with(verbatim(key::FACTOR_SEED_TYPE, &seed.secret))
                    .with(verbatim(key::FACTOR_SEED_LINK, &seed.uri)),
                None => screen,
            };
            let screen = match staff.proven_until.filter(|_| proven(ctx)) {
                Some(until) => screen.notice(Tone::Good, Msg::new(key::FACTOR_PROVEN).with("at", ctx.at(until))),
                None => screen.say(key::FACTOR_TEXT),
            };
            let screen = if ctx.channel.is_chat() { screen.say(key::FACTOR_CHAT) } else { screen };
            screen.ask(self.code.input(key::FACTOR_CODE, InputKind::Secret, CODE).hint(key::FACTOR_HINT))
        })
    }
}
