//! What fuzzing starts from: the examples of `ballot/vectors` and the targets' own elections.

use crate::{ALL, LOTS, Value};
use isoloir_ballot::board::{Checkpoint, Kind, Pin, Receipt, Tree, leaf_hash};
use isoloir_ballot::bytes::{Fixed, to_json};
use isoloir_ballot::hash::sha256;
use std::fs;
use std::path::Path;

/// Writes it to the folder that `SEEDS` names, if any.
pub fn write() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(folder) = std::env::var("SEEDS") else { return Ok(()) };
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let keep = |target: &str, bytes: &[u8]| -> std::io::Result<()> {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(Fixed(sha256(&[bytes])).to_string()), bytes)
    };
    let example: Value = serde_json::from_slice(&fs::read(vectors.join("ballot.json"))?)?;
    keep("ballot", &unhex(example["ballot"].as_str().unwrap_or_default()))?;
    for (kind, body) in ALL.leaves.iter().chain(&LOTS.leaves) {
        if *kind == Kind::Ballot {
            keep("ballot", body)?;
            keep("proof", &[&[2, 0, 0, 2, 0, 0], &body[88 + 64 * 4..body.len() - 64]].concat())?;
        } else {
            keep("line", body)?;
        }
    }
    for over in [&ALL, &LOTS] {
        let manifest = over.world.election.manifest();
        keep("manifest", &manifest.to_bytes())?;
        keep("ceremony", &to_json(&manifest.trustees))?;
        over.archive.split_inclusive(|byte| *byte == b'\n').try_for_each(|line| keep("line", line))?;
        let after = over.archive.iter().position(|byte| *byte == b'\n').unwrap_or(0) + 1;
        keep("line", &over.archive[after..])?;
        let mut tree = Tree::default();
        tree.push(leaf_hash(Kind::Manifest, &over.world.election.hash().0));
        over.leaves.iter().for_each(|(kind, body)| tree.push(leaf_hash(*kind, &sha256(&[body]))));
        let (key, hash) = (&over.world.board, *over.world.election.hash());
        let checkpoint = Checkpoint::sign(key, hash, 3, 2_000_003, tree.root(3)?);
        keep("text", checkpoint.to_string().as_bytes())?;
        keep("text", &to_json(&checkpoint))?;
        let ballot = Fixed(sha256(&[&over.leaves[0].1]));
        let receipt = Receipt::new(&tree, ballot, 1, checkpoint.clone())?;
        keep("text", receipt.tracker().to_string().as_bytes())?;
        keep("text", &to_json(&receipt))?;
        keep("text", &to_json(&Pin { board: key.public(), latest: checkpoint }))?;
        keep("text", key.public().to_string().as_bytes())?;
    }
    for name in ["archive-all.jsonl", "archive-lots.jsonl"] {
        fs::read(vectors.join(name))?.split_inclusive(|byte| *byte == b'\n').try_for_each(|line| keep("line", line))?;
    }
    for target in ["forged", "archive", "fields", "board", "manifest", "ceremony", "proof"] {
        for seed in 0..24_u32 {
            let long = sha256(&[&seed.to_be_bytes()]);
            keep(target, &long[..8 + usize::try_from(seed)?])?;
        }
    }
    Ok(())
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    digits.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}
