//! Ballots as any client makes them: encrypted, proved and signed by the format's own library.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

use isoloir_ballot::ballot::{Channel, Opening, Place, Seed, make};
use isoloir_ballot::bytes::{Blob, Bytes32};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::manifest::Election;
use isoloir_platform::secrets::random;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

/// A key that nobody else has.
pub fn fresh_key() -> Credential {
    Credential::from_secret(&random())
}

/// Greater than any before it for this key and lot.
pub fn next_sequence(key: &Credential, lot: u64) -> u32 {
    static LAST: LazyLock<Mutex<HashMap<(Bytes32, u64), u32>>> = LazyLock::new(Mutex::default);
    let mut all = LAST.lock().unwrap();
    let last = all.entry((key.public(), lot)).or_default();
    *last += 1;
    *last
}

/// Where a ballot of this election belongs; lot 0 is the final.
pub fn place(election: &Election, key: &Credential, lot: u64, candidates: Vec<u32>) -> Place {
    Place {
        election: *election.hash(),
        credential: key.public(),
        lot,
        sequence: next_sequence(key, lot),
        channel: Channel::Own,
        candidates,
        columns: election.columns(),
    }
}

/// The ballot for a place.
pub fn seal(election: &Election, key: &Credential, place: &Place, choices: Vec<u8>) -> Vec<u8> {
    let opening = Opening::new(Seed::new(random()), choices);
    make(place, &opening, key, election.key(), election.generators()).unwrap()
}

/// Makes many, on all cores: each with its key, place and choices.
pub fn seal_all(election: &Election, all: &[(Credential, Place, Vec<u8>)]) -> Vec<Vec<u8>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let one = |(key, place, choices): &(Credential, Place, Vec<u8>)| seal(election, key, place, choices.clone());
    std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(cores).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// The body of a cast.
pub fn body(ballot: Vec<u8>) -> Value {
    json!({"ballot": Blob(ballot)})
}
