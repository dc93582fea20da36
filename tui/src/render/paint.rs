//! A pen over the frame's cells: everything is drawn through it, nothing outside its bounds.

use super::style::Styles;
use isoloir_shared::api::types::Lang;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

/// What drawing needs.
pub struct Paint<'a, 'b> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// How meaning looks.
    pub styles: &'b Styles,
    /// Language.
    pub lang: Lang,
    /// The answer that the focus stands on, on a ballot.
    pub column: Option<usize>,
    /// Where the real cursor stands.
    pub at: Option<Position>,
}

impl Paint<'_, '_> {
    /// Writes on one line, cut at the frame's edge; gives the column after the text.
    pub fn put(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if x >= area.right() || y >= area.bottom() || y < area.top() || x < area.left() {
            return x;
        }
        self.buffer.set_stringn(x, y, text, usize::from(area.right() - x), style).0
    }

    /// The real cursor stands here.
    pub fn cursor(&mut self, x: u16, y: u16) {
        let position = Position::new(x, y);
        if self.buffer.area.contains(position) {
            self.at = Some(position);
        }
    }
}
