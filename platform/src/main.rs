//! `isoloir-platform`: serves a primary.

use std::process::ExitCode;

fn main() -> ExitCode {
    isoloir_platform::cli::main()
}
