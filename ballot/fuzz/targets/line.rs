//! Lines of an archive, and the bodies of leaves, from anyone: what is read is written again as it was.
#![no_main]

use isoloir_ballot::archive::{Close, Counts, Line, Reader};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::verify::Stage;
use isoloir_ballot_fuzz::{ALL, one_spelling, verified};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut reader = Reader::new(bytes);
    let mut read = 0;
    while let Ok(Some(_)) = reader.next_line() {
        read += reader.bytes().len() + 1;
    }
    assert!(read <= bytes.len());
    let _ = one_spelling::<Line>(bytes);
    let _ = (one_spelling::<Close>(bytes), one_spelling::<Counts>(bytes));
    let _ = one_spelling::<Decryption>(bytes);
    // As all that follows a manifest.
    let start = ALL.archive.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let _ = verified(&[start, bytes].concat(), Stage::Open);
});
