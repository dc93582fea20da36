//! What a candidate writes to those who support them and let them: both languages, a look at it as they will see it, and
//! it goes out. Who they are, and how many, the candidate never learns.

use super::organise::preview;
use super::parts::{Field, Remote, loading, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::types::{
    ANNOUNCEMENT_BODY, ANNOUNCEMENT_TITLE, Audience, CandidacyView, CandidateState, Lang, Localized, SupportersRequest,
};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Announced, Key, Msg, Way, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    Title(Lang),
    Body(Lang),
    /// All of it, before it goes out.
    Check,
    /// As others will see it.
    Look(Way, Lang),
}

/// The fields, one after the other.
const FIELDS: [Step; 4] = [Step::Title(Lang::Fr), Step::Body(Lang::Fr), Step::Title(Lang::En), Step::Body(Lang::En)];

/// What is written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Address {
    title: Localized,
    body: Localized,
    step: Step,
    field: Field,
    page: Remote<()>,
    writing: Remote<()>,
}

impl Default for Address {
    fn default() -> Self {
        let nothing = || Localized { fr: String::new(), en: String::new() };
        Self {
            title: nothing(),
            body: nothing(),
            step: FIELDS[0],
            field: Field::default(),
            page: Remote::default(),
            writing: Remote::default(),
        }
    }
}

/// Whether somebody stands, and can write; else why not.
pub(super) fn stands(mine: &CandidacyView) -> Result<(), Msg> {
    match mine.candidate.summary.state {
        CandidateState::Withdrawn | CandidateState::Refused | CandidateState::Lapsed | CandidateState::Disqualified => {
            Err(key::WHY_NOT_STANDING.into())
        }
        CandidateState::Winner => Err(key::WHY_WON.into()),
        _ => Ok(()),
    }
}

impl Address {
    /// To a step, with what was given there.
    fn go(&mut self, step: Step) {
        self.step = step;
        self.field = Field::of(match step {
            Step::Title(lang) => self.title.get(lang),
            Step::Body(lang) => self.body.get(lang),
            Step::Check | Step::Look(..) => "",
        });
    }

    /// The field after this one, or all of it.
    fn next(&mut self) {
        let at = FIELDS.iter().position(|it| *it == self.step);
        self.go(at.and_then(|at| FIELDS.get(at + 1)).copied().unwrap_or(Step::Check));
    }

    fn announced(&self, mine: &CandidacyView, ctx: &Ctx) -> Announced {
        let row = &mine.candidate.summary;
        Announced {
            title: self.title.clone(),
            body: self.body.clone(),
            sender: Some(row.name.clone()),
            primary: preview::primary(ctx),
            audience: Audience::Supporters { candidate: row.id },
        }
    }

    fn label(&self) -> Key {
        match self.step {
            Step::Title(Lang::Fr) => key::COMPOSE_TITLE_FR,
            Step::Title(Lang::En) => key::COMPOSE_TITLE_EN,
            Step::Body(Lang::Fr) => key::COMPOSE_BODY_FR,
            Step::Body(Lang::En) => key::COMPOSE_BODY_EN,
            Step::Check | Step::Look(..) => key::ADDRESS_TITLE,
        }
    }

    fn written(&self, screen: Screen, mine: &CandidacyView, ctx: &Ctx) -> Screen {
        match self.step {
            Step::Title(_) => {
                let input =
                    self.field.input(self.label(), InputKind::Line, ANNOUNCEMENT_TITLE).hint(key::COMPOSE_TITLE_HINT);
                screen.say(key::ADDRESS_TEXT).ask(input)
            }
            Step::Body(_) => {
                let input =
                    self.field.input(self.label(), InputKind::Text, ANNOUNCEMENT_BODY).hint(key::COMPOSE_BODY_HINT);
                screen.say(key::ADDRESS_TEXT).ask(input)
            }
            // In both languages at once: an old button is the same whichever one reads.
            Step::Check => screen
                .with(Block::Heading(self.title.clone().into()))
                .say(self.body.clone())
                .say(key::ADDRESS_TEXT)
                .act(Action::new(Intent::Preview, key::PREVIEW_OPEN).primary())
                .act(Action::new(Intent::Edit, key::COMPOSE_EDIT))
                .act(Action::new(Intent::Understood, key::ADDRESS_SEND)),
            Step::Look(way, lang) => preview::show(screen, &self.announced(mine, ctx), (way, lang), ctx)
                .act(Action::new(Intent::Cancel, key::PREVIEW_DONE).primary()),
        }
    }
}

impl Flow for Address {
    fn place(&self) -> Option<Place> {
        Some(Place::Address)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.page.ask(ctx, Call::Candidacy);
        }
        Outcome::Continue
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        match (self.step, FIELDS.iter().position(|it| *it == self.step)) {
            (Step::Look(..), _) => self.go(Step::Check),
            (Step::Check, _) => self.go(FIELDS[3]),
            (_, Some(at)) if at > 0 => self.go(FIELDS[at - 1]),
            _ => return false,
        }
        true
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (self.step, intent) {
            (Step::Check, Intent::Preview) => {
                let (way, lang) = preview::FIRST;
                self.go(Step::Look(way, lang));
            }
            (Step::Check, Intent::Edit) => self.go(FIELDS[0]),
            (Step::Check, Intent::Understood) if !self.writing.waiting() => {
                let (title, body) = (self.title.clone(), self.body.clone());
                let call = Call::WriteToSupporters(ctx.key(), SupportersRequest { title, body });
                self.writing.ask(ctx, call);
            }
            (Step::Look(way, lang), Intent::Choose(n)) => {
                let (way, lang) = preview::chosen(n, (way, lang));
                self.step = Step::Look(way, lang);
            }
            (Step::Look(..), Intent::Cancel) => self.go(Step::Check),
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.field
            .typed(text, if matches!(self.step, Step::Title(_)) { ANNOUNCEMENT_TITLE } else { ANNOUNCEMENT_BODY });
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        let given = match self.step {
            Step::Title(_) => self.field.line(text, ANNOUNCEMENT_TITLE),
            Step::Body(_) => self.field.text(text, ANNOUNCEMENT_BODY),
            Step::Check | Step::Look(..) => return Outcome::Continue,
        };
        let given = given.trim().to_owned();
        if given.is_empty() {
            self.field.refuse(key::FIELD_EMPTY);
            return Outcome::Continue;
        }
        match self.step {
            Step::Title(Lang::Fr) => self.title.fr = given,
            Step::Title(Lang::En) => self.title.en = given,
            Step::Body(Lang::Fr) => self.body.fr = given,
            Step::Body(Lang::En) => self.body.en = given,
            Step::Check | Step::Look(..) => {}
        }
        self.next();
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.page.take(id, result, |reply| matches!(reply, Reply::Candidacy(_)).then_some(()));
        let sent = |reply: &Reply| matches!(reply, Reply::Announced(_)).then_some(());
        if !self.writing.done(id, result, ctx, sent) {
            return Outcome::Continue;
        }
        ctx.toast(Tone::Good, key::CLI_CANDIDACY_WRITTEN);
        Outcome::Done(Transition::Back)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = match self.step {
            Step::Look(..) => Screen::new(ScreenId::Preview, key::PREVIEW_TITLE),
            _ => Screen::new(ScreenId::Address, key::ADDRESS_TITLE),
        };
        if ctx.known.account.is_none() {
            return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
        }
        let Some(Some(mine)) = &ctx.known.candidacy else {
            let screen = screen.with_all(self.page.notice().filter(|_| self.page.error().is_some()));
            return match self.page.waiting() {
                true => screen.with(loading()),
                false => screen.say(key::CANDIDACY_NONE),
            };
        };
        match stands(mine) {
            Ok(()) => self.written(screen, mine, ctx),
            Err(why) => screen.notice(Tone::Warning, why),
        }
    }
}
