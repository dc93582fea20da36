//! A screen's body laid out for a width: how many lines each block takes and where it stands. Made when the
//! screen or the width changes, never while drawing. Rows of lists are not put into words before they are seen.

use super::blocks;
use super::text::{width, wrap};
use crate::app::Stop;
use crate::render::style::{Styles, mark};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Block, Screen};
use ratatui::style::Style;
use std::ops::Range;

/// A body laid out.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(crate) pieces: Vec<Piece>,
    height: usize,
}

/// A run of lines.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub top: usize,
    pub height: usize,
    pub content: Content,
}

/// What the lines show.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Words, wrapped.
    Words(Vec<Spanned>),
    /// One line for each row of the list in this block.
    Items { block: usize, columns: usize },
    /// The rows of the ballot in this block.
    Ballot { block: usize, grid: blocks::Grid },
    /// The profiles of this block, with the first line of each.
    Profiles { block: usize, tops: Vec<usize>, sentences: Vec<Vec<String>> },
    /// A photo that can be shown.
    Photo,
}

/// A line of words in one or two styles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spanned {
    pub indent: usize,
    pub parts: Vec<(String, Style)>,
}

impl Spanned {
    pub fn new(indent: usize, text: impl Into<String>, style: Style) -> Self {
        Self { indent, parts: vec![(text.into(), style)] }
    }
}

/// What laying out needs to know.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Columns.
    pub width: usize,
    /// Lines that a photo takes; none where photos cannot be shown.
    pub photo: Option<usize>,
    /// Language.
    pub lang: Lang,
    /// Theme.
    pub styles: &'a Styles,
}

impl Document {
    /// Lays a screen's body out.
    pub fn new(screen: &Screen, setting: Setting<'_>) -> Self {
        let mut document = Self::default();
        let mut after_heading = true;
        for (block, content) in screen.body.iter().enumerate() {
            if !after_heading {
                document.push(1, Content::Words(Vec::new()));
            }
            // A list says what it lists, unless a heading or the title has just said it.
            if let Block::List(list) = content
                && !after_heading
                && list.label != screen.title
            {
                document.block(block, &Block::Heading(list.label.clone()), setting);
            }
            after_heading = matches!(content, Block::Heading(_));
            document.block(block, content, setting);
        }
        document
    }

    /// Lines in all.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The lines of a stop.
    pub fn lines_of(&self, stop: Stop) -> Option<Range<usize>> {
        self.pieces.iter().find_map(|piece| {
            let (from, height) = match (&piece.content, stop) {
                (Content::Items { block, .. }, Stop::Item { block: wanted, row }) if *block == wanted => (row, 1),
                (Content::Ballot { block, grid }, Stop::Row { block: wanted, row }) if *block == wanted => {
                    (grid.top_of(row), 1)
                }
                (Content::Profiles { block, tops, sentences }, Stop::Profile { block: wanted, row })
                    if *block == wanted =>
                {
                    (*tops.get(row)?, 1 + sentences.get(row).map_or(0, Vec::len))
                }
                _ => return None,
            };
            Some(piece.top + from..piece.top + from + height)
        })
    }

    fn push(&mut self, height: usize, content: Content) {
        self.pieces.push(Piece { top: self.height, height, content });
        self.height += height;
    }

    fn words(&mut self, lines: Vec<Spanned>) {
        self.push(lines.len(), Content::Words(lines));
    }

    fn block(&mut self, block: usize, content: &Block, setting: Setting<'_>) {
        let Setting { width: columns, lang, styles, .. } = setting;
        let plain = |text: &Msg, style: Style| {
            let lines = wrap(&text.resolve(lang), columns);
            lines.into_iter().map(|line| Spanned::new(0, line, style)).collect::<Vec<_>>()
        };
        match content {
            Block::Heading(text) => self.words(plain(text, styles.title())),
            Block::Paragraph(text) => self.words(plain(text, Style::new())),
            Block::Notice { tone, text } => {
                let style = styles.tone(*tone);
                let lines = wrap(&text.resolve(lang), columns.saturating_sub(2));
                let line = |(at, text): (usize, String)| match at {
                    0 => Spanned { indent: 0, parts: vec![(format!("{} ", mark(*tone)), style), (text, style)] },
                    _ => Spanned::new(2, text, style),
                };
                self.words(lines.into_iter().enumerate().map(line).collect());
            }
            Block::Facts(facts) => self.words(blocks::facts(facts, setting)),
            Block::List(list) if list.items.is_empty() => {
                let text = if list.loading { Msg::new(key::KEYS_LOADING) } else { list.empty.clone() };
                self.words(plain(&text, styles.dim()));
            }
            Block::List(list) => {
                let columns = blocks::title_columns(list, setting);
                self.push(list.items.len(), Content::Items { block, columns });
                if list.loading {
                    self.words(plain(&Msg::new(key::KEYS_LOADING), styles.dim()));
                }
            }
            Block::Ballot(ballot) => {
                let grid = blocks::Grid::new(ballot, setting);
                self.push(grid.height(), Content::Ballot { block, grid });
            }
            Block::Profiles(profiles) => {
                let indent = blocks::SENTENCE_INDENT;
                let sentences: Vec<Vec<String>> = profiles
                    .iter()
                    .map(|profile| wrap(&profile.sentence.resolve(lang), columns.saturating_sub(indent)))
                    .collect();
                let (mut tops, mut height) = (Vec::with_capacity(sentences.len()), 0);
                for lines in &sentences {
                    tops.push(height);
                    height += lines.len() + 1;
                }
                self.push(height, Content::Profiles { block, tops, sentences });
            }
            Block::Countdown { label, until, now } => {
                self.words(blocks::countdown(label, until.as_second() - now.as_second(), setting));
            }
            Block::Verbatim { label, text } => {
                let mut lines = plain(label, styles.dim());
                let text = wrap(text, columns.saturating_sub(2));
                lines.extend(text.into_iter().map(|line| Spanned::new(2, line, styles.title())));
                self.words(lines);
            }
            Block::Progress { label, done, total } => self.words(blocks::progress(label, *done, *total, setting)),
            Block::Timeline(rows) => self.words(blocks::timeline(rows, setting)),
            Block::Photo { bytes, alt, .. } => match (setting.photo, bytes) {
                (Some(height), Some(_)) => self.push(height, Content::Photo),
                _ => {
                    let lines = wrap(&alt.resolve(lang), columns.saturating_sub(4));
                    let last = lines.len().saturating_sub(1);
                    let line = |(at, text): (usize, String)| {
                        let open = if at == 0 { "[ " } else { "  " };
                        let close = if at == last { " ]" } else { "" };
                        Spanned::new(0, format!("{open}{text}{close}"), styles.dim())
                    };
                    self.words(lines.into_iter().enumerate().map(line).collect());
                }
            },
        }
    }
}

/// The widest of some texts.
pub(crate) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(width).max().unwrap_or(0)
}
