//! The documents: their links lead somewhere, and what the README tells people to run is what CI runs.

use crate::finding::Finding;
use crate::tree::Tree;
use color_eyre::eyre::Result;
use std::path::{Component, Path, PathBuf};

/// Every document that has to be there.
const NEEDED: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "docs/operating.md",
    "docs/api.md",
    "docs/privacy.md",
];

/// The README's own test command.
const TEST: &str = "cargo test --workspace --locked";
/// The README's own way in.
const DEMO: &str = "cargo run --release --locked -- demo";

/// What is wrong with the documents.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    Ok(findings(&tree.files))
}

fn findings(files: &[(String, String)]) -> Vec<Finding> {
    let text = |name: &str| files.iter().find(|(path, _)| path == name).map_or("", |(_, text)| text.as_str());
    let mut findings = Vec::new();
    for name in NEEDED.iter().filter(|name| text(name).is_empty()) {
        findings.push(Finding::error(*name, "is missing"));
    }
    for (file, command) in [("README.md", TEST), ("README.md", DEMO), (".ci/run", TEST)] {
        if !text(file).lines().any(|line| line.trim() == command || line.ends_with(command)) {
            findings.push(Finding::error(file, format!("does not run `{command}`")));
        }
    }
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for link in links(text) {
            let target = resolve(path, &link);
            let there = files.iter().any(|(other, _)| Path::new(other).starts_with(&target));
            if !there {
                findings.push(Finding::error(path, format!("links to {link}, which is not there")));
            }
        }
    }
    findings
}

/// Relative targets of `[text](target)`, without their anchors.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let relative = targets
        .filter(|target| !target.contains("://") && !target.starts_with(['#', '<']) && !target.starts_with("mailto:"));
    relative.filter_map(|target| target.split('#').next()).map(str::to_owned).collect()
}

/// A link as a path from the root.
fn resolve(document: &str, link: &str) -> PathBuf {
    let mut out = Path::new(document).parent().unwrap_or(Path::new("")).to_path_buf();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::Normal(name) => out.push(name),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_dead_link_is_found() {
        let found = findings(&files(&[
            ("docs/api.md", "[a](../README.md#x) [b](gone.md) [c](https://example.org)"),
            ("README.md", "x"),
        ]));
        let dead: Vec<_> = found.iter().filter(|finding| finding.rule.contains("links")).collect();
        assert_eq!(dead.len(), 1, "{dead:?}");
        assert!(dead[0].rule.contains("gone.md"));
    }

    #[test]
    fn a_missing_document_and_a_missing_command_are_found() {
        let found = findings(&files(&[("README.md", "run `cargo test`")]));
        assert!(found.iter().any(|finding| finding.place == "SECURITY.md"));
        assert!(found.iter().any(|finding| finding.place == ".ci/run" && finding.rule.contains("does not run")));
        assert_eq!(found.iter().filter(|finding| finding.place == "README.md").count(), 2);
    }
}
