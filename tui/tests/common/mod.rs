//! What the tests of the terminal share: a view of a screen, and its frame as text.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use isoloir_config::theme::Theme;
use isoloir_shared::api::types::Lang;
use isoloir_shared::view::Screen;
use isoloir_tui::app::View;
use isoloir_tui::input::KeyMap;
use isoloir_tui::render::{Styles, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

/// Both languages.
pub const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];

/// A view of a screen.
pub fn view(screen: Screen, lang: Lang, color: bool, size: (u16, u16)) -> View {
    let theme = Theme::built_in(if color { "puor" } else { "mono" }).unwrap();
    View::new(screen, lang, Styles::new(theme, color), KeyMap::built_in().unwrap(), size)
}

/// The cells of a view, and where the real cursor stands.
pub fn cells(view: &View) -> (Buffer, Option<(u16, u16)>) {
    let (columns, lines) = view.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, lines));
    let at = draw(view, &mut buffer);
    (buffer, at.map(|at| (at.x, at.y)))
}

/// The text of a frame, its ends of lines trimmed, and the cursor's place; with the colours of grades where asked.
pub fn frame(view: &View, color: bool) -> String {
    let (buffer, at) = cells(view);
    let mut out = String::new();
    let mut colored = std::collections::BTreeSet::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            if let Color::Indexed(index) = cell.bg {
                colored.insert(index);
            }
            assert!(color || (cell.fg == Color::Reset && cell.bg == Color::Reset), "colour at {x},{y} in mono");
            if skip > 0 {
                skip -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if let Some((x, y)) = at {
        out.push_str(&format!("cursor {x},{y}\n"));
    }
    if !colored.is_empty() {
        out.push_str(&format!("grades {colored:?}\n"));
    }
    out
}
