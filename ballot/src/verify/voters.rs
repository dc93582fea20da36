//! Who may vote, and which of their ballots is the last.

use super::Fault;
use crate::ballot::{Channel, Place};
use crate::bytes::Bytes32;
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub(super) struct Voters {
    /// Of the opening, sorted.
    listed: Vec<Bytes32>,
    pub admitted: HashSet<Bytes32>,
    last: HashMap<(Bytes32, u64), Last>,
    lots_cast: HashMap<Bytes32, u32>,
    fingerprints: HashSet<[u8; 16]>,
    cast: HashSet<Bytes32>,
    pub spoiled: HashSet<Bytes32>,
    /// For each ballot on the board, in its order: does it count?
    pub counts: Vec<bool>,
}

struct Last {
    ballot: usize,
    sequence: u32,
    channel: Channel,
}

impl Voters {
    /// More credentials of the opening; they come sorted.
    pub fn list(&mut self, credentials: &[Bytes32]) -> Result<(), Fault> {
        for credential in credentials {
            if self.listed.last().is_some_and(|last| last >= credential) {
                return Err(Fault::Credentials);
            }
            self.listed.push(*credential);
        }
        Ok(())
    }

    pub fn listed(&self) -> u64 {
        self.listed.len() as u64
    }

    fn may_vote(&self, credential: &Bytes32) -> bool {
        self.listed.binary_search(credential).is_ok() || self.admitted.contains(credential)
    }

    pub fn admit(&mut self, credential: Bytes32) -> Result<(), Fault> {
        if self.may_vote(&credential) {
            return Err(Fault::Admitted);
        }
        self.admitted.insert(credential);
        Ok(())
    }

    pub fn spoil(&mut self, ballot: Bytes32) -> Result<(), Fault> {
        if self.cast.contains(&ballot) {
            return Err(Fault::Spoiled);
        }
        self.spoiled.insert(ballot);
        Ok(())
    }

    /// A ballot on the board whose body is not there.
    pub fn hash_only(&mut self, hash: Bytes32) -> Result<(), Fault> {
        if self.spoiled.contains(&hash) {
            return Err(Fault::Spoiled);
        }
        if !self.cast.insert(hash) {
            return Err(Fault::Sequence);
        }
        self.counts.push(false);
        Ok(())
    }

    /// A ballot on the board: the last of its voter, and of its lot, so far.
    pub fn cast(
        &mut self,
        place: &Place,
        hash: Bytes32,
        fingerprint: [u8; 16],
        change: bool,
        most_lots: u32,
    ) -> Result<(), Fault> {
        if !self.may_vote(&place.credential) {
            return Err(Fault::Unknown);
        }
        self.hash_only(hash)?;
        if !self.fingerprints.insert(fingerprint) {
            return Err(Fault::Copy);
        }
        let ballot = self.counts.len() - 1;
        let last = Last { ballot, sequence: place.sequence, channel: place.channel };
        if let Some(earlier) = self.last.insert((place.credential, place.lot), last) {
            if !change {
                return Err(Fault::Change);
            }
            if earlier.sequence >= place.sequence {
                return Err(Fault::Sequence);
            }
            self.counts[earlier.ballot] = false;
        } else {
            let lots = self.lots_cast.entry(place.credential).or_default();
            *lots += 1;
            if *lots > most_lots {
                return Err(Fault::LotCount);
            }
        }
        self.counts[ballot] = true;
        Ok(())
    }

    /// Ballots that count: all, and those that a bot filled in. And how many voters.
    pub fn totals(&self) -> (u64, u64, u64) {
        let assisted = self.last.values().filter(|last| last.channel == Channel::Assisted).count();
        (self.last.len() as u64, assisted as u64, self.lots_cast.len() as u64)
    }
}
