//! The command line: serve, name organisers, print the API's description.

mod args;
mod config;
mod serve;

pub use args::{Cli, Command, OrganiserCommand, ServeArgs};

use crate::app::open_data;
use crate::clock::{Clock, SystemClock};
use crate::email::Address;
use clap::Parser;
use color_eyre::eyre::{Result, WrapErr, eyre};
use isoloir_shared::api::types::{Lang, Role};
use std::io::Write;
use std::path::Path;
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
        Command::Organiser { command: OrganiserCommand::Add { email, data } } => {
            runtime.block_on(add_organiser(&email, &data))
        }
        Command::Openapi => Ok(()),
    }
}

/// One JSON object a line, on the error stream. Nothing personal is ever given to it (see `observe`).
fn log() {
    let filter = EnvFilter::try_from_env("ISOLOIR_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let layer = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false);
    let _ = layer.with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn add_organiser(email: &str, data: &Path) -> Result<()> {
    let address = Address::parse(email).ok_or_else(|| eyre!("this is no e-mail address"))?;
    let (key, store) = open_data(data).await?;
    let kept = address.keep(&key).ok_or_else(|| eyre!("the address could not be sealed"))?;
    store.grant(kept, Lang::Fr, Role::Organiser, SystemClock.now()).await.wrap_err("nothing was changed")?;
    store.close().await;
    Ok(writeln!(std::io::stdout(), "organiser added; they sign in with this address")?)
}
