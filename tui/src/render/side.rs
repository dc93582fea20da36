//! Wide terminals: more about what is focused, in a column of its own.

use super::blocks::letter_of;
use super::paint::Paint;
use super::text::wrap;
use crate::app::{Stop, View};
use isoloir_shared::text::Msg;
use isoloir_shared::view::Block;
use ratatui::style::{Modifier, Style};

/// Draws what the focus stands on, whole.
pub(super) fn draw(paint: &mut Paint<'_, '_>, view: &View) {
    let area = view.regions.side;
    if area.is_empty() {
        return;
    }
    for y in view.regions.header.bottom()..area.bottom() {
        paint.put(area.x.saturating_sub(2), y, "│", paint.styles.dim());
    }
    let mut y = area.y;
    for (text, style) in lines(paint, view) {
        for line in wrap(&text, usize::from(area.width)) {
            if y >= area.bottom() {
                return;
            }
            paint.put(area.x, y, &line, style);
            y += 1;
        }
    }
}

fn lines(paint: &Paint<'_, '_>, view: &View) -> Vec<(String, Style)> {
    let say = |msg: &Msg| msg.resolve(view.lang);
    let (plain, title, dim) = (Style::new(), paint.styles.title(), paint.styles.dim());
    let block = |at: usize| view.screen.body.get(at);
    match view.focus() {
        Some(Stop::Item { block: at, row }) => match block(at) {
            Some(Block::List(list)) => list.items.get(row).map_or_else(Vec::new, |item| {
                let mut lines = vec![(say(&item.title), title)];
                lines.extend(item.details.iter().map(|detail| (say(detail), plain)));
                lines
            }),
            _ => Vec::new(),
        },
        Some(Stop::Row { block: at, row }) => match block(at) {
            Some(Block::Ballot(ballot)) => ballot.rows.get(row).map_or_else(Vec::new, |row| {
                let mut lines = vec![(say(&row.name), title)];
                lines.extend(row.about.iter().map(|about| (say(about), dim)));
                lines.push((String::new(), plain));
                let of = row.choices.iter().filter(|choice| choice.grade.is_some()).count();
                lines.extend(row.choices.iter().enumerate().map(|(at, choice)| {
                    let mark = if choice.chosen { ">" } else { " " };
                    let style = match (choice.chosen, choice.grade) {
                        (true, Some(_)) => paint.styles.grade(at, of).add_modifier(Modifier::BOLD),
                        (true, None) => title,
                        (false, _) => plain,
                    };
                    (format!("{mark} {}  {}", letter_of(choice), say(&choice.label)), style)
                }));
                lines
            }),
            _ => Vec::new(),
        },
        Some(Stop::Profile { block: at, row }) => match block(at) {
            Some(Block::Profiles(profiles)) => profiles.get(row).map_or_else(Vec::new, |profile| {
                let mut lines = vec![(say(&profile.name), title), (say(&profile.majority), plain)];
                lines.push((String::new(), plain));
                lines.push((say(&profile.sentence), plain));
                lines.push((String::new(), plain));
                let number = |n: u64| isoloir_config::text::number(view.lang.code(), n);
                let counts = profile.counts.iter().map(|(letter, n)| (format!("{letter}\u{a0} {}", number(*n)), plain));
                lines.extend(counts);
                lines
            }),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
