//! Where the focus can stand, in the order in which it moves.

use isoloir_shared::view::{Action, Block, InputKind, Intent, Screen, ScreenId};

/// A place that can be focused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A row of a list.
    Item {
        /// The list's place in the body.
        block: usize,
        /// The row.
        row: usize,
    },
    /// A candidate on a ballot.
    Row {
        /// The ballot's place in the body.
        block: usize,
        /// The row.
        row: usize,
    },
    /// A merit profile.
    Profile {
        /// The results' place in the body.
        block: usize,
        /// The profile.
        row: usize,
    },
    /// What can be typed.
    Input,
    /// An action.
    Action(usize),
}

impl Stop {
    /// It stands in the body, and scrolls with it.
    pub fn in_body(self) -> bool {
        matches!(self, Self::Item { .. } | Self::Row { .. } | Self::Profile { .. })
    }
}

/// All stops of a screen.
pub fn stops(screen: &Screen) -> Vec<Stop> {
    let mut stops = Vec::new();
    let search = screen.input.as_ref().map(|input| input.kind == InputKind::Search);
    if search == Some(true) {
        stops.push(Stop::Input);
    }
    for (block, content) in screen.body.iter().enumerate() {
        match content {
            Block::List(list) => stops.extend((0..list.items.len()).map(|row| Stop::Item { block, row })),
            Block::Ballot(ballot) => stops.extend((0..ballot.rows.len()).map(|row| Stop::Row { block, row })),
            Block::Profiles(profiles) => stops.extend((0..profiles.len()).map(|row| Stop::Profile { block, row })),
            _ => {}
        }
    }
    if search == Some(false) {
        stops.push(Stop::Input);
    }
    stops.extend((0..screen.actions.len()).map(Stop::Action));
    stops
}

/// Where the focus stands when a screen opens: where the next thing to do is.
pub fn first_stop(screen: &Screen, stops: &[Stop]) -> usize {
    // A search with nothing found yet, or nothing any more, goes on being typed.
    let found = stops.iter().any(|stop| stop.in_body());
    let typed = screen.input.as_ref().is_some_and(|input| input.kind != InputKind::Search || !found);
    let wanted = |stop: &Stop| match *stop {
        Stop::Input => typed,
        Stop::Row { block, row } => match screen.body.get(block) {
            Some(Block::Ballot(ballot)) => {
                !ballot.read_only && ballot.rows.get(row).is_some_and(|row| !row.choices.iter().any(|c| c.chosen))
            }
            _ => false,
        },
        Stop::Item { block, row } => !has_ballot(screen) && item_intent(screen, block, row).is_some(),
        Stop::Profile { .. } => true,
        Stop::Action(_) => false,
    };
    // Casting is the one thing that nobody does by pressing the same key twice.
    let primary = || primary_stop(screen, stops).filter(|_| !matches!(screen.id, ScreenId::Review | ScreenId::Sealed));
    let next = stops.iter().position(wanted);
    // Where the list only tells and one action is the thing to do, that action is next.
    let leads = matches!(
        screen.id,
        ScreenId::Home | ScreenId::Welcome | ScreenId::Receipt | ScreenId::Replace | ScreenId::Organise
    );
    if leads { primary().or(next) } else { next.or_else(primary) }
        .or_else(|| stops.iter().position(|it| matches!(it, Stop::Action(_)) && intent_of(screen, *it, 0).is_some()))
        .or_else(|| stops.iter().position(|stop| matches!(stop, Stop::Action(_))))
        .unwrap_or(0)
}

/// The stop of the primary action.
pub fn primary_stop(screen: &Screen, stops: &[Stop]) -> Option<usize> {
    let primary = |action: &Action| action.weight == isoloir_shared::view::Weight::Primary && action.enabled.is_ok();
    let at = screen.actions.iter().position(primary)?;
    stops.iter().position(|stop| *stop == Stop::Action(at))
}

/// The screen shows a ballot.
pub fn has_ballot(screen: &Screen) -> bool {
    screen.body.iter().any(|block| matches!(block, Block::Ballot(_)))
}

fn item_intent(screen: &Screen, block: usize, row: usize) -> Option<Intent> {
    match screen.body.get(block) {
        Some(Block::List(list)) => list.items.get(row).and_then(|item| item.intent),
        _ => None,
    }
}

/// What choosing a stop asks for; none where it only reads (or, on a ballot, where an answer is chosen first).
pub fn intent_of(screen: &Screen, stop: Stop, column: usize) -> Option<Intent> {
    match stop {
        Stop::Item { block, row } => item_intent(screen, block, row),
        Stop::Row { block, row } => match screen.body.get(block) {
            Some(Block::Ballot(ballot)) if ballot.read_only => ballot.rows.get(row).map(|row| row.open),
            Some(Block::Ballot(ballot)) => {
                ballot.rows.get(row).and_then(|row| row.choices.get(column)).map(|choice| choice.intent)
            }
            _ => None,
        },
        Stop::Profile { block, row } => match screen.body.get(block) {
            Some(Block::Profiles(profiles)) => profiles.get(row).and_then(|profile| profile.why),
            _ => None,
        },
        Stop::Action(at) => screen.actions.get(at).filter(|action| action.enabled.is_ok()).map(|action| action.intent),
        Stop::Input => None,
    }
}
