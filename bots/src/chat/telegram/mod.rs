//! A screen as a message of Telegram: HTML and inline buttons, within its limits.

mod data;
mod html;
mod keyboard;

pub use data::pressed;
pub use keyboard::Button;

use super::document::{Form, document};
use super::pages::{Room, page as cut_page};
use super::said::html16;
use super::view::View;
use super::{Options, Picture, Stamp};
use isoloir_shared::api::types::Lang;
use isoloir_shared::view::{InputKind, Screen};

/// Most UTF-16 units of a message after its markup is read.
pub const MESSAGE: usize = 4096;
/// Most bytes that a button carries.
pub const DATA: usize = 64;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct TelegramPage {
    /// For `parse_mode: HTML`, at most 4,096 UTF-16 units as it is sent. Send it without link previews.
    pub html: String,
    /// Rows of inline buttons.
    pub buttons: Vec<Vec<Button>>,
    /// A picture that belongs to it, to be sent above it with [`Picture::caption`].
    pub picture: Option<Picture>,
    /// What is typed next is an answer of this kind.
    pub asks: Option<InputKind>,
}

/// What fits: counted as it is sent, which is never less than what is read. `editMessageText` is not said to count
/// otherwise, and a page of `<` is four times as long as it looks.
const ROOM: Room = Room { weight: html16, markup: 13, most: 3000, rows: 10, lines: 60 };
/// What all of a page may weigh, with room for the line that tells the page.
const WHOLE: usize = 3800;

/// The page of a screen that is seen.
pub fn page(screen: &Screen, lang: Lang, options: &Options<'_>) -> TelegramPage {
    let document = document(screen, lang, options, Form::Buttons);
    let view = View::kept(options.view);
    let around = ROOM.weigh(&document.title) + document.foot.iter().map(|it| ROOM.weigh(&it.line)).sum::<usize>();
    let room = Room { most: ROOM.most.min(WHOLE - around.min(WHOLE / 2)), ..ROOM };
    let page = cut_page(&document, view.page(), &room);
    let html = html::html(&page, &document.foot, lang);
    let buttons = keyboard::keyboard(screen, lang, &document, &page, view, Stamp::of(screen));
    TelegramPage { html, buttons, picture: Picture::of(screen, lang), asks: screen.input.as_ref().map(|it| it.kind) }
}
