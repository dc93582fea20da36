//! Keys of the terminal as data: which keys ask for which command.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The keys that are built in.
pub const DEFAULT: &str = include_str!("../keys/default.toml");

/// A file of keys, with the place of every line.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct KeyFile {
    /// Command, and its keys.
    pub commands: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
}

impl KeyFile {
    /// From the text of a file; the error says where and why.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// The line (from 1) of a byte of a text.
pub fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count() + 1
}
