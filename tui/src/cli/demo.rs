//! `isoloir demo`: the interface on an embedded platform, which starts behind the first frame.

use super::folders::Folders;
use super::interface::{Opening, open};
use super::{CliError, Globals};
use crate::demo::Embedded;
use clap::{Args, ValueEnum};
use isoloir_platform::demo::{DemoOptions, DemoPhase, PACE};
use isoloir_shared::api::types::Lang;
use isoloir_shared::driver::Device;
use std::process::ExitCode;
use std::sync::Arc;

/// A demonstration: the primary of 2016 on an embedded platform.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to begin.
    #[arg(long, value_enum, default_value_t = Phase::Preselection)]
    pub phase: Phase,
}

/// Where a demonstration can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Phase {
    /// Supports and nominations.
    Identification,
    /// Random lots.
    Preselection,
    /// The finalists.
    Final,
    /// The winner.
    Result,
}

impl Demo {
    /// Opens it. With `--data` the platform and the drafts are kept in that folder; else both are gone at the end.
    pub fn run(&self, globals: &Globals, lang: Lang) -> Result<ExitCode, CliError> {
        let phase = match self.phase {
            Phase::Identification => DemoPhase::Identification,
            Phase::Preselection => DemoPhase::Preselection,
            Phase::Final => DemoPhase::Final,
            Phase::Result => DemoPhase::Result,
        };
        let kept = globals.data.as_ref();
        let device = kept.map_or_else(Device::forgetful, |folder| Device::at(folder.join("device")));
        let data = kept.map(|folder| folder.join("platform"));
        let lasts = data.is_some();
        let demo = Arc::new(Embedded::new(DemoOptions { phase, data, pace: Some(PACE) }, lasts));
        let folders = Folders::find(globals)?;
        let ending = open(globals, Opening { folders, device, lang, demo: Arc::clone(&demo) as Arc<_>, at_once: true });
        demo.stop();
        ending
    }
}
