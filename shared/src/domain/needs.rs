//! What a phase still needs, in numbers: for whoever runs the primary.

use super::qualification::{has_preselection, qualifies};
use crate::api::types::{CandidateState, Need, PhaseKind};
use isoloir_config::primary::Primary;
use jiff::Timestamp;

/// A candidate as the rules look at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Where they stand.
    pub state: CandidateState,
    /// Supports and nominations.
    pub supports: u64,
    /// Signed the charter.
    pub charter: bool,
    /// Until when their answer is awaited.
    pub confirm_by: Option<Timestamp>,
}

/// What matters to a phase that is not over, as things stand.
pub fn needs(primary: &Primary, kind: PhaseKind, contenders: &[Contender]) -> Vec<Need> {
    use CandidateState as S;
    let count = |test: &dyn Fn(&Contender) -> bool| contenders.iter().filter(|it| test(it)).count() as u64;
    let rules = &primary.qualification;
    let enough = |it: &Contender| it.supports >= rules.threshold;
    let unconfirmed = |state: S| {
        let awaited = || contenders.iter().filter(|it| it.state == state && it.confirm_by.is_some());
        let until = awaited().filter_map(|it| it.confirm_by).max();
        some(awaited().count() as u64, |count| Need::Unconfirmed { count, until })
    };
    let charters = || {
        let missing = count(&|it| it.state == S::Declared && enough(it) && rules.charter && !it.charter);
        some(missing, |count| Need::ChartersMissing { count })
    };
    let invited = || some(count(&|it| it.state == S::Nominated && enough(it)), |count| Need::Invited { count });
    let qualified = count(&|it| match it.state {
        S::Declared => qualifies(rules, it.supports, it.charter),
        state => state == S::Qualified,
    });
    let qualified = Need::Qualified { count: qualified, threshold: rules.threshold };
    match kind {
        PhaseKind::Identification => [vec![qualified], charters(), invited()].concat(),
        PhaseKind::ProvisionalList => [vec![qualified], invited(), charters()].concat(),
        PhaseKind::Preparation => unconfirmed(S::Qualified),
        PhaseKind::Preselection => {
            let confirmed = count(&|it| it.state == S::Confirmed);
            let held = has_preselection(&primary.preselection, usize::try_from(confirmed).unwrap_or(usize::MAX));
            let above = primary.preselection.only_above.into();
            [unconfirmed(S::Qualified), vec![Need::Preselection { confirmed, above, held }]].concat()
        }
        PhaseKind::Finalists => unconfirmed(S::Finalist),
        PhaseKind::FinalVote => {
            let finalists = Need::Finalists { count: count(&|it| it.state == S::Finalist) };
            [unconfirmed(S::Finalist), vec![finalists]].concat()
        }
        PhaseKind::Result => vec![],
    }
}

/// Nothing where there is nothing to tell.
fn some(count: u64, need: impl FnOnce(u64) -> Need) -> Vec<Need> {
    if count == 0 { vec![] } else { vec![need(count)] }
}
