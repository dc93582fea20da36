//! What CI runs beside the tests, one subcommand for each check: `cargo xtask --help`.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on its standard output")]

mod api_fuzz;
mod boundaries;
mod documents;
mod finding;
mod served;
mod tokens;
mod tree;
mod walkthrough;

use clap::{Parser, Subcommand};
use color_eyre::eyre::Result;
use finding::{Finding, Weight};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "What CI runs beside the tests")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Who may depend on what, layers without IO, file sizes, texts, paths of one machine.
    Boundaries,
    /// Links between documents, and the commands that they tell people to run.
    Documents,
    /// What `docs/api.md` tells people to type, typed against the real platform.
    Walkthrough,
    /// A property-based tester (schemathesis) on the real platform: no 500, answers as documented.
    ApiFuzz {
        /// How long.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse().task) {
        Ok(findings) => report(&findings),
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<Vec<Finding>> {
    let tree = tree::Tree::read()?;
    match task {
        Task::Boundaries => boundaries::check(&tree),
        Task::Documents => documents::check(&tree),
        Task::Walkthrough => walkthrough::run(&tree).map(|()| Vec::new()),
        Task::ApiFuzz { seconds } => api_fuzz::run(&tree, *seconds).map(|()| Vec::new()),
    }
}

/// Prints what was found; fails if any of it is an error.
fn report(findings: &[Finding]) -> ExitCode {
    for finding in findings {
        println!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.weight == Weight::Error).count();
    println!("{errors} error(s), {} warning(s)", findings.len() - errors);
    if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
