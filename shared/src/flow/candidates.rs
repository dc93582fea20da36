//! The list of candidates, in a random order of one's own.

use super::finder::{Finder, QUERY};
use super::parts::{state_name, supports};
use super::{Flow, Outcome};
use crate::api::Call;
use crate::api::types::{CandidateOrder, CandidateQuery, CandidateState, CandidateSummary, PhaseKind};
use crate::core::Ctx;
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The list.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Candidates {
    finder: Finder,
}

const ORDERS: [(CandidateOrder, Key); 3] = [
    (CandidateOrder::Random, key::ORDER_RANDOM),
    (CandidateOrder::Name, key::ORDER_NAME),
    (CandidateOrder::Supports, key::ORDER_SUPPORTS),
];

impl Flow for Candidates {
    fn place(&self) -> Option<Place> {
        Some(Place::Candidates)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        ctx.need_roll();
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, _ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::More => self.finder.more(),
            Intent::Filter(state) => self.finder.filter(state),
            Intent::Order(order) => self.finder.sort(order),
            Intent::Cancel => self.finder.typed(""),
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.finder.typed(text);
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        self.finder.typed(text);
        Outcome::Continue
    }

    fn settle(&mut self, ctx: &Ctx) {
        self.finder.look(ctx);
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidates(CandidateQuery::default())]
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let (roll, loading) = (&ctx.known.roll, ctx.loads_roll());
        let mine = ctx.known.supports.as_ref();
        let marked = |row: &CandidateSummary| {
            mine.is_some_and(|mine| mine.supports.iter().chain(&mine.nominations).any(|it| it.id == row.id))
        };
        let empty = match (loading, roll.rows().is_empty()) {
            (true, _) => key::LOADING,
            (false, true) => key::CANDIDATES_NOBODY,
            (false, false) => key::CANDIDATES_NONE,
        };
        let list = ListView {
            label: key::CANDIDATES_TITLE.into(),
            items: self.finder.rows(ctx).map(|row| item(row, marked(row))).collect(),
            empty: empty.into(),
            loading,
        };
        let found = match self.finder.state {
            Some(state) => Msg::new(key::FILTER_FOUND).with("state", state_name(state)),
            None => key::CANDIDATES_FOUND.into(),
        };
        let found = found.with("n", self.finder.count()).with("total", roll.rows().len());
        let mut screen = Screen::new(ScreenId::Candidates, key::CANDIDATES_TITLE)
            .say(order_text(self.finder.order))
            // Before there is a list, nobody was counted.
            .with_all((!roll.rows().is_empty()).then_some(Block::Paragraph(found)))
            .with(Block::List(list))
            .ask(self.finder.query.input(key::CANDIDATES_SEARCH, InputKind::Search, QUERY));
        if self.finder.cut() {
            screen = screen.act(Action::new(Intent::More, key::CANDIDATES_MORE));
        }
        if !self.finder.query.value.is_empty() {
            screen = screen.act(Action::new(Intent::Cancel, key::CANDIDATES_ALL));
        }
        screen = filters(screen, self.finder.state, ctx);
        for (order, label) in ORDERS.iter().filter(|(order, _)| *order != self.finder.order) {
            screen = screen.act(Action::new(Intent::Order(*order), *label).quiet());
        }
        let may = ctx.may(PhaseKind::Identification);
        screen.act(Action::new(Intent::Open(Place::Nominate), key::NOMINATE_TITLE).when(may))
    }
}

/// A filter for each state that somebody is in.
fn filters(mut screen: Screen, current: Option<CandidateState>, ctx: &Ctx) -> Screen {
    // One by one: a set made of all of them at once sorts 5,000 first.
    let mut states = BTreeSet::new();
    states.extend(ctx.known.roll.rows().iter().map(|row| row.state));
    if current.is_some() {
        screen = screen.act(Action::new(Intent::Filter(None), key::FILTER_ALL).quiet());
    }
    if states.len() > 1 {
        for state in states.into_iter().filter(|state| current != Some(*state)) {
            let label = Msg::new(key::FILTER_STATE).with("state", state_name(state));
            screen = screen.act(Action::new(Intent::Filter(Some(state)), label).quiet());
        }
    }
    screen
}

fn order_text(order: CandidateOrder) -> Key {
    match order {
        CandidateOrder::Random => key::ORDERED_RANDOM,
        CandidateOrder::Name => key::ORDERED_NAME,
        CandidateOrder::Supports => key::ORDERED_SUPPORTS,
    }
}

/// A row of the list.
pub(crate) fn item(row: &CandidateSummary, marked: bool) -> Item {
    let mut details = vec![state_name(row.state).into(), supports(row)];
    details.extend(row.slogan.as_ref().map(Msg::words));
    Item { title: Msg::words(&row.name), details, marked, intent: Some(Intent::Open(Place::Candidate(row.id))) }
}
