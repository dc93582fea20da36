//! Somebody with a role at their terminal: the real program, in a pseudo-terminal.

#[allow(dead_code, reason = "what other tests need of it")]
#[path = "../../../tui/tests/pty/mod.rs"]
mod pty;

use isoloir_tests::binary;
use isoloir_tests::platform::TestPlatform;
use pty::Pty;
use std::path::Path;
use tempfile::TempDir;

/// Signs in, and opens what whoever runs the primary sees. Their data goes with the folder, after the program.
pub fn organises(platform: &TestPlatform, email: &str, rows: u16) -> (TempDir, Pty) {
    let data = tempfile::tempdir().unwrap();
    sign_in(platform, data.path(), email);
    let (program, url) = (binary::path("isoloir"), platform.url());
    let args = ["--lang", "fr", "--data", data.path().to_str().unwrap(), "--platform", &url];
    let mut terminal = Pty::run(program.to_str().unwrap(), &args, 100, rows);
    terminal.until("Organiser la primaire");
    palette(&mut terminal, "organiser la", "Organiser la primaire");
    (data, terminal)
}

/// Chooses what the palette of actions finds by these letters.
pub fn palette(terminal: &mut Pty, letters: &str, found: &str) {
    terminal.key(":");
    terminal.until("─ Actions ─");
    terminal.key(letters);
    terminal.until(&format!("> {found}"));
    terminal.key("\r");
}

/// Signs in with the real program, by the code that a demonstration shows.
fn sign_in(platform: &TestPlatform, data: &Path, email: &str) {
    let run = |more: &[&str]| {
        let mut command = binary::command("isoloir");
        command.args(["--lang", "en", "--data", data.to_str().unwrap(), "--platform", &platform.url()]);
        command.args(["sign-in", email]).args(more).stdin(std::process::Stdio::null()).output().unwrap()
    };
    let told = String::from_utf8(run(&[]).stderr).unwrap();
    let code = told.lines().find_map(|line| line.split_once("the mail said: ")).expect(&told).1.trim().to_owned();
    let done = run(&["--code", &code]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
