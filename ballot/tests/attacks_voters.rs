//! Attacks with credentials and lots: each archive is rebuilt and signed by the board's own key, so that
//! only the check that is meant can find it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::archive::{Close, Line, Lot, lots_root};
use isoloir_ballot::ballot::{BallotFault, Place};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::to_json;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::verify::{Fault, Stage};
use world::{CLOSES, Plan, World, check, fault, over};

#[test]
fn lots_of_others() {
    let plan = Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    let place = world.place(0, 1, 1);
    let fine = (Kind::Ballot, world.ballot_at(&place, 0, &[0, 1, 2]));
    assert!(check(&world.lines(std::slice::from_ref(&fine)), Stage::Open).is_ok());
    let mut with = |place: Place| {
        let ballot = (Kind::Ballot, world.ballot_at(&place, 0, &[0, 1, 2]));
        fault(&world, &[ballot], Stage::Open)
    };
    // Somebody else's lot, none, one that was never drawn, another order.
    assert!(matches!(with(Place { lot: 2, ..place.clone() }), Fault::LotOwner));
    assert!(matches!(with(Place { lot: 0, ..place.clone() }), Fault::LotOwner));
    assert!(matches!(with(Place { lot: 99, ..place.clone() }), Fault::LotOwner));
    let mut order = place.clone();
    order.candidates.swap(0, 1);
    assert!(matches!(with(order), Fault::Ballot(BallotFault::Candidates)));
    // A second lot of the same voter, where one may be cast.
    let second = (Kind::Ballot, world.ballot_at(&world.place(0, 7, 1), 0, &[0, 1, 2]));
    assert!(matches!(fault(&world, &[fine.clone(), second], Stage::Open), Fault::LotCount));
    // A lot that went back.
    world.lots.push(Line::LotExpired(1));
    assert!(matches!(fault(&world, &[fine], Stage::Open), Fault::LotOwner));
}

#[test]
fn lots_that_cannot_be() {
    let plan = Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    let fine = world.lots.clone();
    let close = world.close(&[]);
    assert!(check(&world.lines(std::slice::from_ref(&close)), Stage::Closed).is_ok());
    let mut with = |lots: Vec<Line>| {
        world.lots = lots;
        check(&world.lines(std::slice::from_ref(&close)), Stage::Closed).err().map(|found| found.fault)
    };
    let changed = |change: &dyn Fn(&mut Lot)| {
        let mut lots = fine.clone();
        if let Line::Lot(lot) = &mut lots[2] {
            change(lot);
        }
        lots
    };
    let changes: [&dyn Fn(&mut Lot); 6] = [
        &|lot| lot.number = 0,
        &|lot| lot.number = 1,
        &|lot| lot.candidates[1] = lot.candidates[0],
        &|lot| lot.candidates[1] = 1_000,
        &|lot| lot.candidates.truncate(2),
        &|lot| lot.candidates.push(lot.candidates[0]),
    ];
    for change in changes {
        assert!(matches!(with(changed(change)), Some(Fault::Lot)));
    }
    // Another draw, commitment or credential: the log's root is not that of the close.
    assert!(matches!(with(changed(&|lot| lot.draw += 1)), Some(Fault::LotLog)));
    assert!(matches!(with(changed(&|lot| lot.commitment.0[0] ^= 1)), Some(Fault::LotLog)));
    assert!(matches!(with(fine[..5].to_vec()), Some(Fault::LotLog)));
    let mut expired = fine.clone();
    expired.push(Line::LotExpired(2));
    assert!(matches!(with(expired.clone()), Some(Fault::LotLog)));
    expired.push(Line::LotExpired(2));
    assert!(matches!(with(expired), Some(Fault::Lot)));
    let mut never = fine.clone();
    never.push(Line::LotExpired(99));
    assert!(matches!(with(never), Some(Fault::Lot)));
    // The secret is committed to; what lots were drawn with comes first, and once.
    let mut secret = fine.clone();
    if let Line::Draws(draws) = &mut secret[0] {
        draws.secret.0[0] ^= 1;
    }
    assert!(matches!(with(secret), Some(Fault::LotSecret)));
    assert!(matches!(with(fine[1..].to_vec()), Some(Fault::Order)));
    // Nor is the secret kept back by a close that says there is no log.
    let mut none = World::new(&plan);
    none.lots.clear();
    let close = Close { time: CLOSES, ballots: 0, lots: Some(lots_root([])) };
    let close = [(Kind::Close, to_json(&close))];
    assert!(matches!(fault(&none, &close, Stage::Closed), Fault::LotLog));
    let mut twice = fine.clone();
    twice.push(fine[0].clone());
    assert!(matches!(with(twice), Some(Fault::Order)));
    assert!(with(fine.clone()).is_none());
    // Lots where the manifest has none, and credentials after lots.
    let mut none = World::new(&Plan { candidates: 6, ..Plan::default() });
    none.lots = fine;
    assert!(matches!(fault(&none, &[], Stage::Open), Fault::Order));
    let mut lines = world.lines(&[]);
    let place = lines.iter().position(|line| matches!(line, Line::Credentials(_))).unwrap();
    let credentials = lines.remove(place);
    lines.insert(lines.len() - 1, credentials);
    assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order));
}

#[test]
fn lines_of_lots_and_credentials_stand_before_the_second_leaf_and_the_first_checkpoint() {
    let mut world = World::new(&Plan { candidates: 6, lots: Some((3, 1)), ..Plan::default() });
    world.lots.extend([2, 5].map(Line::LotExpired));
    let report = check(&world.lines(&[]), Stage::Open).unwrap();
    assert_eq!(report.lots, (12, 2));
    let admitted = (Kind::Admitted, vec![1; 32]);
    let mut all = std::mem::take(&mut world.lots);
    // One after another is the first that comes too late.
    while let Some(late) = all.pop() {
        world.lots.clone_from(&all);
        let mut lines = world.lines(&[]);
        lines.extend([late.clone(), lines[lines.len() - 1].clone()]);
        assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order), "{late:?}");
        let mut lines = world.lines(std::slice::from_ref(&admitted));
        lines.insert(lines.len() - 1, late.clone());
        assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order), "{late:?}");
    }
    // Credentials too, although there are none in the line.
    let none = Line::Credentials(vec![]);
    let mut lines = world.lines(&[]);
    lines.extend([none.clone(), lines[lines.len() - 1].clone()]);
    assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order));
    let mut lines = world.lines(&[admitted]);
    lines.insert(lines.len() - 1, none);
    assert!(matches!(check(&lines, Stage::Open).unwrap_err().fault, Fault::Order));
}

#[test]
fn who_is_admitted() {
    let mut world = World::new(&Plan::default());
    let late = Credential::generate(&mut world.rng);
    let admit = |credential: &Credential| (Kind::Admitted, credential.public().0.to_vec());
    assert!(check(&world.lines(&[admit(&late)]), Stage::Open).is_ok());
    let listed = world.voters[0].clone();
    assert!(matches!(fault(&world, &[admit(&listed)], Stage::Open), Fault::Admitted));
    assert!(matches!(fault(&world, &[admit(&late), admit(&late)], Stage::Open), Fault::Admitted));
    assert!(matches!(fault(&world, &[(Kind::Admitted, vec![1; 33])], Stage::Open), Fault::Spelling));
    // Not before they vote.
    world.voters.push(late.clone());
    let ballot = (Kind::Ballot, world.ballot(6, 1, &[0, 0, 0]));
    assert!(matches!(fault(&world, &[ballot, admit(&late)], Stage::Open), Fault::Unknown));
    let world = World::new(&Plan { late: false, ..Plan::default() });
    assert!(matches!(fault(&world, &[admit(&late)], Stage::Open), Fault::Admitted));
}

#[test]
fn the_list_of_credentials() {
    let (world, leaves) = over();
    let lines = world.lines(&leaves);
    let place = lines.iter().position(|line| matches!(line, Line::Credentials(_))).unwrap();
    let Line::Credentials(some) = &lines[place] else { unreachable!() };
    let wrong = |some: Vec<_>| {
        let mut lines = lines.clone();
        lines[place] = Line::Credentials(some);
        check(&lines, Stage::Counted).unwrap_err().fault
    };
    let mut exchanged = some.clone();
    exchanged.swap(0, 1);
    assert!(matches!(wrong(exchanged), Fault::Credentials));
    assert!(matches!(wrong(some[1..].to_vec()), Fault::Credentials));
    let mut twice = some.clone();
    twice.insert(0, some[0]);
    assert!(matches!(wrong(twice), Fault::Credentials));
    let mut other = some.clone();
    other[0].0[31] ^= 1;
    assert!(matches!(wrong(other), Fault::Credentials));
    // A list that is not sorted, or has somebody twice, under a manifest made for it.
    for disorder in [|listed: &mut Vec<_>| listed.swap(0, 1), |listed: &mut Vec<_>| listed[1] = listed[0]] {
        let world = World::new(&Plan { disorder: Some(disorder), ..Plan::default() });
        assert!(matches!(fault(&world, &[], Stage::Open), Fault::Credentials));
    }
    // None at all, on a board with nothing but the manifest.
    let mut none = world.lines(&[]);
    assert!(check(&none, Stage::Open).is_ok());
    none.retain(|line| !matches!(line, Line::Credentials(_)));
    assert!(matches!(check(&none, Stage::Open).unwrap_err().fault, Fault::Credentials));
    // Lines after the second leaf.
    let mut late = lines.clone();
    let line = late.remove(place);
    late.insert(late.len() - 1, line);
    assert!(matches!(check(&late, Stage::Counted).unwrap_err().fault, Fault::Credentials));
    let mut more = lines.clone();
    more.insert(lines.len() - 1, Line::Credentials(vec![]));
    assert!(matches!(check(&more, Stage::Counted).unwrap_err().fault, Fault::Order));
}
