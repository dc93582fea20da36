//! Which phase to move.

use super::{Duty, insider, may, theirs};
use crate::api::types::{PhaseStatus, PhaseView};
use crate::core::Ctx;
use crate::flow::Flow;
use crate::flow::calendar::row;
use crate::flow::parts::loading;
use crate::text::{key, phase_name};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// The phases that can still be moved.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Dates;

impl Flow for Dates {
    fn place(&self) -> Option<Place> {
        Some(Place::Dates)
    }

    fn follows_phases(&self, ctx: &Ctx) -> bool {
        insider(ctx)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Dates, key::DATES_TITLE), ctx, |screen| {
            let Some(primary) = &ctx.known.primary else { return screen.with(loading()) };
            let list = ListView {
                label: key::DATES_WHICH.into(),
                items: primary.phases.iter().map(|it| item(it, ctx)).collect(),
                empty: key::NOTHING.into(),
                loading: false,
            };
            screen
                .say(key::DATES_TEXT)
                .with(Block::List(list))
                .act(Action::new(Intent::Open(Place::Calendar), key::CALENDAR_TITLE).quiet())
        })
    }
}

/// What is open or over stays as it is.
fn item(phase: &PhaseView, ctx: &Ctx) -> Item {
    let row = row(phase);
    let upcoming = phase.status == PhaseStatus::Upcoming;
    let movable = upcoming && may(Duty::Decide, ctx).is_ok();
    Item {
        title: phase_name(phase.kind).into(),
        // A narrow screen shows the days.
        details: std::iter::once(row.days).chain((!upcoming).then_some(row.status)).collect(),
        marked: false,
        intent: movable.then_some(Intent::Open(Place::Move(phase.kind))),
    }
}
