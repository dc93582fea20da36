//! Where everything stands. Lengths are pixels from the left and the top.

use super::palette::{Color, color, ink_on};
use crate::api::types::Lang;
use crate::tally::report::Report;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Width of a picture.
pub(super) const WIDTH: u32 = 1_000;
const ROW: u32 = 34;
const TOP: u32 = 28;
const NAME_END: u32 = 270;
const BAR_START: u32 = 280;
/// A multiple of two, so that the middle is a whole pixel.
const BAR_WIDTH: u32 = 520;
const LEGEND_COLUMN: u32 = 160;

/// A picture.
pub(super) struct Layout {
    pub height: u32,
    pub shapes: Vec<Shape>,
}

/// A piece of it, later ones over earlier ones.
pub(super) enum Shape {
    /// A filled rectangle.
    Rect { x: u32, y: u32, width: u32, height: u32, fill: Color },
    /// The 50 % line: dashed, from `y` to `end`.
    Dashes { x: u32, y: u32, end: u32 },
    /// Text on a base line; `y` is the line.
    Text { x: u32, y: u32, size: u32, anchor: Anchor, fill: Color, text: String },
}

/// Which part of a text stands at its `x`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

pub(super) const INK: Color = [0x22; 3];

/// Rows in rank order with bars, best grade at the left, and a legend.
pub(super) fn layout(report: &Report<'_>, lang: Lang) -> Layout {
    let scale = &report.election.scale;
    let grades = scale.len();
    let mut shapes = Vec::new();
    let text = |x, y, size, anchor, text| Shape::Text { x, y, size, anchor, fill: INK, text };
    let rows = u32::try_from(report.standings.len()).unwrap_or(u32::MAX / ROW);
    for (row, standing) in (0u32..).zip(&report.standings) {
        let y = TOP + row * ROW;
        let profile = &report.election.profiles[standing.index];
        let label = format!("{}. {}", standing.rank, short(report.name(row as usize), 30));
        shapes.push(text(NAME_END, y + 19, 15, Anchor::End, label));
        let mut seen = 0u64;
        for grade in scale.best_first() {
            let at = |seen: u64| BAR_START + pixels(seen, profile.total());
            let x = at(seen);
            seen += profile.counts()[grade.index()];
            let width = at(seen) - x;
            if width == 0 {
                continue;
            }
            let fill = color(grade.0, grades);
            shapes.push(Shape::Rect { x, y, width, height: ROW - 8, fill });
            if width >= 14 {
                let letter = scale.letter(grade).to_string();
                let anchor = Anchor::Middle;
                let x = beside_the_middle(x, width);
                shapes.push(Shape::Text { x, y: y + 18, size: 13, anchor, fill: ink_on(fill), text: letter });
            }
        }
        let grade = report.grade(standing.majority_grade).resolve(lang);
        shapes.push(text(BAR_START + BAR_WIDTH + 10, y + 19, 15, Anchor::Start, short(&grade, 22)));
    }
    let end = TOP + rows * ROW;
    let middle = BAR_START + BAR_WIDTH / 2;
    shapes.push(Shape::Dashes { x: middle, y: TOP - 6, end: end - 2 });
    shapes.push(text(middle, TOP - 10, 12, Anchor::Middle, if lang == Lang::En { "50%" } else { "50 %" }.to_owned()));

    let columns = (WIDTH - 40) / LEGEND_COLUMN;
    for (place, grade) in (0u32..).zip(scale.best_first()) {
        let (x, y) = (30 + place % columns * LEGEND_COLUMN, end + 16 + place / columns * 26);
        let fill = color(grade.0, grades);
        shapes.push(Shape::Rect { x, y, width: 18, height: 18, fill });
        let letter = scale.letter(grade).to_string();
        shapes.push(Shape::Text {
            x: x + 9,
            y: y + 14,
            size: 12,
            anchor: Anchor::Middle,
            fill: ink_on(fill),
            text: letter,
        });
        let name = report.grade(grade).resolve(lang);
        shapes.push(text(x + 25, y + 14, 13, Anchor::Start, short(&name, 20)));
    }
    let legend = u32::try_from(grades).unwrap_or(26).div_ceil(columns) * 26;
    Layout { height: end + 16 + legend + 8, shapes }
}

/// Where the letter of a part stands: in its middle, or beside the 50 % line where that would cross it.
fn beside_the_middle(x: u32, width: u32) -> u32 {
    let (letter, line) = (x + width / 2, BAR_START + BAR_WIDTH / 2);
    if letter.abs_diff(line) >= 9 || width < 36 {
        return letter;
    }
    if line > x + 18 { line - 11 } else { line + 11 }
}

/// Pixels of a bar up to a judgment, rounded down: the parts of a bar always fill it exactly.
fn pixels(seen: u64, total: u64) -> u32 {
    if total == 0 {
        return 0;
    }
    u32::try_from(u128::from(seen) * u128::from(BAR_WIDTH) / u128::from(total)).unwrap_or(BAR_WIDTH)
}

/// Text cut to a number of columns; some scripts take two for a letter.
pub(super) fn short(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + c.width().unwrap_or(0) >= columns {
            break;
        }
        out.push(c);
    }
    out + "…"
}
