//! The real platform as a process of its own, with a primary that is always open, for checks from outside.

use crate::tree::Tree;
use color_eyre::eyre::{Result, WrapErr, bail, ensure};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running platform. Ends with its value.
pub struct Served {
    process: Child,
    url: String,
    folder: TempDir,
}

impl Served {
    /// Builds it, starts it on a free port in a temporary folder, and waits until it says where.
    pub fn start(tree: &Tree) -> Result<Self> {
        let root = tree.metadata.workspace_root.as_std_path();
        let program = tree.metadata.target_directory.as_std_path().join("debug/isoloir-platform");
        // The whole workspace: one package alone would build its dependencies again with other features.
        let build = ["build", "--locked", "--workspace", "--bins"];
        ensure!(Command::new("cargo").args(build).current_dir(root).status()?.success(), "the platform does not build");

        let folder = tempfile::tempdir()?;
        let mut process = Command::new(program)
            .args(["serve", "--demo", "--no-limits", "--listen", "127.0.0.1:0"])
            .args(["--primary", ".ci/api-fuzz/primary.toml", "--data"])
            .arg(folder.path().join("data"))
            .current_dir(root)
            .stdout(Stdio::piped())
            .stderr(File::create(folder.path().join("err"))?)
            .spawn()
            .wrap_err("the platform does not start")?;
        // Its first line says where it listens, once it does.
        let mut url = String::new();
        let said = process.stdout.take().map(|out| BufReader::new(out).read_line(&mut url)).transpose();
        let mut served = Self { process, url: url.trim().to_owned(), folder };
        if !matches!(said, Ok(Some(1..))) {
            served.process.wait()?;
            served.check()?;
        }
        Ok(served)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder that goes with it.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Fails if it has ended.
    pub fn check(&mut self) -> Result<()> {
        if let Some(status) = self.process.try_wait()? {
            let said = std::fs::read_to_string(self.folder.path().join("err")).unwrap_or_default();
            bail!("the platform ended: {status}\n{said}");
        }
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
