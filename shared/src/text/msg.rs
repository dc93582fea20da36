//! A message that has not been put into words yet.

use super::{Key, clean_line};
use crate::api::types::{Lang, Localized};
use isoloir_config::text::{self, Value};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What is to be said, in no language yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenMsg")]
pub enum Msg {
    /// A text of the catalogue.
    Key(Key, Vec<(&'static str, Arg)>),
    /// Words that people wrote: cleaned, shown as they are.
    Words(String),
    /// Words that the platform has in both languages.
    Both(Localized),
}

/// A message as it was written down. Its texts are found again in this program's catalogue.
#[derive(Deserialize)]
#[serde(rename = "Msg")]
enum WrittenMsg {
    Key(String, Vec<(String, Arg)>),
    Words(String),
    Both(Localized),
}

impl From<WrittenMsg> for Msg {
    fn from(written: WrittenMsg) -> Self {
        match written {
            WrittenMsg::Words(words) => Self::Words(words),
            WrittenMsg::Both(both) => Self::Both(both),
            // A text that another version of this program knew: what it said is lost, nothing else.
            WrittenMsg::Key(key, args) => match Key::find(&key) {
                None => Self::Words("…".into()),
                Some(key) => {
                    let known = args.into_iter().filter_map(|(name, arg)| Some((text::argument(&name)?, arg)));
                    Self::Key(key, known.collect())
                }
            },
        }
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arg {
    /// Words that people wrote.
    Words(String),
    /// A count: Fluent chooses the plural, digits are grouped as the language does.
    Count(u64),
    /// Per ten thousand, shown as a percentage with two decimals.
    Share(u32),
    /// Another message.
    Msg(Box<Msg>),
    /// A day.
    Date(Date),
    /// An instant, shown in the primary's zone.
    Instant(Timestamp, String),
    /// A span in seconds, shown in its two largest units.
    Seconds(u64),
}

impl Msg {
    /// A text without arguments.
    pub fn new(key: Key) -> Self {
        Self::Key(key, Vec::new())
    }

    /// The same with one more argument. Words keep none.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        if let Self::Key(_, args) = &mut self {
            args.push((name, arg.into()));
        }
        self
    }

    /// Words that people wrote, on one line.
    pub fn words(text: impl AsRef<str>) -> Self {
        Self::Words(clean_line(text.as_ref()))
    }

    /// In words.
    pub fn resolve(&self, lang: Lang) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Both(both) => both.get(lang).to_owned(),
            Self::Key(key, args) => {
                let args = args.iter().map(|(name, arg)| (*name, arg.value(lang)));
                text::resolve(lang.code(), *key, args)
            }
        }
    }
}

impl Arg {
    fn value(&self, lang: Lang) -> Value {
        match self {
            Self::Words(words) => Value::Text(words.clone()),
            Self::Count(n) => Value::Number(*n),
            Self::Share(n) => Value::Text(text::percent(lang.code(), *n)),
            Self::Msg(msg) => Value::Text(msg.resolve(lang)),
            Self::Date(date) => Value::Text(text::date(lang.code(), *date)),
            Self::Instant(at, zone) => Value::Text(text::instant(lang.code(), *at, zone)),
            Self::Seconds(n) => Value::Text(text::span(lang.code(), *n)),
        }
    }
}

impl From<Key> for Msg {
    fn from(key: Key) -> Self {
        Self::new(key)
    }
}
impl From<Localized> for Msg {
    fn from(both: Localized) -> Self {
        Self::Both(both)
    }
}
impl From<Key> for Arg {
    fn from(key: Key) -> Self {
        Self::Msg(Box::new(key.into()))
    }
}
impl From<Msg> for Arg {
    fn from(msg: Msg) -> Self {
        Self::Msg(Box::new(msg))
    }
}
impl From<u64> for Arg {
    fn from(n: u64) -> Self {
        Self::Count(n)
    }
}
impl From<u32> for Arg {
    fn from(n: u32) -> Self {
        Self::Count(n.into())
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Self::Count(n as u64)
    }
}
impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(clean_line(words))
    }
}
impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
