//! Citizens who are played: whom they support, how they grade.

use super::year2016::{Qualified, in_proportion};
use crate::email::Address;
use crate::secrets::ServerKey;
use crate::store::{AccountId, Grader, ImportedCitizen};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{Lang, ProblemCode};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;
use uuid::Uuid;

/// Supports that one citizen gives at most.
const SUPPORTS: u32 = 5;

/// The citizens who are played and what they think of the candidates.
#[derive(Clone, Debug)]
pub(super) struct Crowd {
    /// Their accounts.
    pub voters: Vec<AccountId>,
    /// Judgments of the first round of 2016 by candidate, worst grade first.
    pub opinions: HashMap<CandidateId, Vec<u64>>,
}

fn citizen(key: &ServerKey, name: &str) -> Option<ImportedCitizen> {
    let email = Address::parse(&format!("citizen-{name}@demo.invalid"))?.keep(key)?;
    Some(ImportedCitizen { email, lang: Lang::Fr, place: "France".to_owned(), session: None })
}

/// Each time the same.
pub(super) fn dice(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

impl Crowd {
    /// How many citizens it takes to give that many supports: nobody gives more than four, so that one more can come.
    pub fn size(candidates: &[Qualified]) -> usize {
        let supports: u32 = candidates.iter().map(|c| c.supports).sum();
        let most = candidates.iter().map(|c| c.supports).max().unwrap_or_default();
        usize::try_from(supports.div_ceil(SUPPORTS - 1).max(most)).unwrap_or_default()
    }

    /// Citizens who are nobody: their addresses lead nowhere (RFC 2606).
    pub fn citizens(key: &ServerKey, from: usize, count: usize) -> Vec<ImportedCitizen> {
        (from..from + count).filter_map(|n| citizen(key, &n.to_string())).collect()
    }

    /// One more, whom nobody has met.
    pub fn newcomer(key: &ServerKey) -> Result<ImportedCitizen, ProblemCode> {
        citizen(key, &Uuid::new_v4().to_string()).ok_or(ProblemCode::Internal)
    }

    /// Who supports whom: as many as in 2016 for each candidate, every citizen's places filled one after another.
    pub fn supports(&self, ids: &[CandidateId], candidates: &[Qualified]) -> Vec<(AccountId, u32, CandidateId)> {
        let mut turn = (0..).map(|n: usize| (n % self.voters.len().max(1), n / self.voters.len().max(1)));
        let mut supports = Vec::new();
        for (id, candidate) in ids.iter().zip(candidates) {
            for (voter, round) in turn.by_ref().take(usize::try_from(candidate.supports).unwrap_or_default()) {
                supports.push((self.voters[voter], u32::try_from(round + 1).unwrap_or(u32::MAX), *id));
            }
        }
        supports
    }

    /// Grades in the proportions of 2016: `each` judgments per candidate are dealt out exactly, more at random.
    pub fn grader(&self, each: u64, seed: u64) -> Grader {
        let mut dice = dice(seed);
        let mut bags: HashMap<CandidateId, Vec<u8>> = HashMap::new();
        for (id, opinion) in &self.opinions {
            let mut bag = in_proportion(opinion, each);
            bag.shuffle(&mut dice);
            bags.insert(*id, bag);
        }
        let opinions = self.opinions.clone();
        Box::new(move |id| {
            let dealt = bags.get_mut(&id).and_then(Vec::pop);
            dealt.unwrap_or_else(|| one_grade(opinions.get(&id).map_or(&[], Vec::as_slice), &mut dice))
        })
    }

    /// One grade at random.
    pub fn grade(&self, id: CandidateId, dice: &mut StdRng) -> u8 {
        one_grade(self.opinions.get(&id).map_or(&[], Vec::as_slice), dice)
    }
}

fn one_grade(opinion: &[u64], dice: &mut StdRng) -> u8 {
    let total: u64 = opinion.iter().sum();
    if total == 0 {
        return 0;
    }
    let mut left = dice.random_range(0..total);
    for (grade, count) in (0..).zip(opinion) {
        match left.checked_sub(*count) {
            Some(rest) => left = rest,
            None => return grade,
        }
    }
    0
}
