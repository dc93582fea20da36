//! The catalogue is whole: both languages say the same things with the same arguments, and nothing says what nobody shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

use isoloir_config::text::{Value, key, resolve};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A text of the catalogue, as its file has it.
type Texts = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
}

/// All texts of a language, each with the lines that belong to it.
fn texts(lang: &str) -> Texts {
    let mut paths = Vec::new();
    files(&root().join("config/locales").join(lang), "ftl", &mut paths);
    let mut all = Texts::new();
    for path in paths {
        let mut last = None;
        for line in fs::read_to_string(&path).unwrap().lines() {
            if let Some((name, text)) = line.split_once(" =").filter(|_| !line.starts_with(['#', ' '])) {
                assert!(all.insert(name.into(), text.into()).is_none(), "{name} is there twice ({})", path.display());
                last = Some(name.to_owned());
            } else if line.starts_with(' ') {
                let name = last.as_ref().unwrap_or_else(|| panic!("a line of no text in {}", path.display()));
                all.get_mut(name).unwrap().push_str(&format!("\n{line}"));
            }
        }
    }
    all
}

/// The names after `$`.
fn arguments(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let (fr, en) = (texts("fr"), texts("en"));
    let keys = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
    let (only_fr, only_en) = (&keys(&fr) - &keys(&en), &keys(&en) - &keys(&fr));
    assert!(only_fr.is_empty() && only_en.is_empty(), "only in French: {only_fr:?}; only in English: {only_en:?}");
    for (name, text) in &fr {
        assert_eq!(arguments(text), arguments(&en[name]), "the arguments of {name}");
        assert_eq!(text.contains("[one]"), en[name].contains("[one]"), "the plural of {name}");
        assert_eq!(text.contains("->"), text.contains("*["), "the forms of {name}");
    }
}

#[test]
fn every_text_can_be_read() {
    for lang in ["fr", "en"] {
        for (name, text) in texts(lang) {
            let key = key::ALL.iter().find(|key| key.name() == name).unwrap_or_else(|| panic!("no key {name}"));
            for n in [0, 1, 2, 4_461] {
                // A text with a plural takes a number there; numbers read well everywhere else, too.
                let leaked: Vec<&'static str> =
                    arguments(&text).into_iter().map(|it| &*Box::leak(it.to_owned().into_boxed_str())).collect();
                let said = resolve(lang, *key, leaked.into_iter().map(|it| (it, Value::Number(n))));
                for bad in ["Unknown localization", "{", "}", "\u{2068}", "\u{2069}", "\u{1b}"] {
                    assert!(!said.contains(bad), "{name} in {lang}: {said}");
                }
                assert!(!said.trim().is_empty(), "{name} in {lang} says nothing");
            }
        }
    }
}

#[test]
fn numbers_are_grouped_and_plurals_chosen_as_each_language_does() {
    let say = |lang, n| resolve(lang, key::CANDIDATE_SUPPORTS, [("n", Value::Number(n))]);
    assert_eq!((say("fr", 0), say("fr", 1)), ("0 soutien".into(), "1 soutien".into()));
    assert_eq!(say("fr", 4_461), "4\u{a0}461 soutiens");
    assert_eq!((say("en", 0), say("en", 1)), ("0 supports".into(), "1 support".into()));
    assert_eq!(say("en", 4_461), "4,461 supports");
}

#[test]
fn every_text_is_shown_somewhere() {
    let mut paths = Vec::new();
    for part in ["config/src", "shared/src", "platform/src", "tui/src", "bots/src"] {
        files(&root().join(part), "rs", &mut paths);
    }
    let mut words = BTreeSet::new();
    for path in paths {
        let code = fs::read_to_string(path).unwrap();
        words.extend(code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_owned));
    }
    // Commands, their options, keys and themes find their texts by name (`Key::find`).
    let by_name = |name: &str| name == "cli" || ["cli-", "keys-", "theme-"].iter().any(|start| name.starts_with(start));
    let unused: Vec<_> = texts("fr")
        .into_keys()
        .filter(|name| !by_name(name) && !words.contains(&name.replace('-', "_").to_uppercase()))
        .collect();
    assert!(unused.is_empty(), "nobody shows {unused:?}");
}
