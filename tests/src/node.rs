//! Programs for Node, with pinned packages: installed once on a machine, found again by later runs without a network.

use crate::python::{cache, name};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// A program of `tests/<folder>`, which holds its `package.json` and `package-lock.json`.
///
/// # Panics
/// Where there is no Node with npm, or the packages cannot be had: no journey is skipped because of it.
pub fn program(folder: &str, file: &str) -> Command {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = |file: &str| fs::read(source.join(file)).unwrap_or_else(|error| panic!("{folder}/{file}: {error}"));
    let (package, lock, script) = (read("package.json"), read("package-lock.json"), read(file));
    let version = Command::new("node").arg("--version").stdin(Stdio::null()).output();
    let version =
        version.unwrap_or_else(|_| panic!("this test needs Node 20 or newer, with npm (Debian: nodejs, npm)"));
    let place = cache().join(format!("node-{}", name(&[&package, &lock, &script, &version.stdout])));
    let done = place.join("installed");
    if !done.is_file() {
        fs::create_dir_all(&place).expect("the cache folder can be written");
        let guard = File::create(place.with_extension("lock")).expect("the cache folder can be written");
        guard.lock().expect("a lock");
        if !done.is_file() {
            for (file, bytes) in [("package.json", &package), ("package-lock.json", &lock), (file, &script)] {
                fs::write(place.join(file), bytes).expect("the cache folder can be written");
            }
            let npm = Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
                .current_dir(&place)
                .stdin(Stdio::null())
                .output()
                .unwrap_or_else(|_| panic!("this test needs npm (Debian: npm)"));
            assert!(
                npm.status.success(),
                "the packages of tests/{folder} cannot be installed; the first run on a machine needs the npm registry.\n{}",
                String::from_utf8_lossy(&npm.stderr)
            );
            fs::write(&done, b"").expect("the cache folder can be written");
        }
    }
    let mut command = Command::new("node");
    command.arg(place.join(file));
    command
}
