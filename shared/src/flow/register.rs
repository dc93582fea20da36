//! Getting on the roll: what 2016 asked, nothing more, one question after the other.

use super::parts::{Field, Remote, Taken, error_text};
use super::{Flow, Outcome, Transition};
use crate::api::types::RegistrationRequest;
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

const PLACE: usize = 100;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    #[default]
    OfAge,
    CivilRights,
    Place,
    Charter,
}

impl Step {
    /// Why one cannot go on without a yes.
    fn no(self) -> Key {
        match self {
            Self::OfAge => key::REGISTER_TOO_YOUNG,
            Self::CivilRights => key::REGISTER_NO_RIGHTS,
            Self::Place | Self::Charter => key::REGISTER_NO_CHARTER,
        }
    }
}

const STEPS: [Step; 4] = [Step::OfAge, Step::CivilRights, Step::Place, Step::Charter];

/// Registration.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Register {
    step: Step,
    /// Answered no: one cannot be on the roll, and learns why.
    refused: bool,
    place: Field,
    sending: Remote<()>,
}

impl Register {
    fn number(&self) -> usize {
        STEPS.iter().position(|it| *it == self.step).unwrap_or_default()
    }

    fn go(&mut self, to: usize) {
        self.refused = false;
        self.step = STEPS.get(to).copied().unwrap_or(Step::Charter);
    }

    fn answer(&mut self, yes: bool, ctx: &mut Ctx) {
        if !yes {
            self.refused = true;
        } else if self.step == Step::Charter {
            let place = self.place.value.clone();
            let request = RegistrationRequest { of_age: true, civil_rights: true, place, charter: true };
            let call = Call::Register(ctx.key(), request);
            self.sending.ask(ctx, call);
        } else {
            self.go(self.number() + 1);
        }
    }

    fn question(&self, screen: Screen, ctx: &Ctx) -> Screen {
        let Some(primary) = &ctx.known.primary else { return screen.with(super::parts::loading()) };
        match self.step {
            Step::OfAge => screen.say(
                Msg::new(key::REGISTER_AGE).with("age", primary.rules.minimum_age).with("date", primary.rules.age_on),
            ),
            Step::CivilRights => screen.say(key::REGISTER_RIGHTS),
            Step::Charter => {
                screen.say(key::REGISTER_CHARTER).say(key::CHARTER_1).say(key::CHARTER_2).say(key::CHARTER_3)
            }
            Step::Place => screen.say(key::REGISTER_PLACE).ask(
                self.place.input(key::REGISTER_PLACE_LABEL, InputKind::Line, PLACE).hint(key::REGISTER_PLACE_HINT),
            ),
        }
    }
}

impl Flow for Register {
    fn place(&self) -> Option<Place> {
        Some(Place::Register)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        match &ctx.known.account {
            None => Outcome::Done(Transition::instead(super::sign_in::SignIn::default())),
            Some(account) if account.registered => {
                ctx.toast(Tone::Info, key::TOAST_ALREADY_REGISTERED);
                Outcome::Done(Transition::Back)
            }
            Some(_) => Outcome::Continue,
        }
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        match (std::mem::take(&mut self.refused), self.number()) {
            (false, 0) => false,
            (false, number) => {
                self.go(number - 1);
                true
            }
            (true, _) => true,
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Choose(n) => self.answer(n == 0, ctx),
            Intent::Cancel => drop(self.back(ctx)),
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        if self.step == Step::Place {
            self.place.typed(text, PLACE);
        }
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        if self.step == Step::Place {
            match self.place.line(text, PLACE).is_empty() {
                true => self.place.refuse(key::FIELD_EMPTY),
                false => self.answer(true, ctx),
            }
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let taken = self.sending.take(id, result, |reply| matches!(reply, Reply::Account(_)).then_some(()));
        if taken == Taken::Value {
            ctx.mine_is_old();
            ctx.toast(Tone::Good, key::TOAST_REGISTERED);
            return Outcome::Done(Transition::Back);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let number = self.number();
        let mut screen = Screen::new(ScreenId::Register, key::REGISTER_TITLE).with(Block::Progress {
            label: key::REGISTER_PROGRESS.into(),
            done: number as u64,
            total: Some(STEPS.len() as u64),
        });
        if let Some(error) = self.sending.error() {
            screen = screen.notice(Tone::Bad, error_text(error));
        }
        if self.refused {
            return screen
                .notice(Tone::Warning, self.step.no())
                .act(Action::new(Intent::Cancel, key::REGISTER_RECONSIDER))
                .act(Action::new(Intent::Open(Place::Candidates), key::CANDIDATES_TITLE));
        }
        screen = self.question(screen, ctx);
        if self.step != Step::Place {
            let yes = if self.step == Step::Charter { key::REGISTER_ACCEPT } else { key::YES };
            screen =
                screen.act(Action::new(Intent::Choose(0), yes).primary()).act(Action::new(Intent::Choose(1), key::NO));
        }
        if number > 0 {
            screen = screen.act(Action::new(Intent::Cancel, key::ACTION_PREVIOUS).quiet());
        }
        screen
    }
}
