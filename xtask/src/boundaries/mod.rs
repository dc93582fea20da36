//! The boundaries of ARCHITECTURE.md, each with a test that proves that it can fail.

mod crates;
mod layers;
mod licences;
mod sizes;
mod texts;
mod words;

use crate::finding::Finding;
use crate::tree::Tree;
use color_eyre::eyre::Result;

/// Everything that breaks a boundary.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = crates::check(&crates::workspace(&tree.metadata));
    findings.extend(crates::unused(&crates::workspace(&tree.metadata), tree.sources()));
    findings.extend(licences::check(tree)?);
    findings.extend(layers::check(tree.sources()));
    findings.extend(sizes::check(tree.sources()));
    findings.extend(words::check(&tree.files));
    findings.extend(texts::check(&tree.files));
    Ok(findings)
}
