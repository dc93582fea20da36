//! Lines of styled words, before a network gives them its form; how long they are, and how they are cut.

use unicode_segmentation::UnicodeSegmentation;

/// How a piece of a line stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Not at all.
    Plain,
    /// A title, a name.
    Strong,
    /// An aside.
    Soft,
    /// To keep to the letter.
    Code,
}

/// A piece of a line. Its text is ready to be read (cleaned, defused), and not escaped yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub style: Style,
    pub text: String,
}

/// A line, or a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line(pub Vec<Span>);

impl Line {
    /// Of one style.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::default().and(style, text)
    }

    /// With one more piece.
    #[must_use]
    pub fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Span { style, text });
        }
        self
    }

    /// With plain words.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.and(Style::Plain, text)
    }

    /// Nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.trim().is_empty())
    }

    /// As bare words.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// In pieces of at most that weight each, cut between words where there are any.
    pub fn cut(self, weight: fn(&str) -> usize, most: usize) -> Vec<Self> {
        if self.0.iter().map(|span| weight(&span.text)).sum::<usize>() <= most {
            return vec![self];
        }
        let (mut lines, mut line, mut left) = (Vec::new(), Self::default(), most);
        for span in self.0 {
            for piece in pieces(&span.text, weight, most / 8) {
                let heavy = weight(piece);
                if heavy > left {
                    lines.push(std::mem::take(&mut line));
                    left = most;
                }
                left = left.saturating_sub(heavy);
                match line.0.last_mut().filter(|last| last.style == span.style) {
                    Some(last) => last.text.push_str(piece),
                    None => line = line.and(span.style, piece),
                }
            }
        }
        lines.push(line);
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// Words with the space behind them, the longest ones in parts: never inside what is seen as one character, unless
/// somebody piled that up without end.
fn pieces(text: &str, weight: fn(&str) -> usize, most: usize) -> Vec<&str> {
    let mut all = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        if weight(word) <= most {
            all.push(word);
            continue;
        }
        for letter in word.graphemes(true) {
            if weight(letter) <= most {
                all.push(letter);
            } else {
                all.extend(letter.char_indices().map(|(at, c)| &letter[at..at + c.len_utf8()]));
            }
        }
    }
    all
}

/// Length as Telegram counts it.
pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Length of a text as it stands in HTML. Telegram counts what is read, or so it says of most of its methods; who counts
/// what is sent is safe with both.
pub(super) fn html16(text: &str) -> usize {
    text.chars().map(|c| entity(c).map_or(c.len_utf16(), str::len)).sum()
}

/// A text cut to a number of UTF-16 units, with a mark where something is missing.
pub(super) fn cut(text: &str, units: usize) -> String {
    if utf16(text) <= units {
        return text.to_owned();
    }
    let (mut out, mut length) = (String::new(), 1);
    for letter in text.graphemes(true) {
        length += utf16(letter);
        if length > units {
            break;
        }
        out.push_str(letter);
    }
    out.truncate(out.trim_end().len());
    out + "…"
}

/// Text that stands in HTML, in an attribute too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None => out.push(c),
        }
    }
    out
}

/// What stands in HTML for a character that means something there.
fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}
