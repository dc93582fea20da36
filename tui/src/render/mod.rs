//! A screen becomes cells. Nothing changes here: all state was settled by the event before.

pub(crate) mod blocks;
mod chrome;
mod document;
mod layout;
mod overlay;
mod paint;
mod side;
pub mod style;
pub mod text;

pub use blocks::Photos;
pub(crate) use chrome::{ActionLine, action_lines, action_words, input_lines};
pub use document::{Document, Setting};
pub use layout::{Need, Regions, SMALLEST, WIDE, actions_width, body_width, divide, full_width};
pub(crate) use overlay::help_rows;
pub use style::Styles;

use crate::app::{Stop, View};
use document::{Content, Piece};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::Block;
use paint::Paint;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws a view; gives the place of the real cursor, which stands on what is focused.
pub fn draw(view: &View, buffer: &mut Buffer) -> Option<Position> {
    let mut paint = Paint { buffer, styles: &view.styles, lang: view.lang, column: view.column, at: None };
    let area = paint.buffer.area;
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let text = Msg::new(key::KEYS_SMALL).resolve(view.lang);
        for (at, line) in text::wrap(&text, usize::from(area.width)).iter().enumerate() {
            paint.put(area.x, area.y.saturating_add(at as u16), line, ratatui::style::Style::new());
        }
        return None;
    }
    chrome::header(&mut paint, view);
    body(&mut paint, view);
    chrome::input(&mut paint, view);
    chrome::actions(&mut paint, view);
    side::draw(&mut paint, view);
    chrome::toast(&mut paint, view);
    chrome::footer(&mut paint, view);
    if let Some(overlay) = &view.overlay {
        overlay::draw(&mut paint, view, overlay);
    }
    paint.at
}

/// The words of a view as they stand in its lines, without any look: for tests of what can be read.
pub fn text_of(view: &View) -> String {
    let (columns, lines) = view.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, lines));
    draw(view, &mut buffer);
    let mut out = String::new();
    for row in buffer.content.chunks(usize::from(columns).max(1)) {
        let mut skip = 0;
        for cell in row {
            // A wide character has empty cells behind it.
            if skip == 0 {
                out.push_str(cell.symbol());
                skip = unicode_width::UnicodeWidthStr::width(cell.symbol());
            }
            skip = skip.saturating_sub(1);
        }
        out.push('\n');
    }
    out
}

fn body(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.body;
    let (from, to) = (view.scroll, view.scroll + usize::from(area.height));
    let first = view.document.pieces.partition_point(|piece| piece.top + piece.height <= from);
    for piece in &view.document.pieces[first.min(view.document.pieces.len())..] {
        if piece.top >= to {
            break;
        }
        for line in piece.top.max(from)..(piece.top + piece.height).min(to) {
            let y = area.y + (line - from) as u16;
            let at = Rect { x: area.x, y, width: area.width.saturating_sub(1), height: 1 };
            self::line(paint, view, piece, line - piece.top, at, area);
        }
    }
    let edge = area.right().saturating_sub(1);
    if from > 0 {
        paint.put(edge, area.y, "↑", paint.styles.accent());
    }
    if to < view.document.height() && area.height > 0 {
        paint.put(edge, area.bottom() - 1, "↓", paint.styles.accent());
    }
}

fn line(paint: &mut Paint<'_, '_>, view: &View, piece: &Piece, line: usize, at: Rect, body: Rect) {
    let block = |at: usize| view.screen.body.get(at);
    match &piece.content {
        Content::Words(lines) => {
            let Some(words) = lines.get(line) else { return };
            let mut x = at.x + words.indent as u16;
            for (text, style) in &words.parts {
                x = paint.put(x, at.y, text, *style);
            }
        }
        Content::Items { block: index, columns } => {
            if let Some(Block::List(list)) = block(*index)
                && let Some(item) = list.items.get(line)
            {
                let focused = view.focus() == Some(Stop::Item { block: *index, row: line });
                blocks::draw_item(paint, at, item, *columns, focused);
            }
        }
        Content::Ballot { block: index, grid } => {
            if let Some(Block::Ballot(ballot)) = block(*index) {
                let focused = match view.focus() {
                    Some(Stop::Row { block, row }) if block == *index => Some(row),
                    _ => None,
                };
                blocks::draw_ballot(paint, at, ballot, grid, line, focused);
            }
        }
        Content::Profiles { block: index, tops, sentences } => {
            if let Some(Block::Profiles(profiles)) = block(*index) {
                let row = tops.partition_point(|top| *top <= line).saturating_sub(1);
                let (Some(profile), Some(top)) = (profiles.get(row), tops.get(row)) else { return };
                let focused = view.focus() == Some(Stop::Profile { block: *index, row });
                let sentence = sentences.get(row).map_or(&[][..], Vec::as_slice);
                blocks::draw_profile(paint, at, profile, line - top, sentence, focused);
            }
        }
        Content::Photo => {
            // Whole or not at all: half a photo is drawn by no terminal's graphics.
            let whole = usize::from(at.y - body.y) + piece.height <= usize::from(body.height);
            if line == 0
                && whole
                && let Some(protocol) = view.photos.protocol()
            {
                blocks::draw_photo(paint, Rect { height: piece.height as u16, ..at }, protocol);
            }
        }
    }
}
