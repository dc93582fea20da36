//! What stands around the body: title and state, the input, the actions, the toast, the keys.

use super::paint::Paint;
use super::style::mark;
use super::text::{cut, fill, fit, grapheme_width, typed, width, wrap};
use crate::app::{Stop, View};
use crate::input::Command;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Action, Input};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

/// Title at the left, state at the right, a rule below.
pub(super) fn header(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.header;
    let mut state = Vec::new();
    if view.screen.offline {
        state.push((
            Msg::new(key::KEYS_OFFLINE).resolve(view.lang),
            paint.styles.tone(isoloir_shared::view::Tone::Warning),
        ));
    }
    if view.screen.busy {
        state.push((Msg::new(key::KEYS_BUSY).resolve(view.lang), paint.styles.dim()));
    }
    if view.demo {
        let mut text = Msg::new(key::KEYS_DEMO).resolve(view.lang);
        if view.screen.time_moves {
            let keys = view.keys.show(Command::NextPhase, view.lang);
            let next = Msg::new(key::KEYS_DEMO_NEXT).with("key", keys.as_str()).resolve(view.lang);
            text = format!("{text} · {next}");
        }
        state.push((text, paint.styles.accent()));
    }
    let room = usize::from(area.width);
    let mut right = area.right();
    for (text, style) in state.iter().rev() {
        let text = fit(text, room / 2);
        right = right.saturating_sub(width(&text) as u16);
        paint.put(right, area.y, &text, *style);
        right = right.saturating_sub(2);
    }
    let title = fit(&view.screen.title.resolve(view.lang), usize::from(right.saturating_sub(area.x + 1)));
    paint.put(area.x, area.y, &title, paint.styles.title());
    paint.put(area.x, area.y + 1, &"─".repeat(room), paint.styles.dim());
}

/// Lines that the input takes.
pub(crate) fn input_lines(input: &Input, value: &str, columns: usize, lang: Lang) -> usize {
    let notes = [&input.hint, &input.error];
    let notes: usize =
        notes.iter().filter_map(|note| note.as_ref()).map(|note| wrap(&note.resolve(lang), columns).len().min(3)).sum();
    let label = wrap(&input.label.resolve(lang), columns).len().min(3);
    1 + label + value_lines(value, columns.saturating_sub(3)).0.len().clamp(1, 6) + notes
}

/// A value as it is shown, and the line and column after so many of its characters.
fn value_lines(value: &str, columns: usize) -> (Vec<String>, Vec<(usize, usize)>) {
    let columns = columns.max(1);
    let (mut lines, mut places) = (vec![String::new()], Vec::new());
    let mut used = 0;
    for grapheme in value.graphemes(true) {
        let place = (lines.len() - 1, used);
        places.extend(std::iter::repeat_n(place, grapheme.chars().count()));
        if grapheme == "\n" || grapheme == "\r\n" {
            lines.push(String::new());
            used = 0;
            continue;
        }
        let grapheme = typed(grapheme);
        let need = grapheme_width(&grapheme);
        if used + need > columns {
            lines.push(String::new());
            used = 0;
            if let Some(last) = places.last_mut() {
                *last = (lines.len() - 1, 0);
            }
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&grapheme);
        }
        used += need;
    }
    places.push((lines.len() - 1, used));
    (lines, places)
}

/// Label, value, hint and error of what can be typed.
pub(super) fn input(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.input;
    let Some(input) = &view.screen.input else { return };
    let focused = view.focus() == Some(Stop::Input);
    let columns = usize::from(area.width.saturating_sub(1));
    let mut y = area.y + u16::from(!view.above());
    let lines = |msg: &Msg| wrap(&msg.resolve(view.lang), columns).into_iter().take(3);
    let end = area.bottom();
    for line in lines(&input.label) {
        paint.put(area.x, y.min(end), &line, if focused { paint.styles.title() } else { Style::new() });
        y += 1;
    }
    let (value, places) = value_lines(view.editor.value(), columns.saturating_sub(3));
    let (line, column) = places.get(view.editor.cursor()).or(places.last()).copied().unwrap_or_default();
    let shown = value.len().min(6);
    let from = (line + 1).saturating_sub(shown);
    for (at, text) in value.iter().skip(from).take(shown).enumerate() {
        let marker = if at == 0 && focused { "> " } else { "  " };
        let x = paint.put(area.x, y, marker, paint.styles.accent());
        // The field is seen while it is empty.
        let field = fill(text, width(text).max(columns.saturating_sub(3).min(input.max).min(40)));
        paint.put(x, y, &field, Style::new().add_modifier(Modifier::UNDERLINED));
        if focused && from + at == line {
            paint.cursor(x + column as u16, y);
        }
        y += 1;
    }
    let bad = paint.styles.tone(isoloir_shared::view::Tone::Bad);
    for (note, style) in [(&input.error, bad), (&input.hint, paint.styles.dim())] {
        for line in note.iter().flat_map(lines) {
            if y < end {
                paint.put(area.x, y, &line, style);
            }
            y += 1;
        }
    }
}

/// Columns before the words of an action: its marker and its number.
const NUMBERED: usize = 4;
/// Lines of one action at most.
const MOST_LINES: usize = 4;

/// A line of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActionLine {
    /// Its place among the actions.
    pub action: usize,
    /// Its first line.
    pub first: bool,
    /// What stands there.
    pub words: String,
}

/// The actions in so many columns. Each is whole: what cannot be done now says why, on as many lines as that takes.
pub(crate) fn action_lines(actions: &[Action], lang: Lang, columns: usize) -> Vec<ActionLine> {
    // One column at the right says that there are more.
    let room = columns.saturating_sub(NUMBERED + 1);
    let mut all = Vec::new();
    for (at, action) in actions.iter().enumerate() {
        let mut lines = wrap(&action_words(action, lang), room);
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES);
            if let Some(last) = lines.last_mut() {
                *last = cut(&format!("{last} …"), room);
            }
        }
        let line = |(n, words)| ActionLine { action: at, first: n == 0, words };
        all.extend(lines.into_iter().enumerate().map(line));
    }
    all
}

/// The actions; what cannot be done now is shown with the reason.
pub(super) fn actions(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.actions;
    let shown = usize::from(area.height);
    let focused = match view.focus() {
        Some(Stop::Action(at)) => Some(at),
        _ => None,
    };
    let from = view.first_line;
    for (y, line) in (area.y..).zip(view.action_lines.iter().skip(from).take(shown)) {
        let Some(action) = view.screen.actions.get(line.action) else { continue };
        let focus = focused == Some(line.action);
        let mut x = area.x + NUMBERED as u16;
        if line.first {
            if focus {
                paint.cursor(area.x, y);
            }
            let marker = if focus { ">" } else { " " };
            let number =
                if view.on_ballot() || line.action >= 9 { String::new() } else { (line.action + 1).to_string() };
            let style = if focus { paint.styles.title() } else { paint.styles.dim() };
            x = paint.put(area.x, y, &format!("{marker} {number:2}"), style);
        }
        let style = match (&action.enabled, focus) {
            (_, true) => paint.styles.focus(),
            (Err(_), false) => paint.styles.dim(),
            (Ok(()), false) => paint.styles.weight(action.weight),
        };
        paint.put(x, y, &line.words, style);
    }
    let edge = area.right().saturating_sub(1);
    if from > 0 {
        paint.put(edge, area.y, "↑", paint.styles.accent());
    }
    if from + shown < view.action_lines.len() && shown > 0 {
        paint.put(edge, area.bottom() - 1, "↓", paint.styles.accent());
    }
}

/// Its label, and why not.
pub(crate) fn action_words(action: &Action, lang: Lang) -> String {
    let label = action.label.resolve(lang);
    match &action.enabled {
        Ok(()) => label,
        Err(reason) => format!("{label} — {}", reason.resolve(lang)),
    }
}

/// A word about what just happened.
pub(super) fn toast(paint: &mut Paint<'_, '_>, view: &View) {
    let Some((tone, text)) = view.toast() else { return };
    let area = view.regions.toast;
    let style = paint.styles.tone(tone).add_modifier(Modifier::BOLD);
    for (at, line) in wrap(&text, usize::from(area.width.saturating_sub(2))).iter().enumerate() {
        if at as u16 >= area.height {
            break;
        }
        let mark = if at == 0 { mark(tone) } else { " " };
        paint.put(area.x, area.y + at as u16, &format!("{mark} {line}"), style);
    }
}

/// The keys that help most here.
pub(super) fn footer(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.footer;
    let mut x = area.x;
    for (at, (keys, does)) in view.useful_keys().into_iter().enumerate() {
        let gap = if at == 0 { 0 } else { 2 };
        let need = width(&keys) + 1 + width(&does) + gap;
        if usize::from(x) + need > usize::from(area.right()) {
            break;
        }
        x = paint.put(x + gap as u16, area.y, &keys, paint.styles.accent());
        x = paint.put(x + 1, area.y, &does, paint.styles.dim());
    }
}
