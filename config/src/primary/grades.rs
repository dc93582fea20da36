//! Grades that every program knows: those of the primaries that come with it.

use super::{BUILT_IN, GradeName, Primary};
use std::sync::LazyLock;

static KNOWN: LazyLock<Vec<GradeName>> = LazyLock::new(|| {
    // Not checked here: checking asks for these.
    let primaries = BUILT_IN.iter().filter_map(|(_, text)| toml::from_str::<Primary>(text).ok());
    primaries.flat_map(|primary| primary.scale).collect()
});

impl GradeName {
    /// Whether these are the words of that key, if it is one that every program knows. With other words a voter would
    /// read another grade than the ballot says, and no proof would tell.
    pub fn fits(key: &str, fr: &str, en: &str) -> bool {
        KNOWN.iter().filter(|it| it.key == key).all(|it| it.fr == fr && it.en == en)
    }
}
