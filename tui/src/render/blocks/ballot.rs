//! A ballot: candidates in rows, grades in columns, the chosen one in full words.

use crate::render::document::{Setting, widest};
use crate::render::paint::Paint;
use crate::render::text::{fit, pad, width};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{BallotRow, BallotView, Choice};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where the columns of a ballot stand.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// What the letters mean, above the rows.
    pub legend: Vec<String>,
    /// Columns of the names.
    pub name: usize,
    /// Columns of the words of the chosen grade.
    pub words: usize,
    rows: usize,
}

/// The key that gives this answer: a grade's letter, and 0 for no opinion (`-` is a digit on French keyboards).
pub(crate) fn letter_of(choice: &Choice) -> &str {
    if choice.grade.is_none() { "0" } else { &choice.letter }
}

impl Grid {
    pub fn new(ballot: &BallotView, setting: Setting<'_>) -> Self {
        let choices: &[Choice] = ballot.rows.first().map_or(&[], |row| &row.choices);
        let labels: Vec<String> = choices.iter().map(|choice| choice.label.resolve(setting.lang)).collect();
        let legend = legend(choices.iter().map(letter_of).zip(labels.iter().map(String::as_str)), setting.width);
        let none = Msg::new(key::KEYS_UNGRADED).resolve(setting.lang);
        let words = widest(labels.iter().map(String::as_str).chain([none.as_str()])).min(setting.width / 4);
        let fixed = 4 + 3 * choices.len() + 1 + words;
        let room = setting.width.saturating_sub(fixed);
        Self { legend, name: room.min(60), words, rows: ballot.rows.len() }
    }

    /// Lines above the first row: the legend and an empty one.
    fn head(&self) -> usize {
        self.legend.len() + 1
    }

    /// Lines in all.
    pub fn height(&self) -> usize {
        self.head() + self.rows
    }

    /// The first line of a row.
    pub fn top_of(&self, row: usize) -> usize {
        self.head() + row
    }
}

/// `A Très Bien · B Bien · …`, broken between grades only.
fn legend<'a>(grades: impl Iterator<Item = (&'a str, &'a str)>, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (letter, label) in grades {
        let words = fit(&format!("{letter} {label}"), columns);
        match lines.last_mut() {
            Some(line) if width(line) + 3 + width(&words) <= columns => {
                line.push_str(" · ");
                line.push_str(&words);
            }
            _ => lines.push(words),
        }
    }
    lines
}

/// One line of a ballot.
pub(crate) fn draw_ballot(
    paint: &mut Paint<'_, '_>,
    area: Rect,
    ballot: &BallotView,
    grid: &Grid,
    line: usize,
    focused: Option<usize>,
) {
    if let Some(legend) = grid.legend.get(line) {
        paint.put(area.x, area.y, legend, paint.styles.dim());
        return;
    }
    let Some(line) = line.checked_sub(grid.head()) else { return };
    let Some(row) = ballot.rows.get(line) else { return };
    let focus = focused == Some(line);
    draw_row(paint, area, ballot, row, grid, focus);
}

fn draw_row(paint: &mut Paint<'_, '_>, area: Rect, ballot: &BallotView, row: &BallotRow, grid: &Grid, focus: bool) {
    let base = if focus { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
    let chosen = row.choices.iter().position(|choice| choice.chosen);
    let mark = if chosen.is_some() { "✓ " } else { "  " };
    let marker = if focus { "> " } else { "  " };
    let name = fit(&row.name.resolve(paint.lang), grid.name);
    let about = row.about.as_ref().map(|about| about.resolve(paint.lang)).unwrap_or_default();
    let about = pad(&about, grid.name.saturating_sub(width(&name) + 2));
    let mut x = paint.put(area.x, area.y, &format!("{marker}{mark}"), base);
    if focus {
        paint.cursor(area.x, area.y);
    }
    let columns = x + grid.name as u16;
    x = paint.put(x, area.y, &name, if focus { paint.styles.focus() } else { base });
    paint.put(x + 2, area.y, &about, paint.styles.dim());
    x = columns;
    let of = row.choices.iter().filter(|choice| choice.grade.is_some()).count();
    for (at, choice) in row.choices.iter().enumerate() {
        let here = focus && paint.column == Some(at) && !ballot.read_only;
        let letter = fit(letter_of(choice), 1);
        let (text, style) = match (choice.chosen, here) {
            (true, _) => {
                let style = if choice.grade.is_some() { paint.styles.grade(at, of) } else { Style::new() };
                (format!("[{letter}]"), style.add_modifier(Modifier::BOLD))
            }
            (false, true) => (format!("‹{letter}›"), Style::new().add_modifier(Modifier::BOLD)),
            (false, false) => (format!(" {letter} "), paint.styles.dim()),
        };
        if here {
            paint.cursor(x + 1, area.y);
        }
        x = paint.put(x, area.y, &text, style);
    }
    let words = match chosen.and_then(|at| row.choices.get(at)) {
        Some(choice) => (choice.label.resolve(paint.lang), base),
        None => (Msg::new(key::KEYS_UNGRADED).resolve(paint.lang), paint.styles.dim()),
    };
    paint.put(x + 1, area.y, &fit(&words.0, grid.words), words.1);
}
