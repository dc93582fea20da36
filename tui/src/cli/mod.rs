//! The command line: without a command the interface opens; each job is also a command for scripts.

mod args;
mod audit;
mod commands;
mod completions;
mod context;
mod demo;
mod exit;
mod folders;
mod help;
mod interface;
mod log;
mod man;
mod output;
mod tally;
mod trustee;
mod verify;

pub use args::{Cli, Command, Globals};
pub use exit::{CliError, system_reason};
pub use output::Output;

use crate::demo::Embedded;
use clap::FromArgMatches;
use folders::Folders;
use interface::{Opening, open};
use isoloir_platform::demo::{DemoOptions, PACE};
use isoloir_shared::api::types::Lang;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect())
}

/// Runs the program with these arguments (the first is its own name).
pub fn run(args: Vec<OsString>) -> ExitCode {
    let args = help::asked_by_word(args);
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
    if let Err(error) = log::begin() {
        return out.fail(&error);
    }
    match dispatch(cli, &out, lang) {
        Ok(code) => code,
        Err(error) => out.fail(&error),
    }
}

fn dispatch(cli: Cli, out: &Output, lang: Lang) -> Result<ExitCode, CliError> {
    match cli.command {
        None => {
            let folders = Folders::find(&cli.globals)?;
            let device = folders.device();
            let demo = Arc::new(Embedded::new(DemoOptions { pace: Some(PACE), ..DemoOptions::default() }, false));
            let opening = Opening { folders, device, lang, demo: Arc::clone(&demo) as Arc<_>, at_once: false };
            let ending = open(&cli.globals, opening);
            demo.stop();
            return ending;
        }
        Some(Command::Demo(args)) => return args.run(&cli.globals, lang),
        Some(Command::Tally(args)) => args.run(out),
        Some(Command::Audit(args)) => args.run(&cli.globals, out),
        Some(Command::Verify(args)) => return args.run(&cli.globals, out),
        Some(Command::Trustee(args)) => return args.run(&cli.globals, out),
        Some(Command::Completions(args)) => args.run(out, lang),
        Some(Command::Man(args)) => args.run(out, lang),
        Some(Command::Job(job)) => job.run(&cli.globals, out),
    }?;
    Ok(ExitCode::SUCCESS)
}
