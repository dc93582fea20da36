//! Why this lot: how often each candidate had been shown before.

use crate::api::types::{LotCandidateView, LotReason};
use crate::core::Ctx;
use crate::flow::Flow;
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId, Topic};
use serde::{Deserialize, Serialize};

/// Explains the lot that was drawn last.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WhyLot;

impl Flow for WhyLot {
    fn place(&self) -> Option<Place> {
        Some(Place::WhyLot)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let rows = ctx.known.lot.iter().flat_map(|lot| &lot.candidates);
        let list = ListView {
            label: key::WHY_LOT_LIST.into(),
            items: rows.map(item).collect(),
            empty: key::WHY_LOT_NONE.into(),
            loading: false,
        };
        Screen::new(ScreenId::WhyLot, key::WHY_LOT_TITLE)
            .say(key::WHY_LOT_TEXT)
            .with(Block::List(list))
            .act(Action::new(Intent::Open(Place::Help(Topic::Lots)), key::HELP_LOTS_TITLE))
    }
}

fn item(row: &LotCandidateView) -> Item {
    let reason = match row.reason {
        LotReason::LeastShown => key::WHY_LOT_LEAST_SHOWN,
        LotReason::Drawn => key::WHY_LOT_DRAWN,
    };
    Item {
        title: Msg::words(&row.candidate.name),
        details: vec![Msg::new(key::WHY_LOT_SHOWN).with("n", row.shown_before), reason.into()],
        marked: false,
        intent: Some(Intent::Open(Place::Candidate(row.candidate.id))),
    }
}
