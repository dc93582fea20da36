//! The programs that the workspace builds, run as a person would.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a program of this workspace stands: beside the test, or the example, that asks for it.
///
/// # Panics
/// If it is not built: no test is skipped because of it.
pub fn path(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("a test has a path");
    // target/debug/deps/journey-0123, target/debug/examples/chat → target/debug
    let ours = |folder: &&Path| folder.ends_with("deps") || folder.ends_with("examples");
    let folder = here.ancestors().find(ours).and_then(Path::parent);
    let file = folder
        .expect("tests stand in `deps`, examples in `examples`")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        file.is_file(),
        "{} is not built. `cargo test --workspace` builds it; `cargo test -p isoloir-tests` alone does not.",
        file.display()
    );
    file
}

/// The program, ready for its arguments, deaf to this machine's settings.
pub fn command(name: &str) -> Command {
    let mut command = Command::new(path(name));
    for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("ISOLOIR_")) {
        command.env_remove(variable);
    }
    command
}

/// What it writes on its standard output.
///
/// # Panics
/// If it fails, with what it wrote on standard error.
pub fn output(name: &str, arguments: &[&str]) -> String {
    let done = command(name).args(arguments).output().expect("the program starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{name} {arguments:?}: {}\n{said}", done.status);
    String::from_utf8(done.stdout).expect("UTF-8")
}
