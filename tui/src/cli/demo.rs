//! `isoloir demo`

use super::{CliError, Globals, Output};
use clap::{Args, ValueEnum};
use isoloir_shared::api::types::{Lang, PhaseKind};

/// A demonstration: the primary of 2016 on an embedded platform.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to begin.
    #[arg(long, value_enum, default_value_t = DemoPhase::Preselection)]
    pub phase: DemoPhase,
}

/// Where a demonstration can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DemoPhase {
    /// Supports and nominations.
    Identification,
    /// Random lots.
    Preselection,
    /// The finalists.
    Final,
    /// The winner.
    Result,
}

impl DemoPhase {
    /// The phase it stands for.
    pub fn kind(self) -> PhaseKind {
        match self {
            Self::Identification => PhaseKind::Identification,
            Self::Preselection => PhaseKind::Preselection,
            Self::Final => PhaseKind::FinalVote,
            Self::Result => PhaseKind::Result,
        }
    }
}

impl Demo {
    /// Opens it.
    pub fn run(&self, _globals: &Globals, _out: &Output, _lang: Lang) -> Result<(), CliError> {
        Err(CliError::Unreachable)
    }
}
