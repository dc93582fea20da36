//! Keys of writes and the order of lists, all derived from the seed that the session was started with.

use crate::api::ids::IdempotencyKey;
use sha2::{Digest, Sha256};
use uuid::Builder;

/// How many keys are set aside by one save: a run that ends without saving again wastes at most these.
const BLOCK: u64 = 1024;

/// A generator whose numbers are never used twice, even by a later run with the same seed.
#[derive(Debug)]
pub(crate) struct Keys {
    seed: [u8; 32],
    next: u64,
    reserved: u64,
}

impl Keys {
    /// Goes on after all numbers that an earlier run had set aside.
    pub fn new(seed: [u8; 32], reserved: u64) -> Self {
        Self { seed, next: reserved, reserved }
    }

    /// Sets numbers aside if they run out: the new bound, to be saved before one of them is used.
    pub fn reserve(&mut self) -> Option<u64> {
        (self.next + BLOCK / 2 > self.reserved).then(|| {
            self.reserved += BLOCK;
            self.reserved
        })
    }

    /// The number of the last key.
    pub fn last(&self) -> u64 {
        self.next
    }

    /// Goes on after this number, with all up to `reserved` set aside.
    pub fn go_on(&mut self, last: u64, reserved: u64) {
        self.next = last;
        self.reserved = reserved;
    }

    /// A key for a write.
    pub fn key(&mut self) -> IdempotencyKey {
        self.next += 1;
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.hash(b"key", self.next)[..16]);
        IdempotencyKey(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A number that stays the same for the whole run.
    pub fn stable(&self, what: &[u8]) -> u64 {
        self.number(what, 0)
    }

    /// The same, one for each `n`.
    pub fn number(&self, what: &[u8], n: u64) -> u64 {
        let hash = self.hash(what, n);
        hash.iter().take(8).fold(0, |n, byte| n << 8 | u64::from(*byte))
    }

    fn hash(&self, what: &[u8], n: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(what);
        hash.update(n.to_be_bytes());
        hash.finalize().into()
    }
}
