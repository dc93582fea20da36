//! The outcome, as people and programs read it.

use super::election::Election;
use crate::api::types::Group;
use crate::domain::explain::{Decision, Rule, Side, decide};
use crate::domain::ranking::{Standing, rank};
use serde::Serialize;

/// A ranked election.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// What was ranked.
    pub election: &'a Election,
    /// In rank order.
    pub standings: Vec<Standing>,
    /// Why each stands before the next; one fewer than candidates.
    pub decisions: Vec<Decision>,
}

/// One candidate in `--json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CandidateRow {
    /// Their name.
    pub name: String,
    /// From 1; a tie shares it (1, 1, 3).
    pub rank: u32,
    /// Stable key of the majority grade on the scale (its name, where a file gave the scale).
    pub majority_grade: String,
    /// Judgments per grade, worst first.
    pub counts: Vec<u64>,
    /// Which rule put this candidate before the next one; null for the last.
    pub decided_by: Option<DecidedByName>,
}

/// Which rule ordered a candidate and the next. Grades by key, candidates by name, shares as `[part, total]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum DecidedByName {
    /// Their majority grades differ.
    MajorityGrade {
        /// Of the one before.
        better: String,
        /// Of the next.
        worse: String,
    },
    /// The largest of the four groups.
    LargestGroup {
        /// Above or below the majority grade.
        group: Group,
        /// Whose.
        of: String,
        /// Its share of its candidate's judgments.
        share: [u64; 2],
    },
    /// Where the grades first differed, removing the majority grade judgment by judgment.
    NextMajorityGrade {
        /// That the one before then had.
        better: String,
        /// That the next then had.
        worse: String,
        /// Share removed until then, as decimal text (it can pass what programs keep exactly).
        removed: [String; 2],
    },
    /// The same fractions: they share the rank.
    Tie,
}

#[derive(Serialize)]
struct Document {
    candidates: Vec<CandidateRow>,
}

impl<'a> Report<'a> {
    /// Ranks an election.
    pub fn new(election: &'a Election) -> Self {
        let standings = rank(&election.profiles);
        let profile = |standing: &Standing| &election.profiles[standing.index];
        let decisions = standings.windows(2).map(|two| decide(profile(&two[0]), profile(&two[1]))).collect();
        Self { election, standings, decisions }
    }

    /// The name at a place of the order.
    pub(super) fn name(&self, place: usize) -> &str {
        &self.election.names[self.standings[place].index]
    }

    /// All candidates in rank order.
    pub fn rows(&self) -> Vec<CandidateRow> {
        let row = |(place, standing): (usize, &Standing)| CandidateRow {
            name: self.name(place).to_owned(),
            rank: standing.rank,
            majority_grade: self.key(standing.majority_grade),
            counts: self.election.profiles[standing.index].counts().to_vec(),
            decided_by: self.decisions.get(place).map(|decision| self.decided_by(place, decision)),
        };
        self.standings.iter().enumerate().map(row).collect()
    }

    /// `{"candidates":[{"name","rank","majority_grade","counts","decided_by"}]}`, pretty.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&Document { candidates: self.rows() })
    }

    fn key(&self, grade: crate::domain::grade::Grade) -> String {
        self.election.scale.key(grade).unwrap_or_default().to_owned()
    }

    fn decided_by(&self, place: usize, decision: &Decision) -> DecidedByName {
        match decision.rule {
            Rule::MajorityGrade { better, worse } => {
                DecidedByName::MajorityGrade { better: self.key(better), worse: self.key(worse) }
            }
            Rule::LargestGroup { group, of, share } => {
                let of = self.name(if of == Side::First { place } else { place + 1 }).to_owned();
                DecidedByName::LargestGroup { group, of, share }
            }
            Rule::NextMajorityGrade { better, worse, removed } => DecidedByName::NextMajorityGrade {
                better: self.key(better),
                worse: self.key(worse),
                removed: removed.map(|part| part.to_string()),
            },
            Rule::Tie => DecidedByName::Tie,
        }
    }
}
