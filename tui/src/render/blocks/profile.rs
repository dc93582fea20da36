//! Merit profiles: letters over colour, best at the left, `|` at half, the sentence below.

use crate::render::paint::Paint;
use crate::render::text::{fit, pad};
use isoloir_shared::view::ProfileView;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where the sentence begins: below the name.
pub(crate) const SENTENCE_INDENT: usize = 7;

/// One line of a profile: 0 is the bar, the others the sentence.
pub(crate) fn draw_profile(
    paint: &mut Paint<'_, '_>,
    area: Rect,
    profile: &ProfileView,
    line: usize,
    sentence: &[String],
    focus: bool,
) {
    if let Some(at) = line.checked_sub(1) {
        let text = sentence.get(at).map_or("", String::as_str);
        paint.put(area.x + SENTENCE_INDENT as u16, area.y, text, paint.styles.dim());
        return;
    }
    let room = area.width as usize;
    let (name_width, words_width) = ((room / 3).min(28), (room / 5).min(16));
    let base = if focus { paint.styles.title() } else { Style::new() };
    let marker = if focus { "> " } else { "  " };
    let x = paint.put(area.x, area.y, &format!("{marker}{:>3}. ", profile.rank), base);
    if focus {
        paint.cursor(area.x, area.y);
    }
    let style = if focus { paint.styles.focus() } else { Style::new() };
    let x = paint.put(x, area.y, &pad(&profile.name.resolve(paint.lang), name_width), style);
    let end = area.right();
    let cells = (end.saturating_sub(x + 3) as usize).saturating_sub(words_width + 2);
    let cells = cells.saturating_sub(1) / 2 * 2;
    let mut x = x + 2;
    for (at, place) in bar(&profile.counts, cells).into_iter().enumerate() {
        if at == cells / 2 {
            x = paint.put(x, area.y, "|", Style::new().add_modifier(Modifier::BOLD));
        }
        let (letter, style) = match place.and_then(|place| profile.counts.get(place).map(|(letter, _)| (place, letter)))
        {
            Some((place, letter)) => (fit(letter, 1), paint.styles.grade(place, profile.counts.len())),
            None => ("·".to_owned(), paint.styles.dim()),
        };
        x = paint.put(x, area.y, &letter, style);
    }
    let elected = if profile.elected { "✓ " } else { "  " };
    let words = format!("{elected}{}", profile.majority.resolve(paint.lang));
    paint.put(x + 1, area.y, &fit(&words, words_width + 2), base.add_modifier(Modifier::BOLD));
}

/// For each cell of a bar, the place of its grade: that of the judgment in the cell's middle. Exact integers.
pub(crate) fn bar(counts: &[(String, u64)], cells: usize) -> Vec<Option<usize>> {
    let total: u128 = counts.iter().map(|(_, n)| u128::from(*n)).sum();
    (0..cells)
        .map(|cell| {
            let middle = (2 * cell as u128 + 1) * total;
            let mut sum = 0;
            counts.iter().position(|(_, n)| {
                sum += u128::from(*n);
                middle < 2 * cells as u128 * sum
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn letters(counts: &[u64], cells: usize) -> String {
        let named: Vec<_> = "ABCDEFG".chars().zip(counts).map(|(c, n)| (c.to_string(), *n)).collect();
        bar(&named, cells).into_iter().map(|at| at.map_or("·", |at| &named[at].0)).collect()
    }

    #[rstest]
    #[case(&[1, 1], 4, "AABB")]
    #[case(&[3, 1], 4, "AAAB")]
    #[case(&[0, 0, 5], 4, "CCCC")]
    #[case(&[0, 0], 4, "····")]
    #[case(&[u64::MAX, u64::MAX], 2, "AB")]
    #[case(&[1, 1, 1], 0, "")]
    fn cells_take_the_grade_in_their_middle(#[case] counts: &[u64], #[case] cells: usize, #[case] expected: &str) {
        assert_eq!(letters(counts, cells), expected);
    }
}
