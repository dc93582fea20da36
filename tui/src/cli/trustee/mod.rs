//! `isoloir trustee`: what a trustee does on a machine of their own. Each step can be run again; each says what comes next.

mod ceremony;
mod desk;
mod kept;
mod show;
mod tally;

use super::context::{Allowed, from_word};
use super::{CliError, Globals, Output};
use clap::{Args, Subcommand};
use isoloir_ballot::board::Checkpoint;
use isoloir_shared::api::types::Round;
use std::path::PathBuf;
use std::process::ExitCode;

/// Others must do their part first, or the vote is not over: the same command again, later.
const NOT_YET: u8 = 7;

/// Hold a part of the key of a round's ballots.
#[derive(Debug, Args)]
pub struct Trustee {
    /// What to do.
    #[command(subcommand)]
    pub step: Step,
}

/// What a trustee does.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Make one's secret, and publish what belongs to it.
    #[command(visible_alias = "keygen")]
    Join(Join),
    /// Where fewer than all suffice: compare with the others, then deal shares.
    Deal(Deal),
    /// Check what the others sent; the key is ready then.
    Check(Which),
    /// After the close: verify the whole vote, and decrypt one's part of the sums.
    Decrypt(Decrypt),
    /// How it stands, and what comes next.
    Status(Which),
    /// After the result: destroy the secret.
    Forget(Which),
}

/// Which round's.
#[derive(Clone, Copy, Debug, Args)]
pub struct Which {
    /// Only where this device has secrets of both.
    #[arg(long, value_name = "preselection|final", value_parser = from_word::<Round>)]
    pub round: Option<Round>,
}

/// By which token.
#[derive(Debug, Args)]
pub struct Join {
    /// Whose, if it was given before.
    #[command(flatten)]
    pub which: Which,
    /// What the operator gave.
    #[arg(long, value_name = "TOKEN", env = "ISOLOIR_TRUSTEE_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// The same from a file; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    pub token_file: Option<PathBuf>,
    /// The earlier ceremony was cancelled: begin anew, and destroy what was kept of it.
    #[arg(long)]
    pub again: bool,
}

/// What was compared.
#[derive(Debug, Args)]
pub struct Deal {
    /// Whose.
    #[command(flatten)]
    pub which: Which,
    /// The fingerprint as another trustee read it out; without it, it is asked for.
    #[arg(long, value_name = "CODE")]
    pub compared: Option<String>,
}

/// What was seen elsewhere.
#[derive(Debug, Args)]
pub struct Decrypt {
    /// Whose.
    #[command(flatten)]
    pub which: Which,
    /// A state of the ballot box that was seen elsewhere, in one line: `isoloir/1 …`.
    #[arg(long, value_name = "LINE", value_parser = checkpoint)]
    pub checkpoint: Vec<Checkpoint>,
    /// None was seen anywhere: trust that the platform shows everybody the same ballot box.
    #[arg(long, conflicts_with = "checkpoint")]
    pub unseen: bool,
}

impl Trustee {
    /// Does it. `--json`: `{"version":1,"trustee":{"round","number","name","step","waiting","file"}}`.
    pub fn run(&self, globals: &Globals, out: &Output) -> Result<ExitCode, CliError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|source| CliError::File { path: "runtime".into(), source })?;
        let done = runtime.block_on(async {
            match &self.step {
                Step::Join(args) => ceremony::join(args, globals, out).await,
                Step::Deal(args) => ceremony::deal(args, globals, out).await,
                Step::Check(which) => ceremony::check(*which, globals, out).await,
                Step::Decrypt(args) => tally::decrypt(args, globals, out).await,
                Step::Status(which) => show::status(*which, globals, out).await,
                Step::Forget(which) => tally::forget(*which, globals, out).await,
            }
        })?;
        Ok(if done { ExitCode::SUCCESS } else { ExitCode::from(NOT_YET) })
    }
}

fn checkpoint(text: &str) -> Result<Checkpoint, Allowed> {
    text.parse().map_err(|_| Allowed("isoloir/1 ELECTION SIZE TIME ROOT SIGNATURE".to_owned()))
}
