//! Forged ballots: made with the real prover, but from ciphertexts or bits that no honest program would take. Each of the
//! proof's four equations is the only one that one of these breaks.

use super::decode::head;
use super::*;
use crate::bytes::Fixed;
use crate::credential::{Credential, SignatureError};
use crate::group::{Element, G, GroupError, Scalar, times_g};
use crate::proofs::onehot::{Secrets, prove};
use zeroize::Zeroizing;

const ROWS: usize = 2;
const COLUMNS: usize = 3;
const HEAD: usize = 80 + 4 * ROWS;
const PROOF: usize = HEAD + 64 * ROWS * COLUMNS;

pub(super) struct Booth {
    pub(super) key: PublicKey,
    pub(super) generators: Generators,
    voter: Credential,
    place: Place,
}

pub(super) fn booth() -> Booth {
    let voter = Credential::from_secret(&[1; 32]);
    let place = Place {
        election: Fixed([2; 32]),
        credential: voter.public(),
        lot: 3,
        sequence: 4,
        channel: Channel::Own,
        candidates: vec![5, 6],
        columns: COLUMNS,
    };
    let key = PublicKey::new(Element::new(times_g(&Scalar::from(99_u8)))).unwrap();
    Booth { key, generators: Generators::new(ROWS * COLUMNS), voter, place }
}

/// Numbers below zero too.
fn scalar(n: i64) -> Scalar {
    if n < 0 { -Scalar::from(n.unsigned_abs()) } else { Scalar::from(n.unsigned_abs()) }
}

impl Booth {
    pub(super) fn honest(&self) -> Vec<u8> {
        let opening = Opening::new(Seed::new([7; 32]), vec![1, 2]);
        make(&self.place, &opening, &self.voter, &self.key, &self.generators).unwrap()
    }

    /// Ciphertexts of `encrypted`, with a shift of their first half, under a proof about `proved`.
    pub(super) fn forge(&self, encrypted: [i64; 6], proved: [i64; 6], shift: u8) -> Vec<u8> {
        let mut body = head(&self.place);
        let secrets = Secrets::from_source(self.place.shape(), |n| Scalar::from(1_000 + n));
        for (i, (n, r)) in encrypted.iter().zip(&secrets.r).enumerate() {
            let extra = if i == 0 { Scalar::from(shift) } else { Scalar::ZERO };
            let points = [times_g(&(r + extra)), times_g(&scalar(*n)) + self.key.times(r)];
            points.into_iter().for_each(|point| body.extend_from_slice(Element::new(point).bytes()));
        }
        let proved = Zeroizing::new(proved.into_iter().map(scalar).collect::<Vec<_>>());
        prove(&mut body, self.place.shape(), &self.key, &self.generators, &proved, &secrets);
        self.sign(body)
    }

    fn sign(&self, mut body: Vec<u8>) -> Vec<u8> {
        let signature = self.voter.sign(hash::BALLOT_SIGNATURE, &body);
        body.extend_from_slice(&signature.0);
        body
    }

    /// A ballot with other bytes, signed again by its voter.
    pub(super) fn altered(&self, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
        let mut body = self.honest();
        body.truncate(body.len() - 64);
        change(&mut body);
        self.sign(body)
    }

    pub(super) fn check(&self, bytes: Vec<u8>) -> Result<(), BallotFault> {
        let ballot = Ballot::decode(bytes)?;
        ballot.check_signature()?;
        ballot.check_proof(&self.key, &self.generators)
    }
}

#[test]
fn the_forger_can_be_honest() {
    let booth = booth();
    let fine = [0, 1, 0, 0, 0, 1];
    assert_eq!(booth.check(booth.honest()), Ok(()));
    assert_eq!(booth.check(booth.forge(fine, fine, 0)), Ok(()));
}

#[test]
fn values_other_than_0_and_1_are_refused_although_their_sum_is_1() {
    let booth = booth();
    for all in [[2, -1, 0, 1, 0, 0], [-1, 1, 1, 1, 0, 0], [1, 0, 0, 0, -1, 2], [1, 0, 0, 5, -4, 0]] {
        assert_eq!(booth.check(booth.forge(all, all, 0)), Err(BallotFault::Proof), "{all:?}");
    }
}

#[test]
fn rows_that_do_not_sum_to_1_are_refused() {
    let booth = booth();
    for all in [[1, 1, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0], [1, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 0], [1, 0, 1, 0, 0, 0]] {
        assert_eq!(booth.check(booth.forge(all, all, 0)), Err(BallotFault::Proof), "{all:?}");
    }
}

#[test]
fn a_proof_about_other_numbers_than_the_encrypted_ones_is_refused() {
    let booth = booth();
    let proved = [1, 0, 0, 1, 0, 0];
    for encrypted in [[1, 1, 0, 1, 0, 0], [2, 0, 0, 1, 0, 0], [1_000, 0, 0, 1, 0, 0], [0, 1, 0, 1, 0, 0]] {
        assert_eq!(booth.check(booth.forge(encrypted, proved, 0)), Err(BallotFault::Proof), "{encrypted:?}");
    }
}

#[test]
fn halves_that_do_not_belong_together_are_refused() {
    let booth = booth();
    let fine = [1, 0, 0, 1, 0, 0];
    assert_eq!(booth.check(booth.forge(fine, fine, 1)), Err(BallotFault::Proof));
}

#[test]
fn a_proof_holds_at_its_place_only() {
    let booth = booth();
    let other = Credential::from_secret(&[8; 32]);
    let bytes = booth.honest();
    // Election, lot, sequence, channel, candidates: each byte of the head but version and shape, signed again.
    for place in (1..33).chain(65..77).chain(80..HEAD) {
        let altered = booth.altered(|body| body[place] ^= 1);
        assert_eq!(booth.check(altered), Err(BallotFault::Proof), "byte {place}");
    }
    assert_eq!(booth.check(booth.altered(|body| body[77] = 1)), Err(BallotFault::Proof));
    // Another voter copies it and signs it as their own.
    let mut copy = bytes[..bytes.len() - 64].to_vec();
    copy[33..65].copy_from_slice(&other.public().0);
    copy.extend_from_slice(&other.sign(hash::BALLOT_SIGNATURE, &copy).0);
    assert_eq!(booth.check(copy), Err(BallotFault::Proof));
    // Another election's key, which has the same hash in this test.
    let key = PublicKey::new(Element::new(G)).unwrap();
    assert_eq!(Ballot::decode(bytes).unwrap().check_proof(&key, &booth.generators), Err(BallotFault::Proof));
}

#[test]
fn exchanged_columns_rows_and_halves_are_refused() {
    let booth = booth();
    for (one, other, size) in [(0, 1, 64), (1, 2, 64), (0, 3, 64), (4, 5, 64)] {
        let altered = booth.altered(|body| {
            for byte in 0..size {
                body.swap(HEAD + 64 * one + byte, HEAD + 64 * other + byte);
            }
        });
        assert_eq!(booth.check(altered), Err(BallotFault::Proof), "{one} {other}");
    }
    let altered = booth.altered(|body| (0..32).for_each(|byte| body.swap(HEAD + byte, HEAD + 32 + byte)));
    assert_eq!(booth.check(altered), Err(BallotFault::Proof));
}

#[test]
fn every_part_of_the_proof_counts() {
    let booth = booth();
    let length = booth.honest().len() - 64;
    for start in (PROOF..length).step_by(32) {
        // Another point, or the scalar plus one.
        let altered = booth.altered(|body| {
            let part: [u8; 32] = body[start..start + 32].try_into().unwrap();
            let new = if start < PROOF + 192 {
                *Element::new(Element::decode(&part).unwrap().point() + G).bytes()
            } else {
                (Scalar::from_canonical_bytes(part).unwrap() + Scalar::ONE).to_bytes()
            };
            body[start..start + 32].copy_from_slice(&new);
        });
        assert_eq!(booth.check(altered), Err(BallotFault::Proof), "part at {start}");
    }
}

#[test]
fn neutral_and_other_spelt_points_and_scalars_are_refused_everywhere() {
    let booth = booth();
    let length = booth.honest().len() - 64;
    let order = {
        let mut bytes = (-Scalar::ONE).to_bytes();
        bytes[0] += 1;
        bytes
    };
    for start in (HEAD..length).step_by(32) {
        let with = |part: [u8; 32]| booth.check(booth.altered(|body| body[start..start + 32].copy_from_slice(&part)));
        if start < PROOF {
            let cell = (start - HEAD) / 64;
            let (row, column) = (cell / COLUMNS + 1, cell % COLUMNS + 1);
            let fault = |error| Err(BallotFault::Ciphertext { row, column, error });
            assert_eq!(with([0; 32]), fault(GroupError::Identity));
            assert_eq!(with([0xff; 32]), fault(GroupError::Point));
        } else if start < PROOF + 192 {
            assert_eq!(with([0; 32]), Err(BallotFault::Encoding(GroupError::Identity)));
            assert_eq!(with([0xff; 32]), Err(BallotFault::Encoding(GroupError::Point)));
        } else {
            assert_eq!(with(order), Err(BallotFault::Encoding(GroupError::Scalar)));
            assert_eq!(with([0xff; 32]), Err(BallotFault::Encoding(GroupError::Scalar)));
        }
    }
}

#[test]
fn the_signature_covers_every_byte_and_is_the_credentials() {
    let booth = booth();
    let bytes = booth.honest();
    let wrong = Err(BallotFault::Signature(SignatureError::Signature));
    for place in [0, 1, 40, 70, 76, 77, HEAD - 1, HEAD, PROOF, PROOF + 200, bytes.len() - 65] {
        let mut ballot = Ballot::decode(bytes.clone()).unwrap();
        ballot.bytes[place] ^= 1;
        assert_eq!(ballot.check_signature(), wrong, "byte {place}");
    }
    let mut other = bytes.clone();
    other[33..65].copy_from_slice(&Credential::from_secret(&[8; 32]).public().0);
    assert_eq!(Ballot::decode(other).unwrap().check_signature(), wrong);
    let mut weak = bytes;
    weak[33..65].copy_from_slice(&[0; 32]);
    let weak = Ballot::decode(weak).unwrap();
    assert_eq!(weak.check_signature(), Err(BallotFault::Signature(SignatureError::Key)));
}

#[test]
fn other_heads_and_lengths_are_refused() {
    let booth = booth();
    let with = |place: usize, byte: u8| booth.check(booth.altered(|body| body[place] = byte));
    assert_eq!(with(0, 2), Err(BallotFault::Version));
    assert_eq!(with(77, 2), Err(BallotFault::Channel));
    for (place, byte) in [(78, 0), (78, 101), (79, 0), (79, 1), (79, 28)] {
        assert_eq!(with(place, byte), Err(BallotFault::Shape), "{place} {byte}");
    }
    assert_eq!(with(78, 3), Err(BallotFault::Length));
    let bytes = booth.honest();
    for length in 0..bytes.len() {
        let fault = Ballot::decode(bytes[..length].to_vec()).expect_err("cut");
        assert_eq!(fault, BallotFault::Length, "{length}");
    }
    assert_eq!(Ballot::decode([&bytes[..], &[0]].concat()).unwrap_err(), BallotFault::Length);
}

#[test]
fn a_ballot_fits_its_election_only() {
    let booth = booth();
    let ballot = Ballot::decode(booth.honest()).unwrap();
    assert_eq!(ballot.fits(&Fixed([2; 32]), &[5, 6], 3), Ok(()));
    assert_eq!(ballot.fits(&Fixed([3; 32]), &[5, 6], 3), Err(BallotFault::Election));
    assert_eq!(ballot.fits(&Fixed([2; 32]), &[6, 5], 3), Err(BallotFault::Candidates));
    assert_eq!(ballot.fits(&Fixed([2; 32]), &[5, 6, 7], 3), Err(BallotFault::Candidates));
    assert_eq!(ballot.fits(&Fixed([2; 32]), &[5, 6], 4), Err(BallotFault::Shape));
}

#[test]
fn no_two_places_or_choices_share_randomness() {
    let booth = booth();
    let seen = |place: &Place, choices: [u8; 2]| {
        let opening = Opening::new(Seed::new([7; 32]), choices.to_vec());
        let bytes = make(place, &opening, &booth.voter, &booth.key, &booth.generators).unwrap();
        Ballot::decode(bytes).unwrap().ciphertexts[0].a
    };
    let first = seen(&booth.place, [1, 2]);
    assert_eq!(seen(&booth.place, [1, 2]), first);
    assert_ne!(seen(&booth.place, [1, 1]), first);
    assert_ne!(seen(&Place { sequence: 5, ..booth.place.clone() }, [1, 2]), first);
}

#[test]
fn what_cannot_be_a_ballot_is_not_made() {
    let booth = booth();
    let try_ = |place: &Place, choices: &[u8], generators: usize| {
        let opening = Opening::new(Seed::new([7; 32]), choices.to_vec());
        make(place, &opening, &booth.voter, &booth.key, &Generators::new(generators)).err()
    };
    assert_eq!(try_(&booth.place, &[1, 2], 6), None);
    assert_eq!(try_(&booth.place, &[1, 2], 5), Some(MakeError::Shape));
    assert_eq!(try_(&booth.place, &[1, 3], 6), Some(MakeError::Choices));
    assert_eq!(try_(&booth.place, &[1], 6), Some(MakeError::Choices));
    assert_eq!(
        try_(&Place { credential: Fixed([0; 32]), ..booth.place.clone() }, &[1, 2], 6),
        Some(MakeError::Credential)
    );
    assert_eq!(try_(&Place { candidates: vec![], ..booth.place.clone() }, &[], 6), Some(MakeError::Shape));
    assert_eq!(try_(&Place { columns: 1, ..booth.place.clone() }, &[0, 0], 6), Some(MakeError::Shape));
    assert_eq!(try_(&Place { columns: 28, ..booth.place.clone() }, &[0, 0], 60), Some(MakeError::Shape));
    assert_eq!(
        try_(&Place { candidates: vec![0; 101], ..booth.place.clone() }, &[0; 101], 303),
        Some(MakeError::Shape)
    );
}

#[test]
fn a_copy_has_the_fingerprint_of_what_it_copies() {
    let booth = booth();
    let ballot = Ballot::decode(booth.honest()).unwrap();
    let copy = Ballot::decode(booth.altered(|body| body[70] ^= 1)).unwrap();
    let other = Ballot::decode(booth.forge([1, 0, 0, 1, 0, 0], [1, 0, 0, 1, 0, 0], 0)).unwrap();
    assert_ne!(copy.hash(), ballot.hash());
    assert_eq!(copy.fingerprint(), ballot.fingerprint());
    assert_ne!(other.fingerprint(), ballot.fingerprint());
}

#[test]
fn a_proof_alone_is_as_long_as_its_shape_says() {
    let booth = booth();
    let bytes = booth.honest();
    let proof = &bytes[PROOF..bytes.len() - 64];
    let decode = |bytes: &[u8]| Proof::decode(bytes, booth.place.shape()).map(|_| ());
    assert_eq!(decode(proof), Ok(()));
    assert_eq!(decode(&[proof, &[0]].concat()), Err(GroupError::Scalar));
    assert_eq!(decode(&proof[1..]), Err(GroupError::Point));
    assert_eq!(decode(&proof[..proof.len() - 1]), Err(GroupError::Scalar));
}
