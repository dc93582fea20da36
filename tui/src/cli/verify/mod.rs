//! `isoloir verify`: for a stranger. An archive, or a platform's own, is checked from its first byte; what was checked,
//! what cannot be, and the first thing that is wrong are said in sentences.

mod draws;
mod run;
mod show;

use super::context::{Allowed, from_word};
use super::{CliError, Globals, Output};
use clap::{ArgGroup, Args};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::board::Checkpoint;
use isoloir_shared::api::types::Round;
use std::path::PathBuf;
use std::process::ExitCode;

/// Holds as far as one can see, but there is no result yet, or ballots are missing.
const PARTIAL: u8 = 7;

/// Verify a vote from its public archive.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["archive", "live", "spoiled", "draws"]))]
pub struct Verify {
    /// The archive; `-` is standard input.
    #[arg(value_name = "ARCHIVE")]
    pub archive: Option<PathBuf>,
    /// The platform's own archive, downloaded; its result and log are compared, too.
    #[arg(long, conflicts_with = "archive")]
    pub live: bool,
    /// Which round; without it the final, or the pre-selection where there is no final yet.
    #[arg(long, requires = "live", value_name = "preselection|final", value_parser = from_word::<Round>)]
    pub round: Option<Round>,
    /// A state of the ballot box that was seen elsewhere, in one line: `isoloir/1 …`.
    #[arg(long, value_name = "LINE", value_parser = checkpoint)]
    pub checkpoint: Vec<Checkpoint>,
    /// A ballot to find.
    #[arg(long, value_name = "TRACKER", value_parser = tracker)]
    pub tracker: Vec<Tracker>,
    /// An opened ballot: what did it hold?
    #[arg(long, value_name = "FILE")]
    pub spoiled: Option<PathBuf>,
    /// The organisers' log that was kept (`isoloir audit --json`).
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// Only the draws of lots, from open data.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["archive", "live", "spoiled", "audit"])]
    pub draws: Option<PathBuf>,
}

impl Verify {
    /// Verifies. `--json`: `{"version":1,"verification":{…}}`, see `docs/verifying.md`.
    pub fn run(&self, globals: &Globals, out: &Output) -> Result<ExitCode, CliError> {
        if let Some(file) = &self.draws {
            return draws::run(file, out).map(|()| ExitCode::SUCCESS);
        }
        let (verdict, opened) = run::run(self, globals, out)?;
        show::show(verdict.as_ref(), opened.as_ref(), out).map(ExitCode::from)
    }
}

fn checkpoint(text: &str) -> Result<Checkpoint, Allowed> {
    text.parse().map_err(|_| Allowed("isoloir/1 ELECTION SIZE TIME ROOT SIGNATURE".to_owned()))
}

fn tracker(text: &str) -> Result<Tracker, Allowed> {
    text.parse().map_err(|_| Allowed("7KQM-2XVT-9H4C-PDW3-8R02-6TYB".to_owned()))
}
