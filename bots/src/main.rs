//! Isoloir in a chat.

use std::process::ExitCode;

fn main() -> ExitCode {
    isoloir_bots::cli::main()
}
