//! Rows of a list: one line each, so that of 5,000 only those on the screen are put into words.

use crate::render::document::Setting;
use crate::render::paint::Paint;
use crate::render::text::{fill, fit, pad, width};
use isoloir_shared::view::{Item, ListView};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// How many rows are measured to place the details: those that are seen first.
const MEASURED: usize = 50;

/// Columns of the titles, so that details stand below each other.
pub(crate) fn title_columns(list: &ListView, setting: Setting<'_>) -> usize {
    let titles =
        list.items.iter().take(MEASURED).map(|item| width(&fit(&item.title.resolve(setting.lang), setting.width)));
    let most =
        if list.items.iter().all(|item| item.details.is_empty()) { setting.width } else { setting.width * 3 / 5 };
    titles.max().unwrap_or(0).min(most.saturating_sub(4))
}

/// One row: a marker for the focus, a mark, the title, and as many details as there is space for.
pub(crate) fn draw_item(paint: &mut Paint<'_, '_>, area: Rect, item: &Item, columns: usize, focused: bool) {
    let base = if focused { paint.styles.focus() } else { Style::new() };
    let marker = if focused { "> " } else { "  " };
    let mark = if item.marked { "✓ " } else { "  " };
    let mut line = format!("{marker}{mark}{}", pad(&item.title.resolve(paint.lang), columns));
    let room = area.width as usize;
    let mut used = width(&line);
    let mut details = String::new();
    for (at, detail) in item.details.iter().enumerate() {
        let text = fit(&detail.resolve(paint.lang), room);
        let gap = if at == 0 { "  " } else { " · " };
        let need = width(&text) + gap.chars().count();
        if used + need > room {
            if at == 0 && room > used + 4 {
                details.push_str(gap);
                details.push_str(&fit(&text, room - used - 2));
            }
            break;
        }
        used += need;
        details.push_str(gap);
        details.push_str(&text);
    }
    if focused {
        line.push_str(&details);
        let x = paint.put(area.x, area.y, marker, paint.styles.title());
        let words = line.strip_prefix(marker).unwrap_or(&line);
        paint.put(x, area.y, &fill(words, room.saturating_sub(2)), base);
        paint.cursor(area.x, area.y);
    } else {
        let x = paint.put(area.x, area.y, &line, base);
        paint.put(x, area.y, &details, paint.styles.dim());
    }
}
