//! A document cut into pages that fit. Nothing is left out: what does not fit on a page is on the next one.

use super::document::{Document, Unit};
use super::said::{Line, Span, Style};

/// What fits on a page.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// How heavy words are.
    pub weight: fn(&str) -> usize,
    /// What the markup of a piece that stands out weighs.
    pub markup: usize,
    /// Weight of all lines of the document on a page.
    pub most: usize,
    /// Rows that can be chosen on a page.
    pub rows: usize,
    /// Lines on a page.
    pub lines: usize,
}

/// A page.
pub(super) struct Page {
    /// Which, from 0.
    pub at: usize,
    /// Of how many.
    pub of: usize,
    /// What stands on it, its title first.
    pub units: Vec<Unit>,
}

impl Room {
    /// How heavy a line is, with its end and an empty one.
    pub fn weigh(&self, line: &Line) -> usize {
        let markup = |span: &Span| if span.style == Style::Plain { 0 } else { self.markup };
        line.0.iter().map(|span| (self.weight)(&span.text) + markup(span)).sum::<usize>() + 2
    }
}

/// The page that is wanted, or the last one.
pub(super) fn page(document: &Document, wanted: usize, room: &Room) -> Page {
    let mut pages: Vec<Vec<Unit>> = vec![Vec::new()];
    let (mut weight, mut rows) = (0, 0);
    for unit in pieces(&document.units, room) {
        let (heavy, row) = (room.weigh(&unit.line), usize::from(unit.choice.is_some()));
        let here = pages.last().map_or(0, Vec::len);
        if here > 0 && (weight + heavy > room.most || rows + row > room.rows || here >= room.lines) {
            // What names the next part goes with it.
            let last = pages.last_mut().map(take_kept).unwrap_or_default();
            (weight, rows) = (last.iter().map(|it| room.weigh(&it.line)).sum(), 0);
            pages.push(last);
        }
        weight += heavy;
        rows += row;
        if let Some(page) = pages.last_mut() {
            page.push(unit);
        }
    }
    let of = pages.len();
    let at = wanted.min(of - 1);
    let mut units = pages.swap_remove(at);
    if at > 0 && !document.title.is_empty() {
        let title = Unit { line: document.title.clone(), gap: true, keep: false, aside: false, choice: None };
        units.insert(0, title);
    }
    Page { at, of, units }
}

/// The units, long ones in several; a choice stands at the end of its last one.
fn pieces(units: &[Unit], room: &Room) -> Vec<Unit> {
    let mut all = Vec::with_capacity(units.len());
    for unit in units {
        let lines = unit.line.clone().cut(room.weight, room.most / 2);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            let choice = unit.choice.clone().filter(|_| at == last);
            all.push(Unit { line, gap: unit.gap && at == 0, keep: unit.keep && at == last, aside: unit.aside, choice });
        }
    }
    all
}

/// Takes the headings at the end of a page away, unless there is nothing else.
fn take_kept(page: &mut Vec<Unit>) -> Vec<Unit> {
    let from = page.iter().rposition(|it| !it.keep).map_or(0, |at| at + 1);
    if from == 0 { Vec::new() } else { page.split_off(from) }
}
