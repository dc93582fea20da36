//! An election as read: names, merit profiles, a scale.

use super::error::TallyReason;
use crate::domain::grade::{MAX_GRADES, Scale};
use crate::domain::profile::MeritProfile;
use crate::text::clean_line;
use isoloir_config::primary::Primary;
use std::collections::HashSet;

/// Longest name that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// An election to rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// Names, cleaned, no two the same.
    pub names: Vec<String>,
    /// A profile for each.
    pub profiles: Vec<MeritProfile>,
    /// Its grades.
    pub scale: Scale,
    /// Blanks that count in no total, for each.
    pub blanks: Vec<u64>,
    /// Made of ballots, so that more ballots can be added.
    pub(super) from_ballots: bool,
    /// Grades were given as numbers, which `Options::numbers` explains.
    pub numbered: bool,
}

/// What a file does not say of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The scale; none: the file's own, or that of LaPrimaire.org for ballots.
    pub scale: Option<Scale>,
    /// How a blank counts.
    pub blank: Blank,
    /// What a number on a ballot stands for.
    pub numbers: Numbers,
}

/// Which grade the number 1 stands for on a ballot.
///
/// Published ballots count upwards (Orsay's 6 is "Excellent"), so that is the default of files; the terminal's own keys
/// count from the left, where the best grade stands. A file cannot say which it means: whoever reads one is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// 1 is the worst grade.
    #[default]
    WorstFirst,
    /// 1 is the best grade.
    BestFirst,
}

/// How "no opinion" and empty cells on ballots count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blank {
    /// As the worst grade, as Balinski and Laraki count them.
    #[default]
    Reject,
    /// Not at all.
    Ignore,
}

/// A scale as a person writes it: the name of a built-in primary, or the grades, best first, with commas between.
pub fn parse_scale(text: &str) -> Result<Scale, TallyReason> {
    if let Some(Ok(primary)) = Primary::built_in(text.trim()) {
        return Ok(Scale::of(&primary));
    }
    let mut names: Vec<String> = text.split(',').map(clean_line).collect();
    names.reverse();
    scale_from(names)
}

/// A scale from names, worst first.
pub(super) fn scale_from(worst_first: Vec<String>) -> Result<Scale, TallyReason> {
    let different: HashSet<String> = worst_first.iter().map(|name| crate::domain::search::fold(name)).collect();
    let named = worst_first.iter().all(|name| !name.is_empty());
    if !named || different.len() != worst_first.len() || !(2..=MAX_GRADES).contains(&worst_first.len()) {
        return Err(TallyReason::Scale);
    }
    Ok(Scale::from_names(worst_first))
}

/// The scale of LaPrimaire.org.
pub(super) fn default_scale() -> Result<Scale, TallyReason> {
    match Primary::built_in("laprimaire-2016") {
        Some(Ok(primary)) => Ok(Scale::of(&primary)),
        _ => Err(TallyReason::Scale),
    }
}

/// Names as they are kept: clean, short, there, different.
pub(super) fn check_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, TallyReason> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let name: String = clean_line(name).chars().take(LONGEST_NAME).collect();
        if name.is_empty() {
            return Err(TallyReason::NoName(place + 1));
        }
        if !seen.insert(name.clone()) {
            return Err(TallyReason::Twice(name));
        }
        kept.push(name);
    }
    if kept.is_empty() { Err(TallyReason::NoCandidates) } else { Ok(kept) }
}

/// A profile from counts that must fit the scale.
pub(super) fn check_profile(name: &str, counts: Vec<u64>, scale: &Scale) -> Result<MeritProfile, TallyReason> {
    let (found, expected) = (counts.len(), scale.len());
    if found != expected {
        return Err(TallyReason::Counts { candidate: name.to_owned(), found, expected });
    }
    MeritProfile::new(counts).map_err(|_| TallyReason::TooMany(name.to_owned()))
}

impl Election {
    /// An election that was counted elsewhere: a name, a profile and its blanks for each candidate.
    pub fn counted(scale: Scale, rows: impl IntoIterator<Item = (String, MeritProfile, u64)>) -> Self {
        let (mut names, mut profiles, mut blanks) = (Vec::new(), Vec::new(), Vec::new());
        for (name, profile, blank) in rows {
            names.push(clean_line(&name).chars().take(LONGEST_NAME).collect());
            profiles.push(profile);
            blanks.push(blank);
        }
        Self { names, profiles, scale, blanks, from_ballots: false, numbered: false }
    }

    /// The ballots of two files together; the second may have its columns in another order.
    pub(super) fn join(self, other: Self) -> Result<Self, TallyReason> {
        if !self.from_ballots || !other.from_ballots || self.scale != other.scale {
            return Err(TallyReason::Mixed);
        }
        if self.names.len() != other.names.len() {
            return Err(TallyReason::Mixed);
        }
        let (mut profiles, mut blanks) = (Vec::new(), Vec::new());
        for (i, name) in self.names.iter().enumerate() {
            let j = other.names.iter().position(|theirs| theirs == name).ok_or(TallyReason::Mixed)?;
            let counts = self.profiles[i].counts().iter().zip(other.profiles[j].counts());
            // Each total is at most 2^62: the sum of two fits.
            profiles.push(check_profile(name, counts.map(|(a, b)| a + b).collect(), &self.scale)?);
            blanks.push(self.blanks[i].saturating_add(other.blanks[j]));
        }
        Ok(Self { profiles, blanks, numbered: self.numbered || other.numbered, ..self })
    }
}
