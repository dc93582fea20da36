//! The command line.
//!
//! A network is plugged in by three functions of its own module: `run` (until `stop`; it makes its `Hands`, attaches
//! them to the engine, then hands in updates), `check` (what an operator has to mend) and, for Matrix, `setup`.

mod args;
mod error;
mod serve;

pub use args::{Cli, Command, CommonArgs, MatrixArgs, MatrixCommand, TelegramArgs};
pub use error::NetworkError;

use crate::check::{self, State};
use crate::config::Settings;
use crate::{matrix, observe};
use clap::Parser;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::key;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    observe::log();
    // Several cryptography providers are linked in: one must be chosen before the first connection.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| NetworkError::said(error, key::BOTS_SYSTEM_HOW))
        .and_then(|runtime| runtime.block_on(run(&cli)));
    match done {
        Ok(code) => code,
        Err(error) => {
            let _ = std::io::stderr().write_all(error.text(lang(&cli)).as_bytes());
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> Result<ExitCode, NetworkError> {
    let settings = Settings::read(cli.common.config.as_deref(), &cli.flags());
    if let Command::Check { json, .. } = &cli.command {
        return tell(&check::all(settings.as_ref()).await, *json, lang(cli));
    }
    let settings = settings?;
    match &cli.command {
        Command::Telegram(_) => serve::serve(settings, serve::Which { telegram: true, matrix: false }).await?,
        Command::Matrix { command: MatrixCommand::Run(_) } => {
            serve::serve(settings, serve::Which { telegram: false, matrix: true }).await?;
        }
        Command::Matrix { command: MatrixCommand::Setup(_) } => matrix::setup(settings.matrix).await?,
        Command::Run { .. } => {
            let which = serve::Which::set_up(&settings);
            serve::serve(settings, which).await?;
        }
        Command::Check { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints findings; a failure if something is missing.
fn tell(findings: &[check::Finding], json: bool, lang: Lang) -> Result<ExitCode, NetworkError> {
    let text = if json { check::json(findings, lang) } else { check::words(findings, lang) };
    let written = std::io::stdout().write_all(text.as_bytes());
    written.map_err(|error| NetworkError::said(error, key::BOTS_SYSTEM_HOW))?;
    let missing = findings.iter().any(|finding| finding.state == State::Missing);
    Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The language of what this program says: as it was asked for, or the system's.
fn lang(cli: &Cli) -> Lang {
    let system = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()))
    };
    let asked = cli.common.lang.clone().or_else(system);
    if asked.is_some_and(|it| it.starts_with("en")) { Lang::En } else { Lang::Fr }
}
