//! Many ballots checked at once, and batches that their makers would like to pass.

use super::tests::booth;
use super::*;
use crate::group::Scalar;

#[test]
fn one_false_ballot_spoils_a_batch_and_is_named() {
    let booth = booth();
    let good = || Ballot::decode(booth.honest()).unwrap();
    let all = [0, 2, -1, 1, 0, 0];
    let bad = Ballot::decode(booth.forge(all, all, 0)).unwrap();
    let check = |ballots: &[Ballot]| check_proofs(ballots, &booth.key, &booth.generators);
    assert_eq!(check(&[]), Ok(()));
    assert_eq!(check(&[good(), good()]), Ok(()));
    assert_eq!(check(&[good(), bad.clone(), good()]), Err(1));
    assert_eq!(check(&[bad.clone(), bad]), Err(0));
}

#[test]
fn errors_that_cancel_without_weights_do_not() {
    // Two ballots whose first equations are wrong by +H and −H: their plain sum would be right.
    let booth = booth();
    let length = booth.honest().len();
    let off = |by: Scalar| {
        let altered = booth.altered(|body| {
            let start = length - 64 - 96;
            let z: [u8; 32] = body[start..start + 32].try_into().unwrap();
            let new = Scalar::from_canonical_bytes(z).unwrap() + by;
            body[start..start + 32].copy_from_slice(new.as_bytes());
        });
        Ballot::decode(altered).unwrap()
    };
    let pair = [off(Scalar::ONE), off(-Scalar::ONE)];
    assert_eq!(check_proofs(&pair, &booth.key, &booth.generators), Err(0));
    // The same within one ballot: z too great by one, w too small by one.
    let altered = booth.altered(|body| {
        for (place, by) in [(96, Scalar::ONE), (64, -Scalar::ONE)] {
            let start = length - 64 - place;
            let old: [u8; 32] = body[start..start + 32].try_into().unwrap();
            let new = Scalar::from_canonical_bytes(old).unwrap() + by;
            body[start..start + 32].copy_from_slice(new.as_bytes());
        }
    });
    assert_eq!(booth.check(altered), Err(BallotFault::Proof));
}

#[test]
fn a_batch_of_ballots_larger_than_the_generators_is_refused() {
    let booth = booth();
    let ballot = Ballot::decode(booth.honest()).unwrap();
    assert_eq!(ballot.check_proof(&booth.key, &Generators::new(5)), Err(BallotFault::Proof));
}

#[test]
fn a_proof_of_another_size_than_its_ballot_is_refused() {
    let booth = booth();
    let ballot = Ballot::decode(booth.honest()).unwrap();
    let holds = |item: Item<'_>| {
        let mut batch = Batch::new(&booth.key, &booth.generators);
        batch.push(item);
        batch.holds()
    };
    assert!(holds(ballot.item()));
    // One response too many, which no equation would look at; one ciphertext too many.
    let mut proof = ballot.proof.clone();
    proof.f.push(Scalar::ZERO);
    assert!(!holds(Item { proof: &proof, ..ballot.item() }));
    let ciphertexts = [&ballot.ciphertexts[..], &ballot.ciphertexts[..1]].concat();
    assert!(!holds(Item { ciphertexts: &ciphertexts, ..ballot.item() }));
}
