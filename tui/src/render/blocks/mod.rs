//! How each block of a screen is laid out and drawn.

mod ballot;
mod facts;
mod list;
mod photo;
mod profile;
mod time;

pub(crate) use ballot::{Grid, draw_ballot, letter_of};
pub(crate) use facts::facts;
pub(crate) use list::{draw_item, title_columns};
pub use photo::Photos;
pub(crate) use photo::draw_photo;
pub(crate) use profile::{SENTENCE_INDENT, draw_profile};
pub(crate) use time::{countdown, progress, timeline};
