//! Labels with values, in two columns.

use crate::render::document::{Setting, Spanned, widest};
use crate::render::text::{pad, wrap};
use isoloir_shared::view::Fact;
use ratatui::style::Style;

/// The lines of a table of facts.
pub(crate) fn facts(facts: &[Fact], setting: Setting<'_>) -> Vec<Spanned> {
    let labels: Vec<String> = facts.iter().map(|fact| fact.label.resolve(setting.lang)).collect();
    let label_width = widest(labels.iter().map(String::as_str)).min(setting.width / 2);
    let value_width = setting.width.saturating_sub(label_width + 2);
    let mut lines = Vec::new();
    for (fact, label) in facts.iter().zip(&labels) {
        for (at, value) in wrap(&fact.value.resolve(setting.lang), value_width).into_iter().enumerate() {
            if at == 0 {
                let label = (pad(label, label_width), setting.styles.dim());
                lines.push(Spanned {
                    indent: 0,
                    parts: vec![label, ("  ".to_owned(), Style::new()), (value, Style::new())],
                });
            } else {
                lines.push(Spanned::new(label_width + 2, value, Style::new()));
            }
        }
    }
    lines
}
