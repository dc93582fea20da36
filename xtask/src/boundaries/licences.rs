//! Licences and sources of everything that we link, by the same `deny.toml` that `cargo deny` reads. (Building
//! cargo-deny costs CI more than all our crates; run it by hand when you like.)

use crate::finding::Finding;
use crate::tree::Tree;
use color_eyre::eyre::{OptionExt, Result};
use std::collections::BTreeSet;

/// How the lock file names what comes from the one registry, wherever a mirror serves it.
const KIND: &str = "registry+";
const INDEX: &str = "/crates.io-index";

/// Packages under a licence that is not allowed, or from elsewhere.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let policy = tree.files.iter().find(|(path, _)| path == "deny.toml").ok_or_eyre("deny.toml is missing")?;
    let allowed = allowed(&policy.1)?;
    let mut findings = Vec::new();
    for package in &tree.metadata.packages {
        let place = format!("{} {}", package.name, package.version);
        if let Some(rule) = licence(package.license.as_deref(), &allowed) {
            findings.push(Finding::error(&place, rule));
        }
        if let Some(rule) = source(package.source.as_ref().map(|source| source.repr.as_str())) {
            findings.push(Finding::error(&place, rule));
        }
    }
    Ok(findings)
}

/// The `allow` list of `deny.toml`.
fn allowed(policy: &str) -> Result<BTreeSet<String>> {
    let policy: toml::Table = policy.parse()?;
    let list = policy.get("licenses").and_then(|section| section.get("allow")).and_then(|list| list.as_array());
    let list = list.ok_or_eyre("deny.toml has no licenses.allow")?;
    Ok(list.iter().filter_map(|name| name.as_str()).map(str::to_owned).collect())
}

/// What is wrong with a licence expression, if anything.
fn licence(expression: Option<&str>, allowed: &BTreeSet<String>) -> Option<String> {
    let Some(expression) = expression else { return Some("names no licence".to_owned()) };
    match spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX) {
        Err(_) => Some(format!("licence `{expression}` is no SPDX expression")),
        Ok(parsed) if !parsed.evaluate(|term| allowed.contains(&term.to_string())) => {
            Some(format!("licence `{expression}` is not allowed"))
        }
        Ok(_) => None,
    }
}

/// What is wrong with a package's source, if anything. Ours have none.
fn source(source: Option<&str>) -> Option<String> {
    source
        .filter(|source| !(source.starts_with(KIND) && source.ends_with(INDEX)))
        .map(|source| format!("comes from {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(expression: &str) -> bool {
        let allowed =
            allowed("[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\"]").unwrap();
        licence(Some(expression), &allowed).is_none()
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        assert!(verdict("MIT"));
        assert!(verdict("MIT/Apache-2.0"));
        assert!(verdict("GPL-3.0-only OR MIT"));
        assert!(verdict("Apache-2.0 WITH LLVM-exception"));
        assert!(!verdict("GPL-3.0-only"));
        assert!(!verdict("MIT AND GPL-3.0-only"));
        assert!(!verdict("as you like"));
        assert!(licence(None, &BTreeSet::new()).is_some());
    }

    #[test]
    fn a_source_elsewhere_is_found() {
        assert_eq!(source(None), None);
        assert_eq!(source(Some("registry+https://example.org/crates.io-index")), None);
        assert!(source(Some("registry+https://example.org/other-index")).is_some());
        assert!(source(Some("git+https://example.org/a")).is_some());
    }
}
