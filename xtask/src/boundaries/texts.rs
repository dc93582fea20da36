//! The catalogue of texts: both languages say the same things, no text is written twice, none is left over.

use crate::finding::Finding;
use crate::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// Texts whose whole name is made while the program runs: what `--help` says of each command and flag.
const FOUND_BY_NAME: &[&str] = &["cli"];

/// One text: its key, its words, the arguments it takes, and where it stands.
struct Entry {
    place: String,
    words: String,
    arguments: BTreeSet<String>,
}

/// What is wrong with the catalogue.
pub fn check(files: &[(String, String)]) -> Vec<Finding> {
    let (french, mut findings) = catalogue(files, "config/locales/fr/");
    let (english, more) = catalogue(files, "config/locales/en/");
    findings.extend(more);
    findings.extend(compare(&french, &english));
    findings.extend(unused(&french, files));
    findings
}

/// The entries of one language, and keys that stand twice.
fn catalogue(files: &[(String, String)], folder: &str) -> (BTreeMap<String, Entry>, Vec<Finding>) {
    let (mut entries, mut findings) = (BTreeMap::<String, Entry>::new(), Vec::new());
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with(folder) && path.ends_with(".ftl")) {
        let mut last: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            if line.starts_with(' ') {
                if let Some(entry) = last.as_ref().and_then(|key| entries.get_mut(key)) {
                    entry.words.push_str(line.trim());
                    entry.arguments.extend(arguments(line));
                }
                continue;
            }
            let Some((key, words)) = line.split_once(" =").filter(|(key, _)| !key.starts_with('#')) else { continue };
            let place = format!("{path}:{}", number + 1);
            let entry = Entry { place: place.clone(), words: words.trim().to_owned(), arguments: arguments(words) };
            if let Some(first) = entries.insert(key.to_owned(), entry) {
                findings.push(Finding::error(place, format!("{key} stands at {} too", first.place)));
            }
            last = Some(key.to_owned());
        }
    }
    (entries, findings)
}

/// Names after `$`.
fn arguments(words: &str) -> BTreeSet<String> {
    words
        .split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
        .collect()
}

/// Keys that only one language has, or that take other arguments in the other.
fn compare(french: &BTreeMap<String, Entry>, english: &BTreeMap<String, Entry>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, entry) in french {
        match english.get(key) {
            None => findings.push(Finding::error(&entry.place, format!("{key} has no English"))),
            Some(other) if other.arguments != entry.arguments => {
                findings.push(Finding::error(&other.place, format!("{key} takes other arguments than in French")));
            }
            Some(_) => {}
        }
    }
    for (key, entry) in english.iter().filter(|(key, _)| !french.contains_key(*key)) {
        findings.push(Finding::error(&entry.place, format!("{key} has no French")));
    }
    findings
}

/// Texts that no source names: by their constant, or by a string that is their key or begins it (`"keys-name-{name}"`).
/// Keys that only other texts refer to (`{ key }`) are used.
fn unused(entries: &BTreeMap<String, Entry>, files: &[(String, String)]) -> Vec<Finding> {
    let (mut words, mut strings) = (BTreeSet::new(), Vec::new());
    for (_, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        words.extend(tokens::read(text).into_iter().map(|token| token.text));
        strings.extend(tokens::strings(text));
    }
    let begins = |string: &String, key: &str| match string.split_once('{') {
        Some((start, _)) => start.ends_with('-') && key.starts_with(start),
        None => string == key,
    };
    let left_over = |key: &str| {
        !FOUND_BY_NAME.contains(&key.split('-').next().unwrap_or(key))
            && !words.contains(&key.replace('-', "_").to_uppercase())
            && !strings.iter().any(|string| begins(string, key))
            && !entries.values().any(|entry| entry.words.contains(&format!("{{ {key} }}")))
    };
    let unused = entries.iter().filter(|(key, _)| left_over(key));
    unused.map(|(key, entry)| Finding::error(&entry.place, format!("{key} is said nowhere"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(french: &str, english: &str, source: &str) -> Vec<String> {
        let files =
            [("config/locales/fr/a.ftl", french), ("config/locales/en/a.ftl", english), ("tui/src/a.rs", source)];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        check(&files).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_text_in_one_language_only_is_found() {
        assert_eq!(places("a-b = un\n", "", "key::A_B"), ["a-b has no English"]);
        assert_eq!(places("", "a-b = one\n", "key::A_B"), ["a-b has no French"]);
        assert_eq!(places("a-b = un\n", "a-b = one\n", "key::A_B"), [""; 0]);
    }

    #[test]
    fn other_arguments_in_the_other_language_are_found() {
        let french = "a-b = { $n ->\n    [one] un { $name }\n   *[other] { $n }\n }\n";
        assert_eq!(places(french, "a-b = { $n }\n", "key::A_B"), ["a-b takes other arguments than in French"]);
    }

    #[test]
    fn a_text_that_stands_twice_or_nowhere_is_found() {
        assert_eq!(places("a-b = un\na-b = deux\n", "a-b = one\n", "key::A_B").len(), 1);
        assert_eq!(places("a-b = un\n", "a-b = one\n", "fn a() {}"), ["a-b is said nowhere"]);
        assert_eq!(places("a-b = un\n", "a-b = one\n", "fn a() { f(\"c-{b}\") }"), ["a-b is said nowhere"]);
        assert_eq!(places("a-b = un\n", "a-b = one\n", "fn a() { f(\"a-{b}\") }"), [""; 0]);
    }
}
