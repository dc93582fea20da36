//! `isoloir completions SHELL`

use super::{CliError, Output, help};
use clap::Args;
use clap_complete::Shell;
use isoloir_shared::api::types::Lang;

/// Completions for a shell, on stdout.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell.
    pub shell: Shell,
}

impl Completions {
    /// Writes them.
    pub fn run(&self, out: &Output, lang: Lang) -> Result<(), CliError> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut help::command(lang), "isoloir", &mut bytes);
        out.data(&bytes)
    }
}
