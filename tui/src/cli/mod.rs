//! The command line: without a command the interface opens; each job is also a command for scripts.

mod args;
mod completions;
mod demo;
mod exit;
mod help;
mod man;
mod output;
mod tally;

pub use args::{Cli, Command, Globals};
pub use exit::CliError;
pub use output::Output;

use clap::FromArgMatches;
use isoloir_shared::api::types::Lang;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect())
}

/// Runs the program with these arguments (the first is its own name).
pub fn run(args: Vec<OsString>) -> ExitCode {
    let lang = help::language(&args);
    let mut command = help::command(lang);
    let matches = match command.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(error) => return help::refuse(&error, lang),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return help::refuse(&error, lang),
    };
    let out = Output::new(&cli.globals, lang);
    match dispatch(cli, &out, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => out.fail(&error),
    }
}

fn dispatch(cli: Cli, out: &Output, lang: Lang) -> Result<(), CliError> {
    match cli.command {
        None => Ok(()),
        Some(Command::Demo(args)) => args.run(&cli.globals, out, lang),
        Some(Command::Tally(args)) => args.run(out),
        Some(Command::Completions(args)) => args.run(out, lang),
        Some(Command::Man(args)) => args.run(out, lang),
    }
}
