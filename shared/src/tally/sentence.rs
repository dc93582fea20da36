//! The outcome in sentences: what a screen reader gets, and why one candidate stands before the next.

use super::report::Report;
use crate::api::types::Group;
use crate::domain::explain::{Decision, Rule, Side};
use crate::domain::grade::Grade;
use crate::domain::profile::per_myriad;
use crate::text::{Arg, Msg, key};

impl Report<'_> {
    /// One candidate in a sentence.
    pub fn sentence(&self, place: usize) -> Msg {
        let standing = &self.standings[place];
        let profile = &self.election.profiles[standing.index];
        let grade = standing.majority_grade;
        let key = if profile.total() == 0 { key::TALLY_SENTENCE_NONE } else { key::TALLY_SENTENCE };
        Msg::new(key)
            .with("rank", standing.rank)
            .with("name", Msg::words(self.name(place)))
            .with("grade", self.grade(grade))
            .with("judgments", profile.total())
            .with("share", Arg::Share(per_myriad(profile.share_at_or_above(grade))))
    }

    /// Why the candidate at a place stands before the next (or level with them); none for the last.
    pub fn why(&self, place: usize) -> Option<Msg> {
        let Decision { rule, .. } = self.decisions.get(place)?;
        let (before, after) = (Msg::words(self.name(place)), Msg::words(self.name(place + 1)));
        let grade = || self.grade(self.standings[place].majority_grade);
        let msg = match *rule {
            Rule::MajorityGrade { better, worse } => Msg::new(key::TALLY_WHY_MAJORITY_GRADE)
                .with("better", self.grade(better))
                .with("worse", self.grade(worse)),
            Rule::LargestGroup { group, of, share } => {
                let key = match group {
                    Group::Above => key::TALLY_WHY_ABOVE,
                    Group::Below => key::TALLY_WHY_BELOW,
                };
                let of = if of == Side::First { before.clone() } else { after.clone() };
                Msg::new(key)
                    .with("of", of)
                    .with("grade", grade())
                    .with("share", Arg::Share(per_myriad(share)))
                    .with("part", share[0])
                    .with("total", share[1])
            }
            Rule::NextMajorityGrade { better, worse, removed } => Msg::new(key::TALLY_WHY_NEXT)
                .with("grade", grade())
                .with("better", self.grade(better))
                .with("worse", self.grade(worse))
                .with("removed", Arg::Share(share_of(removed))),
            Rule::Tie => Msg::new(key::TALLY_WHY_TIE),
        };
        Some(msg.with("before", before).with("after", after))
    }

    pub(super) fn grade(&self, grade: Grade) -> Msg {
        self.election.scale.name(grade).cloned().map_or_else(|| Msg::words("?"), Msg::Both)
    }
}

fn share_of([part, total]: [u128; 2]) -> u32 {
    // For showing only; totals are at most 2^62.
    let to_u64 = |n: u128| u64::try_from(n).unwrap_or(u64::MAX);
    per_myriad([to_u64(part), to_u64(total)])
}
