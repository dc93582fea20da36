//! Time left, phases in order, how far something is.

use crate::render::document::{Setting, Spanned, widest};
use crate::render::text::{cut, pad, width, wrap};
use isoloir_config::text::span;
use isoloir_shared::text::{Msg, clean_line, key};
use isoloir_shared::view::TimelineRow;
use ratatui::style::Style;

/// Label and span: `Le vote ferme dans : 3 jours 4 h`.
pub(crate) fn countdown(label: &Msg, seconds: i64, setting: Setting<'_>) -> Vec<Spanned> {
    let left = span(setting.lang.code(), u64::try_from(seconds).unwrap_or(0));
    let text = pair(label, &left, setting);
    wrap(&text, setting.width).into_iter().map(|line| Spanned::new(0, line, setting.styles.title())).collect()
}

/// Label, bar and numbers.
pub(crate) fn progress(label: &Msg, done: u64, total: Option<u64>, setting: Setting<'_>) -> Vec<Spanned> {
    let Some(total) = total.filter(|total| *total > 0) else {
        let label = label.resolve(setting.lang);
        // Most labels of this kind end so already.
        let text = if label.ends_with('…') { label } else { format!("{label} …") };
        return wrap(&text, setting.width).into_iter().map(|line| Spanned::new(0, line, Style::new())).collect();
    };
    let numbers = Msg::new(key::KEYS_GRADED).with("done", done.min(total)).with("total", total).resolve(setting.lang);
    let mut lines: Vec<Spanned> = wrap(&pair(label, &numbers, setting), setting.width)
        .into_iter()
        .map(|line| Spanned::new(0, line, Style::new()))
        .collect();
    let used = lines.last().map_or(0, |line| line.parts.iter().map(|(text, _)| width(text)).sum::<usize>());
    let cells = setting.width.saturating_sub(used + 4).min(40);
    let full = (u128::from(done.min(total)) * cells as u128 / u128::from(total)) as usize;
    let bar = format!("  [{}{}]", "#".repeat(full), ".".repeat(cells - full));
    if let Some(line) = lines.last_mut().filter(|_| cells >= 5) {
        line.parts.push((bar, setting.styles.accent()));
    }
    lines
}

/// The phases: the one that is open is marked, and stands out.
pub(crate) fn timeline(rows: &[TimelineRow], setting: Setting<'_>) -> Vec<Spanned> {
    let lang = setting.lang;
    // Names of phases and reasons come from a platform.
    let clean = |words: &Msg| clean_line(&words.resolve(lang));
    let labels: Vec<String> = rows.iter().map(|row| clean(&row.label)).collect();
    let days: Vec<String> = rows.iter().map(|row| clean(&row.days)).collect();
    let statuses: Vec<String> = rows.iter().map(|row| clean(&row.status)).collect();
    let widths = [&labels, &days, &statuses].map(|column| widest(column.iter().map(String::as_str)));
    let wide = widths.iter().sum::<usize>() + 6 <= setting.width;
    let mut lines = Vec::new();
    for (row, ((label, days), status)) in rows.iter().zip(labels.iter().zip(&days).zip(&statuses)) {
        let mark = if row.current { "● " } else { "  " };
        let style = if row.current { setting.styles.title() } else { Style::new() };
        let mut line = |text: String| lines.push(Spanned::new(0, cut(&text, setting.width), style));
        if wide {
            line(format!("{mark}{}  {}  {}", pad(label, widths[0]), pad(days, widths[1]), status));
        } else {
            // Where not everything fits side by side the days stand below: a date cut short says another day.
            line(format!("{mark}{label}  {status}"));
            line(format!("    {days}"));
        }
    }
    lines
}

fn pair(label: &Msg, value: &str, setting: Setting<'_>) -> String {
    Msg::new(key::KEYS_PAIR).with("label", label.clone()).with("value", value).resolve(setting.lang)
}
