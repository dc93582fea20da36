//! The result of a round, computed once from the counts that the trustees decrypted.

use isoloir_config::primary::FinalVote;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{ExplanationView, ResultView, Round, StandingView, TurnoutView};
use isoloir_shared::domain::explain::decide;
use isoloir_shared::domain::profile::{MeritProfile, ProfileError};
use isoloir_shared::domain::qualification::{finalists, winners};
use isoloir_shared::domain::ranking::rank;
use jiff::Timestamp;

/// Counts of a round, as they were decrypted.
#[derive(Clone, Debug)]
pub struct Count {
    grades: usize,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    id: CandidateId,
    name: String,
    running: bool,
    counts: Vec<u64>,
    no_opinion: u64,
}

impl Count {
    /// Of nobody yet, on a scale of that many grades.
    pub fn new(grades: usize) -> Self {
        Self { grades, rows: Vec::new() }
    }

    /// One more candidate with their judgments by answer: grades, worst first, then "no opinion" where there is one.
    /// `running`: still there to go on.
    pub fn candidate(&mut self, id: CandidateId, name: &str, running: bool, answers: &[u64]) {
        let (counts, rest) = answers.split_at(self.grades.min(answers.len()));
        let no_opinion = rest.iter().sum();
        self.rows.push(Row { id, name: name.to_owned(), running, counts: counts.to_vec(), no_opinion });
    }
}

/// The result, and who goes to the final or has won it.
///
/// # Errors
/// When there are more judgments than can be compared exactly.
pub fn result(
    round: Round,
    count: &Count,
    rules: &FinalVote,
    turnout: TurnoutView,
    published_at: Timestamp,
) -> Result<(ResultView, Vec<CandidateId>), ProfileError> {
    let profiles = count.rows.iter().map(|row| MeritProfile::new(row.counts.clone())).collect::<Result<Vec<_>, _>>()?;
    // Who left during the vote is shown with their judgments, and takes no place from those who stay. Whom nobody has
    // judged is not chosen either.
    let judged = |row: &Row| row.counts.iter().any(|count| *count > 0);
    let running: Vec<usize> =
        (0..count.rows.len()).filter(|i| count.rows[*i].running && judged(&count.rows[*i])).collect();
    let among: Vec<MeritProfile> = running.iter().map(|i| profiles[*i].clone()).collect();
    let standings = rank(&among);
    let elected: Vec<usize> = match round {
        Round::Preselection => finalists(rules, &standings).map(|s| running[s.index]).collect(),
        Round::Final => winners(&standings).map(|s| running[s.index]).collect(),
    };
    let order = rank(&profiles);
    let candidates = order
        .iter()
        .map(|standing| {
            let row = &count.rows[standing.index];
            StandingView {
                id: row.id,
                name: row.name.clone(),
                rank: standing.rank,
                counts: row.counts.clone(),
                no_opinion: row.no_opinion,
                majority_grade: standing.majority_grade.0,
                elected: elected.contains(&standing.index),
            }
        })
        .collect();
    let explanations = order
        .windows(2)
        .map(|two| {
            let (before, after) = (count.rows[two[0].index].id, count.rows[two[1].index].id);
            let decision = decide(&profiles[two[0].index], &profiles[two[1].index]);
            ExplanationView { before, after, decided_by: decision.decided_by(before, after) }
        })
        .collect();
    let chosen = elected.iter().map(|i| count.rows[*i].id).collect();
    Ok((ResultView { round, candidates, explanations, turnout, published_at }, chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: FinalVote = FinalVote { finalists: 2, refuse_worst: true };

    fn count(profiles: &[(&[u64], bool)]) -> Count {
        let mut count = Count::new(3);
        for (id, (profile, running)) in (1..).map(CandidateId).zip(profiles) {
            count.candidate(id, &format!("C{id}"), *running, profile);
        }
        count
    }

    fn chosen(round: Round, profiles: &[(&[u64], bool)]) -> Vec<u32> {
        let turnout = TurnoutView { ballots: 1, ..TurnoutView::default() };
        let (view, chosen) = result(round, &count(profiles), &RULES, turnout, Timestamp::UNIX_EPOCH).unwrap();
        let mut elected: Vec<_> = view.candidates.iter().filter(|c| c.elected).map(|c| c.id).collect();
        elected.sort_unstable();
        let mut sorted = chosen.clone();
        sorted.sort_unstable();
        assert_eq!(elected, sorted);
        chosen.iter().map(|id| id.0).collect()
    }

    #[test]
    fn who_left_takes_no_place() {
        let all: &[(&[u64], bool)] = &[(&[0, 0, 9], false), (&[0, 9, 0], true), (&[1, 8, 0], true), (&[2, 7, 0], true)];
        assert_eq!(chosen(Round::Preselection, all), [2, 3]);
        assert_eq!(chosen(Round::Final, all), [2]);
    }

    #[test]
    fn the_worst_grade_does_not_go_through_and_ties_do() {
        let all: &[(&[u64], bool)] = &[(&[0, 1, 9], true), (&[2, 7, 0], true), (&[2, 7, 0], true), (&[9, 0, 0], true)];
        assert_eq!(chosen(Round::Preselection, all), [1, 2, 3]);
        assert_eq!(chosen(Round::Preselection, &all[3..]), [0_u32; 0]);
    }

    #[test]
    fn whom_nobody_judged_is_not_chosen() {
        let all: &[(&[u64], bool)] = &[(&[0, 0, 0], true), (&[3, 0, 0], true)];
        assert_eq!(chosen(Round::Preselection, &all[..1]), [0_u32; 0]);
        assert_eq!(chosen(Round::Final, &all[..1]), [0_u32; 0]);
        assert_eq!(chosen(Round::Final, all), [2]);
    }

    #[test]
    fn no_opinion_is_in_no_total() {
        let count = count(&[(&[0, 0, 1, 1], true)]);
        let (view, _) = result(Round::Final, &count, &RULES, TurnoutView::default(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((view.candidates[0].counts.as_slice(), view.candidates[0].no_opinion), (&[0, 0, 1][..], 1));
        assert!(view.candidates[0].elected);
    }
}
