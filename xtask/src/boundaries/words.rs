//! What must not be committed: paths of somebody's machine, notes to self, merge marks.

use crate::finding::Finding;

/// Written in two halves, so that this file does not find itself.
const BANNED: &[(&str, &str)] = &[
    (concat!("/ho", "me/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/Us", "ers/"), "a path of one machine"),
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("TO", "DO"), "finish it or open an issue"),
    (concat!("FIX", "ME"), "finish it or open an issue"),
    (concat!("<<<", "<<<<"), "a conflict that was not resolved"),
];

/// Files that are copied from elsewhere as they are.
const COPIED: &[&str] = &["LICENSE-", "shared/tests/fixtures/"];

/// Lines that hold one of them.
pub fn check(files: &[(String, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !COPIED.iter().any(|start| path.starts_with(start))) {
        for (number, line) in text.lines().enumerate() {
            for (word, why) in BANNED.iter().filter(|(word, _)| line.contains(word)) {
                findings.push(Finding::error(format!("{path}:{}", number + 1), format!("`{word}`: {why}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_banned_word_is_found() {
        for (word, _) in BANNED {
            let files = [("a.md".to_owned(), format!("first\nsee {word}x"))];
            let found = check(&files);
            assert_eq!(found.len(), 1, "{word}");
            assert_eq!(found[0].place, "a.md:2");
        }
        assert_eq!(check(&[("a.md".to_owned(), "docs/operating.md".to_owned())]), []);
    }
}
