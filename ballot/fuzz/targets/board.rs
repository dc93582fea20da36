//! What a cheating platform can do, which has the board's key: leaves changed, moved, dropped, doubled, made anew, and
//! every checkpoint signed again. Never another result.
#![no_main]

use isoloir_ballot::archive::Close;
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::{from_json, to_json};
use isoloir_ballot_fuzz::world::{bytes, hide_ballots, resigned};
use isoloir_ballot_fuzz::{Choices, Leaves, Over, Value, edit, no_other_result, over, piece};
use libfuzzer_sys::fuzz_target;

const KINDS: [Kind; 7] =
    [Kind::Manifest, Kind::Ballot, Kind::Spoiled, Kind::Admitted, Kind::Close, Kind::Decryption, Kind::Result];

fn change(body: &mut Vec<u8>, kind: Kind, was: &Over, choices: &mut Choices<'_>) {
    match kind {
        Kind::Ballot => {
            let start = 65 + choices.below(body.len().saturating_sub(65 + 96).max(1));
            let new = piece(choices, body);
            let short = choices.byte() & 1 == 1;
            let voter = usize::from(choices.byte()) % was.world.voters.len();
            if body.len() < 65 + 96 {
                return;
            }
            *body = resigned(&was.world, voter, body, |body| {
                let end = if short { start + 1 } else { start + 32 };
                body[start..end].copy_from_slice(&new[..end - start]);
            });
        }
        _ => {
            let pool: Vec<Value> =
                was.leaves.iter().filter_map(|(_, body)| serde_json::from_slice(body).ok()).collect();
            if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
                edit(&mut value, &pool, choices);
                *body = value.to_string().into_bytes();
            } else if !body.is_empty() {
                let place = choices.below(body.len());
                body[place] = choices.byte();
            }
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let choices = &mut Choices(input);
    let was = over(choices);
    let mut leaves: Leaves = was.leaves.clone();
    let flags = choices.byte();
    let mut edits = 0;
    while choices.any() && edits < 5 && !leaves.is_empty() {
        edits += 1;
        let (one, other) = (choices.below(leaves.len()), choices.below(leaves.len()));
        match choices.byte() % 6 {
            0 => leaves.swap(one, other),
            1 => drop(leaves.remove(one)),
            2 => leaves.insert(other, leaves[one].clone()),
            3 => leaves[one].0 = KINDS[choices.below(KINDS.len())],
            _ => {
                let (kind, body) = &mut leaves[one];
                change(body, *kind, was, choices);
            }
        }
    }
    // The close says how many ballots there are now.
    if flags & 1 == 1 {
        let ballots = leaves.iter().filter(|(kind, _)| *kind == Kind::Ballot).count() as u64;
        for (_, body) in leaves.iter_mut().filter(|(kind, _)| *kind == Kind::Close) {
            if let Ok(close) = from_json::<Close>(body) {
                *body = to_json(&Close { ballots, ..close });
            }
        }
    }
    let mut lines = was.world.lines(&leaves);
    if flags & 2 == 2 {
        let few = choices.below(lines.len() + 1);
        hide_ballots(&mut lines[..few]);
    }
    no_other_result(&bytes(&lines), was);
});
