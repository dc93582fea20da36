//! What lies over a screen for a moment: its help, and the palette of its actions.

use super::paint::Paint;
use super::text::{fit, pad, width, wrap};
use crate::app::{Overlay, View};
use crate::input::Command;
use isoloir_shared::text::{Msg, key};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it in the middle, with a frame of lines.
pub(super) fn draw(paint: &mut Paint<'_, '_>, view: &View, overlay: &Overlay) {
    let full = paint.buffer.area;
    let area = area(full);
    match overlay {
        Overlay::Help { scroll } => help(paint, view, area, *scroll),
        Overlay::Palette(palette) => {
            let title = Msg::new(key::KEYS_PALETTE_TITLE).resolve(view.lang);
            frame(paint, area, &title, &closing(view));
            let inside = inner(area);
            let x = paint.put(inside.x, inside.y, ": ", paint.styles.accent());
            let end = paint.put(x, inside.y, &fit(palette.query(), usize::from(inside.width) - 3), Style::new());
            paint.cursor(end, inside.y);
            let room = usize::from(inside.height.saturating_sub(2));
            let found = palette.found();
            if found.is_empty() {
                let none = Msg::new(key::KEYS_PALETTE_EMPTY).resolve(view.lang);
                paint.put(inside.x, inside.y + 2, &fit(&none, inside.width.into()), paint.styles.dim());
            }
            // Whatever is focused is read whole, its reason too; the others take a line each.
            let room_for_words = usize::from(inside.width.saturating_sub(2));
            let whole = found.get(palette.selected()).map(|words| wrap(words, room_for_words)).unwrap_or_default();
            let from = (palette.selected() + whole.len()).saturating_sub(room).min(palette.selected());
            let mut lines = Vec::new();
            for (at, words) in found.iter().enumerate().skip(from).take(room) {
                if at == palette.selected() {
                    let begins = std::iter::once("> ").chain(std::iter::repeat("  "));
                    lines.extend(
                        begins.zip(&whole).map(|(begin, part)| (format!("{begin}{part}"), paint.styles.focus())),
                    );
                } else {
                    lines.push((format!("  {}", fit(words, room_for_words)), Style::new()));
                }
            }
            for (line, (text, style)) in lines.iter().take(room).enumerate() {
                paint.put(inside.x, inside.y + 2 + line as u16, text, *style);
            }
        }
    }
}

fn area(full: Rect) -> Rect {
    let (width, height) = (full.width.saturating_sub(6).min(90), full.height.saturating_sub(4));
    Rect { x: full.x + 3, y: full.y + 2, width, height }
}

/// The lines of the help as they fit, and the columns of its keys: what is longer goes on below.
pub(crate) fn help_rows(view: &View) -> (Vec<(String, String)>, usize) {
    let (columns, lines) = view.size();
    let room = usize::from(inner(area(Rect::new(0, 0, columns, lines))).width);
    let lines = view.help_lines();
    let columns = lines.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).min(room / 2);
    let mut rows = Vec::new();
    for (keys, does) in lines {
        if keys.is_empty() {
            rows.push((keys, fit(&does, room)));
            continue;
        }
        let mut parts = wrap(&does, room.saturating_sub(columns + 2)).into_iter();
        rows.push((keys, parts.next().unwrap_or_default()));
        rows.extend(parts.map(|part| (" ".to_owned(), part)));
    }
    (rows, columns)
}

fn closing(view: &View) -> String {
    let close = Msg::new(key::KEYS_CLOSE).resolve(view.lang);
    format!("{} {close}", view.keys.show(Command::Back, view.lang))
}

fn help(paint: &mut Paint<'_, '_>, view: &View, area: Rect, scroll: usize) {
    frame(paint, area, &Msg::new(key::KEYS_HELP_TITLE).resolve(view.lang), &closing(view));
    let inside = inner(area);
    let (lines, columns) = help_rows(view);
    for (line, (keys, does)) in lines.iter().skip(scroll).take(inside.height.into()).enumerate() {
        let y = inside.y + line as u16;
        if keys.is_empty() {
            paint.put(inside.x, y, does, paint.styles.title());
            continue;
        }
        let x = paint.put(inside.x, y, &pad(keys, columns), paint.styles.accent());
        paint.put(x + 2, y, does, Style::new());
    }
    let edge = area.right().saturating_sub(2);
    if scroll > 0 {
        paint.put(edge, inside.y, "↑", paint.styles.accent());
    }
    if scroll + usize::from(inside.height) < lines.len() {
        paint.put(edge, inside.bottom().saturating_sub(1), "↓", paint.styles.accent());
    }
    paint.cursor(inside.x, inside.y);
}

fn inner(area: Rect) -> Rect {
    Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(5), height: area.height.saturating_sub(2) }
}

fn frame(paint: &mut Paint<'_, '_>, area: Rect, title: &str, closing: &str) {
    let columns = usize::from(area.width.saturating_sub(2));
    for y in area.top()..area.bottom() {
        let text = if y == area.top() {
            format!("┌{}┐", "─".repeat(columns))
        } else if y + 1 == area.bottom() {
            format!("└{}┘", "─".repeat(columns))
        } else {
            format!("│{}│", " ".repeat(columns))
        };
        for x in area.left()..area.right() {
            if let Some(cell) = paint.buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
        paint.put(area.x, y, &text, paint.styles.dim());
    }
    let title = format!(" {} ", fit(title, columns / 2));
    paint.put(area.x + 2, area.y, &title, paint.styles.title());
    let closing = format!(" {} ", fit(closing, columns / 2));
    let x = area.right().saturating_sub(width(&closing) as u16 + 2);
    paint.put(x, area.bottom().saturating_sub(1), &closing, paint.styles.dim());
}
