//! `isoloir man [--out DIR]`

use super::{CliError, Output, help};
use clap::{Args, Command};
use clap_mangen::Man as Page;
use isoloir_shared::api::types::Lang;
use std::path::{Path, PathBuf};

/// Manual pages: the first on stdout, or one for each command in a folder.
#[derive(Debug, Args)]
pub struct Man {
    /// The folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl Man {
    /// Writes them.
    pub fn run(&self, out: &Output, lang: Lang) -> Result<(), CliError> {
        let mut command = help::command(lang);
        command.build();
        match &self.out {
            None => out.data(&render(command)?),
            Some(folder) => {
                std::fs::create_dir_all(folder).map_err(|source| CliError::File { path: folder.clone(), source })?;
                pages(command, folder)
            }
        }
    }
}

/// One page for a command and each one below it: `isoloir-vote.1`.
fn pages(command: Command, folder: &Path) -> Result<(), CliError> {
    for sub in command.get_subcommands() {
        let name = format!("{}-{}", command.get_name(), sub.get_name());
        pages(sub.clone().name(name), folder)?;
    }
    let path = folder.join(format!("{}.1", command.get_name()));
    super::output::write(&path, &render(command)?)
}

fn render(command: Command) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let page = Page::new(command);
    page.render(&mut bytes).map_err(|source| CliError::File { path: "stdout".into(), source })?;
    Ok(bytes)
}
