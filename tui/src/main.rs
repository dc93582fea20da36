//! `isoloir`: the terminal interface and its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    isoloir_tui::cli::main()
}
