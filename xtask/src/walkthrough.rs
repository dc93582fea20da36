//! Runs what `docs/api.md` tells people to type, in its order, against the real platform.

use crate::served::Served;
use crate::tree::Tree;
use color_eyre::eyre::{OptionExt, Result, ensure};
use std::process::Command;

/// The document.
const DOCUMENT: &str = "docs/api.md";

/// Runs its shell blocks as one script; the first command that fails, fails it.
pub fn run(tree: &Tree) -> Result<()> {
    let (_, text) = tree.files.iter().find(|(path, _)| path == DOCUMENT).ok_or_eyre("docs/api.md is missing")?;
    let script = blocks(text);
    ensure!(!script.trim().is_empty(), "{DOCUMENT} has no ```sh blocks");
    let mut platform = Served::start(tree)?;
    let status = Command::new("bash")
        .args(["-euxo", "pipefail", "-c", &script])
        .env("PLATFORM", platform.url())
        .current_dir(platform.folder())
        .status()?;
    platform.check()?;
    ensure!(status.success(), "what {DOCUMENT} tells people to type does not work (above)");
    Ok(())
}

/// The ```sh blocks, one after the other. Other blocks (```console, ```json) are to read, not to run.
fn blocks(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        match line.trim_end() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shell_blocks_are_run() {
        assert_eq!(blocks("a\n```sh\nb\nc\n```\nd\n```json\ne\n```\n```sh\nf\n```\n"), "b\nc\nf\n");
    }
}
