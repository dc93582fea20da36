//! What Isoloir knows without asking: primaries as data, texts, settings, themes.

pub mod primary;
pub mod text;
