//! Lets schemathesis loose on the real platform for a minute: no 500, and every answer as the OpenAPI file says.

use crate::tree::Tree;
use color_eyre::eyre::{Result, WrapErr, bail, ensure};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What of an answer is checked. Not checked: that the platform refuses whatever the file does not allow (it ignores
/// unknown query parameters, as the web does), and that it accepts whatever the file allows (rules are no schema).
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth";

/// Runs it for `seconds`.
pub fn run(tree: &Tree, seconds: u32) -> Result<()> {
    let root = tree.metadata.workspace_root.as_std_path();
    let target = tree.metadata.target_directory.as_std_path();
    let schemathesis = install(root, target)?;
    let status = Command::new("cargo")
        .args(["build", "--locked", "--package", "isoloir-platform"])
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "the platform does not build");

    let data = tempfile::tempdir()?;
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
    let log = data.path().join("log");
    let platform = Command::new(target.join("debug/isoloir-platform"))
        .args(["serve", "--demo", "--listen", &listen, "--primary", "config/primaries/demo.toml", "--data"])
        .arg(data.path())
        .current_dir(root)
        .stdout(std::fs::File::create(&log)?)
        .stderr(std::fs::File::create(data.path().join("err"))?)
        .spawn()
        .wrap_err("the platform does not start")?;
    let mut platform = Ended(platform);
    wait(&mut platform.0, &listen)?;

    let status = Command::new(schemathesis)
        .args(["run", &format!("http://{listen}/v1/openapi.json"), "--max-time", &seconds.to_string()])
        .args(["--checks", CHECKS, "--warnings", "off", "--suppress-health-check", "all"])
        .env("SCHEMATHESIS_HOOKS", root.join(".ci/api-fuzz/hooks.py"))
        .current_dir(data.path())
        .status()?;
    let alive = platform.0.try_wait()?.is_none();
    ensure!(alive, "the platform ended: {}", std::fs::read_to_string(data.path().join("err"))?);
    ensure!(status.success(), "schemathesis found something (above)");
    Ok(())
}

/// A process that ends with its value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Makes a virtual environment under the target folder, once for each list of pinned packages.
fn install(root: &Path, target: &Path) -> Result<PathBuf> {
    let pins = root.join(".ci/api-fuzz/requirements.txt");
    let folder = target.join("api-fuzz");
    let (program, done) = (folder.join("bin/schemathesis"), folder.join("installed.txt"));
    if program.is_file() && std::fs::read(&done).ok() == std::fs::read(&pins).ok() {
        return Ok(program);
    }
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).stdin(Stdio::null()).status();
    match made {
        Ok(status) if status.success() => {}
        _ => bail!("the API tester needs Python 3 with `venv` (Debian: python3-venv)"),
    }
    let pip = folder.join("bin/pip");
    let status = Command::new(pip).args(["install", "--quiet", "--no-deps", "--requirement"]).arg(&pins).status()?;
    ensure!(status.success(), "pip cannot install {}", pins.display());
    std::fs::copy(&pins, &done)?;
    Ok(program)
}

/// Until the platform takes connections.
fn wait(platform: &mut Child, listen: &str) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(listen).is_err() {
        if let Some(status) = platform.try_wait()? {
            bail!("the platform ended at once: {status}");
        }
        ensure!(Instant::now() < patience, "the platform does not answer on {listen}");
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
