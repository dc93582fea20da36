//! Commands, for the menus of both networks and for whoever types them: each is listed once, its words in the catalogue.

use isoloir_config::text::Key;
use isoloir_shared::api::types::{Lang, Round};
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Intent, Place, Topic};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Command {
    name: Key,
    about: Key,
    /// What it asks for.
    pub intent: Intent,
}

const ALL: &[Command] = &[
    command(key::CHAT_COMMAND_HOME, key::CHAT_COMMAND_HOME_ABOUT, Intent::Open(Place::Home)),
    command(key::CHAT_COMMAND_LOT, key::CHAT_COMMAND_LOT_ABOUT, Intent::Open(Place::Lot)),
    command(key::CHAT_COMMAND_FINAL, key::CHAT_COMMAND_FINAL_ABOUT, Intent::Open(Place::Final)),
    command(key::CHAT_COMMAND_CANDIDATES, key::CHAT_COMMAND_CANDIDATES_ABOUT, Intent::Open(Place::Candidates)),
    command(key::CHAT_COMMAND_SUPPORTS, key::CHAT_COMMAND_SUPPORTS_ABOUT, Intent::Open(Place::Supports)),
    command(key::CHAT_COMMAND_RESULTS, key::CHAT_COMMAND_RESULTS_ABOUT, Intent::Open(Place::Results(Round::Final))),
    command(key::CHAT_COMMAND_RECEIPTS, key::CHAT_COMMAND_RECEIPTS_ABOUT, Intent::Open(Place::Receipts)),
    command(key::CHAT_COMMAND_HELP, key::CHAT_COMMAND_HELP_ABOUT, Intent::Open(Place::Help(Topic::Start))),
    command(key::CHAT_COMMAND_LANGUAGE, key::CHAT_COMMAND_LANGUAGE_ABOUT, Intent::Open(Place::Language)),
    command(key::CHAT_COMMAND_ACCOUNT, key::CHAT_COMMAND_ACCOUNT_ABOUT, Intent::Open(Place::Account)),
    command(key::CHAT_COMMAND_STOP, key::CHAT_COMMAND_STOP_ABOUT, Intent::Leave),
];

const fn command(name: Key, about: Key, intent: Intent) -> Command {
    Command { name, about, intent }
}

/// All of them, most useful first.
pub fn commands() -> &'static [Command] {
    ALL
}

impl Command {
    /// Its name without the slash: `resultats`, `results`. Telegram takes `a`–`z`, digits and `_`.
    pub fn name(&self, lang: Lang) -> String {
        Msg::new(self.name).resolve(lang)
    }

    /// A few words about it.
    pub fn about(&self, lang: Lang) -> String {
        Msg::new(self.about).resolve(lang)
    }

    /// The one of that name in either language, accents and case forgiven.
    pub(super) fn named(folded: &str) -> Option<&'static Self> {
        ALL.iter().find(|it| is_word(folded, it.name))
    }
}

/// Whether a folded text is one of the words of a key, in either language: `retour / back`. The catalogue is read once.
pub(super) fn is_word(folded: &str, key: Key) -> bool {
    static WORDS: LazyLock<HashMap<String, Vec<Key>>> = LazyLock::new(|| {
        let mut words: HashMap<String, Vec<Key>> = HashMap::new();
        let keys = key::ALL.iter().filter(|it| it.name().starts_with("chat-word-"));
        for key in keys.copied().chain(ALL.iter().map(|it| it.name)) {
            for said in [Lang::Fr, Lang::En].map(|lang| Msg::new(key).resolve(lang)) {
                for word in said.split('/').map(fold).filter(|it| !it.is_empty()) {
                    words.entry(word).or_default().push(key);
                }
            }
        }
        words
    });
    WORDS.get(folded).is_some_and(|keys| keys.contains(&key))
}
