//! The primary's bots: their names, which are published, and where they speak from.

use crate::secrets::Hash;
use isoloir_shared::api::types::BotsView;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::PathBuf;

/// What an operator says of the bots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bots {
    /// Name of the Telegram bot, with or without `@`.
    pub telegram: Option<String>,
    /// Name of the Matrix bot: `@bot:server`.
    pub matrix: Option<String>,
    /// Where the bots speak from: a whole crowd comes from there, so limits on one network address do not hold.
    pub addresses: Vec<IpAddr>,
    /// File of the token by which the bots tell how far they brought an announcement; none: they do not.
    pub token_file: Option<PathBuf>,
    /// Of that token.
    #[serde(skip)]
    pub token_hash: Option<Hash>,
}

impl Bots {
    /// As published; a name that can be none is an error, in words for the operator.
    ///
    /// # Errors
    /// If a name can be none.
    pub fn view(&self) -> Result<BotsView, String> {
        let telegram = self.telegram.as_deref().map(telegram).transpose()?;
        let matrix = self.matrix.as_deref().map(matrix).transpose()?;
        Ok(BotsView { telegram, matrix })
    }
}

fn telegram(given: &str) -> Result<String, String> {
    let name = given.trim().trim_start_matches('@');
    let fits = (5..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if fits { Ok(name.to_owned()) } else { Err(format!("bots.telegram: {given:?} is no name of a Telegram bot")) }
}

fn matrix(given: &str) -> Result<String, String> {
    let name = given.trim();
    let fits = name.strip_prefix('@').and_then(|rest| rest.split_once(':')).is_some_and(|(local, server)| {
        !local.is_empty() && !server.is_empty() && name.len() <= 255 && name.chars().all(|c| c.is_ascii_graphic())
    });
    if fits { Ok(name.to_owned()) } else { Err(format!("bots.matrix: {given:?} is not like @bot:server")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_and_published_as_links_want_them() {
        let bots = |telegram: &str, matrix: &str| {
            Bots { telegram: Some(telegram.into()), matrix: Some(matrix.into()), ..Bots::default() }.view()
        };
        let view = bots("@IsoloirBot", "@isoloir:matrix.example:8448").unwrap();
        assert_eq!(view.telegram.as_deref(), Some("IsoloirBot"));
        assert_eq!(view.matrix.as_deref(), Some("@isoloir:matrix.example:8448"));
        assert_eq!(Bots::default().view(), Ok(BotsView::default()));
        for (telegram, matrix) in [("x", "@a:b"), ("a b c d e", "@a:b"), ("robot?start", "@a:b")] {
            assert!(bots(telegram, matrix).unwrap_err().contains("telegram"));
        }
        for matrix in ["isoloir", "@isoloir", "@:server", "@a:b c"] {
            assert!(bots("IsoloirBot", matrix).unwrap_err().contains("matrix"));
        }
    }
}
