//! What the interface says about its own keys: the footer, and the help of a screen.

use super::stop::intent_of;
use super::{Stop, View};
use crate::input::Command;
use crate::render::action_words;
use isoloir_config::text::Key;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::Block;

impl View {
    /// The keys that help most on this screen, with what they do; the most useful first.
    pub fn useful_keys(&self) -> Vec<(String, String)> {
        let say = |key: Key| Msg::new(key).resolve(self.lang);
        let one = |command: Command, does: Key| (self.keys.show(command, self.lang), say(does));
        let two = |a: Command, b: Command, does: Key| {
            (format!("{}{}", self.keys.show(a, self.lang), self.keys.show(b, self.lang)), say(does))
        };
        let mut keys = Vec::new();
        match self.focus() {
            Some(Stop::Input) if self.editor.multiline() => keys.push(one(Command::Submit, key::KEYS_SUBMIT)),
            Some(Stop::Input) => keys.push(one(Command::Choose, key::KEYS_TYPE)),
            Some(Stop::Row { .. }) if !self.read_only() => {
                let letters = self.letters();
                if let (Some(first), Some(last)) = (letters.first(), letters.last()) {
                    keys.push((format!("{first}–{last}"), say(key::KEYS_GRADE)));
                }
                keys.push(one(Command::Details, key::KEYS_DETAILS));
            }
            Some(stop) if intent_of(&self.screen, stop, 0).is_some() => {
                let does = if matches!(stop, Stop::Profile { .. }) { key::KEYS_WHY } else { key::KEYS_CHOOSE };
                keys.push(one(Command::Choose, does));
            }
            _ => {}
        }
        if self.document.height() > usize::from(self.regions.body.height) {
            keys.push(one(Command::PageDown, key::KEYS_READ));
        }
        if self.above() && self.focus() != Some(Stop::Input) {
            keys.push(one(Command::Search, key::KEYS_SEARCH));
        }
        keys.push(one(Command::Back, key::KEYS_BACK));
        if self.focus() == Some(Stop::Input) {
            keys.push((self.last_key(Command::Help), say(key::KEYS_HELP)));
            keys.push(two(Command::Up, Command::Down, key::KEYS_MOVE));
        } else {
            keys.push(one(Command::Help, key::KEYS_HELP));
            keys.push(two(Command::Up, Command::Down, key::KEYS_MOVE));
            keys.push(one(Command::Palette, key::KEYS_PALETTE));
            keys.push(one(Command::Leave, key::KEYS_LEAVE));
        }
        keys
    }

    /// The help of this screen: its own actions first, then every key.
    pub fn help_lines(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        for (at, action) in self.screen.actions.iter().enumerate() {
            let number = u8::try_from(at + 1).ok().filter(|n| *n <= 9 && !self.on_ballot());
            let key = number.map(|n| self.keys.show(Command::Digit(n), self.lang)).unwrap_or_else(|| "·".to_owned());
            lines.push((key, action_words(action, self.lang)));
        }
        if self.on_ballot() && !self.read_only() {
            for (at, (letter, label)) in self.choices().into_iter().enumerate() {
                let command = u8::try_from(at).map(Command::Grade).ok();
                let keys = command.map(|command| self.all_keys(command)).filter(|keys| !keys.is_empty());
                lines.push((keys.unwrap_or(letter), label));
            }
        }
        lines.push((String::new(), String::new()));
        lines.push((String::new(), Msg::new(key::KEYS_HELP_KEYS).resolve(self.lang)));
        for command in Command::all() {
            let name = match command {
                Command::Digit(_) | Command::Grade(_) => continue,
                Command::NextPhase if !self.screen.time_moves => continue,
                command => format!("keys-{}", command.name()),
            };
            if let Some(does) = Key::find(&name) {
                lines.push((self.all_keys(command), Msg::new(does).resolve(self.lang)));
            }
        }
        lines.push(("1–9 & é \" ' ( - è _ ç".to_owned(), Msg::new(key::KEYS_DIGITS).resolve(self.lang)));
        lines
    }

    fn all_keys(&self, command: Command) -> String {
        let keys = self.keys.keys(command).iter().map(|press| press.show(self.lang));
        keys.collect::<Vec<_>>().join(" ")
    }

    fn last_key(&self, command: Command) -> String {
        self.keys.keys(command).last().map(|press| press.show(self.lang)).unwrap_or_default()
    }

    pub(super) fn read_only(&self) -> bool {
        self.screen.body.iter().any(|block| matches!(block, Block::Ballot(ballot) if ballot.read_only))
    }

    fn choices(&self) -> Vec<(String, String)> {
        let row = self.screen.body.iter().find_map(|block| match block {
            Block::Ballot(ballot) => ballot.rows.first(),
            _ => None,
        });
        row.map_or_else(Vec::new, |row| {
            row.choices.iter().map(|choice| (choice.letter.clone(), choice.label.resolve(self.lang))).collect()
        })
    }

    fn letters(&self) -> Vec<String> {
        self.choices()
            .into_iter()
            .map(|(letter, _)| letter)
            .filter(|letter| letter.chars().all(char::is_alphanumeric))
            .collect()
    }
}
