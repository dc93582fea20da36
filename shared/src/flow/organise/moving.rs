//! Moving a phase: new days and a public reason. The platform refuses with the rule that says no.

use super::deed::{Became, Deed};
use super::typed::day;
use super::{Duty, Factor, may, theirs};
use crate::api::types::{ChangeCalendarRequest, PhaseKind, PhaseStatus, PhaseView};
use crate::api::{ApiError, OrganiseCall, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Field, loading};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Key, Msg, key, phase_name};
use crate::view::{Action, Block, Fact, Input, InputKind, Intent, Place, Screen, ScreenId, Tone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
const REASON: usize = 500;
/// Longest day, in characters.
const DAY: usize = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    #[default]
    From,
    To,
    Reason,
    Check,
}

/// A phase that is moved.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Move {
    kind: PhaseKind,
    step: Step,
    field: Field,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    to: Option<Date>,
    reason: String,
    deed: Deed,
}

impl Move {
    pub fn new(kind: PhaseKind) -> Self {
        let (step, field, reason, deed) = (Step::From, Field::default(), String::new(), Deed::default());
        Self { kind, step, field, from: None, to: None, reason, deed }
    }

    fn phase<'a>(&self, ctx: &'a Ctx) -> Option<&'a PhaseView> {
        ctx.known.primary.as_ref()?.phase(self.kind)
    }

    /// The step before or after, with what was given there. A phase without an end keeps none.
    fn go(&mut self, step: Step) {
        self.step = step;
        self.field = Field::of(if step == Step::Reason { self.reason.clone() } else { String::new() });
    }

    fn request(&self) -> Option<ChangeCalendarRequest> {
        Some(ChangeCalendarRequest { from: self.from?, to: self.to, reason: self.reason.clone() })
    }

    fn day(&self, label: Key, now: Date) -> Input {
        let hint = Msg::new(key::MOVING_DAY_HINT).with("date", now).with("iso", now.to_string().as_str());
        self.field.input(label, InputKind::Line, DAY).hint(hint)
    }

    fn check(&self, screen: Screen, phase: &PhaseView, ctx: &Ctx) -> Screen {
        let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
        let after = self.from.map_or_else(|| Msg::words("…"), |from| days(from, self.to));
        screen
            .with(Block::Facts(vec![
                fact(key::MOVING_BEFORE, days(phase.from, phase.to)),
                fact(key::MOVING_AFTER, after),
                fact(key::ORGANISE_REASON, Msg::words(&self.reason)),
            ]))
            .say(key::MOVING_PUBLIC)
            .act(Action::new(Intent::Understood, key::MOVING_NOW).primary().when(may(Duty::Decide, ctx)))
            .act(Action::new(Intent::Cancel, key::MOVING_EDIT))
    }
}

fn days(from: Date, to: Option<Date>) -> Msg {
    match to {
        Some(to) => Msg::new(key::DAYS_FROM_TO).with("from", from).with("to", to),
        None => Msg::new(key::DAYS_FROM).with("from", from),
    }
}

impl Flow for Move {
    fn place(&self) -> Option<Place> {
        Some(Place::Move(self.kind))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.deed.entered(ctx);
        Outcome::Continue
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        let ends = self.phase(ctx).is_none_or(|it| it.to.is_some());
        let before = match self.step {
            Step::From => return false,
            Step::To => Step::From,
            Step::Reason if ends => Step::To,
            Step::Reason => Step::From,
            Step::Check => Step::Reason,
        };
        self.go(before);
        true
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, self.request()) {
            (Intent::Understood, Some(request)) if self.step == Step::Check => {
                let call = OrganiseCall::ChangePhase(ctx.key(), self.kind, request);
                self.deed.wish(call, ctx);
            }
            _ => self.go(Step::From),
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.field.typed(text, if self.step == Step::Reason { REASON } else { DAY });
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        let Some(phase) = self.phase(ctx) else { return Outcome::Continue };
        let now = (phase.from, phase.to);
        let given = match self.step {
            Step::Reason => self.field.line(text, REASON),
            _ => self.field.line(text, DAY),
        };
        // An empty line keeps the day that it is now.
        let given_day = |now: Date| if given.is_empty() { Some(now) } else { day(&given) };
        match (self.step, now.1) {
            (Step::From, to) => match given_day(now.0) {
                Some(from) => {
                    (self.from, self.to) = (Some(from), None);
                    self.go(if to.is_some() { Step::To } else { Step::Reason });
                }
                None => self.field.refuse(key::MOVING_NO_DAY),
            },
            (Step::To, to) => match to.and_then(given_day) {
                Some(to) => {
                    self.to = Some(to);
                    self.go(Step::Reason);
                }
                None => self.field.refuse(key::MOVING_NO_DAY),
            },
            (Step::Reason, _) if given.is_empty() => self.field.refuse(key::FIELD_EMPTY),
            (Step::Reason, _) => {
                self.reason = given;
                self.go(Step::Check);
            }
            (Step::Check, _) => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        match self.deed.reply(id, result, ctx) {
            Became::Factor => Outcome::Done(Transition::push(Factor::default())),
            Became::Done => {
                ctx.toast(Tone::Good, key::TOAST_MOVED);
                Outcome::Done(Transition::Back)
            }
            Became::Refused | Became::Other => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Move, key::MOVING_TITLE), ctx, |screen| {
            let screen = screen.with(Block::Heading(phase_name(self.kind).into()));
            if let Err(why) = may(Duty::Decide, ctx) {
                return screen.notice(Tone::Warning, why);
            }
            let Some(phase) = self.phase(ctx) else { return screen.with(loading()) };
            if phase.status != PhaseStatus::Upcoming {
                return screen.notice(Tone::Warning, key::MOVING_TOO_LATE);
            }
            let screen = screen.say(days(phase.from, phase.to));
            match self.step {
                Step::From => screen.ask(self.day(key::MOVING_FROM, phase.from)),
                Step::To => screen.ask(self.day(key::MOVING_TO, phase.to.unwrap_or(phase.from))),
                Step::Reason => {
                    let input = self.field.input(key::ORGANISE_REASON, InputKind::Line, REASON);
                    screen.ask(input.hint(key::ORGANISE_REASON_HINT))
                }
                Step::Check => self.check(screen, phase, ctx),
            }
        })
    }
}
