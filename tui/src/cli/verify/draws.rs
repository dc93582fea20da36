//! `isoloir verify --draws FILE`: makes the published draws again. No platform is asked.

use crate::cli::{CliError, Output, output};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::verify::draws::verify;
use std::path::Path;

/// Draws everything again. `--json`: `{"version":1,"verified":{"issued","expired","shown":[least,most]}}`.
pub(super) fn run(file: &Path, out: &Output) -> Result<(), CliError> {
    let (_, bytes) = output::open(file)?;
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
