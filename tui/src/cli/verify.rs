//! `isoloir verify FILE`: makes the published draws again. No platform is asked.

use super::{CliError, Output};
use clap::Args;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::verify::verify;
use std::path::PathBuf;

/// Make every published draw again, and compare.
#[derive(Debug, Args)]
pub struct Verify {
    /// What the platform published at the close; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

impl Verify {
    /// Draws everything again. `--json`: `{"version":1,"verified":{"issued","expired","shown":[least,most]}}`.
    pub fn run(&self, out: &Output) -> Result<(), CliError> {
        let (_, bytes) = super::output::open(&self.file)?;
        let verified = verify(&bytes).map_err(|error| CliError::Usage(error.msg()))?;
        if out.json {
            return out.document("verified", &verified);
        }
        let done = Msg::new(key::VERIFY_DONE)
            .with("issued", verified.issued)
            .with("expired", verified.expired)
            .with("least", verified.shown[0])
            .with("most", verified.shown[1]);
        out.line(&done.resolve(out.lang))
    }
}
