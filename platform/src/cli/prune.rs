//! Erases the ballots that nobody can contest any more.

use super::organiser::there;
use color_eyre::eyre::{Result, WrapErr};
use std::io::Write;
use std::path::Path;

/// Does it. A platform may serve meanwhile.
pub(super) async fn run(data: &Path) -> Result<()> {
    let (_, store) = there(data).await?;
    let done = store.prune_ballots().await;
    store.close().await;
    let said = match done.wrap_err("no ballot was erased")? {
        0 => "nothing to erase: there is no round whose challenge period is over, or its ballots were erased before"
            .into(),
        ballots => format!("{ballots} ballots erased; their hashes stay on the board"),
    };
    Ok(writeln!(std::io::stdout(), "{said}")?)
}
