//! What a check found.

use std::fmt;

/// Something that a rule does not allow.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Fails CI, or only says so.
    pub weight: Weight,
    /// File, with its line where there is one, or crate.
    pub place: String,
    /// The rule in words.
    pub rule: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Fails CI.
    Error,
    /// Is printed.
    Warning,
}

impl Finding {
    /// One that fails CI.
    pub fn error(place: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { weight: Weight::Error, place: place.into(), rule: rule.into() }
    }

    /// One that is only printed.
    pub fn warning(place: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, place: place.into(), rule: rule.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        };
        write!(f, "{weight}: {}: {}", self.place, self.rule)
    }
}
