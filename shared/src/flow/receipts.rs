//! My receipts, and whether each is counted.

use super::ballot::short_status;
use super::parts::{Remote, Taken, way_in};
use super::{Flow, Outcome, voting_key};
use crate::api::types::{ReceiptStatus, ReceiptView, Round};
use crate::api::{ApiError, Call, Reply};
use crate::booth::{BoothCall, BoothReply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// My receipts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Receipts {
    /// Where the next page begins, of the page that came last.
    page: Remote<Option<String>>,
    rows: Vec<ReceiptView>,
    /// Those that are kept here: the platform forgets whose a ballot was.
    kept: Remote<Vec<ReceiptView>>,
}

impl Receipts {
    /// Receipts that are here and that the platform does not list any more, once all of its own are here.
    fn forgotten(&self) -> impl Iterator<Item = &ReceiptView> {
        let all = matches!(self.page.value, Some(None));
        let kept = self.kept.value.iter().flatten().filter(move |_| all);
        kept.filter(|kept| !self.rows.iter().any(|row| row.tracker == kept.tracker))
    }
}

impl Flow for Receipts {
    fn place(&self) -> Option<Place> {
        Some(Place::Receipts)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.citizen().is_ok() && !self.page.waiting() {
            self.rows.clear();
            self.page.ask(ctx, Call::Receipts(None));
            self.kept.ask(ctx, Call::Booth(BoothCall::Receipts));
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::More, Some(next)) = (intent, &self.page.value) {
            let next = next.clone();
            self.page.ask(ctx, Call::Receipts(next));
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        let taken = self.page.take(id, result, |reply| match reply {
            Reply::Receipts(page) => Some(page.next.clone()),
            _ => None,
        });
        if let (Taken::Value, Ok(Reply::Receipts(page))) = (taken, result) {
            self.rows.extend(page.items.iter().cloned());
        }
        self.kept.take(id, result, |reply| match reply {
            Reply::Booth(BoothReply::Receipts(kept)) => Some(kept.clone()),
            _ => None,
        });
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Receipts, key::RECEIPTS_TITLE);
        if let Err(why) = ctx.known.citizen() {
            return way_in(screen.notice(Tone::Warning, why), ctx)
                .act(Action::new(Intent::Open(Place::Tracker), key::TRACKER_TITLE));
        }
        let list = ListView {
            label: key::RECEIPTS_TITLE.into(),
            items: self.rows.iter().chain(self.forgotten()).map(|row| item(row, ctx)).collect(),
            empty: if self.page.waiting() { key::LOADING } else { key::RECEIPTS_NONE }.into(),
            loading: self.page.waiting(),
        };
        let mut screen = screen.say(key::RECEIPTS_TEXT);
        if self.page.error().is_some() {
            screen = screen.with_all(self.page.notice()).act(Action::new(Intent::Retry, key::ACTION_RETRY));
        }
        if matches!(self.page.value, Some(Some(_))) && !self.page.waiting() {
            screen = screen.act(Action::new(Intent::More, key::RECEIPTS_MORE));
        }
        screen
            .with(Block::List(list))
            .act(Action::new(Intent::Open(Place::Tracker), key::TRACKER_TITLE))
            .act(voting_key::way(ctx))
    }
}

fn item(row: &ReceiptView, ctx: &Ctx) -> Item {
    let place = match (row.round, row.lot) {
        (Round::Final, _) => Some(Place::Final),
        (Round::Preselection, lot) => lot.map(Place::Ballot),
    };
    let of = match row.round {
        Round::Final => key::FINAL_TITLE,
        Round::Preselection => key::RECEIPT_OF_ROUND,
    };
    Item {
        title: Msg::words(&row.tracker.0),
        details: vec![of.into(), short_status(row.status), Msg::new(key::AT).with("at", ctx.at(row.cast_at))],
        marked: false,
        // A replaced ballot is only history; the others can be looked at, and changed while the vote is open.
        intent: place.filter(|_| row.status != ReceiptStatus::Replaced).map(Intent::Open),
    }
}
