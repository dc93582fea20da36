//! Examples for other programs, as `docs/ballot-format.md` has it: written with `BLESS=1`, compared else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::ballot::{Ballot, Channel, Opening, Place, Seed, make};
use isoloir_ballot::board::{BoardKey, Checkpoint, Tree};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::elgamal::PublicKey;
use isoloir_ballot::group::{Element, Scalar, times_g};
use isoloir_ballot::hash::{self, sha256};
use isoloir_ballot::proofs::equality;
use isoloir_ballot::proofs::generators::Generators;
use isoloir_ballot::proofs::possession::{self, Role, Seat};
use isoloir_ballot::verify::Stage;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::path::PathBuf;
use world::{Plan, World, ballots, bytes, check_bytes, options};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn compare(name: &str, text: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read(&path).unwrap();
    assert!(kept == text, "{name} is not what the code gives; if that is meant, write it anew with BLESS=1");
}

fn compare_json(name: &str, value: &Value) {
    compare(name, format!("{value:#}\n").as_bytes());
}

#[test]
fn hashes_and_bases() {
    let generators = Generators::new(3);
    let scalar = hash::scalar(hash::BALLOT_LINK, &[b"some ", b"data"]);
    compare_json(
        "hashes.json",
        &json!({
            "label": hash::BALLOT_LINK,
            "data": hex(b"some data"),
            "wide": hex(&hash::wide(hash::BALLOT_LINK, &[b"some data"])),
            "scalar": hex(scalar.as_bytes()),
            "point": hex(hash::point(hash::BALLOT_LINK, &[b"some data"]).bytes()),
            "generators": {
                "H0": hex(generators.h.bytes()),
                "G": generators.cells.iter().map(|point| hex(point.bytes())).collect::<Vec<_>>(),
            },
        }),
    );
}

#[test]
fn short_proofs() {
    let rng = &mut StdRng::seed_from_u64(8);
    let ceremony = Fixed([1; 32]);
    let secret = Scalar::from(1_234_567_u32);
    let key = Element::new(times_g(&secret));
    let base = hash::point("example", &[b"base"]);
    let product = Element::new(base.point() * secret);
    let seat = Seat { ceremony: &ceremony, trustee: 2, role: Role::Dealing };
    let statement =
        equality::Statement { context: &ceremony, trustee: 2, place: 5, key: &key, base: &base, product: &product };
    compare_json(
        "proofs.json",
        &json!({
            "possession": {
                "ceremony": hex(&ceremony.0), "trustee": 2, "role": 1, "key": hex(key.bytes()),
                "proof": hex(&possession::prove(&seat, &secret, &key, rng).0),
            },
            "equality": {
                "context": hex(&ceremony.0), "trustee": 2, "place": 5, "key": hex(key.bytes()),
                "base": hex(base.bytes()), "product": hex(product.bytes()),
                "proof": hex(&equality::prove(&statement, &secret, rng).0),
            },
        }),
    );
}

#[test]
fn a_ballot_from_its_seed() {
    let voter = Credential::from_secret(&[3; 32]);
    let key = PublicKey::new(Element::new(times_g(&Scalar::from(42_u8)))).unwrap();
    let place = Place {
        election: Fixed([2; 32]),
        credential: voter.public(),
        lot: 11,
        sequence: 1,
        channel: Channel::Assisted,
        candidates: vec![7, 30, 5, 2, 900],
        columns: 6,
    };
    let opening = Opening::new(Seed::new([9; 32]), vec![5, 0, 3, 1, 1]);
    let bytes = make(&place, &opening, &voter, &key, &Generators::new(30)).unwrap();
    assert_eq!(bytes.len(), 3_172);
    let ballot = Ballot::decode(bytes.clone()).unwrap();
    compare_json(
        "ballot.json",
        &json!({
            "key": hex(key.element().bytes()),
            "election_secret": 42,
            "credential_secret": hex(&[3; 32]),
            "opening": hex(&opening.to_bytes()),
            "ballot": hex(&bytes),
            "sha256": hex(&ballot.hash().0),
            "tracker": ballot.tracker().to_string(),
        }),
    );
}

#[test]
fn a_board() {
    let mut tree = Tree::default();
    (0..7_u8).for_each(|n| tree.push(sha256(&[&[n]])));
    let key = BoardKey::from_secret(&[4; 32]);
    let checkpoint = Checkpoint::sign(&key, Fixed([1; 32]), 7, 1_800_000_000, tree.root(7).unwrap());
    let path = |path: Vec<[u8; 32]>| path.iter().map(|node| hex(node)).collect::<Vec<_>>();
    compare_json(
        "board.json",
        &json!({
            "leaf_hashes": "SHA-256 of the byte n, for n from 0 to 6",
            "roots": (0..=7).map(|size| hex(&tree.root(size).unwrap())).collect::<Vec<_>>(),
            "inclusion_of_4_in_7": path(tree.inclusion(4, 7).unwrap()),
            "consistency_from_3_to_7": path(tree.consistency(3, 7).unwrap()),
            "board": key.public(),
            "checkpoint": checkpoint.to_string(),
        }),
    );
}

/// Whole archives: all trustees, and lots with a lost trustee, "no opinion", a changed vote, a spoiled ballot and a late
/// credential.
#[test]
fn archives() {
    let mut world = World::new(&Plan { candidates: 2, grades: 3, ..Plan::default() });
    let mut leaves = ballots([world.ballot(0, 1, &[0, 1]), world.ballot(2, 1, &[2, 2]), world.ballot(0, 2, &[1, 1])]);
    world.count(&mut leaves, &[1, 2, 3]);
    let all = bytes(&world.lines(&leaves));
    compare("archive-all.jsonl", &all);
    let lots = lots_archive();
    compare("archive-lots.jsonl", &lots);
    for archive in [all, lots] {
        assert!(check_bytes(&archive, &options(Stage::Counted)).unwrap().result_checked());
    }
}

fn lots_archive() -> Vec<u8> {
    use isoloir_ballot::archive::Line;
    use isoloir_ballot::board::Kind;
    let plan =
        Plan { candidates: 4, grades: 2, no_opinion: true, trustees: (3, 2), lots: Some((2, 2)), ..Plan::default() };
    let mut world = World::new(&plan);
    world.lots.push(Line::LotExpired(12));
    let late = Credential::generate(&mut world.rng);
    let mut leaves = vec![(Kind::Admitted, late.public().0.to_vec()), (Kind::Spoiled, vec![5; 32])];
    for (voter, lot, sequence, choices) in [(0, 1, 1, [0, 2]), (3, 4, 9, [1, 1]), (0, 1, 2, [0, 1]), (0, 7, 1, [2, 0])]
    {
        let place = world.place(voter, lot, sequence);
        leaves.push((Kind::Ballot, world.ballot_at(&place, voter, &choices)));
    }
    world.count(&mut leaves, &[3, 1]);
    bytes(&world.lines(&leaves))
}

/// What `tests/oracle/belenios.py` counts again with another program.
#[test]
fn the_oracles_ballots() {
    use rand::RngExt;
    let (candidates, grades, voters) = (5_u32, 6_usize, 20_usize);
    let mut world = World::new(&Plan { candidates, grades, voters, ..Plan::default() });
    let mut choices = StdRng::seed_from_u64(20);
    let plain: Vec<[u8; 5]> = (0..voters).map(|_| std::array::from_fn(|_| choices.random_range(0..6))).collect();
    let mut leaves = ballots(plain.iter().enumerate().map(|(voter, choices)| world.ballot(voter, 1, choices)));
    let counts = world.count(&mut leaves, &[1, 2, 3]).counts;
    let archive = bytes(&world.lines(&leaves));
    assert_eq!(check_bytes(&archive, &options(Stage::Counted)).unwrap().counts.unwrap().counts, counts);
    compare_json(
        "oracle.json",
        &json!({ "candidates": candidates, "grades": grades, "trustees": 3, "ballots": plain, "counts": counts }),
    );
}
