//! A valid archive with bytes changed, pieces moved, doubled, lost: never another result.
#![no_main]

use isoloir_ballot_fuzz::{Choices, no_other_result, over};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let choices = &mut Choices(bytes);
    let was = over(choices);
    let mut archive = was.archive.clone();
    let mut lines: Vec<Vec<u8>> = archive.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let mut edits = 0;
    let whole_lines = choices.byte() & 1 == 1;
    while choices.any() && edits < 6 && !archive.is_empty() && !lines.is_empty() {
        edits += 1;
        let how = choices.byte() % 5;
        if whole_lines {
            let (one, other) = (choices.below(lines.len()), choices.below(lines.len()));
            match how {
                0 => lines.swap(one, other),
                1 => drop(lines.remove(one)),
                2 => lines.insert(other, lines[one].clone()),
                3 => {
                    let place = choices.below(lines[one].len());
                    lines[one][place] ^= 1 << (choices.byte() % 8);
                }
                _ => lines.truncate(one + 1),
            }
            continue;
        }
        let (from, to) = (choices.below(archive.len()), choices.below(archive.len()));
        let end = (from + 1 + choices.below(200)).min(archive.len());
        match how {
            0 => archive[from] = choices.byte(),
            1 => archive[from] ^= 1 << (choices.byte() % 8),
            2 => drop(archive.drain(from..end)),
            3 => {
                let piece = archive[from..end].to_vec();
                archive.splice(to..to, piece);
            }
            _ => archive.truncate(from),
        }
    }
    no_other_result(&if whole_lines { lines.concat() } else { archive }, was);
});
