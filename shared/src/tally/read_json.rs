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
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct File<'a> {
    /// Read one by one, so that a fault is found on its line.
    #[serde(alias = "candidates", borrow)]
    proposals: Vec<&'a RawValue>,
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
    let file: File<'_> = serde_json::from_str(text).map_err(|error| not_json(&error, 1))?;
    let (mut proposals, mut lines) = (Vec::new(), Vec::new());
    for raw in &file.proposals {
        let line = line_of(text, raw.get());
        proposals.push(serde_json::from_str::<Proposal>(raw.get()).map_err(|error| not_json(&error, line))?);
        lines.push(line);
    }
    election(&file, proposals, options).map_err(|(at, reason)| (at.and_then(|at| lines.get(at)).copied(), reason))
}

/// The line on which a part of a text begins, from 1.
fn line_of(text: &str, part: &str) -> u64 {
    let before = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    text.as_bytes().iter().take(before).filter(|byte| **byte == b'\n').count() as u64 + 1
}

/// What the parser says of a text that begins on this line.
fn not_json(error: &serde_json::Error, begins: u64) -> Wrong {
    // The parser ends its words with the place, which we say ourselves.
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default().to_owned();
    (Some(error.line() as u64).filter(|line| *line > 0).map(|line| begins + line - 1), TallyReason::Json(words))
}

/// The election, or what is wrong with it, and with which proposal.
fn election(
    file: &File<'_>,
    proposals: Vec<Proposal>,
    options: &Options,
) -> Result<Election, (Option<usize>, TallyReason)> {
    let whole = |reason| (None, reason);
    let names = check_names(proposals.iter().map(|proposal| proposal.name.as_str())).map_err(|reason| {
        let place = match &reason {
            TallyReason::NoName(place) => place.checked_sub(1),
            TallyReason::Twice(name) => proposals.iter().rposition(|it| clean_line(&it.name).starts_with(name)),
            _ => None,
        };
        (place, reason)
    })?;
    let own = file.grades_worst_first.as_ref();
    let own = own.map(|grades| scale_from(grades.iter().map(|grade| clean_line(grade)).collect()));
    let scale = match (&options.scale, own) {
        (Some(scale), _) => scale.clone(),
        (None, Some(own)) => own.map_err(whole)?,
        (None, None) => guess(proposals.first().map_or(0, |proposal| proposal.counts.len())).map_err(whole)?,
    };
    let fill = fill(file.balance.as_ref()).map_err(whole)?;
    let blanks = proposals.iter().map(|proposal| proposal.no_opinion).collect();
    let mut profiles = Vec::with_capacity(names.len());
    for ((at, proposal), name) in proposals.into_iter().enumerate().zip(&names) {
        let profile = check_profile(name, proposal.counts, &scale).map_err(|reason| (Some(at), reason))?;
        // Nobody judges a candidate twice on one ballot: such a file is wrong, filled or not.
        if let Some(participants) = file.participants.filter(|all| *all < profile.total()) {
            let (candidate, judgments) = (name.clone(), profile.total());
            return Err((Some(at), TallyReason::TooManyJudgments { candidate, judgments, participants }));
        }
        profiles.push(profile);
    }
    let profiles = match (fill, file.participants) {
        (Fill::None | Fill::Normalized, _) => profiles,
        (_, None) => return Err(whole(TallyReason::Participants)),
        (fill, Some(all)) => fill.apply(profiles, all).map_err(|error| whole(cannot_fill(error, &names)))?,
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
