//! Standing as a candidate: name, slogan, presentation, link, charter, one step each. The draft is kept on the device.

use super::parts::{Field, Remote, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::ids::CandidateId;
use crate::api::types::{CandidacyRequest, CandidateQuery, CandidateState, PhaseKind};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, Declaration, ReqId};
use crate::domain::search::fold;
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    #[default]
    Name,
    Slogan,
    Presentation,
    Link,
    Charter,
    /// Citizens have put somebody of this name forward.
    Nominee(CandidateId),
    Check,
}

const STEPS: [Step; 6] = [Step::Name, Step::Slogan, Step::Presentation, Step::Link, Step::Charter, Step::Check];

/// A declaration.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Declare {
    step: Step,
    field: Field,
    nominee: Option<CandidateId>,
    /// Changes the page of a candidacy that exists.
    changes: bool,
    begun: bool,
    sending: Remote<()>,
}

/// A step that is typed: its label, its hint, its kind and its length.
struct Asked(Key, Key, InputKind, usize);

fn asked(step: Step) -> Option<Asked> {
    Some(match step {
        Step::Name => Asked(key::DECLARE_NAME, key::DECLARE_NAME_HINT, InputKind::Line, 100),
        Step::Slogan => Asked(key::DECLARE_SLOGAN, key::DECLARE_SLOGAN_HINT, InputKind::Line, 140),
        Step::Presentation => Asked(key::DECLARE_PRESENTATION, key::DECLARE_PRESENTATION_HINT, InputKind::Text, 4_000),
        Step::Link => Asked(key::DECLARE_LINK, key::DECLARE_LINK_HINT, InputKind::Line, 300),
        Step::Charter | Step::Nominee(_) | Step::Check => return None,
    })
}

fn value(step: Step, draft: &mut Declaration) -> Option<&mut String> {
    Some(match step {
        Step::Name => &mut draft.name,
        Step::Slogan => &mut draft.slogan,
        Step::Presentation => &mut draft.presentation,
        Step::Link => &mut draft.link,
        Step::Charter | Step::Nominee(_) | Step::Check => return None,
    })
}

/// What follows from a declaration: how many supports, and by when.
fn intro(ctx: &Ctx) -> Option<Block> {
    let primary = ctx.known.primary.as_ref()?;
    let last = primary.phase(PhaseKind::Identification)?.to?;
    let text = Msg::new(key::DECLARE_INTRO).with("n", primary.rules.threshold).with("date", last);
    Some(Block::Paragraph(text))
}

impl Declare {
    /// A page that exists may be changed at any time.
    fn may(&self, ctx: &Ctx) -> Result<(), Msg> {
        if self.changes { ctx.known.citizen() } else { ctx.may(PhaseKind::Identification) }
    }

    fn number(&self) -> usize {
        STEPS.iter().position(|it| *it == self.step).unwrap_or(STEPS.len() - 1)
    }

    fn go(&mut self, step: Step, ctx: &mut Ctx) {
        self.step = step;
        self.field = Field::of(value(step, &mut ctx.saved.declaration).cloned().unwrap_or_default());
    }

    fn keep(&self, ctx: &mut Ctx) {
        if let Some(value) = value(self.step, &mut ctx.saved.declaration) {
            value.clone_from(&self.field.value);
        }
        ctx.save();
    }

    fn next(&mut self, ctx: &mut Ctx) {
        let next = STEPS.get(self.number() + 1).copied().unwrap_or(Step::Check);
        let next = match next {
            Step::Check => self.namesake(ctx).map_or(next, Step::Nominee),
            // The charter is signed once.
            Step::Charter if self.changes => Step::Check,
            other => other,
        };
        self.go(next, ctx);
    }

    /// Somebody of the same name whom citizens have put forward.
    fn namesake(&self, ctx: &Ctx) -> Option<CandidateId> {
        let name = fold(&ctx.saved.declaration.name);
        let same = |state, other: &str| state == CandidateState::Nominated && fold(other) == name;
        ctx.known.roll.rows().iter().find(|row| same(row.state, &row.name)).map(|row| row.id).filter(|_| !self.changes)
    }

    fn send(&mut self, ctx: &mut Ctx) {
        let Declaration { name, slogan, presentation, link } = ctx.saved.declaration.clone();
        let request = CandidacyRequest { name, slogan, presentation, link, charter: true, nominee: self.nominee };
        let call = Call::Declare(ctx.key(), request);
        self.sending.ask(ctx, call);
    }

    fn check_screen(&self, screen: Screen, ctx: &Ctx) -> Screen {
        let draft = &ctx.saved.declaration;
        let fact = |label: Key, text: &str| Fact {
            label: label.into(),
            value: if text.is_empty() { key::DECLARE_EMPTY.into() } else { Msg::words(text) },
        };
        screen
            .say(key::DECLARE_CHECK)
            .with(Block::Facts(vec![
                fact(key::DECLARE_NAME, &draft.name),
                fact(key::DECLARE_SLOGAN, &draft.slogan),
                fact(key::DECLARE_PRESENTATION, &draft.presentation),
                fact(key::DECLARE_LINK, &draft.link),
            ]))
            .act(Action::new(Intent::Choose(0), key::DECLARE_SEND).primary())
    }
}

impl Flow for Declare {
    fn place(&self) -> Option<Place> {
        Some(Place::Declare)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        ctx.need_roll();
        if !self.begun {
            self.begun = true;
            if let Some(Some(mine)) = &ctx.known.candidacy {
                let page = &mine.candidate;
                ctx.saved.declaration = Declaration {
                    name: page.summary.name.clone(),
                    slogan: page.summary.slogan.clone().unwrap_or_default(),
                    presentation: page.presentation.clone().unwrap_or_default(),
                    link: page.link.clone().unwrap_or_default(),
                };
                self.changes = true;
            }
            self.go(Step::Name, ctx);
        }
        Outcome::Continue
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidates(CandidateQuery::default())]
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        let back = if self.step == Step::Check && self.changes { 2 } else { 1 };
        let to = self.number().checked_sub(back).and_then(|to| STEPS.get(to)).filter(|_| self.may(ctx).is_ok());
        to.is_some_and(|to| {
            self.go(*to, ctx);
            true
        })
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, self.step) {
            (Intent::Choose(0), Step::Check) => self.send(ctx),
            (Intent::Choose(0), Step::Charter) => self.next(ctx),
            (Intent::Choose(n), Step::Nominee(id)) => {
                self.nominee = (n == 0).then_some(id);
                self.go(Step::Check, ctx);
            }
            (Intent::Skip, Step::Slogan | Step::Link) => {
                self.field = Field::default();
                self.keep(ctx);
                self.next(ctx);
            }
            (Intent::Cancel, _) => drop(self.back(ctx)),
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, ctx: &mut Ctx) {
        if let Some(Asked(.., max)) = asked(self.step) {
            self.field.typed(text, max);
            self.keep(ctx);
        }
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        let Some(Asked(_, _, kind, max)) = asked(self.step) else { return Outcome::Continue };
        let value = if kind == InputKind::Text { self.field.text(text, max) } else { self.field.line(text, max) };
        self.keep(ctx);
        match self.step {
            Step::Name | Step::Presentation if value.is_empty() => self.field.refuse(key::FIELD_EMPTY),
            Step::Link if !value.is_empty() && !value.starts_with("https://") => {
                self.field.refuse(key::DECLARE_LINK_HTTPS);
            }
            _ => self.next(ctx),
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        if !self.sending.done(id, result, ctx, |reply| matches!(reply, Reply::Candidacy(_)).then_some(())) {
            return Outcome::Continue;
        }
        ctx.saved.declaration = Declaration::default();
        ctx.save();
        ctx.roll_is_old();
        ctx.toast(Tone::Good, if self.changes { key::TOAST_PAGE_CHANGED } else { key::TOAST_DECLARED });
        Outcome::Done(Transition::instead(super::candidacy::Candidacy::default()))
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let title = if self.changes { key::DECLARE_CHANGE_TITLE } else { key::DECLARE_TITLE };
        let screen = Screen::new(ScreenId::Declare, title);
        if let Err(why) = self.may(ctx) {
            return way_in(screen.notice(Tone::Warning, why), ctx);
        }
        let (done, total) = (self.number() as u64, Some(STEPS.len() as u64));
        let screen = screen.with(Block::Progress { label: key::DECLARE_PROGRESS.into(), done, total });
        let screen = if self.step == Step::Name && !self.changes { screen.with_all(intro(ctx)) } else { screen };
        let mut screen = match (self.step, asked(self.step)) {
            (_, Some(Asked(label, hint, kind, max))) => screen.ask(self.field.input(label, kind, max).hint(hint)),
            (Step::Charter, _) => screen
                .say(key::DECLARE_CHARTER)
                .say(key::CHARTER_1)
                .say(key::CHARTER_2)
                .say(key::CHARTER_3)
                .act(Action::new(Intent::Choose(0), key::DECLARE_SIGN).primary()),
            (Step::Nominee(_), _) => screen
                .say(Msg::new(key::DECLARE_NOMINEE).with("name", ctx.saved.declaration.name.as_str()))
                .act(Action::new(Intent::Choose(0), key::DECLARE_NOMINEE_ME).primary())
                .act(Action::new(Intent::Choose(1), key::DECLARE_NOMINEE_OTHER)),
            _ => self.check_screen(screen, ctx),
        };
        if matches!(self.step, Step::Slogan | Step::Link) {
            screen = screen.act(Action::new(Intent::Skip, key::ACTION_SKIP));
        }
        if self.step != Step::Name {
            screen = screen.act(Action::new(Intent::Cancel, key::ACTION_PREVIOUS).quiet());
        }
        screen
    }
}
