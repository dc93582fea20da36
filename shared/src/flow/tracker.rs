//! Whether any tracker is counted: for everyone who has it.

use super::ballot::status;
use super::parts::{Field, Remote};
use super::{Flow, Outcome};
use crate::api::ids::Tracker;
use crate::api::types::{ProblemCode, ReceiptStatus, Round};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Block, InputKind, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

const MAX: usize = 40;

/// Checking a tracker.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Check {
    typed: Field,
    answer: Remote<Checked>,
}

/// What the platform said, after the client has checked the board's word for it.
#[derive(Debug, Serialize, Deserialize)]
struct Checked {
    tracker: Tracker,
    round: Round,
    status: ReceiptStatus,
}

impl Flow for Check {
    fn place(&self) -> Option<Place> {
        Some(Place::Tracker)
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.typed.typed(text, MAX);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        match Tracker::parse(&self.typed.line(text, MAX)) {
            Some(tracker) => {
                self.answer.value = None;
                self.answer.ask(ctx, Call::Tracker(tracker));
            }
            None => self.typed.refuse(key::TRACKER_MISTYPED),
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.answer.take(id, result, |reply| match reply {
            Reply::Tracker(view) => {
                Some(Checked { tracker: view.tracker.clone(), round: view.round, status: view.status })
            }
            _ => None,
        });
        Outcome::Continue
    }

    fn screen(&self, _ctx: &Ctx) -> Screen {
        let input = self.typed.input(key::RECEIPT_TRACKER, InputKind::Line, MAX).hint(key::TRACKER_HINT);
        let screen = Screen::new(ScreenId::Tracker, key::TRACKER_TITLE).say(key::TRACKER_TEXT).ask(input);
        match (&self.answer.value, self.answer.error()) {
            (Some(view), _) => screen
                .notice(
                    if view.status == ReceiptStatus::Replaced { Tone::Info } else { Tone::Good },
                    status(view.status),
                )
                .with(Block::Verbatim { label: round(view.round), text: view.tracker.0.clone() })
                .say(key::TRACKER_CHECKED),
            (None, Some(ApiError::Problem(it))) if it.code == ProblemCode::NotFound => {
                screen.notice(Tone::Warning, key::TRACKER_UNKNOWN)
            }
            (None, Some(error)) => screen.notice(Tone::Bad, super::error_text(error)),
            (None, None) if self.answer.waiting() => screen.with(super::parts::loading()),
            (None, None) => screen,
        }
    }
}

fn round(round: Round) -> Msg {
    match round {
        Round::Preselection => key::RECEIPT_OF_LOT,
        Round::Final => key::FINAL_TITLE,
    }
    .into()
}
