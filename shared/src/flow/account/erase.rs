//! Erasing everything asks once more, and says what stays.

use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::Remote;
use crate::flow::{Flow, Outcome, Transition};
use crate::text::key;
use crate::view::{Action, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Erase everything?
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Erase {
    erasing: Remote<()>,
}

impl Flow for Erase {
    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Cancel => return Outcome::Done(Transition::Back),
            Intent::EraseNow => {
                let call = Call::Erase(ctx.key());
                self.erasing.ask(ctx, call);
            }
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        if !self.erasing.done(id, result, ctx, |reply| matches!(reply, Reply::Done).then_some(())) {
            return Outcome::Continue;
        }
        ctx.erased();
        ctx.toast(Tone::Info, key::TOAST_ERASED);
        Outcome::Done(Transition::Open(Place::Home))
    }

    fn screen(&self, _ctx: &Ctx) -> Screen {
        Screen::new(ScreenId::Erase, key::ERASE_TITLE)
            .say(key::ERASE_TEXT)
            .say(key::ERASE_BALLOTS)
            .act(Action::new(Intent::Cancel, key::ERASE_KEEP).primary())
            .act(Action::new(Intent::EraseNow, key::ERASE_NOW).danger())
    }
}
