//! The real platform as a process of its own, with the primary of the demonstration, for checks from outside.

use crate::tree::Tree;
use color_eyre::eyre::{Result, WrapErr, bail, ensure};
use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running platform. Ends with its value.
pub struct Served {
    process: Child,
    listen: String,
    folder: TempDir,
}

impl Served {
    /// Builds it, starts it on a free port in a temporary folder, and waits until it takes connections.
    pub fn start(tree: &Tree) -> Result<Self> {
        let root = tree.metadata.workspace_root.as_std_path();
        let program = tree.metadata.target_directory.as_std_path().join("debug/isoloir-platform");
        let build = ["build", "--locked", "--package", "isoloir-platform"];
        ensure!(Command::new("cargo").args(build).current_dir(root).status()?.success(), "the platform does not build");

        let folder = tempfile::tempdir()?;
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let process = Command::new(program)
            .args(["serve", "--demo", "--listen", &listen, "--primary", "demo", "--data"])
            .arg(folder.path().join("data"))
            .current_dir(root)
            .stdout(File::create(folder.path().join("out"))?)
            .stderr(File::create(folder.path().join("err"))?)
            .spawn()
            .wrap_err("the platform does not start")?;
        let mut served = Self { process, listen, folder };
        served.wait()?;
        Ok(served)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.listen)
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

    fn wait(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&self.listen).is_err() {
            self.check()?;
            ensure!(Instant::now() < patience, "the platform does not answer on {}", self.listen);
            std::thread::sleep(Duration::from_millis(20));
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
