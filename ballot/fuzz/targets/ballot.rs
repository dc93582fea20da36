//! A ballot from anyone: what decodes is written as it came, and is refused in this election unless it was made for it.
#![no_main]

use isoloir_ballot::ballot::{Ballot, Opening};
use isoloir_ballot::bytes::Blob;
use isoloir_ballot::verify::check_one;
use isoloir_ballot_fuzz::{ALL, one_spelling};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(opening) = Opening::from_bytes(bytes) {
        assert_eq!(&opening.to_bytes()[..], bytes);
    }
    let _ = one_spelling::<Blob>(bytes);
    let Ok(ballot) = Ballot::decode(bytes.to_vec()) else { return };
    assert_eq!(ballot.bytes(), bytes);
    assert_eq!(ballot.ciphertexts().len(), ballot.place().shape().cells());
    let _ = (ballot.tracker().to_string(), ballot.fingerprint());
    let election = &ALL.world.election;
    let there = ALL.leaves.iter().any(|(_, body)| body == bytes);
    assert_eq!(check_one(&ballot, election, &election.candidates()).is_ok(), there);
    let key = election.key();
    let _ = (ballot.check_signature(), ballot.check_proof(key, election.generators()));
    let choices = bytes.iter().take(ballot.place().candidates.len()).copied().collect();
    let opening = Opening::new(isoloir_ballot::ballot::Seed::new([3; 32]), choices);
    assert!(opening.opens(&ballot, key).is_err());
});
