//! Public bytes from anyone: nothing panics, and an archive with any byte changed or cut is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Line, Reader};
use isoloir_ballot::ballot::{Ballot, Opening, Tracker};
use isoloir_ballot::board::{Checkpoint, check_consistency, check_inclusion};
use isoloir_ballot::bytes::from_json;
use isoloir_ballot::group::{Element, decode_scalar};
use isoloir_ballot::manifest::{Election, Manifest};
use isoloir_ballot::proofs::onehot::{Proof, Shape};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::{Complaint, Deal, Hello};
use isoloir_ballot::verify::Stage;
use proptest::prelude::*;
use std::sync::LazyLock;
use world::{Plan, World, bytes, check_bytes, options};

static SMALL: LazyLock<(World, Vec<u8>)> = LazyLock::new(|| {
    let plan = Plan { candidates: 3, grades: 2, voters: 3, trustees: (2, 1), lots: Some((2, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    world.lots.push(Line::LotExpired(6));
    let mut leaves = Vec::new();
    for voter in 0..2 {
        let place = world.place(voter, voter as u64 + 1, 1);
        leaves.push((isoloir_ballot::board::Kind::Ballot, world.ballot_at(&place, voter, &[0, 1])));
    }
    leaves.insert(1, (isoloir_ballot::board::Kind::Spoiled, vec![7; 32]));
    world.count(&mut leaves, &[2]);
    let bytes = bytes(&world.lines(&leaves));
    (world, bytes)
});

/// As many cases as `PROPTEST_CASES` says, for an hour's run; few by default.
fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(few), ..ProptestConfig::default() }
}

fn refused(bytes: &[u8]) -> Result<(), TestCaseError> {
    let found = check_bytes(bytes, &options(Stage::Counted));
    prop_assert!(found.is_err(), "an altered archive was accepted");
    Ok(())
}

#[test]
fn the_archive_that_is_altered_below_holds() {
    assert!(check_bytes(&SMALL.1, &options(Stage::Counted)).is_ok_and(|report| report.result_checked()));
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_flipped_bit(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut bytes = SMALL.1.clone();
        let place = place.index(bytes.len());
        bytes[place] ^= 1_u8 << bit;
        refused(&bytes)?;
    }

    #[test]
    fn a_cut(length in any::<prop::sample::Index>()) {
        let length = length.index(SMALL.1.len());
        refused(&SMALL.1[..length])?;
    }

    #[test]
    fn a_piece_exchanged_doubled_or_lost(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), length in 1_usize..200) {
        let bytes = &SMALL.1;
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let piece = &bytes[from..(from + length).min(bytes.len())];
        let doubled = [&bytes[..to], piece, &bytes[to..]].concat();
        if doubled[..bytes.len()] != bytes[..] {
            refused(&doubled)?;
        }
        let lost = [&bytes[..from], &bytes[from + piece.len()..]].concat();
        refused(&lost)?;
    }

    #[test]
    fn lines_exchanged(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let mut lines: Vec<&[u8]> = SMALL.1.split_inclusive(|byte| *byte == b'\n').collect();
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        if one != other {
            lines.swap(one, other);
            refused(&lines.concat())?;
        }
    }
}

/// Something like a real one, or anything.
fn near(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    let edited = (edits, any::<prop::sample::Index>()).prop_map(move |(edits, length)| {
        let mut bytes = bytes.clone();
        edits.into_iter().for_each(|(place, byte)| {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        });
        let length = length.index(2 * bytes.len());
        bytes.truncate(length.max(1));
        bytes
    });
    prop_oneof![edited, prop::collection::vec(any::<u8>(), 0..300)]
}

fn a_ballot() -> Vec<u8> {
    let mut world = World::new(&Plan { candidates: 2, grades: 2, ..Plan::default() });
    world.ballot(0, 1, &[0, 1])
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn ballots_and_proofs(bytes in near(a_ballot()), rows in 0_usize..5, columns in 0_usize..5) {
        if let Ok(ballot) = Ballot::decode(bytes.clone()) {
            prop_assert_eq!(ballot.bytes(), &bytes[..]);
            let _ = ballot.check_signature();
        }
        let _ = Proof::decode(&bytes, Shape { rows, columns });
        let _ = Opening::from_bytes(&bytes);
    }

    #[test]
    fn points_and_scalars(bytes in any::<[u8; 32]>()) {
        // What decodes is spelt as it was.
        if let Ok(element) = Element::decode(&bytes) {
            prop_assert_eq!(*Element::new(element.point()).bytes(), bytes);
        }
        if let Ok(scalar) = decode_scalar(&bytes) {
            prop_assert_eq!(scalar.to_bytes(), bytes);
        }
    }

    #[test]
    fn lines(bytes in near(SMALL.1.clone())) {
        let mut reader = Reader::new(&bytes[..]);
        while let Ok(Some(_)) = reader.next_line() {}
    }

    #[test]
    fn bodies(bytes in near(SMALL.0.election.manifest().to_bytes())) {
        let _ = Election::read(&bytes);
        let _ = from_json::<Manifest>(&bytes);
        let _ = from_json::<Decryption>(&bytes);
        let _ = from_json::<Hello>(&bytes);
        let _ = from_json::<Deal>(&bytes);
        let _ = from_json::<Complaint>(&bytes);
    }

    #[test]
    fn checkpoints_and_trackers(text in ".{0,200}", edit in any::<prop::sample::Index>(), with in any::<char>()) {
        let _ = text.parse::<Checkpoint>();
        let _ = text.parse::<Tracker>();
        let line = SMALL.1.split(|byte| *byte == b'\n').rev().nth(1).unwrap_or_default();
        if let Ok(Line::Checkpoint(checkpoint)) = from_json(line) {
            let mut letters: Vec<char> = checkpoint.to_string().chars().collect();
            let place = edit.index(letters.len());
            letters[place] = with;
            if let Ok(parsed) = letters.iter().collect::<String>().parse::<Checkpoint>() {
                prop_assert_eq!(parsed.to_string().split_whitespace().count(), 6);
            }
        }
    }

    #[test]
    fn log_proofs(place in any::<u64>(), size in any::<u64>(), path in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        prop_assert!(check_inclusion(&[1; 32], place, size, &path, &[2; 32]).is_err());
        prop_assert!(check_consistency((place, &[1; 32]), (size, &[2; 32]), &path).is_err());
    }
}
