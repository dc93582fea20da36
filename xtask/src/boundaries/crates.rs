//! Which crate may depend on which: front ends, databases and servers stay where they belong.

use crate::finding::Finding;
use crate::tokens;
use cargo_metadata::Metadata;
use std::collections::{BTreeMap, BTreeSet};

/// A crate of the workspace.
pub struct Crate {
    /// `isoloir-shared`.
    pub name: String,
    /// Folder from the root.
    pub folder: String,
    /// Direct dependencies of any kind, with the name that sources use.
    pub dependencies: BTreeMap<String, String>,
}

/// The crates of the workspace.
pub fn workspace(metadata: &Metadata) -> Vec<Crate> {
    metadata
        .workspace_packages()
        .into_iter()
        .map(|package| Crate {
            name: package.name.to_string(),
            folder: package
                .manifest_path
                .strip_prefix(&metadata.workspace_root)
                .ok()
                .and_then(|path| path.parent())
                .map(ToString::to_string)
                .unwrap_or_default(),
            dependencies: package
                .dependencies
                .iter()
                .map(|dep| (dep.name.clone(), dep.rename.as_ref().unwrap_or(&dep.name).replace('-', "_")))
                .collect(),
        })
        .collect()
}

/// Who of us may depend on whom of us (a crate that is not named here may on nobody).
const OURS: &[(&str, &[&str])] = &[
    ("isoloir-config", &[]),
    ("isoloir-shared", &["isoloir-config", "isoloir-ballot"]),
    ("isoloir-platform", &["isoloir-config", "isoloir-ballot", "isoloir-shared"]),
    ("isoloir-tui", &["isoloir-config", "isoloir-ballot", "isoloir-shared", "isoloir-platform"]),
    ("isoloir-bots", &["isoloir-config", "isoloir-ballot", "isoloir-shared"]),
    (
        "isoloir-tests",
        &["isoloir-config", "isoloir-ballot", "isoloir-shared", "isoloir-platform", "isoloir-tui", "isoloir-bots"],
    ),
    ("xtask", &[]),
];

/// Dependencies (by the start of their name) that only some crates may have, and why.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (&["ratatui", "crossterm", "tui-"], &["isoloir-tui"], "only the terminal front end knows a terminal"),
    (
        &["sqlx", "rusqlite", "libsqlite3", "sea-orm", "diesel", "tokio-postgres"],
        &["isoloir-platform", "isoloir-bots"],
        "only the platform and the bots' store have a database",
    ),
    // The load script measures the bots beside the library's own echo.
    (&["teloxide"], &["isoloir-bots", "isoloir-tests"], "only the bots know Telegram"),
    (&["matrix-sdk", "ruma"], &["isoloir-bots"], "only the bots know Matrix"),
    (
        &["axum", "hyper", "tower"],
        &["isoloir-platform", "isoloir-bots", "isoloir-tests"],
        "only the platform, the bots' webhooks and hostile platforms of tests serve HTTP",
    ),
];

/// What breaks the rules above.
pub fn check(crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for krate in crates {
        let allowed = OURS.iter().find(|(name, _)| *name == krate.name).map_or(&[][..], |(_, allowed)| allowed);
        for dependency in krate.dependencies.keys() {
            if crates.iter().any(|other| other.name == *dependency) && !allowed.contains(&dependency.as_str()) {
                findings.push(Finding::error(&krate.name, format!("must not depend on {dependency}")));
            }
            for (prefixes, owners, why) in RESERVED {
                let reserved = prefixes.iter().any(|prefix| dependency.starts_with(prefix));
                if reserved && !owners.contains(&krate.name.as_str()) {
                    findings.push(Finding::error(&krate.name, format!("must not depend on {dependency}: {why}")));
                }
            }
        }
    }
    findings
}

/// Dependencies whose name no source of the crate writes, nor one that it takes in from another by `#[path]`.
pub fn unused<'a>(crates: &[Crate], sources: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Vec<Finding> {
    let home = |path: &str| crates.iter().find(|krate| path.starts_with(&format!("{}/", krate.folder)));
    let taken_in: Vec<(String, &str)> = sources
        .clone()
        .filter_map(|(path, text)| Some((path, text, home(path)?.name.as_str())))
        .flat_map(|(path, text, name)| taken_in(path, text).into_iter().map(move |file| (file, name)))
        .collect();
    let mut words: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources {
        let guests = taken_in.iter().filter(|(file, _)| file == path).map(|(_, name)| *name);
        for name in home(path).map(|krate| krate.name.as_str()).into_iter().chain(guests) {
            words.entry(name).or_default().extend(tokens::read(text).into_iter().map(|token| token.text));
        }
    }
    let mut findings = Vec::new();
    for krate in crates {
        for (name, word) in &krate.dependencies {
            if !words.get(krate.name.as_str()).is_some_and(|words| words.contains(word)) {
                findings.push(Finding::error(&krate.name, format!("depends on {name} and never uses it")));
            }
        }
    }
    findings
}

/// The files that a source names by `#[path = "…"]`, from the root.
fn taken_in(path: &str, text: &str) -> Vec<String> {
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("#[path = \"")?.strip_suffix("\"]"));
    let from_root = |file: &str| {
        let mut parts: Vec<&str> = path.split('/').collect();
        parts.pop();
        for part in file.split('/') {
            match part {
                ".." => drop(parts.pop()),
                other => parts.push(other),
            }
        }
        parts.join("/")
    };
    named.map(from_root).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;

    fn krate(name: &str, folder: &str, dependencies: &[&str]) -> Crate {
        let dependencies = dependencies.iter().map(|dep| ((*dep).to_owned(), dep.replace('-', "_"))).collect();
        Crate { name: name.to_owned(), folder: folder.to_owned(), dependencies }
    }

    #[test]
    fn a_terminal_library_outside_the_terminal_is_found() {
        let found = check(&[krate("isoloir-shared", "shared", &["ratatui-image"])]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(check(&[krate("isoloir-tui", "tui", &["ratatui-image", "crossterm"])]), []);
    }

    #[test]
    fn a_database_outside_the_platform_is_found() {
        assert_eq!(check(&[krate("isoloir-tui", "tui", &["sqlx"])]).len(), 1);
        assert_eq!(check(&[krate("isoloir-platform", "platform", &["sqlx"])]), []);
    }

    #[test]
    fn a_chat_library_outside_the_bots_is_found() {
        let found = check(&[krate("isoloir-platform", "platform", &["teloxide", "matrix-sdk"])]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_dependency_upwards_is_found() {
        let crates =
            [krate("isoloir-shared", "shared", &["isoloir-platform"]), krate("isoloir-platform", "platform", &[])];
        assert_eq!(check(&crates), [Finding::error("isoloir-shared", "must not depend on isoloir-platform")]);
    }

    #[test]
    fn a_crate_nobody_named_may_depend_on_none_of_ours() {
        let crates = [krate("isoloir-new", "new", &["isoloir-config"]), krate("isoloir-config", "config", &[])];
        assert_eq!(check(&crates).len(), 1);
    }

    #[test]
    fn a_file_of_another_crate_that_is_taken_in_uses_what_it_names() {
        let crates = [krate("isoloir-tests", "tests", &["vt100"]), krate("isoloir-tui", "tui", &[])];
        let taken = ("tests/tests/organise.rs", "#[path = \"../../tui/tests/pty/mod.rs\"]\nmod pty;");
        let (file, other) = (("tui/tests/pty/mod.rs", "use vt100 as _;"), ("tui/src/lib.rs", "use vt100 as _;"));
        assert_eq!(unused(&crates, [taken, file].into_iter()), []);
        assert_eq!(unused(&crates, [taken, other].into_iter()).len(), 1);
    }

    #[test]
    fn an_unused_dependency_is_found() {
        let crates = [krate("isoloir-config", "config", &["serde", "tokio-util"])];
        let sources = [
            ("config/src/lib.rs", "use serde::Serialize; // tokio_util"),
            ("shared/src/lib.rs", "use tokio_util as _;"),
        ];
        let found = unused(&crates, sources.into_iter());
        assert_eq!(found, [Finding::error("isoloir-config", "depends on tokio-util and never uses it")]);
    }
}
