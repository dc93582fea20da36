//! A ballot: candidates in rows, grades in columns, the chosen one in full words.

use crate::render::document::{Setting, widest};
use crate::render::paint::Paint;
use crate::render::text::{fit, pad, wrap};
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
    /// Lines of one row.
    pub row_height: usize,
    rows: usize,
}

impl Grid {
    pub fn new(ballot: &BallotView, setting: Setting<'_>) -> Self {
        let choices: &[Choice] = ballot.rows.first().map_or(&[], |row| &row.choices);
        let labels: Vec<String> = choices.iter().map(|choice| choice.label.resolve(setting.lang)).collect();
        let legend: Vec<String> = choices
            .iter()
            .zip(&labels)
            .map(|(choice, label)| format!("{}\u{a0}{}", choice.letter, label.replace(' ', "\u{a0}")))
            .collect();
        let none = Msg::new(key::KEYS_UNGRADED).resolve(setting.lang);
        let words = widest(labels.iter().map(String::as_str).chain([none.as_str()])).min(setting.width / 4);
        let fixed = 4 + 3 * choices.len() + 1 + words;
        let room = setting.width.saturating_sub(fixed);
        let names = ballot.rows.iter().map(|row| fit(&row.name.resolve(setting.lang), room)).collect::<Vec<_>>();
        let about = ballot.rows.iter().any(|row| row.about.is_some());
        let name = if about { room } else { widest(names.iter().map(String::as_str)).max(room.min(24)) };
        let legend = if legend.is_empty() { Vec::new() } else { wrap(&legend.join("  "), setting.width) };
        Self { legend, name: name.min(44), words, row_height: 1 + usize::from(about), rows: ballot.rows.len() }
    }

    /// Lines above the first row: the legend and an empty one.
    fn head(&self) -> usize {
        self.legend.len() + 1
    }

    /// Lines in all.
    pub fn height(&self) -> usize {
        self.head() + self.rows * self.row_height
    }

    /// The first line of a row.
    pub fn top_of(&self, row: usize) -> usize {
        self.head() + row * self.row_height
    }
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
    let (at, part) = (line / grid.row_height, line % grid.row_height);
    let Some(row) = ballot.rows.get(at) else { return };
    let focus = focused == Some(at);
    if part == 1 {
        let about = row.about.as_ref().map(|about| about.resolve(paint.lang)).unwrap_or_default();
        let text = fit(&about, (area.width as usize).saturating_sub(4));
        paint.put(area.x + 4, area.y, &text, paint.styles.dim());
        return;
    }
    draw_row(paint, area, ballot, row, grid, focus);
}

fn draw_row(paint: &mut Paint<'_, '_>, area: Rect, ballot: &BallotView, row: &BallotRow, grid: &Grid, focus: bool) {
    let base = if focus { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
    let chosen = row.choices.iter().position(|choice| choice.chosen);
    let mark = if chosen.is_some() { "✓ " } else { "  " };
    let marker = if focus { "> " } else { "  " };
    let name = pad(&row.name.resolve(paint.lang), grid.name);
    let mut x = paint.put(area.x, area.y, &format!("{marker}{mark}"), base);
    if focus {
        paint.cursor(area.x, area.y);
    }
    x = paint.put(x, area.y, &name, if focus { paint.styles.focus() } else { base });
    let of = row.choices.iter().filter(|choice| choice.grade.is_some()).count();
    for (at, choice) in row.choices.iter().enumerate() {
        let here = focus && paint.column == Some(at) && !ballot.read_only;
        let letter = fit(&choice.letter, 1);
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
