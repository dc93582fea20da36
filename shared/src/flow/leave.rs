//! Leaving, and moving a demonstration's time, ask only over a ballot that was begun and not cast.

use super::{Flow, Outcome, Transition};
use crate::core::Ctx;
use crate::text::{Key, Msg, key};
use crate::view::{Action, Intent, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// Leave all the same?
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Leave;

/// Move time all the same?
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MoveOn;

impl Flow for Leave {
    fn intent(&mut self, intent: Intent, _ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Cancel => Outcome::Done(Transition::Back),
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let text = if ctx.lasts { key::LEAVE_TEXT } else { key::LEAVE_TEXT_DEMO };
        question(key::LEAVE_TITLE, text, ctx).act(Action::new(Intent::LeaveNow, key::LEAVE_NOW).danger())
    }
}

impl Flow for MoveOn {
    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if intent == Intent::Choose(0) {
            ctx.next_phase();
        }
        Outcome::Done(Transition::Back)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        question(key::MOVE_TITLE, key::MOVE_TEXT, ctx).act(Action::new(Intent::Choose(0), key::MOVE_NOW).danger())
    }
}

/// What would be left behind, and staying.
fn question(title: Key, text: Key, ctx: &Ctx) -> Screen {
    let begun = ctx.saved.drafts.iter().max_by_key(|draft| draft.answers.len());
    let (done, size) = begun.map_or((0, 0), |draft| (draft.answers.len(), draft.size));
    Screen::new(ScreenId::Leave, title)
        .say(Msg::new(text).with("done", done).with("total", size))
        .act(Action::new(Intent::Cancel, key::LEAVE_STAY).primary())
}
