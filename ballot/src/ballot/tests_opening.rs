//! Cast or spoil: an opening opens one ballot, and only what it says.

use super::make::{bits, encrypt};
use super::tests::booth;
use super::*;
use crate::group::Element;

#[test]
fn cast_or_spoil() {
    let booth = booth();
    let ballot = Ballot::decode(booth.honest()).unwrap();
    let open = |seed: u8, choices: &[u8]| Opening::new(Seed::new([seed; 32]), choices.to_vec());
    assert_eq!(open(7, &[1, 2]).opens(&ballot, &booth.key), Ok(()));
    let wrong: [(u8, &[u8]); 6] = [(7, &[1, 1]), (7, &[2, 1]), (8, &[1, 2]), (7, &[1]), (7, &[1, 3]), (7, &[1, 2, 0])];
    for (seed, choices) in wrong {
        assert_eq!(open(seed, choices).opens(&ballot, &booth.key), Err(OpeningError), "{seed} {choices:?}");
    }
    // A program that encrypts something else than it says is found.
    let all = [1, 0, 0, 1, 0, 0];
    let forged = Ballot::decode(booth.forge(all, all, 0)).unwrap();
    assert_eq!(open(7, &[0, 0]).opens(&forged, &booth.key), Err(OpeningError));
    let kept = open(7, &[1, 2]).to_bytes();
    assert_eq!(Opening::from_bytes(&kept).unwrap().opens(&ballot, &booth.key), Ok(()));
    assert!(Opening::from_bytes(&kept[..31]).is_none());
    assert_eq!(format!("{:?}", open(7, &[1, 2])), "Opening(…)");
}

#[test]
fn an_opening_with_choices_that_cannot_be_opens_nothing() {
    // Not even a ballot that a program made from it: a choice too many, or one beyond the answers.
    let booth = booth();
    let mut ballot = Ballot::decode(booth.honest()).unwrap();
    let head = decode::head(ballot.place());
    for choices in [&[1, 2, 0][..], &[1, 3]] {
        let opening = Opening::new(Seed::new([7; 32]), choices.to_vec());
        let secrets = opening.secrets(&head, ballot.place().shape());
        let points = encrypt(&booth.key, &bits(choices, 3), &secrets.r);
        let cell = |pair: &[_]| Ciphertext { a: Element::new(pair[0]), b: Element::new(pair[1]) };
        ballot.ciphertexts = points.chunks(2).map(cell).collect();
        assert_eq!(opening.opens(&ballot, &booth.key), Err(OpeningError), "{choices:?}");
    }
}
