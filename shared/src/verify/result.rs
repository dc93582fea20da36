//! The result, counted again: majority judgment from the counts that the ballots gave, compared with what is shown.

use super::{Found, Live};
use crate::api::ids::CandidateId;
use crate::api::types::{ResultView, Round};
use crate::domain::grade::Scale;
use crate::domain::profile::{MeritProfile, ProfileError};
use crate::domain::qualification::{finalists, winners};
use crate::domain::ranking::{Standing, rank};
use crate::tally::Election as Counted;
use crate::text::{Msg, clean_line, key};
use isoloir_ballot::archive::Counts;
use isoloir_ballot::manifest::Manifest;
use isoloir_config::primary::{FinalVote, Primary};
use std::collections::BTreeSet;

/// Primaries that come with the program, whose grades' names are known.
const BUILT_IN: [&str; 2] = ["laprimaire-2016", "demo"];

/// The counts, ranked.
#[derive(Clone, Debug)]
pub struct Recount {
    /// Names, profiles, scale: what `tally::Report` ranks and puts into words.
    pub election: Counted,
    /// Of the final: who won, by name; several where they are tied. Of another round: nobody, for places in the final are
    /// the primary's rule, and who left is not on the board.
    pub winners: Vec<String>,
    ids: Vec<CandidateId>,
    no_opinion: Vec<u64>,
}

impl Recount {
    pub(super) fn new(manifest: &Manifest, counts: &Counts, live: Option<&Live>) -> Result<Self, ProfileError> {
        let grades = manifest.scale.len();
        let row = |(candidate, row): (&isoloir_ballot::manifest::Candidate, &Vec<u64>)| {
            let profile = MeritProfile::new(row.iter().take(grades).copied().collect())?;
            Ok((candidate.name.clone(), profile, row.get(grades).copied().unwrap_or(0)))
        };
        let rows = manifest.candidates.iter().zip(&counts.counts).map(row).collect::<Result<Vec<_>, ProfileError>>()?;
        let no_opinion = rows.iter().map(|(_, _, blank)| *blank).collect();
        let election = Counted::counted(scale(&manifest.scale, live), rows);
        let ids = manifest.candidates.iter().map(|it| CandidateId(it.id)).collect();
        let mut recount = Self { election, winners: Vec::new(), ids, no_opinion };
        if manifest.round == "final" {
            let chosen = recount.chosen(&BTreeSet::new(), |standings| winners(standings).copied().collect());
            recount.winners = chosen.into_iter().map(|place| recount.election.names[place].clone()).collect();
        }
        Ok(recount)
    }

    /// Who is chosen among those who were judged and have not left, by their places in the manifest.
    fn chosen(&self, left: &BTreeSet<usize>, choose: impl Fn(&[Standing]) -> Vec<Standing>) -> BTreeSet<usize> {
        let profiles = &self.election.profiles;
        let running: Vec<usize> =
            (0..profiles.len()).filter(|place| profiles[*place].total() > 0 && !left.contains(place)).collect();
        let among: Vec<MeritProfile> = running.iter().map(|place| profiles[*place].clone()).collect();
        choose(&rank(&among)).into_iter().map(|standing| running[standing.index]).collect()
    }

    /// Compares with what the platform shows. Gives the names of those who would go on by their counts and did not.
    pub(super) fn compare(&self, shown: &ResultView, counts: &Counts, live: &Live) -> Result<Vec<String>, Box<Found>> {
        let differs = |what: Msg| Err(Box::new(Found::of_live(key::VERIFY_FAULT_SHOWN, what)));
        if shown.turnout.ballots != counts.ballots || shown.turnout.voters != counts.voters {
            return differs(Msg::new(key::VERIFY_SHOWN_TURNOUT));
        }
        if shown.candidates.len() != self.ids.len() {
            return differs(Msg::new(key::VERIFY_SHOWN_CANDIDATES));
        }
        for standing in rank(&self.election.profiles) {
            let (id, place) = (self.ids[standing.index], standing.index);
            let name = &self.election.names[place];
            let same = shown.candidates.iter().find(|row| row.id == id).is_some_and(|row| {
                row.counts == self.election.profiles[place].counts()
                    && row.no_opinion == self.no_opinion[place]
                    && row.rank == standing.rank
                    && row.majority_grade == standing.majority_grade.0
                    && clean_line(&row.name).starts_with(name.as_str())
            });
            if !same {
                return differs(Msg::words(name));
            }
        }
        self.compare_elected(shown, live)
            .ok_or_else(|| Box::new(Found::of_live(key::VERIFY_FAULT_SHOWN, Msg::new(key::VERIFY_SHOWN_ELECTED))))
    }

    /// Who would go on and does not has left; without them, exactly those go on who are shown to. The archive does not
    /// say who left: that is told, not checked.
    fn compare_elected(&self, shown: &ResultView, live: &Live) -> Option<Vec<String>> {
        let place = |id: CandidateId| self.ids.iter().position(|it| *it == id);
        let announced: BTreeSet<usize> =
            shown.candidates.iter().filter(|row| row.elected).filter_map(|row| place(row.id)).collect();
        let rules = |refuse_worst| FinalVote { finalists: live.primary.rules.finalists, refuse_worst };
        // Whether the worst grade is refused is a rule that the API does not tell: either way may hold.
        [true, false].into_iter().find_map(|refuse| {
            let mut left = BTreeSet::new();
            loop {
                let expected = self.chosen(&left, |standings| match shown.round {
                    Round::Preselection => finalists(&rules(refuse), standings).copied().collect(),
                    Round::Final => winners(standings).copied().collect(),
                });
                let missing: Vec<usize> = expected.difference(&announced).copied().collect();
                if missing.is_empty() {
                    let names = || left.iter().map(|place| self.election.names[*place].clone()).collect();
                    return (expected == announced).then(names);
                }
                left.extend(missing);
            }
        })
    }
}

/// Grades' names: the platform's, those of a primary that comes with the program, or their keys.
pub(super) fn scale(keys: &[String], live: Option<&Live>) -> Scale {
    let fits = |scale: &Scale| {
        scale.len() == keys.len()
            && scale.best_first().zip(keys.iter().rev()).all(|(grade, key)| scale.key(grade) == Some(key))
    };
    let shown = live.map(|live| {
        let mut views = live.primary.scale.clone();
        views.sort_by_key(|it| it.value);
        Scale::from_views(&views)
    });
    let built_in = || BUILT_IN.into_iter().filter_map(|name| Primary::built_in(name)?.ok()).map(|it| Scale::of(&it));
    shown
        .into_iter()
        .chain(built_in())
        .find(fits)
        .unwrap_or_else(|| Scale::from_names(keys.iter().map(|key| clean_line(key))))
}
