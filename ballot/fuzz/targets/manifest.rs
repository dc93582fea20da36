//! Manifests from anyone: nothing panics, and what is read is written as it was.
#![no_main]

use isoloir_ballot::manifest::{Election, Manifest};
use isoloir_ballot_fuzz::{Choices, Value, edit, one_spelling, over};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) {
    let _ = one_spelling::<Manifest>(bytes);
    let Ok(election) = Election::read(bytes) else { return };
    assert_eq!(election.manifest().to_bytes(), bytes);
    let candidates = election.candidates();
    assert!((1..=5_000).contains(&candidates.len()) && (2..=27).contains(&election.columns()));
    assert!((0..).zip(&candidates).all(|(row, id)| election.row(*id) == Some(row)));
    assert!(election.generators().cells.len() <= 2_700);
    assert!(!election.key().element().is_identity());
}

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    let choices = &mut Choices(bytes);
    let was = over(choices).world.election.manifest().to_bytes();
    let Ok(mut value) = serde_json::from_slice::<Value>(&was) else { return };
    let pool = [value.clone()];
    let mut edits = 0;
    while choices.any() && edits < 5 {
        edits += 1;
        edit(&mut value, &pool, choices);
    }
    read(value.to_string().as_bytes());
});
