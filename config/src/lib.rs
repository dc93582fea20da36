//! What Isoloir knows without asking: primaries as data, texts, settings, themes; and who may read what it keeps.

pub mod files;
pub mod keys;
pub mod primary;
pub mod terminal;
pub mod text;
pub mod theme;
