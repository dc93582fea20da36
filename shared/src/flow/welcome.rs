//! First run: a demonstration, or a platform.

use super::{Flow, Outcome, Transition};
use crate::api::types::Lang;
use crate::core::{Ctx, DemoCall, Effect};
use crate::text::key;
use crate::view::{Action, Intent, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// Nobody is connected yet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Welcome;

impl Flow for Welcome {
    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if intent != Intent::StartDemo {
            return Outcome::Continue;
        }
        ctx.wish(Effect::Demo(DemoCall::Start));
        ctx.connected = true;
        ctx.steers = true;
        ctx.lasts = ctx.demo_lasts;
        ctx.learn_all(true);
        Outcome::Done(Transition::Open(Place::Home))
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let (other, label) = match ctx.lang {
            Lang::Fr => (Lang::En, key::WELCOME_ENGLISH),
            Lang::En => (Lang::Fr, key::WELCOME_FRENCH),
        };
        Screen::new(ScreenId::Welcome, key::WELCOME_TITLE)
            .say(key::WELCOME_TEXT)
            .say(key::WELCOME_DEMO)
            .act(Action::new(Intent::StartDemo, key::WELCOME_START_DEMO).primary())
            .act(Action::new(Intent::Open(Place::Connect), key::WELCOME_CONNECT))
            .act(Action::new(Intent::SetLang(other), label).quiet())
    }
}
