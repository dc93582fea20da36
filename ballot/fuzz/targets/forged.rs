//! A real ballot with parts replaced by other points, scalars and numbers, signed again by its voter: never accepted.
#![no_main]

use isoloir_ballot::ballot::Ballot;
use isoloir_ballot::verify::check_one;
use isoloir_ballot_fuzz::{ALL, Choices, piece, world};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let choices = &mut Choices(bytes);
    let was = &ALL.leaves[0].1;
    let other = &ALL.leaves[2].1;
    let candidates = ALL.world.election.candidates();
    let head = 80 + 4 * candidates.len();
    let voter = usize::from(choices.byte() % 4);
    let mut edits = 0;
    let body = world::resigned(&ALL.world, voter, was, |body| {
        while choices.any() && edits < 8 {
            edits += 1;
            let start = head + 32 * choices.below((body.len() - head) / 32);
            match choices.byte() % 6 {
                // A number of the head.
                0 => body[65 + choices.below(head - 65)] = choices.byte(),
                // A part of the same place in another ballot.
                1 => {
                    let end = start + 32 * (1 + choices.below((body.len() - start) / 32));
                    body[start..end].copy_from_slice(&other[start..end]);
                }
                2 => {
                    let to = head + 32 * choices.below((body.len() - head) / 32);
                    (0..32).for_each(|n| body.swap(start + n, to + n));
                }
                3 => body.truncate(start),
                _ => {
                    let new = piece(choices, body);
                    body[start..start + 32].copy_from_slice(&new);
                }
            }
            if body.len() <= head + 32 {
                break;
            }
        }
    });
    let same = body == *was;
    let accepted =
        Ballot::decode(body).is_ok_and(|ballot| check_one(&ballot, &ALL.world.election, &candidates).is_ok());
    assert_eq!(accepted, same);
});
