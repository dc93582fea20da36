//! `isoloir export`, `isoloir erase --yes`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key, tame_json};

/// Everything that is kept about me, as JSON on standard output.
#[derive(Debug, Args)]
pub struct Export {}

impl Export {
    /// Writes the platform's own document.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Reply::Export(bytes) = context.call(Call::Export).await? else { return Err(CliError::Garbled) };
        context.out.data(tame_json(&String::from_utf8_lossy(&bytes)).as_bytes())
    }
}

/// Erase my account and everything with it.
#[derive(Debug, Args)]
pub struct Erase {
    /// Yes, erase: nothing can bring it back.
    #[arg(long)]
    pub yes: bool,
}

impl Erase {
    /// Erases, if it is meant.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if !self.yes {
            return Err(CliError::Usage(Msg::new(key::CLI_ERASE_SURE)));
        }
        context.call(Call::Erase(fresh())).await?;
        context.out.note(&Msg::new(key::CLI_ERASED));
        Ok(())
    }
}
