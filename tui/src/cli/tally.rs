//! `isoloir tally FILE`: ranks any election by majority judgment.

use super::{CliError, Output};
use clap::Args;
use std::path::PathBuf;

/// Rank any election: a JSON profile, or a CSV of ballots.
#[derive(Debug, Args)]
pub struct Tally {
    /// The profile or the ballots.
    pub file: PathBuf,
}

impl Tally {
    /// Ranks it.
    pub fn run(&self, _out: &Output) -> Result<(), CliError> {
        super::output::read(&self.file)?;
        Err(CliError::Garbled)
    }
}
