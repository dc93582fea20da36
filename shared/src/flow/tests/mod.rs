//! Whole flows, in milliseconds: a session with canned replies, no network, no clock.

mod addressed;
mod any_events;
mod booth;
mod kept;
mod links;
mod offline;
mod organising;
mod people;
mod shared;
mod voting;

use crate::api::types::{Lang, PhaseKind};
use crate::samples::Stage;
use crate::view::{Intent, Place, Screen};

/// A registered citizen, signed in, during a phase.
fn citizen(kind: PhaseKind) -> Stage {
    Stage::during(kind).start(Lang::Fr, true, true)
}

/// Somebody who has graded a whole lot and reads it once more.
fn reviewing() -> Stage {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(5);
    stage.choose_where(|it| matches!(it, Intent::Review { .. }));
    stage
}

fn cast(it: &Intent) -> bool {
    matches!(it, Intent::Cast { .. })
}

fn offers(screen: &Screen, fits: impl Fn(&Intent) -> bool) -> bool {
    screen.intents().iter().any(fits)
}

fn toast(stage: &Stage) -> String {
    stage.screen().toast.map(|toast| toast.text.resolve(Lang::Fr)).unwrap_or_default()
}
