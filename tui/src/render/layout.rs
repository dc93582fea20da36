//! Where the parts of the interface stand. Designed at 80×24; wide terminals get a second column.

use ratatui::layout::Rect;

/// Below this, one line says to enlarge.
pub const SMALLEST: (u16, u16) = (60, 18);
/// From this width on, actions and what is focused stand in a column of their own.
pub const WIDE: u16 = 110;
/// Lines that are left for what is focused, where actions want more than half of a column.
const SIDE: u16 = 14;
/// Lines of running text get no longer than this.
const READABLE: u16 = 100;

/// What the parts need.
#[derive(Clone, Copy, Debug, Default)]
pub struct Need {
    /// Lines of the body.
    pub body: usize,
    /// Lines of the actions.
    pub actions: usize,
    /// Lines of the input.
    pub input: usize,
    /// The input stands above the body.
    pub search: bool,
    /// Lines of the toast.
    pub toast: usize,
}

/// The parts, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// Title and state, with a rule below.
    pub header: Rect,
    /// What can be typed.
    pub input: Rect,
    /// What the screen says.
    pub body: Rect,
    /// What can be done.
    pub actions: Rect,
    /// More about what is focused; empty in a narrow terminal.
    pub side: Rect,
    /// A word about what just happened.
    pub toast: Rect,
    /// The most useful keys.
    pub footer: Rect,
}

/// Columns of the body, known before its lines are.
pub fn body_width(width: u16) -> u16 {
    let inner = width.saturating_sub(2);
    // One column at the right says that there is more.
    let body = if width >= WIDE { inner.saturating_sub(side_width(width) + 3) } else { inner };
    body.saturating_sub(1).min(READABLE)
}

fn side_width(width: u16) -> u16 {
    (width / 3).clamp(34, 48)
}

/// Columns of the actions.
pub fn actions_width(width: u16) -> u16 {
    let full = full_width(width);
    if width >= WIDE { full.saturating_sub(body_width(width) + 3) } else { full }
}

/// Columns of a text that spans the terminal.
pub fn full_width(width: u16) -> u16 {
    width.saturating_sub(2)
}

/// Divides a terminal.
pub fn divide(width: u16, height: u16, need: Need) -> Regions {
    let x = 1.min(width);
    let full = full_width(width);
    let line = |y: u16, lines: u16, columns: u16| Rect {
        x,
        y: y.min(height),
        width: columns,
        height: lines.min(height.saturating_sub(y.min(height))),
    };
    let header = line(0, 2, full);
    let footer = line(height.saturating_sub(1), 1, full);
    let toast_lines = (need.toast as u16).min(3);
    let toast = line(footer.y.saturating_sub(toast_lines), toast_lines, full);
    let (top, bottom) = (header.bottom(), toast.y.max(header.bottom()));
    let wide = width >= WIDE;
    let columns = body_width(width) + 1;
    let room = usize::from(bottom - top);
    let input_lines = need.input.min(room / 2);
    let below = if wide { 0 } else { need.actions };
    let gap = usize::from(below > 0);
    let room = room - input_lines;
    // Actions get what they need; a third of the room where the body needs the rest.
    let third = (room / 3).max(3).min(below);
    let actions_lines = below.min(room.saturating_sub(need.body + gap).max(third)).min(room);
    let body_lines = if wide { room } else { room.saturating_sub(actions_lines + gap) };
    // What follows the body stands right below it, not at the bottom of an empty screen.
    let body_shown = if need.search { body_lines.min(need.body.max(1)) } else { body_lines.min(need.body) };
    let (input_y, body_y) = match need.search {
        true => (top, top + input_lines as u16),
        false => (top + body_shown as u16, top),
    };
    let input = line(input_y, input_lines as u16, columns);
    let body = line(body_y, body_shown as u16, columns);
    let (actions, side) = if wide {
        let at = x + columns + 2;
        let side_columns = actions_width(width);
        let lines = (need.actions as u16).min(((bottom - top) / 2).max((bottom - top).saturating_sub(SIDE)));
        let actions = Rect { x: at, y: top, width: side_columns, height: lines };
        let from = (top + lines + u16::from(lines > 0)).min(bottom);
        (actions, Rect { x: at, y: from, width: side_columns, height: bottom - from })
    } else {
        let from = (top as usize + body_shown + input_lines + gap) as u16;
        (line(from, actions_lines as u16, full), Rect::default())
    };
    // In a terminal smaller than the design parts may want more than there is.
    let inside = |part: Rect| part.intersection(Rect::new(0, 0, width, height));
    Regions {
        header: inside(header),
        input: inside(input),
        body: inside(body),
        actions: inside(actions),
        side: inside(side),
        toast: inside(toast),
        footer: inside(footer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_stays_inside_and_none_overlap() {
        for width in 1..150 {
            for height in 1..50 {
                for (body, actions, input, toast) in [(0, 0, 0, 0), (100, 9, 4, 3), (5, 3, 0, 1), (1, 20, 9, 0)] {
                    let need = Need { body, actions, input, search: input == 4, toast };
                    let r = divide(width, height, need);
                    let frame = Rect::new(0, 0, width, height);
                    let parts = [r.header, r.input, r.body, r.actions, r.side, r.toast, r.footer];
                    for part in parts {
                        assert_eq!(part.intersection(frame).area(), part.area(), "{width}×{height} {need:?} {r:?}");
                    }
                    if height >= SMALLEST.1 && width >= SMALLEST.0 {
                        for (at, one) in parts.iter().enumerate() {
                            for other in &parts[at + 1..] {
                                assert!(one.intersection(*other).is_empty(), "{width}×{height} {need:?} {r:?}");
                            }
                        }
                        assert!(actions == 0 || r.actions.height >= 3.min(actions as u16), "{r:?}");
                    }
                }
            }
        }
    }
}
