//! `isoloir tally`: ranks any election by majority judgment, from a merit profile (JSON, CSV) or from ballots (CSV).
//! Reads and writes bytes and text only; files are the command's business.

mod chart;
mod election;
mod error;
mod read_csv;
mod read_json;
mod report;
mod sentence;
mod table;

pub use chart::{PictureRow, png, profiles_png, svg};
pub use election::{Blank, Election, Numbers, Options, parse_scale};
pub use error::{TallyError, TallyReason};
pub use report::{CandidateRow, DecidedByName, Report};
pub use table::{profile_csv, table};

/// A file to read: its name (for errors only) and what is in it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// As the person named it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Reads one election from one JSON profile, one CSV profile, or any number of CSV files of ballots of the same
/// candidates. What a file is shows from its content: JSON begins with `{`.
pub fn read(sources: &[Source<'_>], options: &Options) -> Result<Election, TallyError> {
    let mut election: Option<Election> = None;
    for source in sources {
        let error = |line, reason| TallyError { file: source.name.to_owned(), line, reason };
        let text = match std::str::from_utf8(source.bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(e) => {
                let before = &source.bytes[..e.valid_up_to()];
                let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
                return Err(error(Some(line), TallyReason::NotText));
            }
        };
        let read = if text.trim_start().starts_with('{') {
            read_json::read(text, options)
        } else {
            read_csv::read(text, options)
        };
        let read = read.map_err(|(line, reason)| error(line, reason))?;
        election = Some(match election {
            None => read,
            Some(before) => before.join(read).map_err(|reason| error(None, reason))?,
        });
    }
    let nothing = TallyError { file: String::new(), line: None, reason: TallyReason::NoCandidates };
    election.ok_or(nothing)
}
