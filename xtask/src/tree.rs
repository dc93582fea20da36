//! The committed tree: its files, and the crates that cargo sees in it.

use cargo_metadata::{Metadata, MetadataCommand};
use color_eyre::eyre::{Context, Result, ensure};
use std::{fs, path::PathBuf, process::Command};

/// What the checks read.
pub struct Tree {
    /// Files that git tracks (text only), with their content, by path from the root.
    pub files: Vec<(String, String)>,
    /// Every package, its dependencies and its licence.
    pub metadata: Metadata,
}

impl Tree {
    /// Reads the tree in which this program was built.
    pub fn read() -> Result<Self> {
        let metadata = MetadataCommand::new().other_options(vec!["--locked".to_owned()]).exec()?;
        let root = PathBuf::from(&metadata.workspace_root);
        let listing = Command::new("git").args(["ls-files", "-z"]).current_dir(&root).output()?;
        ensure!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
        let mut files = Vec::new();
        for name in String::from_utf8(listing.stdout)?.split_terminator('\0') {
            let path = root.join(name);
            // Deleted but not committed yet; or a submodule.
            if !path.is_file() {
                continue;
            }
            let bytes = fs::read(&path).wrap_err_with(|| name.to_owned())?;
            // Images and the like are no text.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push((name.to_owned(), text));
            }
        }
        Ok(Self { files, metadata })
    }

    /// Rust sources with their path.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(path, text)| (path.as_str(), text.as_str()))
    }
}
