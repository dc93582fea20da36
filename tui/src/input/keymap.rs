//! Which key asks for which command: the built-in map, with lines of one's own in place of its lines.

use super::{Command, Press};
use isoloir_config::keys::{DEFAULT, KeyFile, line_of};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use std::collections::{BTreeMap, HashMap};

/// Which key asks for which command.
#[derive(Clone, Debug)]
pub struct KeyMap {
    keys: BTreeMap<Command, Vec<Press>>,
    commands: HashMap<Press, Command>,
    grades: HashMap<Press, Command>,
}

/// Why a file of keys was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{line}: {}", .reason.resolve(Lang::En))]
pub struct KeyError {
    /// Which file.
    pub file: String,
    /// Which line, from 1.
    pub line: usize,
    /// Why.
    pub reason: Msg,
}

impl KeyError {
    /// File, line and reason, for a person.
    pub fn say(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, self.reason.resolve(lang))
    }
}

impl KeyMap {
    /// The built-in map.
    pub fn built_in() -> Result<Self, KeyError> {
        let mut rows = Rows::default();
        rows.read("default.toml", DEFAULT)?;
        rows.build()
    }

    /// The built-in map with a file of one's own (its name, its text).
    pub fn with_file(file: &str, text: &str) -> Result<Self, KeyError> {
        let mut rows = Rows::default();
        rows.read("default.toml", DEFAULT)?;
        rows.read(file, text)?;
        rows.build()
    }

    /// What a key asks for. On a ballot its letters are grades first.
    pub fn command(&self, press: Press, on_ballot: bool) -> Option<Command> {
        let grade = on_ballot.then(|| self.grades.get(&press)).flatten();
        grade.or_else(|| self.commands.get(&press)).copied()
    }

    /// The keys of a command, most usual first.
    pub fn keys(&self, command: Command) -> &[Press] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The first key of a command, as people read it.
    pub fn show(&self, command: Command, lang: Lang) -> String {
        self.keys(command).first().map(|press| press.show(lang)).unwrap_or_default()
    }
}

#[derive(Default)]
struct Rows(BTreeMap<Command, Row>);

struct Row {
    file: String,
    keys: Vec<(Press, usize)>,
}

impl Rows {
    fn read(&mut self, file: &str, text: &str) -> Result<(), KeyError> {
        let refuse = |byte: usize, reason: Msg| KeyError { file: file.to_owned(), line: line_of(text, byte), reason };
        let parsed = KeyFile::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            refuse(at, Msg::new(key::KEYS_FILE_UNREADABLE).with("reason", error.message()))
        })?;
        for (name, keys) in &parsed.commands {
            let command = Command::named(name.get_ref()).ok_or_else(|| {
                refuse(name.span().start, Msg::new(key::KEYS_FILE_COMMAND).with("name", name.get_ref().as_str()))
            })?;
            let mut row = Vec::with_capacity(keys.len());
            for word in keys {
                let press = Press::parse(word.get_ref()).ok_or_else(|| {
                    refuse(word.span().start, Msg::new(key::KEYS_FILE_KEY).with("name", word.get_ref().as_str()))
                })?;
                row.push((press, line_of(text, word.span().start)));
            }
            self.0.insert(command, Row { file: file.to_owned(), keys: row });
        }
        Ok(())
    }

    /// Two commands may not share a key, unless one of them is a grade: grades are asked for on ballots only.
    fn build(self) -> Result<KeyMap, KeyError> {
        let mut map = KeyMap { keys: BTreeMap::new(), commands: HashMap::new(), grades: HashMap::new() };
        let mut rows: Vec<_> = self.0.into_iter().collect();
        // One's own lines last, so that they are the ones an error names.
        rows.sort_by_key(|(_, row)| row.file != "default.toml");
        for (command, row) in rows {
            for (press, line) in &row.keys {
                let grade = matches!(command, Command::Grade(_));
                let place = if grade { &mut map.grades } else { &mut map.commands };
                if let Some(other) = place.insert(*press, command).filter(|other| *other != command) {
                    let reason = Msg::new(key::KEYS_FILE_CONFLICT)
                        .with("name", press.show(Lang::En).as_str())
                        .with("one", command.name())
                        .with("other", other.name());
                    return Err(KeyError { file: row.file, line: *line, reason });
                }
            }
            map.keys.insert(command, row.keys.into_iter().map(|(press, _)| press).collect());
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn press(text: &str) -> Press {
        Press::parse(text).unwrap()
    }

    #[test]
    fn every_command_has_a_key() {
        let map = KeyMap::built_in().unwrap();
        for command in Command::all() {
            assert!(!map.keys(command).is_empty(), "{}", command.name());
        }
    }

    #[rstest]
    #[case("&", 1)]
    #[case("é", 2)]
    #[case("\"", 3)]
    #[case("'", 4)]
    #[case("(", 5)]
    #[case("-", 6)]
    #[case("è", 7)]
    #[case("_", 8)]
    #[case("ç", 9)]
    #[case("à", 0)]
    fn digits_as_azerty_types_them(#[case] text: &str, #[case] digit: u8) {
        let map = KeyMap::built_in().unwrap();
        assert_eq!(map.command(press(text), true), Some(Command::Digit(digit)));
    }

    #[test]
    fn letters_are_grades_on_a_ballot_only() {
        let map = KeyMap::built_in().unwrap();
        assert_eq!(map.command(press("b"), true), Some(Command::Grade(1)));
        assert_eq!(map.command(press("b"), false), None);
        assert_eq!(map.command(press("j"), true), Some(Command::Down));
    }

    #[test]
    fn a_line_of_ones_own_replaces_the_built_in_one() {
        let map = KeyMap::with_file("keys.toml", "leave = [\"x\"]\n").unwrap();
        assert_eq!(map.command(press("x"), false), Some(Command::Leave));
        assert_eq!(map.command(press("q"), false), None);
    }

    #[rstest]
    #[case("# mine\nleave = [\"x\"]\nback = [\"x\"]\n", 2)]
    #[case("up = [\"up\"]\ndown = [\"j\", \"q\"]\n", 2)]
    #[case("up = [\"hyper-x\"]\n", 1)]
    #[case("\nfly = [\"x\"]\n", 2)]
    #[case("up = [\"up\"]\nup = 3\n", 2)]
    fn a_refused_file_names_the_line(#[case] text: &str, #[case] line: usize) {
        let error = KeyMap::with_file("keys.toml", text).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("keys.toml", line), "{error}");
    }
}
