//! What Isoloir knows without asking: primaries as data, texts, settings, themes.

pub mod keys;
pub mod primary;
pub mod terminal;
pub mod text;
pub mod theme;
