//! Merit profiles as a picture for a phone: narrow, names over their bars, letters that are read on a small screen.

use super::layout::{Anchor, INK, Shape, short};
use super::palette::{color, ink_on};
use super::png::paint;
use crate::api::types::Lang;
use image::ImageError;

/// A candidate in such a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// From 1; shared in a tie.
    pub rank: u32,
    /// Their name, clean.
    pub name: String,
    /// Judgments per grade, best first, with the letter of each.
    pub counts: Vec<(String, u64)>,
    /// Majority grade in words.
    pub majority: String,
}

const WIDTH: u32 = 600;
const MARGIN: u32 = 20;
const BAR: u32 = WIDTH - 2 * MARGIN;
const MIDDLE: u32 = MARGIN + BAR / 2;
const TOP: u32 = 34;
const ROW: u32 = 74;
const HEIGHT: u32 = 36;

/// Merit profiles, in the order given, as a PNG file's bytes.
pub fn profiles_png(rows: &[PictureRow], lang: Lang) -> Result<Vec<u8>, ImageError> {
    let mut shapes = Vec::new();
    let text = |x, y, size, anchor, text| Shape::Text { x, y, size, anchor, fill: INK, text };
    let half = if lang == Lang::En { "50%" } else { "50 %" };
    shapes.push(text(MIDDLE, 22, 15, Anchor::Middle, half.to_owned()));
    let mut y = TOP;
    for row in rows {
        shapes.push(text(MARGIN, y + 20, 20, Anchor::Start, short(&format!("{}. {}", row.rank, row.name), 27)));
        shapes.push(text(WIDTH - MARGIN, y + 20, 18, Anchor::End, short(&row.majority, 17)));
        bar(&mut shapes, row, y + 28);
        // Each bar has its piece of the line: a name is never crossed.
        shapes.push(Shape::Dashes { x: MIDDLE, y: y + 25, end: y + 28 + HEIGHT + 3 });
        y += ROW;
    }
    paint(WIDTH, y + 6, &shapes)
}

fn bar(shapes: &mut Vec<Shape>, row: &PictureRow, y: u32) {
    let total: u128 = row.counts.iter().map(|(_, n)| u128::from(*n)).sum();
    let at = |seen: u128| {
        let part = (seen * u128::from(BAR)).checked_div(total).unwrap_or(0);
        MARGIN + u32::try_from(part).unwrap_or(BAR)
    };
    let mut seen = 0;
    for (place, (letter, n)) in row.counts.iter().enumerate() {
        let x = at(seen);
        seen += u128::from(*n);
        let width = at(seen) - x;
        if width == 0 {
            continue;
        }
        let grade = u8::try_from(row.counts.len() - 1 - place).unwrap_or(u8::MAX);
        let fill = color(grade, row.counts.len());
        shapes.push(Shape::Rect { x, y, width, height: HEIGHT, fill });
        if width >= 18 {
            let middle = x + width / 2;
            // Beside the line, where it would cross the letter.
            let x = match middle.abs_diff(MIDDLE) < 12 && width >= 44 {
                true if MIDDLE > x + 22 => MIDDLE - 15,
                true => MIDDLE + 15,
                false => middle,
            };
            let (anchor, fill, text) = (Anchor::Middle, ink_on(fill), short(letter, 2));
            shapes.push(Shape::Text { x, y: y + 25, size: 18, anchor, fill, text });
        }
    }
}
