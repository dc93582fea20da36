//! Lots are drawn again from the secret that the archive reveals.

use super::world::{Plan, World};
use super::{code, said, verdict};
use isoloir_ballot::archive::{Draws, Line, Lot};
use isoloir_ballot::bytes::Fixed;
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::domain::lots::{DrawState, ElectionSeed, OperatorSecret, draw, expire};
use isoloir_shared::verify::{Outcome, Request};

/// A world whose lots were drawn by the rules, one of which went back.
fn drawn() -> World {
    let plan = Plan { candidates: 6, lots: Some((3, 2)), ..Plan::default() };
    let mut world = World::new(&plan);
    let Some(Line::Draws(Draws { secret, randomness, .. })) = world.lots.first().cloned() else { panic!("no draws") };
    let seed = ElectionSeed::new(&OperatorSecret::new(secret.0), &randomness.0);
    let candidates = world.election.candidates().into_iter().map(CandidateId).collect();
    let mut state = DrawState::new(candidates, 3).unwrap();
    let mut lots = vec![world.lots[0].clone()];
    for number in 1..=8_u64 {
        let (voter, times) = (usize::try_from(number - 1).unwrap() % 6, u32::try_from((number - 1) / 6).unwrap() + 1);
        let credential = world.voters[voter].public();
        let mut stream = seed.stream(&credential.0, times);
        let ids = draw(&mut state, &mut stream).ids();
        let commitment = Fixed(stream.commitment(LotId(number), &ids));
        let candidates = ids.iter().map(|it| it.0).collect();
        lots.push(Line::Lot(Lot { number, credential, draw: times, candidates, commitment }));
        if number == 4 {
            expire(&mut state, &ids).unwrap();
            lots.push(Line::LotExpired(4));
        }
    }
    world.lots = lots;
    world
}

#[test]
fn lots_are_drawn_again() {
    let mut world = drawn();
    let place = world.place(0, 1, 1);
    let ballot = world.ballot_at(&place, 0, &[1, 2, 3]);
    let mut leaves = super::world::ballots([ballot]);
    world.count(&mut leaves, &[1, 2, 3]);
    let verdict = verdict(&world.lines(&leaves), &Request::default());
    assert_eq!(verdict.outcome(), Outcome::Holds, "{:?}", verdict.fault);
    let lots = verdict.facts.as_ref().unwrap().lots.clone().unwrap();
    let replayed = lots.replayed.unwrap();
    assert_eq!((replayed.issued, replayed.expired, lots.source.as_deref()), (8, 1, Some("system")));
    assert!(said(&verdict).contains("committed to before the vote: 8, of which 1 gone back"));
}

#[test]
fn a_lot_that_was_not_drawn_is_named() {
    // Each change is committed to at the close: only drawing again shows it.
    let changes: [fn(&mut Lot); 4] = [
        |lot| lot.candidates.reverse(),
        |lot| lot.commitment.0[0] ^= 1,
        |lot| lot.draw += 1,
        |lot| lot.credential.0[0] ^= 1,
    ];
    for change in changes {
        let mut world = drawn();
        let Some(Line::Lot(lot)) = world.lots.get_mut(3) else { panic!("no lot") };
        change(lot);
        let mut leaves = Vec::new();
        world.count(&mut leaves, &[1, 2, 3]);
        let lines = world.lines(&leaves);
        assert_eq!(code(&lines, &Request::default()), "draw");
        assert!(said(&verdict(&lines, &Request::default())).contains("Lot 3"));
    }
}
