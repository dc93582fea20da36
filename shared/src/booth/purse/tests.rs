//! What a purse keeps, and for whom.

use super::*;
use isoloir_ballot::ballot::Seed;
use isoloir_ballot::bytes::Fixed;

fn made(n: u128, opening: bool) -> Made {
    let opening = opening.then(|| Opening::new(Seed::new([1; 32]), vec![3]));
    let (ballot, hash) = (Blob(vec![1]), Fixed([u8::try_from(n).unwrap(); 32]));
    let key = IdempotencyKey(uuid::Uuid::from_u128(n));
    Made { key, owner: "ada".into(), round: Round::Final, lot: None, ballot, hash, opening, spoiled: false }
}

#[test]
fn what_is_kept_is_read_again() {
    let mut purse = Purse::default();
    let key = Credential::from_secret(&[7; 32]);
    assert!(!purse.key_or("ada", Round::Final, &key).registered);
    purse.registered("ada", Round::Final, &key.public(), true);
    purse.keep_made(made(1, true));
    let again = Purse::read(Some(&purse.bytes())).unwrap();
    let kept = again.key("ada", Round::Final).unwrap();
    assert!(kept.registered && kept.credential().public() == key.public());
    assert!(again.made(IdempotencyKey(uuid::Uuid::from_u128(1)), "ada").is_some());
    assert_eq!(*again.bytes(), *purse.bytes());
}

#[test]
fn garbage_and_a_newer_purse_are_not_taken_for_an_empty_one() {
    assert!(Purse::read(None).is_ok());
    for bytes in [&b""[..], b"{}", b"{\"v\":2}", b"\xff", b"{\"v\":1,\"keys\":[{}]}"] {
        assert!(Purse::read(Some(bytes)).is_err());
    }
}

#[test]
fn nobody_votes_with_anothers_key_or_ballot() {
    let mut purse = Purse::default();
    let (ada, bob) = (Credential::from_secret(&[1; 32]), Credential::from_secret(&[2; 32]));
    purse.key_or("ada", Round::Final, &ada);
    assert_eq!(purse.key_or("bob", Round::Final, &bob).credential().public(), bob.public());
    assert_eq!(purse.key_or("ada", Round::Preselection, &bob).credential().public(), bob.public());
    assert_eq!(purse.key_or("ada", Round::Final, &bob).credential().public(), ada.public());
    purse.keep_made(made(1, false));
    assert!(purse.made(IdempotencyKey(uuid::Uuid::from_u128(1)), "bob").is_none());
    purse.forget("ada");
    assert!(purse.key("ada", Round::Final).is_none() && purse.key("bob", Round::Final).is_some());
}

#[test]
fn what_was_seen_takes_the_place_of_what_it_was_compared_with_alone() {
    let board = Credential::from_secret(&[1; 32]);
    let seen = |size| {
        let shown = Checkpoint::sign(&board, Fixed([2; 32]), size, size, [3; 32]);
        let pin = Pin::new(board.public(), shown, &Fixed([2; 32])).unwrap();
        Pinned { election: Fixed([2; 32]), pin }
    };
    let mut purse = Purse::default();
    assert!(purse.see("p", None, &seen(4)));
    assert!(!purse.see("p", None, &seen(5)), "compared with nothing, while there is something");
    assert!(!purse.see("p", Some(&seen(3)), &seen(5)));
    assert!(purse.see("p", Some(&seen(4)), &seen(5)) && purse.pin("p") == Some(&seen(5)));
}

#[test]
fn an_account_made_anew_is_another() {
    let at = |n| owner("ada@example.org", Timestamp::from_second(n).unwrap());
    assert_ne!(at(1), at(2));
    assert_eq!(at(1).len(), 32);
}

#[test]
fn of_ballots_that_were_only_looked_at_few_are_kept_and_no_other_is_lost() {
    let mut purse = Purse::default();
    purse.keep_made(made(100, false));
    (0..20).for_each(|n| purse.keep_made(made(n, true)));
    assert_eq!(purse.made.len(), SEALED + 1);
    assert!(purse.made.iter().any(|it| it.opening.is_none()));
}
