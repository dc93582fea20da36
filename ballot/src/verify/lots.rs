//! Whose lots there are. That they were drawn fairly is replayed by who watches (`docs/lots.md`).

use super::Fault;
use crate::archive::{Draws, Lot, LotsRoot, bytes_leaf};
use crate::ballot::Place;
use crate::board::Frontier;
use crate::bytes::{Bytes32, Fixed};
use crate::hash::sha256;
use crate::manifest::{Election, LotRules};
use std::collections::{BTreeSet, HashMap};

#[derive(Default)]
pub(super) struct Lots {
    tree: Frontier,
    lots: HashMap<u64, Drawn>,
    pub drawn: u64,
    pub expired: u64,
}

struct Drawn {
    credential: Bytes32,
    candidates: Vec<u32>,
    expired: bool,
}

impl Lots {
    /// What lots were drawn with: the first line of them.
    pub fn draws(&mut self, rules: LotRules, draws: &Draws, line: &[u8]) -> Result<(), Fault> {
        if self.tree.size() != 0 {
            return Err(Fault::Order);
        }
        if sha256(&[&draws.secret.0]) != rules.commitment.0 {
            return Err(Fault::LotSecret);
        }
        self.tree.push(bytes_leaf(line));
        Ok(())
    }

    pub fn lot(&mut self, election: &Election, rules: LotRules, lot: &Lot, line: &[u8]) -> Result<(), Fault> {
        if self.tree.size() == 0 {
            return Err(Fault::Order);
        }
        let distinct: BTreeSet<&u32> = lot.candidates.iter().collect();
        let known = lot.candidates.iter().all(|id| election.row(*id).is_some());
        let size = usize::try_from(rules.size).ok();
        if lot.number == 0 || !known || Some(distinct.len()) != size || lot.candidates.len() != distinct.len() {
            return Err(Fault::Lot);
        }
        let drawn = Drawn { credential: lot.credential, candidates: lot.candidates.clone(), expired: false };
        if self.lots.insert(lot.number, drawn).is_some() {
            return Err(Fault::Lot);
        }
        self.drawn += 1;
        self.tree.push(bytes_leaf(line));
        Ok(())
    }

    pub fn expire(&mut self, number: u64, line: &[u8]) -> Result<(), Fault> {
        let lot = self.lots.get_mut(&number).filter(|lot| !lot.expired).ok_or(Fault::Lot)?;
        lot.expired = true;
        self.expired += 1;
        self.tree.push(bytes_leaf(line));
        Ok(())
    }

    /// The lot's candidates, if it is this ballot's.
    pub fn of(&self, place: &Place) -> Result<&[u32], Fault> {
        let lot = self.lots.get(&place.lot).filter(|lot| !lot.expired && lot.credential == place.credential);
        lot.map(|lot| lot.candidates.as_slice()).ok_or(Fault::LotOwner)
    }

    pub fn any(&self) -> bool {
        self.tree.size() != 0
    }

    pub fn root(&self) -> LotsRoot {
        LotsRoot { count: self.tree.size(), root: Fixed(self.tree.root()) }
    }
}
