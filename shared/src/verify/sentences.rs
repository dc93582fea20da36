//! A verdict in sentences: what was checked, what cannot be, and what is wrong.

use super::{Facts, Mine, MineStatus, Outcome, Recount, Verdict};
use crate::tally::Report;
use crate::text::{Key, Msg, key};

impl Verdict {
    /// The one sentence that matters.
    pub fn headline(&self) -> Msg {
        match (self.outcome(), &self.facts) {
            (Outcome::Fault, _) => key::VERIFY_FAULT.into(),
            (Outcome::Holds, _) => key::VERIFY_HOLDS.into(),
            (Outcome::Partial, Some(facts)) if facts.missing > 0 && facts.stage != "open" => {
                Msg::new(key::VERIFY_PARTIAL_MISSING).with("n", facts.missing)
            }
            (Outcome::Partial, _) if !self.who_won_after().is_empty() => {
                Msg::new(key::VERIFY_PARTIAL_LEFT).with("names", self.who_won_after().join(", ").as_str())
            }
            (Outcome::Partial, _) => key::VERIFY_PARTIAL_OPEN.into(),
        }
    }

    /// The result in words: who stands where, and who won.
    pub fn result(&self) -> Vec<Msg> {
        let Some(recount) = &self.recount else { return Vec::new() };
        recount.lines()
    }

    /// What was checked, and holds.
    pub fn checked(&self) -> Vec<Msg> {
        let mut all = Vec::new();
        let Some(facts) = &self.facts else { return all };
        all.extend(board(facts));
        all.extend(seen(facts));
        all.extend(facts.mine.iter().filter_map(of_mine));
        if let Some(draws) = facts.lots.as_ref().and_then(|lots| lots.replayed.as_ref()).filter(|_| self.draws_hold()) {
            all.push(
                Msg::new(key::VERIFY_SAID_LOTS)
                    .with("issued", draws.issued)
                    .with("expired", draws.expired)
                    .with("least", draws.shown[0])
                    .with("most", draws.shown[1]),
            );
        }
        if self.recount.is_some() {
            all.push(key::VERIFY_SAID_RESULT.into());
        }
        if facts.live == Some(true) {
            all.push(key::VERIFY_SAID_SHOWN.into());
        }
        all.extend(facts.audit.as_ref().map(|head| Msg::new(key::VERIFY_SAID_AUDIT).with("n", head.seq)));
        all
    }

    fn draws_hold(&self) -> bool {
        self.fault.as_ref().is_none_or(|fault| fault.code != "draw")
    }

    /// What was not checked, or cannot be.
    pub fn unchecked(&self) -> Vec<Msg> {
        let Some(facts) = &self.facts else { return Vec::new() };
        let mut all = Vec::new();
        if facts.seen.elsewhere == 0 {
            all.push(key::VERIFY_NOT_ELSEWHERE.into());
        }
        if facts.others > 0 {
            all.push(Msg::new(key::VERIFY_NOT_OTHERS).with("n", facts.others));
        }
        all.push(key::VERIFY_NOT_PEOPLE.into());
        let names = facts.trustees.names.join(", ");
        all.push(match facts.trustees.local {
            Some(true) => key::VERIFY_NOT_SECRET_LOCAL.into(),
            _ => Msg::new(key::VERIFY_NOT_SECRET)
                .with("n", u64::from(facts.trustees.threshold))
                .with("names", names.as_str()),
        });
        if facts.counted.is_some_and(|it| it.assisted > 0) {
            all.push(key::VERIFY_NOT_ASSISTED.into());
        }
        if let Some(lots) = &facts.lots {
            let source = lots.source.as_deref().unwrap_or("?");
            all.push(Msg::new(key::VERIFY_NOT_LOTS).with("source", source));
        }
        if !facts.left.is_empty() {
            all.push(Msg::new(key::VERIFY_NOT_LEFT).with("names", facts.left.join(", ").as_str()));
        }
        if facts.round == "preselection" && self.recount.is_some() && facts.live.is_none() {
            all.push(key::VERIFY_NOT_FINALISTS.into());
        }
        all.extend([key::VERIFY_NOT_CLOCK, key::VERIFY_NOT_DEVICE, key::VERIFY_NOT_FOR_EVER].map(Msg::from));
        all
    }
}

fn board(facts: &Facts) -> Vec<Msg> {
    let mut all = vec![
        Msg::new(key::VERIFY_SAID_BOARD).with("leaves", facts.leaves).with("n", facts.checkpoints),
        Msg::new(key::VERIFY_SAID_VOTERS).with("n", facts.credentials).with("late", facts.admitted),
    ];
    let Some(counted) = &facts.counted else {
        all.push(Msg::new(key::VERIFY_SAID_HASHES).with("n", facts.ballots).with("missing", facts.missing));
        return all;
    };
    all.push(
        Msg::new(key::VERIFY_SAID_BALLOTS)
            .with("n", facts.ballots)
            .with("counted", counted.ballots)
            .with("voters", counted.voters)
            .with("replaced", facts.ballots - counted.ballots),
    );
    all.push(Msg::new(key::VERIFY_SAID_CHANNELS).with("own", counted.own).with("assisted", counted.assisted));
    if facts.spoiled > 0 {
        all.push(Msg::new(key::VERIFY_SAID_SPOILED).with("n", facts.spoiled));
    }
    let trustees = &facts.trustees;
    if facts.stage == "counted" {
        let name = |number: &u16| trustees.names.get(usize::from(*number).wrapping_sub(1)).cloned();
        let names: Vec<String> = trustees.decrypted.iter().filter_map(name).collect();
        all.push(
            Msg::new(key::VERIFY_SAID_DECRYPTED)
                .with("n", trustees.decrypted.len())
                .with("all", trustees.names.len())
                .with("names", names.join(", ").as_str()),
        );
    }
    all
}

fn seen(facts: &Facts) -> Vec<Msg> {
    let mut all = Vec::new();
    if facts.seen.elsewhere > 0 {
        all.push(Msg::new(key::VERIFY_SAID_ELSEWHERE).with("n", facts.seen.elsewhere));
    }
    if facts.seen.device > 0 {
        all.push(Msg::new(key::VERIFY_SAID_DEVICE).with("n", facts.seen.device));
    }
    if facts.seen.older {
        all.push(key::VERIFY_SAID_OLDER.into());
    }
    all
}

fn of_mine(mine: &Mine) -> Option<Msg> {
    let key: Key = match mine.status {
        MineStatus::Counts => key::VERIFY_MINE_COUNTS,
        MineStatus::Replaced => key::VERIFY_MINE_REPLACED,
        MineStatus::Recorded => key::VERIFY_MINE_RECORDED,
        MineStatus::Spoiled => key::VERIFY_MINE_SPOILED,
        MineStatus::Later => key::VERIFY_MINE_LATER,
        MineStatus::Missing => return None,
    };
    Some(Msg::new(key).with("tracker", mine.tracker.as_str()).with("leaf", mine.leaf.unwrap_or_default()))
}

impl Recount {
    /// Who stands where, and who won.
    pub fn lines(&self) -> Vec<Msg> {
        let report = Report::new(&self.election);
        let mut all: Vec<Msg> = (0..report.standings.len()).map(|place| report.sentence(place)).collect();
        match self.winners.as_slice() {
            [] => {}
            [winner] => all.push(Msg::new(key::RESULTS_WINNER).with("name", winner.as_str())),
            several => all.push(Msg::new(key::RESULTS_WINNERS).with("n", several.len())),
        }
        all
    }
}
