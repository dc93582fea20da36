//! What everyone may know is shared between people; what is one person's is not.

use super::{cast, citizen};
use crate::api::ids::CandidateId;
use crate::api::types::{Lang, PhaseKind, Round};
use crate::core::{Event, Public};
use crate::samples::{Stage, plain};
use crate::view::{Block, Intent, Place, Screen};
use std::sync::Arc;

const PHASES: [PhaseKind; 4] =
    [PhaseKind::Identification, PhaseKind::Preselection, PhaseKind::FinalVote, PhaseKind::Result];

fn places() -> Vec<Place> {
    vec![
        Place::Home,
        Place::Calendar,
        Place::Candidates,
        Place::Candidate(CandidateId(2)),
        Place::Candidate(CandidateId(7)),
        Place::Supports,
        Place::Nominate,
        Place::Candidacy,
        Place::Lot,
        Place::Final,
        Place::Receipts,
        Place::Results(Round::Final),
        Place::Why(Round::Final, CandidateId(1), CandidateId(2)),
        Place::Account,
    ]
}

/// Somebody who has done all that can be done in this phase.
fn busy(kind: PhaseKind) -> Stage {
    let mut alix = Stage::during(kind);
    alix.email = "alix@example.org".into();
    (alix.seed, alix.drawn) = ([3; 32], true);
    let mut alix = alix.start(Lang::Fr, true, true);
    alix.open(Place::Declare).submit("Alix Secret").choose(Intent::Skip).submit("Moi.").choose(Intent::Skip);
    alix.choose(Intent::Choose(0)).choose(Intent::Choose(0));
    for place in places() {
        alix.open(place);
        alix.choose(Intent::Understood).choose_where(|it| matches!(it, Intent::Support(_))).grade(5);
        alix.choose_where(|it| matches!(it, Intent::Review { .. })).choose_where(cast);
    }
    alix.open(Place::Candidates).tell(Event::Typed("pett".into()));
    alix
}

/// Each place, as somebody else sees it who starts with this.
fn seen_with(public: &Arc<Public>, kind: PhaseKind) -> Vec<Screen> {
    let mut camille = Stage::during(kind);
    (camille.public, camille.drawn) = (public.clone(), true);
    let mut camille = camille.start(Lang::Fr, true, true);
    places().into_iter().map(|place| camille.open(place).screen()).collect()
}

#[test]
fn what_one_person_does_is_seen_by_no_other() {
    for kind in PHASES {
        let alix = busy(kind);
        let (alone, shared) = (seen_with(&Arc::default(), kind), seen_with(alix.session.public(), kind));
        for (alone, shared) in alone.into_iter().zip(shared) {
            assert_eq!(plain(&shared, Lang::Fr), plain(&alone, Lang::Fr), "{kind:?}");
            // Photos are equal where they are the same bytes in memory: compared by what they say.
            assert_eq!(format!("{shared:?}"), format!("{alone:?}"), "{kind:?}");
        }
    }
}

#[test]
fn what_is_shared_names_nobody() {
    for kind in PHASES {
        let alix = busy(kind);
        let shared = format!("{:?}", alix.session.public()).to_lowercase();
        for secret in ["alix", "pett\"", "7kqm", "orsay", "tracker", "draft", "support_limit"] {
            assert!(!shared.contains(secret), "{kind:?}: {secret}");
        }
    }
}

/// The names on the list of candidates, top to bottom.
fn order(stage: &mut Stage) -> Vec<String> {
    let screen = stage.open(Place::Home).open(Place::Candidates).screen();
    let lists = screen.body.iter().filter_map(|block| match block {
        Block::List(list) => Some(list.items.iter().map(|it| it.title.resolve(Lang::Fr)).collect::<Vec<_>>()),
        _ => None,
    });
    lists.flatten().collect()
}

#[test]
fn each_person_has_an_order_of_their_own_and_keeps_it() {
    let person = |seed: u8, public: &Arc<Public>| {
        let mut stage = Stage::during(PhaseKind::Identification);
        (stage.seed, stage.drawn) = ([seed; 32], true);
        stage.public = public.clone();
        stage.start(Lang::Fr, true, true)
    };
    let mut first = person(1, &Arc::default());
    let one = order(&mut first);
    let public = first.session.public().clone();
    let mut second = person(2, &public);
    let two = order(&mut second);
    assert_ne!(one, two);
    assert_eq!(two, order(&mut person(2, &Arc::default())), "whoever loaded the list");
    // Another seed for the keys of another turn moves nobody's list.
    first.seed = [9; 32];
    first.move_to(&public, false);
    assert_eq!(order(&mut first), one);
}

#[test]
fn what_is_known_is_not_asked_again() {
    let mut first = citizen(PhaseKind::Identification);
    first.open(Place::Candidates);
    let mut second = Stage::during(PhaseKind::Identification);
    second.public = first.session.public().clone();
    let mut second = second.start(Lang::Fr, true, true);
    second.open(Place::Candidates);
    let asked = |call: &crate::api::Call| {
        matches!(call, crate::api::Call::Primary | crate::api::Call::Counts | crate::api::Call::Candidates(_))
    };
    assert!(!second.calls.iter().any(asked), "{:?}", second.calls);
    assert!(Arc::ptr_eq(second.session.public(), first.session.public()), "nothing was learnt, nothing copied");
}

#[test]
fn the_newest_of_both_is_kept() {
    let mut first = citizen(PhaseKind::Identification);
    first.open(Place::Candidate(CandidateId(2))).open(Place::Candidates);
    let mut process = first.session.public().clone();
    // Two sessions go on at once from what the process knew.
    let mut second = Stage::during(PhaseKind::Identification);
    second.public = process.clone();
    let mut second = second.start(Lang::Fr, true, true);
    second.open(Place::Candidate(CandidateId(3)));
    first.open(Place::Calendar);
    process.keep_newest(first.session.public());
    process.keep_newest(second.session.public());
    let mut third = Stage::during(PhaseKind::Identification);
    third.public = process.clone();
    let mut third = third.start(Lang::Fr, true, true);
    third.silent = true;
    for id in [2, 3] {
        let place = Place::Candidate(CandidateId(id));
        let mut fresh = citizen(PhaseKind::Identification);
        let (shown, wanted) = (third.open(place).screen().body, fresh.open(place).screen().body);
        assert_eq!(format!("{shown:?}"), format!("{wanted:?}"), "{id}");
    }
    assert!(plain(&third.open(Place::Calendar).screen(), Lang::Fr).contains("Deux week-ends"));
}
