//! A Python of the tests' own, with pinned packages: made once on a machine, found again by later runs without a network.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Its interpreter, with everything that `tests/<requirements>` names.
///
/// # Panics
/// Where there is no Python 3 with `venv`, or the packages cannot be had: no journey is skipped because of it.
pub fn with(requirements: &str) -> PathBuf {
    let pins = Path::new(env!("CARGO_MANIFEST_DIR")).join(requirements);
    let text = fs::read(&pins).unwrap_or_else(|error| panic!("{}: {error}", pins.display()));
    let version = Command::new("python3").arg("--version").stdin(Stdio::null()).output();
    let version = version.unwrap_or_else(|_| {
        panic!("these tests need Python 3.10 or newer as `python3` (Debian: python3, python3-venv)")
    });
    let folder = cache().join(format!("python-{}", name(&[&text, &version.stdout])));
    let (program, done) = (folder.join("bin/python"), folder.join("installed"));
    if !done.is_file() {
        fs::create_dir_all(&folder).expect("the cache folder can be written");
        // Several test programs may come here at once: one makes it, the others wait for the lock.
        let lock = File::create(folder.with_extension("lock")).expect("the cache folder can be written");
        lock.lock().expect("a lock");
        if !done.is_file() {
            make(&folder, &pins);
            fs::write(&done, b"").expect("the cache folder can be written");
        }
    }
    program
}

fn make(folder: &Path, pins: &Path) {
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder).stdin(Stdio::null()).status();
    let made = made.is_ok_and(|status| status.success());
    assert!(made, "these tests need Python's `venv` (Debian: python3-venv)");
    let pip = Command::new(folder.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(pins)
        .stdin(Stdio::null())
        .output()
        .expect("pip starts");
    assert!(
        pip.status.success(),
        "the packages of {} cannot be installed; the first run on a machine needs the Python package index.\n{}",
        pins.display(),
        String::from_utf8_lossy(&pip.stderr)
    );
}

/// Where what is installed for tests stays.
pub(crate) fn cache() -> PathBuf {
    let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || PathBuf::from(std::env::var_os("HOME").expect("HOME or XDG_CACHE_HOME is set")).join(".cache");
    given.unwrap_or_else(home).join("isoloir")
}

/// A short name of these bytes: another name for other pins or another Python.
pub(crate) fn name(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes it");
        text
    })
}
