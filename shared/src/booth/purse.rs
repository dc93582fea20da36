//! A purse: what one person's device (or the bot, for each of its people) keeps of their voting. Secret keys, what was
//! seen of each board, ballots that were made and not acknowledged, receipts.
//!
//! JSON with a version in front. What cannot be read is never taken for nothing: a new key would take an old one's place.

use super::NotKept;
use crate::api::ids::{IdempotencyKey, LotId, Tracker};
use crate::api::types::{ReceiptStatus, ReceiptView, Round};
use isoloir_ballot::ballot::Opening;
use isoloir_ballot::board::{Checkpoint, Pin, Receipt};
use isoloir_ballot::bytes::{Blob, Bytes32};
use isoloir_ballot::credential::Credential;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What this program writes.
const VERSION: u32 = 1;
/// Sealed ballots that are kept: each is one that somebody made to look at.
const SEALED: usize = 8;
/// Ballots that are kept in all: more are left over from casts that nobody asked about again.
const MADE: usize = 64;

/// Everything that is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Purse {
    v: u32,
    #[serde(default)]
    keys: Vec<Key>,
    /// By platform, primary and round.
    #[serde(default)]
    pins: BTreeMap<String, Pinned>,
    #[serde(default)]
    made: Vec<Made>,
    #[serde(default)]
    receipts: Vec<Kept>,
    #[serde(default)]
    sequences: Vec<Last>,
}

/// The greatest sequence that was ever signed here, for a key and a lot (0: the final). A ballot that the platform kept
/// back could otherwise come to the board after a later one, and take its place.
#[derive(Clone, Serialize, Deserialize)]
struct Last {
    credential: Bytes32,
    lot: u64,
    sequence: u32,
}

/// A secret key, of one account and round.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Key {
    /// See [`owner`].
    owner: String,
    round: Round,
    #[serde(with = "secret")]
    secret: Zeroizing<[u8; 32]>,
    /// The platform knows its public half.
    #[serde(default)]
    pub registered: bool,
}

/// What was seen of a board.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pinned {
    pub election: Bytes32,
    pub pin: Pin,
}

/// A ballot that was made and not acknowledged.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Made {
    /// Of the cast that it was made for.
    pub key: IdempotencyKey,
    pub owner: String,
    pub round: Round,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotId>,
    pub ballot: Blob,
    pub hash: Bytes32,
    /// As long as it may be spoiled instead of cast. It goes before the ballot does: a cast one is never opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// It is being opened: it can't be cast any more.
    #[serde(default)]
    pub spoiled: bool,
}

/// A receipt.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub owner: String,
    /// Of the cast that it answers: asked for again, it is answered with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<IdempotencyKey>,
    pub round: Round,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotId>,
    pub cast_at: Timestamp,
    pub board: Receipt,
}

/// Names an account in a purse, and tells nobody the address: an address, and when its account was made, which another
/// account of the same address, after an erasure or on another platform, does not share.
pub(super) fn owner(email: &str, created_at: Timestamp) -> String {
    let hash = isoloir_ballot::hash::sha256(&[created_at.to_string().as_bytes(), b" ", email.as_bytes()]);
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

impl Default for Purse {
    fn default() -> Self {
        Self {
            v: VERSION,
            keys: Vec::new(),
            pins: BTreeMap::new(),
            made: Vec::new(),
            receipts: Vec::new(),
            sequences: Vec::new(),
        }
    }
}

impl Purse {
    /// Reads what was kept.
    pub fn read(bytes: Option<&[u8]>) -> Result<Self, NotKept> {
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        let purse: Self = serde_json::from_slice(bytes).map_err(|error| {
            // Where it stopped, never what stands there.
            tracing::error!(line = error.line(), column = error.column(), "a purse cannot be read");
            NotKept
        })?;
        if purse.v == VERSION { Ok(purse) } else { Err(NotKept) }
    }

    /// As bytes.
    pub fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(serde_json::to_vec(self).unwrap_or_default())
    }

    /// My key for a round.
    pub fn key(&self, owner: &str, round: Round) -> Option<&Key> {
        self.keys.iter().find(|it| it.owner == owner && it.round == round)
    }

    /// The same, made if there is none.
    pub fn key_or(&mut self, owner: &str, round: Round, fresh: &Credential) -> Key {
        if self.key(owner, round).is_none() {
            self.set_key(owner, round, fresh.secret(), false);
        }
        self.key(owner, round).cloned().unwrap_or_else(|| Key::new(owner, round, fresh.secret(), false))
    }

    /// Keeps this key, in the place of the one before.
    pub fn set_key(&mut self, owner: &str, round: Round, secret: Zeroizing<[u8; 32]>, registered: bool) {
        self.keys.retain(|it| it.owner != owner || it.round != round);
        self.keys.push(Key::new(owner, round, secret, registered));
    }

    /// Notes whether the platform knows this key, if it is still the one.
    pub fn registered(&mut self, owner: &str, round: Round, public: &Bytes32, registered: bool) {
        let it = self.keys.iter_mut().find(|it| it.owner == owner && it.round == round);
        if let Some(key) = it.filter(|it| it.credential().public() == *public) {
            key.registered = registered;
        }
    }

    /// What was seen of a board.
    pub fn pin(&self, place: &str) -> Option<&Pinned> {
        self.pins.get(place)
    }

    /// Keeps what was seen, if it was compared with what is kept now. False if somebody else saw something meanwhile: the
    /// two may contradict each other.
    pub fn see(&mut self, place: &str, before: Option<&Pinned>, seen: &Pinned) -> bool {
        let same = self.pins.get(place) == before;
        if same {
            self.pins.insert(place.to_owned(), seen.clone());
        }
        same
    }

    /// The greatest sequence that was signed with a key for a lot.
    pub fn last_sequence(&self, credential: &Bytes32, lot: u64) -> u32 {
        self.sequences.iter().find(|it| it.credential == *credential && it.lot == lot).map_or(0, |it| it.sequence)
    }

    /// Notes a sequence before what was signed with it leaves.
    pub fn signed(&mut self, credential: Bytes32, lot: u64, sequence: u32) {
        let sequence = sequence.max(self.last_sequence(&credential, lot));
        self.sequences.retain(|it| it.credential != credential || it.lot != lot);
        self.sequences.push(Last { credential, lot, sequence });
    }

    /// The ballot made for this cast.
    pub fn made(&self, key: IdempotencyKey, owner: &str) -> Option<&Made> {
        self.made.iter().find(|it| it.key == key && it.owner == owner)
    }

    /// The same, to change it.
    pub fn made_mut(&mut self, key: IdempotencyKey, owner: &str) -> Option<&mut Made> {
        self.made.iter_mut().find(|it| it.key == key && it.owner == owner)
    }

    /// The ballot of this cast: this one, unless another process was quicker.
    pub fn keep_first(&mut self, made: Made) -> Made {
        match self.made(made.key, &made.owner).filter(|it| it.lot == made.lot) {
            Some(first) => first.clone(),
            None => {
                self.keep_made(made.clone());
                made
            }
        }
    }

    /// Keeps a ballot until it is acknowledged. Of those that were only looked at, few are kept.
    fn keep_made(&mut self, made: Made) {
        self.forget_made(made.key);
        let looked = |it: &&Made| it.opening.is_some();
        if self.made.iter().filter(looked).count() >= SEALED
            && let Some(first) = self.made.iter().position(|it| looked(&it))
        {
            self.made.remove(first);
        }
        if self.made.len() >= MADE {
            self.made.remove(0);
        }
        self.made.push(made);
    }

    /// It was acknowledged, or refused for good.
    pub fn forget_made(&mut self, key: IdempotencyKey) {
        self.made.retain(|it| it.key != key);
    }

    /// Keeps a receipt.
    pub fn keep_receipt(&mut self, receipt: Kept) {
        self.receipts.retain(|it| it.board.ballot != receipt.board.ballot);
        self.receipts.push(receipt);
    }

    /// The receipt of a ballot, whoever cast it here.
    pub fn receipt(&self, ballot: &Bytes32) -> Option<&Kept> {
        self.receipts.iter().find(|it| it.board.ballot == *ballot)
    }

    /// The receipt of a cast that was acknowledged.
    pub fn receipt_for(&self, key: IdempotencyKey, owner: &str) -> Option<ReceiptView> {
        let kept = self.receipts.iter().find(|it| it.key == Some(key) && it.owner == owner)?;
        Some(kept.view(ReceiptStatus::Recorded))
    }

    /// Every checkpoint and receipt that is kept here, whoever voted and wherever.
    pub fn seen(&self) -> (Vec<Checkpoint>, Vec<Receipt>) {
        let pins = self.pins.values().map(|it| it.pin.latest.clone());
        (pins.collect(), self.receipts.iter().map(|it| it.board.clone()).collect())
    }

    /// Somebody's receipts, newest first. Of ballots of one lot, or of the final, all but the newest were replaced.
    pub fn receipts_of(&self, owner: &str) -> Vec<ReceiptView> {
        let mut all: Vec<&Kept> = self.receipts.iter().filter(|it| it.owner == owner).collect();
        all.sort_by_key(|it| std::cmp::Reverse((it.cast_at, it.board.leaf)));
        let mut seen = std::collections::BTreeSet::new();
        let view = |it: &Kept| {
            let first = seen.insert((it.round, it.lot));
            it.view(if first { ReceiptStatus::Recorded } else { ReceiptStatus::Replaced })
        };
        all.into_iter().map(view).collect()
    }

    /// Nothing of this account stays: it was erased.
    pub fn forget(&mut self, owner: &str) {
        let mine = self.keys.iter().filter(|it| it.owner == owner);
        let mine: Vec<_> = mine.map(|it| it.credential().public()).collect();
        self.sequences.retain(|it| !mine.contains(&it.credential));
        self.keys.retain(|it| it.owner != owner);
        self.made.retain(|it| it.owner != owner);
        self.receipts.retain(|it| it.owner != owner);
    }
}

impl Kept {
    fn view(&self, status: ReceiptStatus) -> ReceiptView {
        ReceiptView {
            tracker: Tracker::of(&self.board.ballot),
            round: self.round,
            lot: self.lot,
            cast_at: self.cast_at,
            status,
            board: Some(Box::new(self.board.clone())),
        }
    }
}

impl Key {
    fn new(owner: &str, round: Round, secret: Zeroizing<[u8; 32]>, registered: bool) -> Self {
        Self { owner: owner.to_owned(), round, secret, registered }
    }

    /// To sign with.
    pub fn credential(&self) -> Credential {
        Credential::from_secret(&self.secret)
    }

    /// To be shown as a code.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

/// 32 secret bytes.
mod secret {
    use isoloir_ballot::bytes::{Bytes32, Fixed};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use zeroize::Zeroizing;

    pub fn serialize<S: Serializer>(secret: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        Fixed(*secret).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Zeroizing<[u8; 32]>, D::Error> {
        Ok(Zeroizing::new(Bytes32::deserialize(reader)?.0))
    }
}

#[cfg(test)]
mod tests;
