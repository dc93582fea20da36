//! The command line: serve, name organisers, invite trustees, erase old ballots, print the API's description.

mod args;
mod config;
mod organiser;
mod prune;
mod serve;
mod trustees;

pub use args::{
    Cli, Command, InviteArgs, OrganiserCommand, RoleArgs, RoundArg, ServeArgs, TrusteesArgs, TrusteesCommand,
};

use clap::Parser;
use color_eyre::eyre::Result;
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "isoloir-platform: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    if let Command::Openapi = cli.command {
        return Ok(std::io::stdout().write_all(crate::openapi::text().as_bytes())?);
    }
    log();
    // Several cryptography providers are linked in: one must be chosen before the first connection.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match cli.command {
        Command::Serve(args) => runtime.block_on(serve::serve(*args)),
        Command::Organiser { command } => runtime.block_on(organiser::run(command)),
        Command::Trustees { command } => runtime.block_on(trustees::run(command)),
        Command::Prune { data } => runtime.block_on(prune::run(&data)),
        Command::Openapi => Ok(()),
    }
}

/// One JSON object a line, on the error stream. Nothing personal is ever given to it (see `observe`).
fn log() {
    let filter = EnvFilter::try_from_env("ISOLOIR_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let layer = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false);
    let _ = layer.with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
