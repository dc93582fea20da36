//! The one catalogue of texts (Fluent), French first, English complete; and how each language writes numbers and days.

mod format;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;

pub use format::{date, instant, number, percent, span};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "fr",
        customise: |bundle| {
            // Isolation marks (U+2068, U+2069) leak into terminals.
            bundle.set_use_isolating(false);
            let english = bundle.locales.first().is_some_and(|it| it.language.as_str() == "en");
            bundle.set_formatter(Some(if english { |value, _| grouped("en", value) } else { |value, _| grouped("fr", value) }));
        },
    };
}

/// The name of a text. Only the constants of [`key`] make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(&'static str);

impl Key {
    /// As the catalogue writes it: `home-title`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The text of that name, for names that are put together while the program runs (commands, keys);
    /// none where the catalogue has no such text.
    pub fn find(name: &str) -> Option<Self> {
        key::ALL.binary_search_by(|key| key.0.cmp(name)).ok().map(|at| key::ALL[at])
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// The name of an argument that some text takes; none if no text does.
pub fn argument(name: &str) -> Option<&'static str> {
    key::ARGUMENTS.binary_search(&name).ok().map(|at| key::ARGUMENTS[at])
}

/// A constant for each text, made from the French catalogue.
#[allow(rustdoc::bare_urls, reason = "the texts are for people, who are told addresses as they type them")]
pub mod key {
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A count: chooses the plural, and is shown with its digits grouped.
    Number(u64),
}

/// A text in words. `lang` is `fr` or `en`; anything else reads French.
pub fn resolve(lang: &str, key: Key, args: impl IntoIterator<Item = (&'static str, Value)>) -> String {
    static FR: LanguageIdentifier = langid!("fr");
    static EN: LanguageIdentifier = langid!("en");
    let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
        args.into_iter().map(|(name, value)| (Cow::Borrowed(name), fluent(value))).collect();
    LOCALES.lookup_with_args(if lang == "en" { &EN } else { &FR }, key.0, &args)
}

/// Fluent chooses plurals by itself and groups no digits.
fn grouped(lang: &str, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value >= 0.0 && n.value.fract() == 0.0 => Some(number(lang, n.value as u64)),
        _ => None,
    }
}

fn fluent(value: Value) -> FluentValue<'static> {
    match value {
        Value::Text(text) => FluentValue::from(text),
        Value::Number(n) => FluentValue::from(n),
    }
}
