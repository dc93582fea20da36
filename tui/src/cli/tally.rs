//! `isoloir tally FILE…`: ranks any election by majority judgment. No platform is asked.

use super::{CliError, Output};
use clap::{Args, ValueEnum};
use isoloir_shared::domain::grade::Scale;
use isoloir_shared::tally::{Blank, Numbers, Options, Report, Source, parse_scale, png, profile_csv, read, svg, table};
use isoloir_shared::text::{Msg, key};
use std::path::{Path, PathBuf};

/// Rank any election: a JSON profile, or CSV files of ballots.
#[derive(Debug, Args)]
pub struct Tally {
    /// The profile or the ballots; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// Grades, best first, with commas between, or the name of a primary.
    #[arg(long, value_name = "GRADES")]
    pub scale: Option<String>,
    /// How blanks count.
    #[arg(long, value_enum, default_value_t = BlankArg::Reject, value_name = "reject|ignore")]
    pub blank: BlankArg,
    /// Which grade the number 1 stands for on ballots.
    #[arg(long, value_enum, default_value_t = NumbersArg::WorstFirst, value_name = "worst-first|best-first")]
    pub numbers: NumbersArg,
    /// Profiles as CSV.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Where to write the picture as SVG.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Where to write the picture as PNG.
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,
}

/// How blanks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BlankArg {
    /// As the worst grade.
    Reject,
    /// In no total.
    Ignore,
}

/// Which grade the number 1 stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NumbersArg {
    /// The worst.
    WorstFirst,
    /// The best.
    BestFirst,
}

impl Tally {
    /// Ranks it: a table and why each stands before the next, or JSON
    /// (`{"candidates":[{"name","rank","majority_grade","counts","decided_by"}]}`), or CSV.
    pub fn run(&self, out: &Output) -> Result<(), CliError> {
        let files: Vec<(String, Vec<u8>)> =
            self.file.iter().map(|path| super::output::open(path)).collect::<Result<_, _>>()?;
        let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
        let election = read(&sources, &self.options()?).map_err(|error| CliError::Usage(error.msg()))?;
        if election.numbered {
            out.note(&self.numbers_note(&election.scale));
        }
        let report = Report::new(&election);
        let garbled = |_| CliError::Garbled;
        if out.json {
            out.line(&report.json().map_err(|_| CliError::Garbled)?)?;
        } else if self.csv {
            out.data(profile_csv(&report).map_err(|_| CliError::Garbled)?.as_bytes())?;
        } else {
            out.data(table(&report, out.lang).as_bytes())?;
        }
        if let Some(path) = &self.svg {
            self.picture(path, svg(&report, out.lang).as_bytes(), out)?;
        }
        if let Some(path) = &self.png {
            self.picture(path, &png(&report, out.lang).map_err(garbled)?, out)?;
        }
        Ok(())
    }

    /// Which way numbers were read: a file cannot tell, and the wrong way turns the result around.
    fn numbers_note(&self, scale: &Scale) -> Msg {
        let key = match self.numbers {
            NumbersArg::WorstFirst => key::TALLY_NUMBERS_WORST_FIRST,
            NumbersArg::BestFirst => key::TALLY_NUMBERS_BEST_FIRST,
        };
        Msg::new(key).with("n", scale.len())
    }

    fn options(&self) -> Result<Options, CliError> {
        let scale = self.scale.as_deref().map(parse_scale).transpose();
        let blank = match self.blank {
            BlankArg::Reject => Blank::Reject,
            BlankArg::Ignore => Blank::Ignore,
        };
        let numbers = match self.numbers {
            NumbersArg::WorstFirst => Numbers::WorstFirst,
            NumbersArg::BestFirst => Numbers::BestFirst,
        };
        Ok(Options { scale: scale.map_err(|reason| CliError::Usage(reason.msg()))?, blank, numbers })
    }

    fn picture(&self, path: &Path, bytes: &[u8], out: &Output) -> Result<(), CliError> {
        super::output::write(path, bytes)?;
        out.note(&Msg::new(key::TALLY_WRITTEN).with("path", path.display().to_string().as_str()));
        Ok(())
    }
}
