//! Text measured as a terminal shows it. Everything that reaches the screen passes here: what could steer a
//! terminal was taken out where it entered, and is taken out once more, so that no path around exists.

use isoloir_shared::text::{clean_line, clean_text};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// More than any screen shows of one text.
const LONGEST: usize = 20_000;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// Columns that one grapheme takes.
pub fn grapheme_width(grapheme: &str) -> usize {
    grapheme.width()
}

/// One line, at most `columns` wide; cut with `…` where it is longer.
pub fn fit(text: &str, columns: usize) -> String {
    cut(&clean_line(prefix(text, columns.saturating_mul(8).saturating_add(64))), columns)
}

/// As [`fit`], for a line put together of clean parts: its spaces are kept.
pub fn cut(text: &str, columns: usize) -> String {
    let (mut taken, mut used, mut cut) = (0, 0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > columns {
            let mut short = text[..cut].to_owned();
            if columns > 0 {
                short.push('…');
            }
            return short;
        }
        taken = at + grapheme.len();
        if used < columns {
            cut = taken;
        }
    }
    text[..taken].to_owned()
}

/// As [`fit`], filled with spaces to exactly `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    fill(&fit(text, columns), columns)
}

/// As [`cut`], filled with spaces to exactly `columns`.
pub fn fill(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns);
    let fill = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', fill));
    out
}

/// Lines at most `columns` wide, broken between words where it goes; line ends in the text are kept.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let text = clean_text(prefix(text, LONGEST));
    let mut lines = Vec::new();
    for line in text.split('\n') {
        wrap_line(line, columns, &mut lines);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn wrap_line(line: &str, columns: usize, lines: &mut Vec<String>) {
    let (mut current, mut used) = (String::new(), 0);
    for word in pieces(line, columns) {
        let need = width(word);
        if used > 0 && used + 1 + need <= columns {
            current.push(' ');
            current.push_str(word);
            used += 1 + need;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            let need = grapheme_width(grapheme);
            if used + need > columns && used > 0 {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            current.push_str(grapheme);
            used += need;
        }
    }
    lines.push(current);
}

/// What a line is broken between: its words, or what stands between dots (`A Très Bien · B Bien`) as far as it fits.
fn pieces(line: &str, columns: usize) -> impl Iterator<Item = &str> {
    line.split_inclusive(" ·").map(str::trim_start).flat_map(move |part| {
        let whole = width(part) <= columns;
        let broken = (!whole).then(|| words(part));
        whole.then_some(part).into_iter().chain(broken.into_iter().flatten())
    })
}

/// The words of a line. French punctuation that stands after a space is not left at the beginning of a line, nor an
/// opening quotation mark at the end of one.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut from = 0;
        loop {
            let Some(space) = text[from..].find(' ').map(|at| from + at) else {
                rest = None;
                return Some(text);
            };
            let next = text[space + 1..].split(' ').next().unwrap_or_default();
            let joined = matches!(next.trim_end_matches(['.', ',']), ";" | ":" | "!" | "?" | "»" | "%");
            let opens = text[..space].ends_with('«');
            if !joined && !opens {
                rest = Some(&text[space + 1..]);
                return Some(&text[..space]);
            }
            from = space + 1;
        }
    })
}

/// The first characters of a text, so that a text of 100 kB costs no more than what is seen of it.
fn prefix(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// A line of what is being typed: spaces are kept, steering characters are not.
pub fn typed(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == ' ' || (!c.is_control() && !clean_line(c.encode_utf8(&mut [0; 4])).is_empty())) {
        return Cow::Borrowed(text);
    }
    let keep = |c: &char| *c == ' ' || !clean_line(c.encode_utf8(&mut [0; 4])).is_empty();
    Cow::Owned(text.chars().filter(keep).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Bien", 10, "Bien")]
    #[case("Très Bien", 9, "Très Bien")]
    #[case("Très Bien", 8, "Très Bi…")]
    #[case("日本語", 6, "日本語")]
    #[case("日本語", 5, "日本…")]
    #[case("日本語", 0, "")]
    #[case("a\u{1b}[31mb\u{202e}c", 20, "a[31mbc")]
    fn fits(#[case] text: &str, #[case] columns: usize, #[case] expected: &str) {
        assert_eq!(fit(text, columns), expected);
        assert!(width(&fit(text, columns)) <= columns);
    }

    #[test]
    fn wraps_between_words_and_breaks_what_is_too_long() {
        assert_eq!(wrap("un deux trois", 7), ["un deux", "trois"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("un\n\ndeux", 10), ["un", "", "deux"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("A Très Bien · B À Rejeter", 20), ["A Très Bien ·", "B À Rejeter"]);
        assert_eq!(wrap("un très long · mot", 9), ["un très", "long ·", "mot"]);
        assert_eq!(wrap("envoyé ; vos « mentions » ici", 9), ["envoyé ;", "vos", "« mention", "s » ici"]);
    }
}
