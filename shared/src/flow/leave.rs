//! Leaving asks only over a ballot that was begun and not cast.

use super::{Flow, Outcome, Transition};
use crate::core::Ctx;
use crate::text::{Msg, key};
use crate::view::{Action, Intent, Screen, ScreenId};

/// Leave all the same?
pub(crate) struct Leave;

impl Flow for Leave {
    fn intent(&mut self, intent: Intent, _ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Cancel => Outcome::Done(Transition::Back),
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let (done, size) = ctx
            .saved
            .drafts
            .iter()
            .max_by_key(|draft| draft.answers.len())
            .map_or((0, 0), |draft| (draft.answers.len(), draft.size));
        Screen::new(ScreenId::Leave, key::LEAVE_TITLE)
            .say(Msg::new(key::LEAVE_TEXT).with("done", done).with("total", size))
            .act(Action::new(Intent::Cancel, key::LEAVE_STAY).primary())
            .act(Action::new(Intent::LeaveNow, key::LEAVE_NOW).danger())
    }
}
