//! Lets schemathesis loose on the real platform for a minute: no 500, and every answer as the OpenAPI file says.

use crate::served::Served;
use crate::tree::Tree;
use color_eyre::eyre::{Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What of an answer is checked. Not checked: that the platform refuses whatever the file does not allow (it ignores
/// unknown query parameters, as the web does), and that it accepts whatever the file allows (rules are no schema).
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth";

/// Runs it for `seconds`.
pub fn run(tree: &Tree, seconds: u32) -> Result<()> {
    let root = tree.metadata.workspace_root.as_std_path();
    let schemathesis = install(root, tree.metadata.target_directory.as_std_path())?;
    let mut platform = Served::start(tree)?;
    let status = Command::new(schemathesis)
        .args(["run", &format!("{}/v1/openapi.json", platform.url()), "--max-time", &seconds.to_string()])
        .args(["--checks", CHECKS, "--warnings", "off", "--suppress-health-check", "all"])
        .env("SCHEMATHESIS_HOOKS", root.join(".ci/api-fuzz/hooks.py"))
        .current_dir(platform.folder())
        .status()?;
    platform.check()?;
    ensure!(status.success(), "schemathesis found something (above)");
    Ok(())
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
