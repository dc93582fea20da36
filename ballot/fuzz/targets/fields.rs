//! A valid archive with fields of its lines changed, as JSON in its one spelling: never another result.
#![no_main]

use isoloir_ballot_fuzz::{Choices, Value, edit, no_other_result, over};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let choices = &mut Choices(bytes);
    let was = over(choices);
    let lines = was.archive.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut lines: Vec<Value> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let pool = lines.clone();
    let mut edits = 0;
    while choices.any() && edits < 5 {
        edits += 1;
        let line = choices.below(lines.len());
        edit(&mut lines[line], &pool, choices);
    }
    let archive: Vec<u8> = lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
    no_other_result(&archive, was);
});
