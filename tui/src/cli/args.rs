//! One declaration of every flag: help, completions and man pages are made from it.
//! What `--help` says comes from the catalogue (`cli.ftl`), in the language of the system.

use super::context::Allowed;
use super::{audit, commands, completions, demo, man, tally, trustee, verify};
use clap::{Args, Parser, Subcommand};
use isoloir_shared::api::types::Lang;
use std::path::PathBuf;

/// A citizens' primary from the terminal.
#[derive(Debug, Parser)]
#[command(name = "isoloir", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do; nothing opens the interface.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Globals {
    /// The platform's address; remembered.
    #[arg(long, global = true, env = "ISOLOIR_PLATFORM", value_name = "URL")]
    pub platform: Option<String>,
    /// Where tokens and drafts are kept.
    #[arg(long, global = true, env = "ISOLOIR_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The settings file.
    #[arg(long, global = true, env = "ISOLOIR_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The language: fr or en.
    #[arg(long, global = true, env = "ISOLOIR_LANG", value_name = "fr|en", value_parser = language)]
    pub lang: Option<Lang>,
    /// Answers as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// A dialogue line by line, for screen readers.
    #[arg(long, global = true)]
    pub plain: bool,
    /// No colour.
    #[arg(long, global = true)]
    pub no_color: bool,
    /// The colours of grades.
    #[arg(long, global = true, env = "ISOLOIR_THEME", value_name = "NAME")]
    pub theme: Option<String>,
}

impl Globals {
    /// No colour: a flag, or `NO_COLOR` with anything in it.
    pub fn colorless(&self) -> bool {
        self.no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
    }
}

fn language(text: &str) -> Result<Lang, Allowed> {
    match text {
        "fr" => Ok(Lang::Fr),
        "en" => Ok(Lang::En),
        _ => Err(Allowed("fr, en".to_owned())),
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A demonstration on an embedded platform.
    Demo(demo::Demo),
    /// What a script may want done on a platform.
    #[command(flatten)]
    Job(commands::Job),
    /// Rank any election by majority judgment.
    Tally(tally::Tally),
    /// The log of what organisers did.
    Audit(audit::Audit),
    /// Verify a vote from its public archive.
    Verify(verify::Verify),
    /// Hold a part of the key of a round's ballots.
    Trustee(trustee::Trustee),
    /// Completions for a shell.
    Completions(completions::Completions),
    /// Manual pages.
    Man(man::Man),
}
