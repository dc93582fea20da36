//! A merit profile as JSON, in the shape of the public fixtures, of a published result, or of our own `--json`:
//!
//! ```json
//! { "grades_worst_first": ["À rejeter", "Passable", "Bien"],
//!   "participants": 10,
//!   "balance": { "mode": "StaticDefault", "default": 0 },
//!   "proposals": [ { "name": "Ada", "counts": [1, 2, 7] } ] }
//! ```
//!
//! `candidates` may stand for `proposals`; counts go from the worst grade to the best. `balance` (None, StaticDefault,
//! MedianDefault, Normalized) and `participants` may be missing. Other fields are not read.

use super::election::{Election, Options, check_names, check_profile, default_scale, scale_from};
use super::error::TallyReason;
use crate::domain::fill::{Fill, FillError};
use crate::domain::grade::{Grade, Scale};
use crate::text::clean_line;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    #[serde(alias = "candidates")]
    proposals: Vec<Proposal>,
    grades_worst_first: Option<Vec<String>>,
    participants: Option<u64>,
    balance: Option<Balance>,
}

#[derive(Deserialize)]
struct Proposal {
    name: String,
    counts: Vec<u64>,
    #[serde(default)]
    no_opinion: u64,
}

#[derive(Deserialize)]
struct Balance {
    mode: String,
    #[serde(default)]
    default: u8,
}

type Wrong = (Option<u64>, TallyReason);

pub(super) fn read(text: &str, options: &Options) -> Result<Election, Wrong> {
    let file: File = serde_json::from_str(text).map_err(|e| {
        // The parser ends its words with the place, which we say ourselves.
        let words = e.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        (Some(e.line() as u64).filter(|line| *line > 0), TallyReason::Json(words))
    })?;
    profile(file, options).map_err(|reason| (None, reason))
}

fn profile(file: File, options: &Options) -> Result<Election, TallyReason> {
    let names = check_names(file.proposals.iter().map(|proposal| proposal.name.as_str()))?;
    let own = file.grades_worst_first.map(|grades| scale_from(grades.iter().map(|g| clean_line(g)).collect()));
    let scale = match (&options.scale, own) {
        (Some(scale), _) => scale.clone(),
        (None, Some(own)) => own?,
        (None, None) => guess(file.proposals.first().map_or(0, |proposal| proposal.counts.len()))?,
    };
    let blanks = file.proposals.iter().map(|proposal| proposal.no_opinion).collect();
    let mut profiles = Vec::with_capacity(names.len());
    for (proposal, name) in file.proposals.into_iter().zip(&names) {
        profiles.push(check_profile(name, proposal.counts, &scale)?);
    }
    let fill = fill(file.balance.as_ref())?;
    let profiles = match (fill, file.participants) {
        (Fill::None | Fill::Normalized, _) => profiles,
        (_, None) => return Err(TallyReason::Participants),
        (fill, Some(all)) => fill.apply(profiles, all).map_err(|error| cannot_fill(error, &names))?,
    };
    Ok(Election { names, profiles, scale, blanks, from_ballots: false, numbered: false })
}

/// A file that does not name its grades: LaPrimaire.org's where their number fits, else letters.
fn guess(grades: usize) -> Result<Scale, TallyReason> {
    let scale = default_scale()?;
    if scale.len() == grades {
        return Ok(scale);
    }
    scale_from(('A'..='Z').take(grades).collect::<Vec<_>>().into_iter().rev().map(String::from).collect())
}

fn fill(balance: Option<&Balance>) -> Result<Fill, TallyReason> {
    let Some(balance) = balance else { return Ok(Fill::None) };
    match balance.mode.as_str() {
        "None" => Ok(Fill::None),
        "StaticDefault" => Ok(Fill::StaticDefault(Grade(balance.default))),
        "MedianDefault" => Ok(Fill::MedianDefault),
        "Normalized" => Ok(Fill::Normalized),
        other => Err(TallyReason::Balance(other.to_owned())),
    }
}

fn cannot_fill(error: FillError, names: &[String]) -> TallyReason {
    let name = |number: usize| names.get(number.wrapping_sub(1)).cloned().unwrap_or_default();
    match error {
        FillError::TooManyJudgments { candidate, judgments, participants } => {
            TallyReason::TooManyJudgments { candidate: name(candidate), judgments, participants }
        }
        FillError::UnknownGrade(grade) => TallyReason::Balance(format!("default {}", grade.0)),
        FillError::Profile(_) => TallyReason::TooMany(String::new()),
    }
}
