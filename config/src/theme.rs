//! Colours of the terminal as data: `themes/*.toml`, built in; or a file of one's own.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A theme, as its file says it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Short name.
    pub name: String,
    /// For a scale of so many grades, the colours (of the 256), best grade first.
    #[serde(default)]
    pub grades: BTreeMap<String, Vec<u8>>,
    /// What stands out, and how: `bold`, `dim`, `reverse`, `plain` or one of the terminal's sixteen colours.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
}

/// The themes that are built in, the default first.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("puor", include_str!("../themes/puor.toml")),
    ("red-green", include_str!("../themes/red-green.toml")),
    ("mono", include_str!("../themes/mono.toml")),
];

impl Theme {
    /// A theme from the text of a file; the error says where and why.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// A built-in theme.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// The colour of a grade, `at` from the best (0) of `of`; none in a theme without colours.
    pub fn grade(&self, at: usize, of: usize) -> Option<u8> {
        if let Some(row) = self.grades.get(&of.to_string()) {
            return row.get(at).copied();
        }
        let row = self.grades.values().max_by_key(|row| row.len())?;
        let last = row.len().checked_sub(1)?;
        let spread = if of > 1 { at.min(of - 1) * last / (of - 1) } else { 0 };
        row.get(spread).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_themes_are_whole() {
        for (name, text) in BUILT_IN {
            let theme = Theme::parse(text).unwrap();
            assert_eq!(theme.name, name);
            for (of, row) in &theme.grades {
                assert_eq!(of.parse::<usize>().unwrap(), row.len(), "{name}: the row of {of}");
            }
        }
        let puor = Theme::built_in("puor").unwrap();
        let seven: Vec<_> = (0..7).filter_map(|at| puor.grade(at, 7)).collect();
        assert_eq!(seven, [130, 215, 223, 231, 253, 103, 54]);
        assert_eq!(puor.grade(8, 9), Some(54));
        assert_eq!(Theme::built_in("mono").unwrap().grade(0, 6), None);
    }
}
